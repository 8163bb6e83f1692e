"""Lines of a band of spaced text to rows: no white parts rows there, so wrapped texts and their middles must tell.

The lines are cut into rows by dynamic programming. The texts of a row's cells stand at the middle of its lines; a text
goes on in the next line only where it fills its column; a column of numbers has one of them in a row. Columns in which
few rows have a text (merged labels, reasons) are shared out among the rows afterwards.
"""

from collections.abc import Callable, Collection
from dataclasses import dataclass, field

from extractor.grids.spaced_bands import SpacedBand
from extractor.grids.spaced_columns import Column, Piece, usual_start
from extractor.grids.spaced_labels import Frame, shared_labels

_LONGEST_ROW = 40
"""Lines of a row at most."""
_SPARSE = 0.6
"""Texts for each row below which a column is shared out afterwards."""
_NEARLY_ALL = 0.85
"""Texts for each row from which on a column holds no merged labels."""
_SET_APART = 0.5
"""Share of the lines below a blank one from which on such white parts rows."""
_MERGED = 0.2
"""Price of merged labels in a column in which most rows have a text."""
_ROW = 0.5
"""Price of a row."""
_NO_NUMBER = 0.2
"""Price of a row without a number where others have some."""
_EMPTY = 0.05
"""Price of a column that a row leaves empty, for up to three of them."""
_MOST_EMPTY = 3
_OFF = 0.6
"""Price of a cell for each line off the middle of its row."""
_MOST_OFF = 1.2
_CUT = 0.2
"""Price of ending a cell after a full line with a text right below."""
_BLANK = 1.0
"""Price of a blank line within a row."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SpacedRow:
    """A row from its first line on: the pieces of its cells by column, from top to bottom.

    `spans`: over how many rows a merged cell reaches that begins in this one, by column. `doubtful`: columns whose lines
    may as well belong to another row.
    """

    first: int
    cells: dict[int, tuple[Piece, ...]]
    spans: dict[int, int] = field(default_factory=dict[int, int])
    doubtful: set[int] = field(default_factory=set[int])


@dataclass(frozen=True, slots=True, kw_only=True)
class Edges:
    """Character columns between the text of a full cell and the next cell, and the one at which the table ends."""

    white: int
    right: int


def spaced_rows(
    band: SpacedBand, blank_above: Collection[int], edges: Edges | None, is_label: Callable[[str], bool]
) -> list[SpacedRow]:
    """The rows of a band's lines.

    Args:
        band: the lines and their columns.
        blank_above: the lines (of the sheet) below a blank one.
        edges: what parts columns; `None` where they drift.
        is_label: whether a text is a whole label of a level.
    """
    return _Band(band, blank_above, edges, is_label).rows()


class _Band:
    def __init__(
        self, band: SpacedBand, blank_above: Collection[int], edges: Edges | None, is_label: Callable[[str], bool]
    ) -> None:
        self.count = len(band.lines)
        self.numbers_of_lines = [next(iter(line.values())).line for line in band.lines]
        self.blank = [number in blank_above for number in self.numbers_of_lines]
        apart = sum(self.blank) >= _SET_APART * self.count
        close = {at for at, blank in enumerate(self.blank) if at and not blank} if apart else None
        self.exact = edges is not None
        self.across = band.across
        placed = [
            [line.get(column) if at not in band.across else None for at, line in enumerate(band.lines)]
            for column in range(len(band.columns))
        ]
        self.alone = {at: band.lines[at] for at in band.across}
        starts = [usual_start(pieces) for pieces in placed]
        rooms = [
            None if edges is None or start is None or behind is None else behind - start - edges.white
            for start, behind in zip(starts, [*starts[1:], edges and edges.right + edges.white], strict=True)
        ]
        self.columns = [Column(pieces, room, is_label, close) for pieces, room in zip(placed, rooms, strict=True)]
        self.anchors = max((column.texts for column in self.columns if column.numeric), default=0)
        self.usual = [column.texts >= _SPARSE * self.anchors for column in self.columns]
        self.numbers = [column.numeric and usual for column, usual in zip(self.columns, self.usual, strict=True)]

    def rows(self) -> list[SpacedRow]:
        """The rows from the top, in the cheapest way to take columns for those of merged labels."""
        return min((self._rows(merged) for merged in self._ways()), key=lambda found: found[0])[1]

    def _ways(self) -> list[frozenset[int]]:
        """Which columns may hold labels merged over several rows: those to the left of what every row has.

        The first column that most rows have may be one all the same, where some rows go without.
        """
        if not any(self.numbers):
            return [frozenset(), frozenset((0,))] if len(self.columns) > 1 else [frozenset()]
        texts = [at for at, usual in enumerate(self.usual) if usual and not self.columns[at].numeric]
        own = texts[0] if texts else 0
        sparse = frozenset(at for at in range(own) if not self.usual[at])
        more = len(texts) > 1 and self.columns[own].texts < _NEARLY_ALL * self.anchors
        ways = {frozenset[int](), sparse}
        return sorted(ways | {sparse | {own}} if more else ways, key=len)

    def _rows(self, merged: frozenset[int]) -> tuple[float, list[SpacedRow]]:
        """The price and the rows when the columns `merged` hold labels over several rows."""
        price, limits = self._limits(merged)
        price += _MERGED * sum(self.usual[number] for number in merged) * any(self.numbers)
        rows = [
            SpacedRow(
                first=self.numbers_of_lines[start],
                cells={column: (piece,) for column, piece in self.alone.get(start, {}).items()},
            )
            for start, _ in limits
        ]
        closed = {row for row, (start, _) in enumerate(limits) if start in self.across}
        bare = {row for row, (start, end) in enumerate(limits) if not self._has_number(start, end)}
        apart: list[SpacedRow] = []
        inner = frozenset[int]()
        for number, column in reversed(list(enumerate(self.columns))):
            if number in merged:
                frame = Frame(closed=closed, bare=bare, inner=inner, exact=self.exact)
                more, labels = shared_labels(column, limits, self.count, frame)
                price += more
                inner = frozenset(row for label in labels for row in (label.first, label.last))
                for label in labels:
                    pieces = column.at(label.lines)
                    if label.first < label.last:
                        rows[label.first].cells[number] = pieces
                        rows[label.first].spans[number] = label.last - label.first
                        if not label.certain:
                            rows[label.first].doubtful.add(number)
                    else:
                        apart.append(SpacedRow(first=pieces[0].line, cells={number: pieces}))
                continue
            for row, (start, end) in zip(rows, limits, strict=True):
                pieces = column.at(range(start, end))
                if pieces:
                    row.cells[number] = pieces
        return price, sorted([*rows, *apart], key=lambda row: row.first)

    def _limits(self, merged: frozenset[int]) -> tuple[float, list[tuple[int, int]]]:
        """The price and the first and last-plus-one line of each row, without lines that hold nothing but merged labels."""
        best: list[tuple[float, int]] = [(0.0, 0)]
        for end in range(1, self.count + 1):
            options: list[tuple[float, int]] = []
            for start in range(end - 1, max(-1, end - 1 - _LONGEST_ROW), -1):
                options.append((best[start][0] + self._price(start, end, merged), start))
            best.append(min(options))
        found: list[tuple[int, int]] = []
        own = [column for number, column in enumerate(self.columns) if number not in merged]
        end = self.count
        while end:
            start = best[end][1]
            filled = [at for at in range(start, end) if any(column.pieces[at] for column in own)]
            if start in self.across:
                found.append((start, end))
            elif filled:
                found.append((filled[0], filled[-1] + 1))
            end = start
        return best[-1][0], found[::-1]

    def _has_number(self, start: int, end: int) -> bool:
        """Whether a column of numbers holds one in the lines."""
        columns = (column for column, number in zip(self.columns, self.numbers, strict=True) if number)
        return any(not column.numeric_lines.isdisjoint(range(start, end)) for column in columns)

    def _price(self, start: int, end: int, merged: frozenset[int]) -> float:
        """What speaks against lines `start` to `end` being one row."""
        if any(at in self.across for at in range(start, end)):
            return _ROW if end - start == 1 else float("inf")
        price, numbers, empty, used = _ROW, 0, 0, False
        middle = (start + end - 1) / 2
        for number, column in enumerate(self.columns):
            if number in merged:
                continue
            filled = column.between(start, end)
            if not filled:
                empty += self.usual[number]
                continue
            used = True
            off = (filled[0] + filled[-1]) / 2 - middle
            # where lines cannot be halved, a text stands half a line above the middle
            price += min(_MOST_OFF, _OFF * (off if off > 0 else max(0.0, -off - 0.5)))
            price += column.cell_price(filled)
            numbers += self.numbers[number] and not column.numeric_lines.isdisjoint(filled)
            price += _CUT if column.goes_on(filled[-1]) else 0.0
        if not used:
            return 0.0 if end - start == 1 else float("inf")
        price += _EMPTY * min(_MOST_EMPTY, empty) + (_NO_NUMBER if any(self.numbers) and not numbers else 0.0)
        return price + _BLANK * sum(self.blank[start + 1 : end])
