"""Opens the database (SQLite or PostgreSQL), gives out transactions, and turns its errors into ours."""

import os
import sqlite3
from collections.abc import Generator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from sqlalchemy import Engine, create_engine, event, text
from sqlalchemy.engine import URL, make_url
from sqlalchemy.exc import ArgumentError, DBAPIError, NoSuchModuleError
from sqlalchemy.orm import Session

from extractor.errors import SettingsError, StoreUnreachable
from extractor.store.database_errors import said_of_database, said_of_disk

DATABASE_FILE = "jixiao.db"
# PostgreSQL has one writer at a time too, as SQLite does: under an advisory lock ("jixi") of the schema
_ONE_WRITER = text("SELECT pg_advisory_xact_lock(1785296233, hashtext(current_schema()))")


class Database:
    """An engine and where it is. Transactions: `read` sees one state, `write` is alone among writers.

    Both raise StoreError's subclasses instead of the database's own errors; a failed `write` leaves nothing behind.
    """

    def __init__(self, engine: Engine, place: str) -> None:
        self.engine = engine
        self.place = place
        self._writing = engine.execution_options(jixiao_write=True)

    @property
    def is_sqlite(self) -> bool:
        """Whether the database is a file in the data folder."""
        return self.engine.dialect.name == "sqlite"

    @contextmanager
    def read(self) -> Generator[Session]:
        """A session for reading; what it changes is lost."""
        with self._errors(), Session(self.engine) as session:
            yield session

    @contextmanager
    def write(self) -> Generator[Session]:
        """A session that is committed at the end, and rolled back on any error."""
        with self._errors(), Session(self._writing, expire_on_commit=False) as session, session.begin():
            session.connection()  # begins, and so takes SQLite's lock, now
            if not self.is_sqlite:
                session.execute(_ONE_WRITER)
            yield session

    def close(self) -> None:
        """Closes all connections."""
        self.engine.dispose()

    @contextmanager
    def _errors(self) -> Generator[None]:
        try:
            yield
        except DBAPIError as error:
            raise said_of_database(error, self.place) from error
        except OSError as error:
            said = said_of_disk(error, self.place)
            if said is None:
                raise
            raise said from error


def connect(url: str, home: Path, *, busy_seconds: float) -> Database:
    """The database at `url` (empty: a SQLite file in `home`). Nothing is read or written yet.

    Raises:
        SettingsError: `url` cannot be understood or names a database that is not supported.
        StoreUnreachable: the driver is not installed.
    """
    try:
        address = make_url(url or f"sqlite:///{home / DATABASE_FILE}")
        if address.drivername in ("postgres", "postgresql"):
            address = address.set(drivername="postgresql+psycopg")
        backend = address.get_backend_name()
        if backend not in ("sqlite", "postgresql"):
            raise SettingsError(f"不支持的数据库“{backend}”：JIXIAO_DATABASE_URL 请用 sqlite:/// 或 postgresql://")
        options = _sqlite_options(busy_seconds) if backend == "sqlite" else _postgres_options(address, busy_seconds)
        engine = create_engine(address, **options)
    except (ArgumentError, NoSuchModuleError, ValueError) as error:
        raise SettingsError("数据库地址看不懂：应当像 postgresql://用户:密码@主机:5432/库名") from error
    except ImportError as error:
        raise StoreUnreachable("没有安装 PostgreSQL 驱动：请运行 pip install 'jixiao[postgres]'") from error
    if backend == "sqlite":
        event.listen(engine, "connect", _prepare_sqlite)
        event.listen(engine, "begin", _begin_sqlite)
    return Database(engine, _place(address))


def _sqlite_options(busy_seconds: float) -> dict[str, Any]:
    return {"connect_args": {"timeout": busy_seconds, "check_same_thread": False}, "json_serializer": _json}


def _postgres_options(address: URL, busy_seconds: float) -> dict[str, Any]:
    given = address.query.get("options", "")
    options = [given] if isinstance(given, str) else list(given)
    # what the address says comes last and wins
    connect_args = {
        "connect_timeout": max(2, int(busy_seconds)),
        "options": " ".join([f"-c lock_timeout={int(busy_seconds * 1000)}", *options]),
    }
    return {"connect_args": connect_args, "json_serializer": _json, "pool_pre_ping": True}


def _json(value: object) -> str:
    import json

    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))


def _prepare_sqlite(connection: sqlite3.Connection, _record: object) -> None:
    # transactions are begun by `_begin_sqlite`: the driver's own begin too late to lock
    connection.isolation_level = None
    for pragma in ("synchronous=NORMAL", "foreign_keys=ON", "cache_size=-16384"):
        connection.execute(f"PRAGMA {pragma}")
    # WAL: readers go on while one writes; each commit is whole after a crash
    while not _writes_ahead(connection):
        # several open a new file at once: one switches it for all, the others wait here, as long as for any lock
        connection.execute("BEGIN EXCLUSIVE")
        connection.execute("COMMIT")


def _writes_ahead(connection: sqlite3.Connection) -> bool:
    """Whether the file is in WAL mode now; the switch is refused without waiting while another one has the file."""
    try:
        connection.execute("PRAGMA journal_mode=WAL")
    except sqlite3.OperationalError as error:
        if error.sqlite_errorcode & 0xFF not in (sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED):
            raise
        return False
    return True


def _begin_sqlite(connection: Any) -> None:  # noqa: ANN401 - the event's type is Connection, options are untyped
    # a writer takes its lock at once: upgrading later fails at once when another wrote in between, without waiting
    writing = connection.get_execution_options().get("jixiao_write", False)
    connection.exec_driver_sql("BEGIN IMMEDIATE" if writing else "BEGIN")


def _place(address: URL) -> str:
    """Where the database is, in words for messages, without a password."""
    if address.get_backend_name() == "sqlite":
        return os.fspath(address.database or ":memory:")
    port = f":{address.port}" if address.port else ""
    return f"{address.host or 'localhost'}{port}/{address.database or ''}"
