"""Opens the store: finds the data folder, makes it on first use, brings the database up to date."""

import os
from collections.abc import Mapping
from pathlib import Path

from extractor.checks.profile import Profile
from extractor.errors import StoreFull, StoreReadOnly
from extractor.settings import StoreSettings
from extractor.store.blobs import Blobs
from extractor.store.database import connect
from extractor.store.database_errors import said_of_disk
from extractor.store.schema import bring_up_to_date
from extractor.store.store import Store

DATABASE_URL = "JIXIAO_DATABASE_URL"
HOME = "JIXIAO_HOME"


def data_folder() -> Path:
    """$JIXIAO_HOME, else where the system keeps a user's data (Linux: ~/.local/share/jixiao). It need not exist."""
    chosen = os.environ.get(HOME)
    if chosen:
        return Path(chosen).expanduser().absolute()
    from platformdirs import user_data_path

    return user_data_path("jixiao", appauthor=False)


def database_url(settings: StoreSettings) -> str:
    """$JIXIAO_DATABASE_URL, else the setting; empty: SQLite in the data folder."""
    return os.environ.get(DATABASE_URL) or settings.database_url


def open_store(settings: StoreSettings, profiles: Mapping[str, Profile], home: Path | None = None) -> Store:
    """The store in `home` (default: `data_folder`), made or migrated where needed.

    Raises:
        SettingsError: the database's address cannot be understood.
        StoreError: it cannot be opened; the subclass and the message say why and what to do.
    """
    folder = home or data_folder()
    try:
        # what units submit is not for every user of a shared machine
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    except OSError as error:
        said = said_of_disk(error, str(folder))
        if isinstance(said, StoreFull):
            raise said from error
        raise StoreReadOnly(
            f"建不了数据文件夹“{folder}”：{error.strerror}。请用 {HOME} 指定一个可写的文件夹。"
        ) from error
    database = connect(database_url(settings), folder, busy_seconds=settings.busy_seconds)
    bring_up_to_date(database)
    return Store(
        database=database,
        blobs=Blobs(folder / "blobs"),
        profiles=profiles,
        group_forms=settings.group_forms,
        home=folder,
    )
