"""Blocks to rows: cells of a row share their middle (or first, or last line), merged labels lie beside several rows.

Numbers stand once in every row, so rows that hold some are believed first; a block that lies across the white between
two rows is no row but a label merged over several.
"""

from bisect import bisect_left
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from statistics import median

from extractor.grids.unruled_blocks import Block, Rules

_LEVEL = 0.3
"""Type sizes by which the middles of a row's cells may differ."""
_EXACTLY_LEVEL = 0.15
"""Type sizes by which the middles of cells differ that stand at the same height, for fonts differ in extent."""
_NUMBER_WEIGHT = 3
"""How much more than a text a number speaks for a row."""
_FEW = 6
"""One in so many rows may lie closer to the next than the others."""
_FULL = 3
"""Cells that stand level and are no merged labels, for there are two columns of these at most."""
_SAME_RULE = 2.0
"""Points: rules nearer than this are one."""


@dataclass(slots=True, eq=False)
class Row:
    """A row: its middle and extent in points, the cells that stand in it, and the merged labels nearest to it."""

    middle: float
    blocks: list[Block]
    top: float = 0.0
    bottom: float = 0.0
    labels: list[Block] = field(default_factory=list[Block])

    @property
    def weight(self) -> float:
        """How much speaks for it being a row."""
        return sum(_NUMBER_WEIGHT if block.numeric else 1 for block in self.blocks)

    @property
    def numeric(self) -> bool:
        """Whether it holds a number beside something else."""
        return len(self.blocks) > 1 and any(block.numeric for block in self.blocks)

    def measure(self, em: float) -> None:
        """Sets middle and extent from the cells that stand exactly level, which a label does only by chance."""
        self.middle = median(block.box.y_mid for block in self.blocks)
        exact = self.exact(em)
        counted = exact if len(exact) > 1 else self.blocks
        self.top = min(block.box.top for block in counted)
        self.bottom = max(block.box.bottom for block in counted)

    def exact(self, em: float) -> list[Block]:
        """The cells whose middle is the row's."""
        return [block for block in self.blocks if abs(block.box.y_mid - self.middle) <= _EXACTLY_LEVEL * em]


@dataclass(frozen=True, slots=True, kw_only=True)
class PageRows:
    """The rows of a page from the top; the labels merged over several, with the extent that rules give them.

    `centred`: cells of a row share their middle; so a merged label stands at the middle of its rows.
    """

    rows: tuple[Row, ...]
    centred: bool
    extents: dict[Block, tuple[float, float]]


def page_rows(blocks: Sequence[Block], em: float, rules: Rules) -> PageRows:
    """The rows that `blocks` form; a block across several rows is a label of the nearest."""
    accepted, across, free = _by_rules(blocks, rules)
    level, centred = _level_key(free or blocks)
    clusters = _clusters(free, level, _LEVEL * em)
    rest = [row for row in clusters if not row.numeric]
    for row in sorted((row for row in clusters if row.numeric), key=lambda row: -row.weight):
        clear = all(abs(row.middle - other.middle) > 0.9 * em for other in accepted)
        (accepted if clear else rest).append(row)
    labels = [*across, *_part_labels(accepted, em)]
    white = _row_white(accepted, em) - 0.2 * em
    for row in sorted(rest, key=lambda one: (-one.weight, -max(block.box.height for block in one.blocks))):
        if _fits(row, accepted, white):
            accepted.append(row)
            row.measure(em)
        else:
            labels.extend(row.blocks)
    labels.extend(_part_labels(accepted, em))
    _attach(labels, accepted, level)
    extents = {block: (rules.above(block.box) or 0.0, rules.below(block.box) or 0.0) for block in across}
    return PageRows(rows=tuple(accepted), centred=centred, extents=extents)


def _part_labels(rows: list[Row], em: float) -> list[Block]:
    """Takes merged labels out of `rows`: cells never reach beside those of another row. Orders and measures the rows."""
    rows.sort(key=lambda row: row.middle)
    parted: list[Block] = []
    while True:
        beside: dict[Block, int] = {}
        for index, row in enumerate(rows):
            following = [block for other in rows[index + 1 : index + 4] for block in other.blocks]
            for block in row.blocks:
                for other in following:
                    if other.box.top < block.box.bottom - 0.1 * em and block.box.top < other.box.bottom - 0.1 * em:
                        beside[block] = beside.get(block, 0) + 1
                        beside[other] = beside.get(other, 0) + 1
        if not beside:
            break
        label = max(beside, key=lambda block: (beside[block], block.box.height))
        parted.append(label)
        for row in rows:
            if label in row.blocks:
                row.blocks.remove(label)
    rows[:] = [row for row in rows if row.blocks]
    for row in rows:
        row.measure(em)
    return parted


