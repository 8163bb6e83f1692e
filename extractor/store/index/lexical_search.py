"""Passages found by their words: what SQLite and PostgreSQL each answer in their own way, and how much of a question is met."""

import unicodedata
from collections.abc import Mapping, Sequence
from math import log
from typing import Literal, Protocol

from sqlalchemy import Connection

from extractor.store.index.passage_filter import PassageFilter

# A word that stands in every tenth of a million passages tells little and costs most; rarer ones come first and the
# sum of passages that are looked at stays below this.
_MOST_POSTINGS = 40_000


class LexicalSearch(Protocol):
    """Text search of a database over segmented passages; row numbers are those of `index_passages`."""

    def ensure(self, connection: Connection) -> None:
        """Makes its tables where they are missing."""
        ...

    def drop(self, connection: Connection) -> None:
        """Drops its tables, whatever state they are in."""
        ...

    def add(self, connection: Connection, rows: Sequence[tuple[int, Sequence[str]]]) -> None:
        """Adds rows with their terms."""
        ...

    def delete(self, connection: Connection, rows: Sequence[int]) -> None:
        """Removes rows."""
        ...

    def document_counts(self, connection: Connection, terms: Sequence[str]) -> dict[str, int]:
        """In how many passages each term stands (at least; very frequent ones need not be counted to the end)."""
        ...

    def search(
        self, connection: Connection, weights: Mapping[str, float], narrowed: PassageFilter, limit: int
    ) -> list[int]:
        """Rows that have any of the terms, best first by BM25 (`weights`: the terms and how much they tell)."""
        ...


def term_weights(counts: Mapping[str, int], passages: int) -> dict[str, float]:
    """How much a term tells: its inverse document frequency, as BM25 takes it.

    ln(1 + (N − n + 0.5) / (n + 0.5)), Robertson and Zaragoza, The Probabilistic Relevance Framework, 2009.
    """
    return {term: log(1 + max(passages - count + 0.5, 0) / (count + 0.5)) for term, count in counts.items()}


def searched_terms(counts: Mapping[str, int]) -> list[str]:
    """The terms worth looking up: those that stand anywhere, rare ones first, until too many passages would be read."""
    chosen: list[str] = []
    postings = 0
    for term, count in sorted(counts.items(), key=lambda counted: counted[1]):
        if not count:
            continue
        if chosen and postings + count > _MOST_POSTINGS:
            break
        chosen.append(term)
        postings += count
    return chosen


def coverage(text: str, weights: Mapping[str, float]) -> float:
    """Share of the question's terms, by weight, that `text` has; 0 where the question has none."""
    whole = sum(weights.values())
    if not whole:
        return 0.0
    plain = unicodedata.normalize("NFKC", text).lower()
    return sum(weight for term, weight in weights.items() if term in plain) / whole


def lexical_search(dialect: Literal["sqlite", "postgresql"]) -> LexicalSearch:
    """The text search of a database."""
    if dialect == "postgresql":
        from extractor.store.index.postgresql_text_search import PostgresqlTextSearch

        return PostgresqlTextSearch()
    from extractor.store.index.sqlite_text_search import SqliteTextSearch

    return SqliteTextSearch()
