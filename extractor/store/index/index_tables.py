"""The tables of the index, in the store's database: passages, their vectors, and whose vectors they are.

They are derived data, all of it made anew by `jixiao reindex`; so they are made when first needed, not migrated.
"""

from sqlalchemy import (
    BigInteger,
    Column,
    Connection,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    SmallInteger,
    String,
    Table,
    Text,
)

from extractor.store.column_types import ExactDecimal

METADATA = MetaData()
_Id = BigInteger().with_variant(Integer, "sqlite")

PASSAGES = Table(
    "index_passages",
    METADATA,
    # the row number joins the passage with its terms
    Column("id", _Id, primary_key=True),
    Column("passage_id", Text, nullable=False, unique=True),
    Column("evaluation_id", BigInteger, nullable=False, index=True),
    Column("pointer", Text, nullable=False),
    Column("kind", String(16), nullable=False),
    Column("text", Text, nullable=False),
    Column("project_code", Text, index=True),
    Column("project_name", Text, index=True),
    Column("year", Integer, index=True),
    Column("implementing_unit", Text, index=True),
    Column("supervising_unit", Text, index=True),
    Column("level1", Text),
    Column("level2", Text),
    Column("ratio", ExactDecimal(6)),
    Column("points_lost", ExactDecimal()),
    Column("rule", String(16), index=True),
    # sha256 of the text: equal texts share one vector
    Column("digest", String(64), nullable=False, index=True),
    # 1 once the vector is in Chroma; what is 0 is caught up with
    Column("in_chroma", SmallInteger, nullable=False, default=0),
    sqlite_autoincrement=True,
)
Index(
    "ix_index_passages_missing",
    PASSAGES.c.id,
    sqlite_where=PASSAGES.c.in_chroma == 0,
    postgresql_where=PASSAGES.c.in_chroma == 0,
)

VECTORS = Table(
    "index_vectors",
    METADATA,
    Column("digest", String(64), primary_key=True),
    Column("embedder", Text, primary_key=True),
    # little-endian half floats: embedding costs a hundred times more than keeping, and 1e-4 of a cosine does not matter
    Column("vector", LargeBinary, nullable=False),
    sqlite_with_rowid=False,
)

REMOVED = Table(
    "index_removed",
    METADATA,
    # passages that are gone here and not yet in Chroma
    Column("passage_id", Text, primary_key=True),
)

STATE = Table(
    "index_state",
    METADATA,
    Column("key", String(32), primary_key=True),
    Column("value", Text, nullable=False),
)


def ensure_tables(connection: Connection) -> None:
    """Makes the tables that are not there yet."""
    METADATA.create_all(connection)


def drop_tables(connection: Connection) -> None:
    """Drops what is made anew by a rebuild: all but the vectors and the state."""
    METADATA.drop_all(connection, tables=[PASSAGES, REMOVED])
