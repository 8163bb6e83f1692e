"""Rows of an unruled table whose rows lie as close as the lines of a cell, so that only the columns tell them apart.

Lines with numbers, or with a text in most columns, stand for a row each. The lines of every column are then shared out
among these in order, so that each group's middle (or first line) comes as near as can be to the row it goes to.
"""

from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass

from extractor.grids.unruled_bands import Band, row_bands
from extractor.grids.unruled_blocks import Block, PageType, Segment, block_of, joined_segments, set_wide
from extractor.grids.unruled_rows import PageRows, Row

_MOST = 0.6
"""Share of the columns that a line without numbers must fill to stand for a row."""
_OTHER_SIZE = 0.08
"""Type sizes by which a title or a note differs from the text of the table."""
_BESIDE = 0.1
"""Share of the lines that may stand in blocks of three or more beside several numbers: merged labels."""
_LINED_UP = 2.0
"""Points by which the edges or middles of lines of one cell differ."""
_APART = 0.9
"""Type sizes: rows are never nearer."""
_LONGEST = 24
"""Lines of one cell."""
_NEAR = 3
"""How many rows up and down are tried for a group of lines."""
_UNLIKELY = 0.35
"""Price, in type sizes off the middle, of going on after a short line or of ending a cell after a full one."""
_GAP = 1.0
"""Price of lines in one cell that lie further apart than the leading."""
_LEFT_EMPTY = 0.45
"""Price of a row that gets no line in a column that has enough for all."""
_OFF = 0.3
"""Type sizes off its row from which a text is a label merged over several rows."""


@dataclass(frozen=True, slots=True, kw_only=True)
class _Line:
    """The segments of one line in one column; `full`: it reaches the column's edge, so that the text may go on below."""

    segments: tuple[Segment, ...]
    middle: float
    full: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class _Shared:
    """A column's lines shared out among rows: the first and last-plus-one line of each group and its row."""

    price: float
    groups: tuple[tuple[int, int, int], ...]


def dense_rows(lines: Sequence[Sequence[Segment]], setting: PageType) -> PageRows:
    """The rows that the lines of a page form, where the distance of lines tells nothing."""
    lines = [_joined(index, lines, setting) for index in range(len(lines))]
    bands = row_bands([[segment.box for segment in line] for line in lines], setting.em)
    tables = [_Table(lines[band.start : band.end], band, setting) for band in bands]
    centred, top = ([table.shared(centred=way) for table in tables] for way in (True, False))
    is_centred = _price(centred) <= _price(top)
    rows = [
        row
        for table, shared in zip(tables, centred if is_centred else top, strict=True)
        for row in table.rows(shared, centred=is_centred)
    ]
    return PageRows(rows=tuple(rows), centred=is_centred, extents={})


def _joined(index: int, lines: Sequence[Sequence[Segment]], setting: PageType) -> list[Segment]:
    """A line with the characters of a label that is set wide as one segment, unless they are of labels set downwards."""
    line = lines[index]
    around = [
        segment
        for other in lines[max(0, index - 2) : index + 3]
        if other is not line and abs(other[0].box.y_mid - line[0].box.y_mid) <= 1.3 * setting.pitch
        for segment in other
        if len(segment.text) == 1
    ]
    found = [line[0]]
    for segment in line[1:]:
        last = found[-1]
        downwards = any(min(one.box.x1, segment.box.x1) > max(one.box.x0, segment.box.x0) for one in around)
        if not downwards and set_wide(last, segment, setting.em):
            found[-1] = joined_segments(last, segment)
        else:
            found.append(segment)
    return found


def runs_together(blocks: Sequence[Block], setting: PageType) -> bool:
    """Whether much of the text reaches beside several numbers: rows lie too close for blocks to be cells."""
    # a number at the end of a wrapped text tells nothing
    numbers = [block for block in blocks if all(one.numeric for one in block.segments)]
    middles = sorted(one.box.y_mid for block in numbers for one in block.segments)
    rows = [at for index, at in enumerate(middles) if not index or at - middles[index - 1] > _APART * setting.em]
    beside, total = 0, 0
    for block in blocks:
        total += len(block.segments)
        lies_beside = bisect_left(rows, block.box.bottom) - bisect_left(rows, block.box.top)
        if len(block.segments) > 2 and lies_beside > 1:
            beside += len(block.segments)
    return beside > _BESIDE * total


def _stands_alone(index: int, lines: Sequence[Sequence[Segment]]) -> bool:
    """Whether a line is one text that lines up with none over or under it, as a heading across the table."""
    if len(lines[index]) > 1:
        return False
    box = lines[index][0].box
    near = [one.box for other in (index - 1, index + 1) if 0 <= other < len(lines) for one in lines[other]]
    touching = [one for one in near if min(box.x1, one.x1) > max(box.x0, one.x0)]
    return bool(touching) and not any(
        min(abs(box.x0 - one.x0), abs(box.x_mid - one.x_mid), abs(box.x1 - one.x1)) < _LINED_UP for one in touching
    )


def _price(shared: Sequence[Sequence[_Shared]]) -> float:
    return sum(one.price for columns in shared for one in columns)


