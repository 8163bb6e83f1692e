"""Text search of SQLite: FTS5 over terms joined by spaces."""

from collections.abc import Mapping, Sequence

from sqlalchemy import Connection, column, select, table, text

from extractor.store.index.index_tables import PASSAGES
from extractor.store.index.passage_filter import PassageFilter

_TERMS = table("index_terms", column("rowid"), column("rank"))
_SCHEMA = (
    # the terms are words already: the tokenizer only has to part them at spaces
    "CREATE VIRTUAL TABLE IF NOT EXISTS index_terms USING fts5(terms, tokenize = 'unicode61 remove_diacritics 0')",
    "CREATE VIRTUAL TABLE IF NOT EXISTS index_term_counts USING fts5vocab(index_terms, row)",
)


class SqliteTextSearch:
    """FTS5 with its own BM25."""

    def ensure(self, connection: Connection) -> None:
        """Makes its tables where they are missing."""
        for statement in _SCHEMA:
            connection.execute(text(statement))

    def drop(self, connection: Connection) -> None:
        """Drops its tables."""
        for name in ("index_term_counts", "index_terms"):
            connection.execute(text(f"DROP TABLE IF EXISTS {name}"))

    def add(self, connection: Connection, rows: Sequence[tuple[int, Sequence[str]]]) -> None:
        """Adds rows with their terms."""
        if rows:
            connection.execute(
                text("INSERT INTO index_terms (rowid, terms) VALUES (:row, :terms)"),
                [{"row": row, "terms": " ".join(terms)} for row, terms in rows],
            )

    def delete(self, connection: Connection, rows: Sequence[int]) -> None:
        """Removes rows."""
        if rows:
            connection.execute(text("DELETE FROM index_terms WHERE rowid = :row"), [{"row": row} for row in rows])

    def document_counts(self, connection: Connection, terms: Sequence[str]) -> dict[str, int]:
        """In how many passages each term stands."""
        counts = dict.fromkeys(terms, 0)
        for term in terms:
            found = connection.execute(text("SELECT doc FROM index_term_counts WHERE term = :term"), {"term": term})
            counts[term] = found.scalar() or 0
        return counts

    def search(
        self, connection: Connection, weights: Mapping[str, float], narrowed: PassageFilter, limit: int
    ) -> list[int]:
        """Rows that have any of the terms, best first; FTS5 weighs the terms itself."""
        if not weights:
            return []
        # a quoted string is one term to FTS5, whatever it holds; terms hold no quotation marks
        query = " OR ".join(f'"{term}"' for term in weights)
        found = select(_TERMS.c.rowid).where(text("index_terms MATCH :query")).order_by(_TERMS.c.rank).limit(limit)
        if not narrowed.empty:
            found = found.join(PASSAGES, PASSAGES.c.id == _TERMS.c.rowid).where(*narrowed.conditions())
        return list(connection.execute(found, {"query": query}).scalars())
