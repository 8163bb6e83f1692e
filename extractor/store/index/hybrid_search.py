"""One search: candidates by words and by meaning, fused by rank, and only what is near enough to the question."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

from sqlalchemy import Connection, select

from extractor.errors import JixiaoError
from extractor.settings import IndexSettings
from extractor.store.database import Database
from extractor.store.index.embedder import Embedder, Vector
from extractor.store.index.hit import Hit, SearchResult
from extractor.store.index.index_tables import PASSAGES
from extractor.store.index.kept_vectors import cosines, nearest_of_few
from extractor.store.index.lexical_search import LexicalSearch, coverage, searched_terms, term_weights
from extractor.store.index.passage_filter import PassageFilter
from extractor.store.index.passage_rows import passage_count, passages_of
from extractor.store.index.rank_fusion import fuse_rankings
from extractor.store.index.segmentation import Segmenter

if TYPE_CHECKING:
    from extractor.store.index.vector_store import VectorStore

_WIDEN = (4, 40)  # times the candidates asked of the graph, so that enough of them pass a filter


@dataclass(frozen=True, slots=True, kw_only=True)
class HybridSearch:
    """What a search needs of an index.

    `embedder` and `vectors` are `None` where search is by words only, for the reason `why_not`. `interrupted` is the
    sentence on a rebuild that is not done.
    """

    database: Database
    words: LexicalSearch
    segmenter: Segmenter
    embedder: Embedder | None
    vectors: "VectorStore | None"
    why_not: str
    interrupted: str | None
    settings: IndexSettings

    def search(self, question: str, narrowed: PassageFilter, limit: int) -> SearchResult:
        """See `EvidenceIndex.search`."""
        query, notice = self._embedded(question)
        with self.database.read() as session:
            connection = session.connection()
            by_words, weights = self._by_words(connection, question, narrowed)
            by_meaning: list[int] = []
            if query is not None:
                by_meaning, unavailable = self._by_meaning(connection, query, narrowed)
                notice = notice or unavailable
            hits = self._hits(connection, by_words, by_meaning, weights, query)
        near = tuple(hit for hit in hits if self._near_enough(hit))
        return SearchResult(hits=near[:limit], notice=self.interrupted or notice)

    def _embedded(self, question: str) -> tuple[Vector | None, str | None]:
        embedder = self.embedder
        if embedder is None:
            return None, self.why_not
        try:
            return embedder.embed_query(question), None
        except JixiaoError as error:
            return None, f"只按字词检索：{error}"

    def _by_words(
        self, connection: Connection, question: str, narrowed: PassageFilter
    ) -> tuple[list[int], dict[str, float]]:
        terms = self.segmenter.query_terms(question)
        counts = self.words.document_counts(connection, terms)
        weights = term_weights(counts, passage_count(connection))
        chosen = {term: weights[term] for term in searched_terms(counts)}
        return self.words.search(connection, chosen, narrowed, self.settings.candidates), weights

    def _by_meaning(
        self, connection: Connection, query: Vector, narrowed: PassageFilter
    ) -> tuple[list[int], str | None]:
        """Rows nearest first, and why there are none."""
        assert self.vectors is not None and self.embedder is not None
        wanted = self.settings.candidates
        if not narrowed.empty:
            few = nearest_of_few(
                connection, self.embedder.name, query, narrowed, most=self.settings.compare_all, limit=wanted
            )
            if few is not None:
                return [row for row, _ in few], None
        rows: list[int] = []
        try:
            for times in (1,) if narrowed.empty else _WIDEN:
                near = [passage for passage, _ in self.vectors.nearest(query, wanted * times)]
                rows = _rows_let_through(connection, near, narrowed)
                if len(rows) >= wanted or len(near) < wanted * times:
                    break
            return rows[:wanted], None
        except JixiaoError as error:
            return [], str(error)

    def _hits(
        self,
        connection: Connection,
        by_words: list[int],
        by_meaning: list[int],
        weights: dict[str, float],
        query: Vector | None,
    ) -> list[Hit]:
        rows = list(dict.fromkeys([*by_meaning, *by_words]))
        passages = passages_of(connection, rows)
        covered = {row: coverage(passage.text, weights) for row, passage in passages.items()}
        # a passage that shares one common word with a question is among the best by words when none shares more
        fused = fuse_rankings([(by_meaning, None), (by_words, covered)], constant=self.settings.fusion_constant)
        embedder = self.embedder
        similar = cosines(connection, embedder.name, query, rows) if embedder and query is not None else {}
        word_rank = {row: rank for rank, row in enumerate(by_words, start=1)}
        meaning_rank = {row: rank for rank, row in enumerate(by_meaning, start=1)}
        return [
            Hit(
                passage=passages[row],
                score=score,
                dense_rank=meaning_rank.get(row),
                similarity=similar.get(row),
                lexical_rank=word_rank.get(row),
                coverage=covered[row],
            )
            for row, score in fused
            if row in passages
        ]

    def _near_enough(self, hit: Hit) -> bool:
        if hit.coverage >= self.settings.least_coverage:
            return True
        return hit.similarity is not None and hit.similarity >= self.settings.least_similarity


def _rows_let_through(connection: Connection, passage_ids: list[str], narrowed: PassageFilter) -> list[int]:
    """Row numbers of the passages that are still there and pass the filter, in the order of `passage_ids`."""
    chosen = select(PASSAGES.c.passage_id, PASSAGES.c.id).where(
        PASSAGES.c.passage_id.in_(passage_ids), *narrowed.conditions()
    )
    rows = {one.passage_id: one.id for one in connection.execute(chosen)}
    return [rows[passage_id] for passage_id in passage_ids if passage_id in rows]
