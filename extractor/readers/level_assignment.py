"""Gives every indicator row its level 1 and level 2 label, also where the printed labels drifted.

Labels of merged cells often stand beside the first, the middle or a neighbouring row of their group. The rows are cut
into consecutive groups, one per level 2 label in printed order, by dynamic programming: a group that starts at its
label costs nothing (or, when labels are printed centred, a label in the middle of its group), a shifted one costs
more, and where a new level 1 begins, the weights so far should equal the printed points ("产出指标(50分)").
"""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Literal

from extractor.readers.vocabulary import LEVEL1_OF_LEVEL2, LevelLabel

_UNCLOSED = 6.0
"""Price of a level 1 boundary at which the weights do not add up to the printed points."""
_CENTRED_STYLE = 0.8
"""Price of assuming that labels are printed in the middle of their groups."""
_MISSED_ROW = 2.0
"""Price of a group that does not hold the row beside which its label is printed."""

Style = Literal["top", "upper middle", "lower middle"]
"""Where labels stand in their groups; a group of even size has two middles."""
_STYLES: tuple[Style, ...] = ("top", "upper middle", "lower middle")


@dataclass(frozen=True, slots=True, kw_only=True)
class LabelledRow:
    """A row's weight in points and the labels printed beside it.

    `bound` names the merged level 2 cell that covers the row, if any; `level1_bound` tells that the level 1 label
    comes from a merged cell that covers the row and so needs no inference.
    """

    weight: Decimal
    level1: LevelLabel | None
    level2: LevelLabel | None
    bound: int | None = None
    level1_bound: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class AssignedLevels:
    """The labels of one row as printed without points, and whether level 2 or level 1 differ from a literal reading."""

    level1: str | None
    level2: str | None
    repaired: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class _Group:
    """A level 2 label and the first and last row beside which it is printed."""

    label: LevelLabel
    first: int
    last: int


def level_points(rows: Sequence[LabelledRow]) -> dict[str, str]:
    """The points printed with level 1 labels, by label without points."""
    return {row.level1.printed: row.level1.points for row in rows if row.level1 is not None and row.level1.points}


def assign_levels(rows: Sequence[LabelledRow]) -> list[AssignedLevels]:
    """The levels of each row; see the module docstring. Rows before any label get the first group's."""
    groups = _groups(rows)
    printed_level1 = {row.level1.standard: row.level1.printed for row in rows if row.level1 is not None}
    if not groups:
        return _by_level1_only(rows)
    level1_of = [_level1_standard(rows, group, printed_level1) for group in groups]
    starts = _best_starts(rows, groups, level1_of)
    literal = [group.first for group in groups]
    assigned: list[AssignedLevels] = []
    for index in range(len(rows)):
        owner = max(j for j, start in enumerate(starts) if start <= index)
        literally = max((j for j, start in enumerate(literal) if start <= index), default=0)
        standard = level1_of[owner]
        assigned.append(
            AssignedLevels(
                level1=printed_level1.get(standard, standard) if standard else None,
                level2=groups[owner].label.printed,
                repaired=owner != literally,
            )
        )
    return assigned


def _groups(rows: Sequence[LabelledRow]) -> list[_Group]:
    groups: list[_Group] = []
    for index, row in enumerate(rows):
        if row.level2 is None:
            continue
        if groups and groups[-1].label.standard == row.level2.standard:
            groups[-1] = _Group(label=groups[-1].label, first=groups[-1].first, last=index)
        else:
            groups.append(_Group(label=row.level2, first=index, last=index))
    return groups


def _level1_standard(rows: Sequence[LabelledRow], group: _Group, printed: dict[str, str]) -> str | None:
    """The level 1 of a level 2 label: the merged label that covers it, else by vocabulary, else the last one printed."""
    beside = rows[group.first].level1
    by_vocabulary = LEVEL1_OF_LEVEL2.get(group.label.standard)
    if beside is not None and (rows[group.first].level1_bound or by_vocabulary is None):
        return beside.standard
    if by_vocabulary in printed or not printed:
        return by_vocabulary
    above = [row.level1.standard for row in rows[: group.first + 1] if row.level1 is not None]
    return above[-1] if above and by_vocabulary is None else by_vocabulary