def _level_key(blocks: Sequence[Block]) -> tuple[Callable[[Block], float], bool]:
    """What the cells of a row share: the middle (true), the first or the last line, whichever most wrapped cells confirm."""
    single = sorted(block.box.y_mid for block in blocks if len(block.segments) == 1)
    keys: list[Callable[[Block], float]] = [
        lambda block: block.box.y_mid,
        lambda block: block.first_line,
        lambda block: block.last_line,
    ]

    def confirmed(key: Callable[[Block], float]) -> int:
        hits = 0
        for block in blocks:
            if len(block.segments) > 1:
                at = bisect_left(single, key(block) - 1.0)
                hits += at < len(single) and single[at] <= key(block) + 1.0
        return hits

    counts = [confirmed(key) for key in keys]
    best = max(range(3), key=lambda index: (counts[index], -index))
    return keys[best], best == 0


def _clusters(blocks: Sequence[Block], level: Callable[[Block], float], tolerance: float) -> list[Row]:
    rows: list[Row] = []
    for block in sorted(blocks, key=level):
        at = level(block)
        if rows and at - rows[-1].middle <= tolerance:
            row = rows[-1]
            row.blocks.append(block)
            row.middle += (at - row.middle) / len(row.blocks)
        else:
            rows.append(Row(at, [block]))
    return rows


def _row_white(rows: Sequence[Row], em: float) -> float:
    """The white between two rows that need no more height than their text: most of them leave at least as much.

    A few may leave less, for a merged label may stand level with a row by chance.
    """
    ordered = sorted(rows, key=lambda row: row.middle)
    gaps = sorted(gap for above, below in pairwise(ordered) if (gap := below.top - above.bottom) > 0)
    return gaps[len(gaps) // _FEW] if gaps else 0.4 * em


def _fits(row: Row, accepted: Sequence[Row], white: float) -> bool:
    """Whether a row has its own place between those accepted, told by the smallest of its cells.

    Beside other cells a merged label may stand in the white between two rows; a text under others is a row.
    """
    smallest = min((block.box for block in row.blocks), key=lambda box: box.height)
    for other in accepted:
        apart = max(other.top - smallest.bottom, smallest.top - other.bottom)
        needed = 0.0 if len(row.blocks) >= _FULL else white
        if apart < needed and (apart < 0 or not _stacked([*row.blocks, *other.blocks])):
            return False
    return True


def _by_rules(blocks: Sequence[Block], rules: Rules) -> tuple[list[Row], list[Block], list[Block]]:
    """Rows that two rules enclose; blocks whose rules enclose several such strips; and the other blocks."""
    ys = rules.positions(_SAME_RULE)
    strips: dict[int, list[Block]] = {}
    across: list[Block] = []
    free: list[Block] = []
    for block in blocks:
        above, below = rules.above(block.box), rules.below(block.box)
        if above is None or below is None:
            free.append(block)
            continue
        first, last = bisect_left(ys, above - _SAME_RULE), bisect_left(ys, below - _SAME_RULE)
        if last - first == 1:
            strips.setdefault(first, []).append(block)
        else:
            across.append(block)
    rows: list[Row] = []
    for first, own in strips.items():
        if _stacked(own):
            free.extend(own)
        else:
            rows.append(Row((ys[first] + ys[first + 1]) / 2, own))
    return rows, across, free


def _stacked(blocks: Sequence[Block]) -> bool:
    """Whether two of the blocks lie under one another."""
    ordered = sorted(blocks, key=lambda block: block.box.x0)
    return any(left.box.x1 > right.box.x0 + 0.5 for left, right in pairwise(ordered))


def _attach(labels: Sequence[Block], rows: list[Row], level: Callable[[Block], float]) -> None:
    """Gives each label to the one row whose middle it covers, else to the nearest; `rows` stay in order."""
    for block in labels:
        covered = [row for row in rows if block.box.top <= row.middle <= block.box.bottom]
        if len(covered) == 1:
            covered[0].labels.append(block)
        elif rows:
            min(rows, key=lambda row: abs(row.middle - level(block))).labels.append(block)
        else:
            rows.append(Row(level(block), [block], block.box.top, block.box.bottom))
