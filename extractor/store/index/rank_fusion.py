"""Reciprocal rank fusion: one ranking out of several whose scores cannot be compared."""

from collections.abc import Hashable, Mapping, Sequence
from typing import TypeVar

_Key = TypeVar("_Key", bound=Hashable)


def fuse_rankings(
    rankings: Sequence[tuple[Sequence[_Key], Mapping[_Key, float] | None]], *, constant: float
) -> list[tuple[_Key, float]]:
    """Keys with their fused scores, best first; equal ones in the order in which the rankings name them.

    Score: Σ over the rankings of weight / (constant + rank), ranks from 1 (Cormack, Clarke and Büttcher, Reciprocal
    Rank Fusion outperforms Condorcet and individual Rank Learning Methods, SIGIR 2009; the weights are ours).

    Args:
        rankings: each with how much its word counts for a key, 0..1; `None`: fully for all.
        constant: how little the first places stand out.
    """
    scores: dict[_Key, float] = {}
    for ranking, weights in rankings:
        for rank, key in enumerate(ranking, start=1):
            weight = 1.0 if weights is None else weights.get(key, 0.0)
            scores[key] = scores.get(key, 0.0) + weight / (constant + rank)
    return sorted(scores.items(), key=lambda scored: -scored[1])
