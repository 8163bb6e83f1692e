"""Gives every indicator row its level 1 and level 2 label, also where the printed labels drifted."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from extractor.readers.level_labels import LEVEL1_KIN, LEVEL1_OF_LEVEL2, LevelLabel
from extractor.readers.level_segmentation import LabelGroup, LabelledRow, segment


@dataclass(frozen=True, slots=True, kw_only=True)
class AssignedLevels:
    """The labels of one row as printed without points.

    `repaired`: they differ from a literal, top-down reading. `also`: another level 2 that the row might as well have.
    """

    level1: str | None
    level2: str | None
    repaired: bool = False
    also: str | None = None


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
    best, others = segment(rows, groups, _required_sums(rows, level1_of))
    literal = [group.first for group in groups]
    assigned: list[AssignedLevels] = []
    for index in range(len(rows)):
        owner, literally = _owner(best, index), _owner(literal, index)
        other = next((j for starts in others if (j := _owner(starts, index)) != owner), None)
        standard = level1_of[owner]
        assigned.append(
            AssignedLevels(
                level1=printed_level1.get(standard, standard) if standard else None,
                level2=groups[owner].label.printed,
                repaired=owner != literally,
                also=groups[other].label.printed if other is not None else None,
            )
        )
    return assigned


def _owner(starts: Sequence[int], row: int) -> int:
    """The group that row belongs to when the groups begin at `starts`."""
    return max((j for j, start in enumerate(starts) if start <= row), default=0)


def _groups(rows: Sequence[LabelledRow]) -> list[LabelGroup]:
    groups: list[LabelGroup] = []
    for index, row in enumerate(rows):
        if row.level2 is None:
            continue
        if groups and groups[-1].label.standard == row.level2.standard:
            groups[-1] = LabelGroup(label=groups[-1].label, first=groups[-1].first, last=index)
        else:
            groups.append(LabelGroup(label=row.level2, first=index, last=index))
    return groups


def _level1_standard(rows: Sequence[LabelledRow], group: LabelGroup, printed: dict[str, str]) -> str | None:
    """The level 1 of a level 2 label: the merged label that covers it, else by vocabulary, else the last one printed."""
    beside = rows[group.first].level1
    by_vocabulary = LEVEL1_OF_LEVEL2.get(group.label.standard)
    if beside is not None and (rows[group.first].level1_bound or by_vocabulary is None):
        return beside.standard
    if by_vocabulary in printed or not printed:
        return by_vocabulary
    kin = next((name for name in printed if LEVEL1_KIN.get(name) == by_vocabulary), None)
    if kin is not None:
        return kin
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
