"""Brings the database to the schema of this version, and refuses one from a newer version."""

from pathlib import Path

from sqlalchemy import Connection, inspect, text

from extractor.errors import StoreDamaged, StoreTooNew
from extractor.store.database import Database

CURRENT = "0007"
"""The newest migration; a test holds it equal to what the folder `migrations/versions` has."""

_MIGRATIONS = Path(__file__).parent / "migrations"
_VERSION_TABLE = "jixiao_schema"


def bring_up_to_date(database: Database) -> None:
    """Creates the tables of an empty database, migrates an older one; costs one query when there is nothing to do.

    Several processes may do so at once: one migrates, the others wait for it.

    Raises:
        StoreTooNew: a newer version of jixiao made the schema.
        StoreDamaged: the database holds tables of something else.
        StoreError: it cannot be opened, read or written.
    """
    with database.read() as session:
        if _version(session.connection(), database.place) == CURRENT:
            return
    with database.write() as session:
        connection = session.connection()
        if _version(connection, database.place) != CURRENT:
            _migrate(connection)


def _version(connection: Connection, place: str) -> str | None:
    """The migration that the database is at; `None` when it is empty."""
    names = set(inspect(connection).get_table_names())
    if _VERSION_TABLE not in names:
        if names & {"documents", "evaluations"}:
            raise StoreDamaged(f"“{place}”是别的程序的数据库，请换一个空的数据库或数据文件夹。")
        return None
    version = connection.execute(text(f"SELECT version_num FROM {_VERSION_TABLE}")).scalar()
    if version is not None and version > CURRENT:
        raise StoreTooNew(
            f"“{place}”是较新版本的 jixiao 建立的（结构 {version}，本版本只到 {CURRENT}）：请升级 jixiao 后再用。"
        )
    return version


def _migrate(connection: Connection) -> None:
    from alembic import command
    from alembic.config import Config

    config = Config()
    config.set_main_option("script_location", str(_MIGRATIONS).replace("%", "%%"))
    config.attributes["connection"] = connection
    config.attributes["version_table"] = _VERSION_TABLE
    command.upgrade(config, "head")
