"""Which form of a reading is which expected form, and which row is which: the pairing that makes most agree."""

from collections.abc import Callable, Sequence
from typing import Any, TypeVar, cast

from rapidfuzz.fuzz import ratio

from extractor.records.evaluation import Evaluation, Indicator

_One = TypeVar("_One")
_LEAST = 1.0
"""Likeness from which two forms or two rows can be the same one."""
_ROW_WEIGHTS = {"level3": 4.0, "target": 2.0, "actual": 2.0, "level2": 1.0, "level1": 0.5, "weight": 0.5, "score": 0.5}
_HEADER = ("project_code", "project_name", "implementing_unit", "total_score")


def aligned(
    expected: Sequence[_One], found: Sequence[_One], likeness: Callable[[_One, _One], float]
) -> list[tuple[int | None, int | None]]:
    """Pairs of places that make the sum of likenesses highest (Kuhn and Munkres); `None` for what has no partner.

    Expected ones come in their order, then the surplus of `found`. Of equal pairings the one that keeps the order is
    taken.
    """
    if list(expected) == list(found):
        return [(place, place) for place in range(len(expected))]
    pairs: dict[int, int] = {}
    if expected and found:
        from scipy import optimize

        length = max(len(expected), len(found))
        table = [
            [likeness(one, other) - 0.01 * abs(row - column) / length for column, other in enumerate(found)]
            for row, one in enumerate(expected)
        ]
        rows, columns = cast("Any", optimize).linear_sum_assignment(table, maximize=True)
        pairs = {
            int(row): int(column) for row, column in zip(rows, columns, strict=True) if table[row][column] >= _LEAST
        }
    taken = set(pairs.values())
    return [
        *((place, pairs.get(place)) for place in range(len(expected))),
        *((None, place) for place in range(len(found)) if place not in taken),
    ]


def aligned_forms(expected: Sequence[Evaluation], found: Sequence[Evaluation]) -> list[tuple[int | None, int | None]]:
    """The same for the forms of a document. A single form is the one that was expected, however badly it was read."""
    if len(expected) == len(found) == 1:
        return [(0, 0)]
    return aligned(expected, found, _form_likeness)


def aligned_rows(expected: Sequence[Indicator], found: Sequence[Indicator]) -> list[tuple[int | None, int | None]]:
    """The same for the indicator rows of a form."""
    return aligned(expected, found, _row_likeness)


def _row_likeness(one: Indicator, other: Indicator) -> float:
    return sum(
        weight * _text_likeness(getattr(one, name), getattr(other, name)) for name, weight in _ROW_WEIGHTS.items()
    )


def _form_likeness(one: Evaluation, other: Evaluation) -> float:
    header = sum(2 * _text_likeness(getattr(one, name), getattr(other, name)) for name in _HEADER)
    names = {row.level3 for row in one.indicators if row.level3}
    shared = names & {row.level3 for row in other.indicators if row.level3}
    return header + 8 * len(shared) / max(1, len(names))


def _text_likeness(one: str | None, other: str | None) -> float:
    if one is None or other is None:
        return 0.25 if one == other else 0.0
    return 1.0 if one == other else max(0.0, ratio(one, other) / 100 - 0.3)
