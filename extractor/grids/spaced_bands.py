"""Bands of spaced text: runs of lines that share columns.

Where columns are straight, a column is known by where its texts begin; else by the white rivers that run down the page.
"""

from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from extractor.geometry import Box
from extractor.grids.spaced_columns import Piece
from extractor.grids.unruled_bands import row_bands

_WHITE = 2
"""Character columns between cells, and those of a Chinese character."""
_POINTS = 6.0
"""Points that stand for one character column where rivers are sought."""
_NEW_BAND = 0.7
"""Price of a further band; the others are in this unit."""
_COLUMN = 0.1
"""Price of a column of a band."""
_CUT = 0.4
"""Price of a band that begins with the rest of a text above it."""
_REACHING = 0.4
"""Share of a column's texts that must reach over others for these to be of the same column."""
_ACROSS = 0.45
"""Price of a text that lies across several columns."""
_EMPTY = 0.03
"""Price of a column that a line leaves empty, for up to _MOST_EMPTY of them."""
_MOST_EMPTY = 5


@dataclass(frozen=True, slots=True, kw_only=True)
class SpacedBand:
    """Lines that share `columns`, left and right edge each: the pieces of each line by column.

    `across` are the lines that hold one text only, which lies across several columns; `crossed` all lines with such a
    text.
    """

    columns: tuple[tuple[int, int], ...]
    lines: tuple[dict[int, Piece], ...]
    across: frozenset[int] = frozenset()
    crossed: frozenset[int] = frozenset()


def straight_bands(rows: Sequence[Sequence[Piece]]) -> list[SpacedBand]:
    """The bands of lines whose columns do not drift."""
    return [_straight_band(rows[start:end]) for start, end in _limits(rows)]


def drifting_bands(rows: Sequence[Sequence[Piece]]) -> list[SpacedBand]:
    """The bands of lines whose columns shift a little from line to line, so that only white between them tells."""
    boxes = [[Box(one.start * _POINTS, 0.0, one.end * _POINTS, 2 * _POINTS) for one in row] for row in rows]
    found: list[SpacedBand] = []
    for band in row_bands(boxes, 2 * _POINTS):
        columns = tuple((round(left / _POINTS), round(right / _POINTS)) for left, right in band.columns)
        edges = [left for left, _ in columns]
        lines = tuple(
            _placed(row, [bisect_right(edges, (one.start + one.end) // 2) - 1 for one in row])
            for row in rows[band.start : band.end]
        )
        found.append(SpacedBand(columns=columns, lines=lines))
    return found


def _placed(row: Sequence[Piece], columns: Sequence[int]) -> dict[int, Piece]:
    """The pieces of a line by column; those that share one as one piece."""
    placed: dict[int, Piece] = {}
    for piece, column in zip(row, columns, strict=True):
        known = placed.get(max(0, column))
        placed[max(0, column)] = known.joined(piece) if known is not None else piece
    return placed


def _limits(rows: Sequence[Sequence[Piece]]) -> list[tuple[int, int]]:
    """The cheapest division into bands, by dynamic programming over their ends."""
    best: list[tuple[float, int]] = [(0.0, 0)]
    for end in range(1, len(rows) + 1):
        options: list[tuple[float, int]] = []
        growing = _Growing()
        for start in range(end - 1, -1, -1):
            growing.add(rows[start])
            price = growing.price()
            cut = _CUT if start and _goes_on(rows[start], rows[start - 1]) else 0.0
            options.append((best[start][0] + _NEW_BAND + cut + price, start))
            if price > (_NEW_BAND + 3 * _COLUMN) * (end - start + 1):
                break
        best.append(min(options))
    found: list[tuple[int, int]] = []
    end = len(rows)
    while end:
        found.append((best[end][1], end))
        end = best[end][1]
    return found[::-1]


class _Growing:
    """A band that takes in one line after the other: where its texts begin, and which of them begin in one line."""

    def __init__(self) -> None:
        self._rows: list[Sequence[Piece]] = []
        self._pieces: dict[tuple[int, int], int] = {}
        self._together: set[tuple[int, int]] = set()
        self._counts: dict[int, int] = {}

    def add(self, row: Sequence[Piece]) -> None:
        """Takes in a line."""
        starts = [piece.start for piece in row]
        self._together |= {(one, other) for at, one in enumerate(starts) for other in starts[at + 1 :]}
        for piece in row:
            self._pieces[piece.start, piece.end] = self._pieces.get((piece.start, piece.end), 0) + 1
        self._counts[len(row)] = self._counts.get(len(row), 0) + 1

    def price(self) -> float:
        """What speaks against the lines being one band."""
        starts = self.starts()
        across = sum(
            count
            for (start, end), count in self._pieces.items()
            if bisect_left(starts, end) > bisect_right(starts, start)
        )
        columns = len(starts)
        empty = sum(min(_MOST_EMPTY, max(0, columns - length)) * count for length, count in self._counts.items())
        return _ACROSS * across + _EMPTY * empty + _COLUMN * columns

    def starts(self) -> list[int]:
        """Where the columns begin: texts that never share a line but reach over one another are of one column."""
        found: list[int] = []
        group: list[int] = []
        for start in sorted({start for start, _ in self._pieces}):
            if group and self._reaches(group, start) and not any((one, start) in self._together for one in group):
                group.append(start)
            else:
                group = [start]
                found.append(start)
        return found

    def _reaches(self, group: Sequence[int], start: int) -> bool:
        ends = [(end, count) for (begin, end), count in self._pieces.items() if begin in group]
        reaching = sum(count for end, count in ends if end > start)
        return reaching >= _REACHING * sum(count for _, count in ends)


def _goes_on(row: Sequence[Piece], above: Sequence[Piece]) -> bool:
    """Whether a line holds nothing but the rest of texts that fill their columns in the line above."""
    for piece in row:
        # the first line of a text may be indented
        pair = next(((left, right) for left, right in pairwise(above) if left.start >= piece.start), None)
        if pair is None or piece.end >= pair[1].start or pair[0].end + 2 * _WHITE <= pair[1].start:
            return False
    return True


def _straight_band(rows: Sequence[Sequence[Piece]]) -> SpacedBand:
    growing = _Growing()
    for row in rows:
        growing.add(row)
    starts = growing.starts()
    lines = tuple(_placed(row, [bisect_right(starts, one.start) - 1 for one in row]) for row in rows)
    ends = [0] * len(starts)
    for line in lines:
        for column, piece in line.items():
            ends[column] = max(ends[column], piece.end + 1)
    behind = [*starts[1:], ends[-1]]
    # a text across several columns is no wider than its own
    columns = [(start, min(end, after)) for start, end, after in zip(starts, ends, behind, strict=True)]
    crossed = frozenset(
        at for at, line in enumerate(lines) if any(_lies_across(line, starts, column) for column in line)
    )
    across = frozenset(at for at in crossed if len(lines[at]) == 1)
    return SpacedBand(columns=tuple(columns), lines=lines, across=across, crossed=crossed)


def _lies_across(line: dict[int, Piece], starts: Sequence[int], column: int) -> bool:
    return column + 1 < len(starts) and line[column].end > starts[column + 1]
