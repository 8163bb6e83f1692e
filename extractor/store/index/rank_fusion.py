"""Reciprocal rank fusion: one ranking out of several whose scores cannot be compared."""

from collections.abc import Hashable, Sequence
from typing import TypeVar

_Key = TypeVar("_Key", bound=Hashable)


def fuse_rankings(rankings: Sequence[Sequence[_Key]], *, constant: float) -> list[tuple[_Key, float]]:
    """Keys with their fused scores, best first; equal ones in the order in which the rankings name them.

    Score: Σ over the rankings of 1 / (constant + rank), ranks from 1 (Cormack, Clarke and Büttcher, Reciprocal Rank
    Fusion outperforms Condorcet and individual Rank Learning Methods, SIGIR 2009).
    """
    scores: dict[_Key, float] = {}
    for ranking in rankings:
        for rank, key in enumerate(ranking, start=1):
            scores[key] = scores.get(key, 0.0) + 1 / (constant + rank)
    return sorted(scores.items(), key=lambda scored: -scored[1])
