"""What a search finds."""

from dataclasses import dataclass

from extractor.store.passage import Passage


@dataclass(frozen=True, slots=True, kw_only=True)
class Hit:
    """A passage, with its place and score in either index (`None`: not among its candidates), for ordering and refusal.

    `score`: by reciprocal rank, comparable within one search only. `similarity`: cosine of question and passage.
    `coverage`: share of the question's words, rare ones counting more, that the passage has; 0..1. Ranks count from 1.
    """

    passage: Passage
    score: float
    dense_rank: int | None
    similarity: float | None
    lexical_rank: int | None
    coverage: float


@dataclass(frozen=True, slots=True, kw_only=True)
class SearchResult:
    """The hits, best first; empty when nothing in the store is near enough to the question.

    `notice`: a Chinese sentence when the search was by words only, and why; else `None`.
    """

    hits: tuple[Hit, ...]
    notice: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class IndexStatus:
    """How the index stands: passages kept, those whose vectors are yet to come, the model of the vectors.

    `problem`: a Chinese sentence on why there is no search by meaning and what to do, else `None`.
    """

    passages: int
    without_vector: int
    embedder: str | None
    problem: str | None
