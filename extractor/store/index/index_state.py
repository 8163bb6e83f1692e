"""Small facts about the index that must outlive a process: its name on a server, and whether a rebuild was cut short."""

from uuid import uuid4

from sqlalchemy import Connection, delete, insert, select

from extractor.store.index.index_tables import STATE


def state_value(connection: Connection, key: str) -> str | None:
    """The value kept under `key`."""
    return connection.execute(select(STATE.c.value).where(STATE.c.key == key)).scalar()


def set_state(connection: Connection, key: str, value: str | None) -> None:
    """Keeps `value` under `key`; `None` forgets it."""
    connection.execute(delete(STATE).where(STATE.c.key == key))
    if value is not None:
        connection.execute(insert(STATE).values(key=key, value=value))


def collection_name(connection: Connection) -> str:
    """The name of this store's collection, the same for ever: stores that share a server must not share passages."""
    name = state_value(connection, "collection")
    if name is None:
        name = f"jixiao-{uuid4().hex}"
        set_state(connection, "collection", name)
    return name