def _by_level1_only(rows: Sequence[LabelledRow]) -> list[AssignedLevels]:
    current: LevelLabel | None = next((row.level1 for row in rows if row.level1 is not None), None)
    assigned: list[AssignedLevels] = []
    for row in rows:
        current = row.level1 or current
        assigned.append(AssignedLevels(level1=current.printed if current else None, level2=None))
    return assigned


def _required_sums(rows: Sequence[LabelledRow], level1_of: Sequence[str | None]) -> dict[int, Decimal]:
    """For each group that begins a level 1: the weight that all rows before it must have, where printed points tell."""
    points = {
        row.level1.standard: Decimal(row.level1.points)
        for row in rows
        if row.level1 is not None and row.level1.points is not None
    }
    required: dict[int, Decimal] = {}
    total = Decimal(0)
    for j in range(1, len(level1_of)):
        if level1_of[j] == level1_of[j - 1]:
            continue
        before = points.get(level1_of[j - 1] or "")
        if before is None:
            break
        total += before
        required[j] = total
    return required


def _best_starts(rows: Sequence[LabelledRow], groups: Sequence[_Group], level1_of: Sequence[str | None]) -> list[int]:
    required = _required_sums(rows, level1_of)
    options = [_cheapest(rows, groups, required, style=style) for style in _STYLES]
    return min(options, key=lambda option: option[0])[1]


def _cheapest(
    rows: Sequence[LabelledRow],
    groups: Sequence[_Group],
    required: dict[int, Decimal],
    *,
    style: Style,
) -> tuple[float, list[int]]:
    """The cheapest first rows of all groups when labels are printed in one style, with their price."""
    n = len(rows)
    sums = [Decimal(0)]
    for row in rows:
        sums.append(sums[-1] + row.weight)
    base = 0.0 if style == "top" else _CENTRED_STYLE
    # reached[start] = price and starts of all groups so far, the last of which begins at row `start`
    reached: dict[int, tuple[float, list[int]]] = {0: (base, [0])}
    for j in range(len(groups)):
        following: dict[int, tuple[float, list[int]]] = {}
        last = j + 1 == len(groups)
        for start, (price, starts) in reached.items():
            for end in (n,) if last else range(start + 1, n):
                closing = 0.0
                if not last:
                    needed = required.get(j + 1)
                    closing += _UNCLOSED if needed is not None and sums[end] != needed else 0.0
                    closing += _bound_price(rows, end)
                total = price + closing + _group_price(groups[j], start, end, style=style)
                if end not in following or total < following[end][0]:
                    following[end] = (total, starts if last else [*starts, end])
        reached = following
    if n not in reached:
        return float("inf"), [min(group.first, n - 1) for group in groups]
    return reached[n]


def _bound_price(rows: Sequence[LabelledRow], boundary: int) -> float:
    """A boundary must not cut a merged cell."""
    before, after = rows[boundary - 1].bound, rows[boundary].bound
    return 20.0 if before is not None and before == after else 0.0


def _group_price(group: _Group, start: int, end: int, *, style: Style) -> float:
    """Price of the group covering rows [start, end) while its label is printed beside [first, last]."""
    outside = max(start - group.first, group.last - (end - 1), 0)
    price = _MISSED_ROW + 0.5 * outside if outside else 0.0
    if style == "top":
        return price + (1.0 + 0.1 * abs(group.first - start) if start < group.first else 0.0)
    middle = (start + end - 1) // 2 if style == "upper middle" else (start + end) // 2
    printed = (group.first + group.last) / 2
    return price + abs(middle - printed)
