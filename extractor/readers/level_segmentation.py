"""Cuts indicator rows into the groups of their level 2 labels, also where the labels are printed beside a wrong row.

Labels of merged cells often stand beside the first, the middle or a neighbouring row of their group. The rows are cut
into consecutive groups, one per label in printed order, by dynamic programming over the first row of each group: a
label where its style puts it (first row, or one of the two middles) costs nothing, elsewhere more, and where a new
level 1 begins, the weights so far should equal the printed points ("产出指标(50分)").
"""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from itertools import accumulate
from typing import Literal, NamedTuple

from extractor.readers.level_labels import LevelLabel, suggested_level2

Style = Literal["top", "upper middle", "lower middle"]
"""Where labels stand in their groups; a group of even size has two middles."""
_STYLES: tuple[Style, ...] = ("top", "upper middle", "lower middle")

_UNCLOSED = 6.0
"""Price of a level 1 boundary at which the weights do not add up to the printed points."""
_CENTRED_STYLE = 0.8
"""Price of assuming that labels are printed in the middle of their groups."""
_MISSED_ROW = 2.0
"""Price of a group that does not hold the row beside which its label is printed."""
_CUT_CELL = 20.0
"""Price of a boundary through a merged cell."""
_UNLIKELY_NAME = 0.02
"""Price of a row whose name suggests another level 2 (及时率 under 数量指标): decides only between equals."""
_MIXED_PLACEHOLDER = 1.0
"""Price of a group that holds a not-applicable row beside others: a placeholder stands alone in its group."""
_AS_GOOD = 0.3
"""Cuts that cost at most this much more than the best are as good."""
_KEPT = 3
"""How many of the cheapest ways to reach a row are followed further."""


@dataclass(frozen=True, slots=True, kw_only=True)
class LabelledRow:
    """A row's weight in points, its level 3 name ("" for a placeholder) and the labels printed beside it.

    `bound` names the merged level 2 cell that covers the row, if any; `level1_bound` tells that the level 1 label
    comes from a merged cell that covers the row and so needs no inference.
    """

    weight: Decimal
    level1: LevelLabel | None
    level2: LevelLabel | None
    name: str = ""
    bound: int | None = None
    level1_bound: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class LabelGroup:
    """A level 2 label and the first and last row beside which it is printed."""

    label: LevelLabel
    first: int
    last: int


class _Way(NamedTuple):
    """A way to cut the rows so far: its price, and the first row of each group."""

    price: float
    starts: tuple[int, ...]


def segment(
    rows: Sequence[LabelledRow], groups: Sequence[LabelGroup], required: Mapping[int, Decimal]
) -> tuple[tuple[int, ...], list[tuple[int, ...]]]:
    """The first row of each group in the cheapest cut, and in every other cut that is as good.

    `required` gives, for a group that begins a level 1, the weight that all rows before it should have. When a literal
    reading (each group begins at its label) is perfect, it is the only one considered.
    """
    sums = list(accumulate((row.weight for row in rows), initial=Decimal(0)))
    literal = tuple(group.first for group in groups)
    closed = all(sums[literal[j]] == weight for j, weight in required.items())
    if literal[0] == 0 and closed:
        return literal, []
    suits = Counter(
        _Way(round(way.price, 6), way.starts)
        for style in _STYLES
        for way in _cheapest(rows, groups, required, sums, style)
    )
    if not suits:
        return (0, *literal[1:]), []
    # of cuts as cheap as each other, one that suits several styles (groups of odd size have one middle) is likelier
    ways = sorted(suits, key=lambda way: (way.price, -suits[way], way.starts))
    best = ways[0]
    others = [way.starts for way in ways[1:] if way.price <= best.price + _AS_GOOD and way.starts != best.starts]
    return best.starts, others


def _cheapest(
    rows: Sequence[LabelledRow],
    groups: Sequence[LabelGroup],
    required: Mapping[int, Decimal],
    sums: Sequence[Decimal],
    style: Style,
) -> list[_Way]:
    """The cheapest cuts of all rows when labels are printed in one style."""
    n = len(rows)
    reached: dict[int, list[_Way]] = {0: [_Way(0.0 if style == "top" else _CENTRED_STYLE, (0,))]}
    for j, group in enumerate(groups):
        last = j + 1 == len(groups)
        # a boundary lies within three rows of the labels on both sides of it
        ends = range(n, n + 1) if last else range(max(1, group.first - 2), min(n, groups[j + 1].last + 4))
        following: dict[int, list[_Way]] = {}
        for start, ways in reached.items():
            for end in ends:
                if end <= start:
                    continue
                price = _group_price(group, start, end, style)
                price += _name_price(rows[start:end], group)
                if not last:
                    price += _boundary_price(rows, end, required.get(j + 1), sums)
                options = following.setdefault(end, [])
                options.extend(_Way(way.price + price, way.starts if last else (*way.starts, end)) for way in ways)
        reached = {end: sorted(options)[:_KEPT] for end, options in following.items()}
    return reached.get(n, [])


def _boundary_price(rows: Sequence[LabelledRow], end: int, needed: Decimal | None, sums: Sequence[Decimal]) -> float:
    before, after = rows[end - 1].bound, rows[end].bound
    price = _CUT_CELL if before is not None and before == after else 0.0
    return price + (_UNCLOSED if needed is not None and sums[end] != needed else 0.0)


def _name_price(rows: Sequence[LabelledRow], group: LabelGroup) -> float:
    suggested = [suggested_level2(row.name) for row in rows]
    unlikely = sum(1 for one in suggested if one is not None and one != group.label.standard)
    mixed = len(rows) > 1 and any(not row.name for row in rows)
    return _UNLIKELY_NAME * unlikely + (_MIXED_PLACEHOLDER if mixed else 0.0)


def _group_price(group: LabelGroup, start: int, end: int, style: Style) -> float:
    """Price of the group covering rows [start, end) while its label is printed beside [first, last]."""
    outside = max(start - group.first, group.last - (end - 1), 0)
    price = _MISSED_ROW + 0.5 * outside if outside else 0.0
    if style == "top":
        return price + (1.0 + 0.1 * (group.first - start) if start < group.first else 0.0)
    middle = (start + end - 1) // 2 if style == "upper middle" else (start + end) // 2
    return price + abs(middle - (group.first + group.last) / 2)