class _Table:
    """The lines of one band."""

    def __init__(self, lines: Sequence[Sequence[Segment]], band: Band, setting: PageType) -> None:
        self.em, self.pitch = setting.em, setting.pitch
        self.anchors = self._anchors(lines, len(band.columns))
        self.columns = [self._column(lines, left, right) for left, right in band.columns]

    def _anchors(self, lines: Sequence[Sequence[Segment]], columns: int) -> list[float]:
        """The middles of the lines that stand for a row each; every line where none does.

        Above the first number it is the fullest lines, as a heading's cells that need one line only share its middle.
        """
        numbered = [any(segment.numeric for segment in line) for line in lines]
        head = numbered.index(True) if any(numbered) else 0
        fullest = max((len(line) for line in lines[:head]), default=0)
        weights: list[tuple[int, int, float]] = []
        for index, line in enumerate(lines):
            numbers = sum(segment.numeric for segment in line)
            needed = _MOST * (fullest if index < head else columns)
            titled = min(abs(segment.box.height - self.em) for segment in line) > _OTHER_SIZE * self.em
            if numbers or titled or len(line) >= max(2, needed) or _stands_alone(index, lines):
                weights.append((numbers, len(line), line[0].box.y_mid))
        chosen: list[float] = []
        for _, _, middle in sorted(weights, key=lambda one: (-one[0], -one[1], one[2])):
            if all(abs(middle - other) >= _APART * self.em for other in chosen):
                chosen.append(middle)
        return sorted(chosen) or [line[0].box.y_mid for line in lines]

    def _column(self, lines: Sequence[Sequence[Segment]], left: float, right: float) -> list[_Line]:
        own = [tuple(one for one in line if left <= one.box.x_mid < right) for line in lines]
        own = [segments for segments in own if segments]
        widest = max((segments[-1].box.x1 - segments[0].box.x0 for segments in own), default=0.0)
        return [
            _Line(
                segments=segments,
                middle=segments[0].box.y_mid,
                full=segments[-1].box.x1 - segments[0].box.x0 >= widest - 1.2 * self.em,
            )
            for segments in own
        ]

    def shared(self, *, centred: bool) -> list[_Shared]:
        """Every column's lines shared out among the rows."""
        return [self._share(column, centred=centred) for column in self.columns]

    def _share(self, lines: Sequence[_Line], *, centred: bool) -> _Shared:
        """By dynamic programming over the lines, for each the last row used so far."""
        empty = _LEFT_EMPTY if len(lines) >= 0.8 * len(self.anchors) else 0.0
        rows = len(self.anchors)
        # best[end][row]: lines before `end` shared out, the last group to a row before `row`
        best: list[list[tuple[float, tuple[int, int, int] | None]]] = [[(row * empty, None) for row in range(rows + 1)]]
        for end in range(1, len(lines) + 1):
            current: list[tuple[float, tuple[int, int, int] | None]] = [(float("inf"), None)] * (rows + 1)
            for start in range(end - 1, max(-1, end - 1 - _LONGEST), -1):
                price = self._cell_price(lines, start, end)
                at = (lines[start].middle + lines[end - 1].middle) / 2 if centred else lines[start].middle
                nearest = bisect_left(self.anchors, at)
                for row in range(max(0, nearest - _NEAR), min(rows, nearest + _NEAR)):
                    total = best[start][row][0] + price + abs(self.anchors[row] - at) / self.em
                    if total < current[row + 1][0]:
                        current[row + 1] = (total, (start, end, row))
            for row in range(1, rows + 1):
                if current[row - 1][0] + empty < current[row][0]:
                    current[row] = (current[row - 1][0] + empty, None)
            best.append(current)
        return _Shared(price=best[-1][rows][0], groups=_traced(best, rows))

    def _cell_price(self, lines: Sequence[_Line], start: int, end: int) -> float:
        """What speaks against lines `start` to `end` being one whole cell."""
        price = 0.0
        for above, below in zip(lines[start : end - 1], lines[start + 1 : end], strict=True):
            price += 0.0 if above.full else _UNLIKELY
            price += _GAP if below.middle - above.middle > 1.3 * self.pitch else 0.0
        goes_on = end < len(lines) and lines[end].middle - lines[end - 1].middle <= 1.3 * self.pitch
        return price + (_UNLIKELY if goes_on and lines[end - 1].full and end - start > 1 else 0.0)

    def rows(self, shared: Sequence[_Shared], *, centred: bool) -> list[Row]:
        """The rows with what each column gives them."""
        found = [Row(middle, []) for middle in self.anchors]
        for lines, one in zip(self.columns, shared, strict=True):
            for start, end, row in one.groups:
                block = block_of([segment for line in lines[start:end] for segment in line.segments])
                at = block.box.y_mid if centred else block.first_line
                off = abs(at - found[row].middle) > _OFF * self.em
                (found[row].labels if off else found[row].blocks).append(block)
        return [_measured(row) for row in found if row.blocks or row.labels]


def _measured(row: Row) -> Row:
    if not row.blocks:
        row.blocks, row.labels = row.labels, list[Block]()
    row.top = min(block.box.top for block in row.blocks)
    row.bottom = max(block.box.bottom for block in row.blocks)
    return row


def _traced(
    best: Sequence[Sequence[tuple[float, tuple[int, int, int] | None]]], rows: int
) -> tuple[tuple[int, int, int], ...]:
    """The groups by which the cheapest sharing came about, from the first."""
    groups: list[tuple[int, int, int]] = []
    end, row = len(best) - 1, rows
    while end > 0:
        group = best[end][row][1]
        if group is None:
            row -= 1
            continue
        groups.append(group)
        end, row = group[0], group[2]
    return tuple(reversed(groups))
