"""Text search of PostgreSQL: arrays of terms as tsvector, with a GIN index, and BM25 computed in the query.

The terms go in as lexemes: the parser behind to_tsvector drops Chinese where the database has the locale C, and
ts_rank does not weigh rare words higher.
"""

from collections.abc import Mapping, Sequence

from sqlalchemy import (
    BigInteger,
    Column,
    ColumnElement,
    Connection,
    ForeignKey,
    Integer,
    MetaData,
    Table,
    cast,
    delete,
    func,
    literal,
    select,
    text,
)
from sqlalchemy.dialects.postgresql import TSQUERY, TSVECTOR

from extractor.store.index.index_tables import PASSAGES
from extractor.store.index.passage_filter import PassageFilter

_TERMS = Table(
    "index_terms",
    MetaData(),
    Column("id", BigInteger, ForeignKey(PASSAGES.c.id, ondelete="CASCADE"), primary_key=True),
    Column("terms", TSVECTOR, nullable=False),
)
_COUNTED = 20_000  # passages; a term in more of them is simply frequent
# BM25 with every term once, which is nearly always so in passages of one sentence (Robertson and Zaragoza 2009)
_SATURATION, _BY_LENGTH, _USUAL_TERMS = 1.2, 0.75, 20.0


class PostgresqlTextSearch:
    """tsvector and GIN."""

    def ensure(self, connection: Connection) -> None:
        """Makes its table where it is missing."""
        _TERMS.create(connection, checkfirst=True)
        connection.execute(text("CREATE INDEX IF NOT EXISTS ix_index_terms ON index_terms USING gin (terms)"))

    def drop(self, connection: Connection) -> None:
        """Drops its table."""
        _TERMS.drop(connection, checkfirst=True)

    def add(self, connection: Connection, rows: Sequence[tuple[int, Sequence[str]]]) -> None:
        """Adds rows with their terms."""
        if rows:
            connection.execute(
                text("INSERT INTO index_terms (id, terms) VALUES (:row, array_to_tsvector(cast(:terms AS text[])))"),
                [{"row": row, "terms": list(dict.fromkeys(terms))} for row, terms in rows],
            )

    def delete(self, connection: Connection, rows: Sequence[int]) -> None:
        """Removes rows."""
        if rows:
            connection.execute(delete(_TERMS).where(_TERMS.c.id.in_(rows)))

    def document_counts(self, connection: Connection, terms: Sequence[str]) -> dict[str, int]:
        """In how many passages each term stands, up to a bound."""
        counts: dict[str, int] = {}
        for term in terms:
            having = select(_TERMS.c.id).where(_TERMS.c.terms.op("@@")(_query([term]))).limit(_COUNTED).subquery()
            counts[term] = connection.execute(select(func.count()).select_from(having)).scalar_one()
        return counts

    def search(
        self, connection: Connection, weights: Mapping[str, float], narrowed: PassageFilter, limit: int
    ) -> list[int]:
        """Rows that have any of the terms, best first by BM25 with each term counted once."""
        if not weights:
            return []
        told = literal(0.0)
        for term, weight in weights.items():
            told = told + cast(_TERMS.c.terms.op("@@")(_query([term])), Integer) * weight
        length = func.length(_TERMS.c.terms)
        score = told / (1 + _SATURATION * (1 - _BY_LENGTH + _BY_LENGTH * length / _USUAL_TERMS))
        found = select(_TERMS.c.id).where(_TERMS.c.terms.op("@@")(_query(list(weights))))
        if not narrowed.empty:
            found = found.join(PASSAGES, PASSAGES.c.id == _TERMS.c.id).where(*narrowed.conditions())
        return list(connection.execute(found.order_by(score.desc(), _TERMS.c.id).limit(limit)).scalars())


def _query(terms: Sequence[str]) -> ColumnElement[object]:
    """Any of the terms, taken as they are. Terms hold no quotation marks and no backslashes."""
    return cast(literal(" | ".join(f"'{term}'" for term in terms)), TSQUERY)
