"""Lines of a band of spaced text to rows: no white parts rows there, so wrapped texts and their middles must tell.

The lines are cut into rows by dynamic programming. The texts of a row's cells stand at the middle of its lines; a text
goes on in the next line only where it fills its column; a column of numbers has one of them in a row. Columns in which
few rows have a text (merged labels, reasons) are shared out among the rows afterwards.
"""

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass, field

from extractor.grids.spaced_bands import SpacedBand
from extractor.grids.spaced_columns import Column, Piece, usual_start
from extractor.grids.spaced_labels import Frame, shared_labels

_LONGEST_ROW = 40
"""Lines of a row at most."""
_SPARSE = 0.6
"""Texts for each row below which a column is shared out afterwards."""
_LABELLED = 5
"""Columns from the left in which labels may stand."""
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
_AS_GOOD = 0.25
"""Ways to cut the lines that cost at most this much more than the best are as good."""
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


def _edge_behind(pieces: Sequence[Piece | None], edges: Edges | None) -> int | None:
    """Where a further column would begin behind the last of a band, where that reaches the end of the table."""
    end = max((piece.end for piece in pieces if piece is not None), default=0)
    return edges.right + edges.white if edges is not None and end >= edges.right - edges.white else None


@dataclass(frozen=True, slots=True, kw_only=True)
class _Limits:
    """The first and last-plus-one line of each row, without lines that hold nothing but merged labels, and their price.

    `doubtful`: rows whose lines are shared out otherwise in a way that is as good.
    """

    price: float
    rows: list[tuple[int, int]]
    doubtful: set[int]


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
        self.across, self.crossed = band.across, band.crossed
        placed = [
            [line.get(column) if at not in band.across else None for at, line in enumerate(band.lines)]
            for column in range(len(band.columns))
        ]
        self.alone = {at: band.lines[at] for at in band.across}
        starts = [usual_start(pieces) for pieces in placed]
        rooms = [
            None if edges is None or start is None or behind is None else behind - start - edges.white
            for start, behind in zip(starts, [*starts[1:], _edge_behind(placed[-1], edges)], strict=True)
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
        labelled = max((at + 1 for at, column in enumerate(self.columns[:_LABELLED]) if column.holds_labels), default=0)
        if not any(self.numbers):
            ways = {
                frozenset(range(count)) for count in (0, 1, labelled - 1, labelled) if 0 <= count < len(self.columns)
            }
            return sorted(ways, key=len)
        texts = [
            at for at, usual in enumerate(self.usual) if not self.columns[at].numeric and (usual or at >= labelled > 0)
        ]
        own = texts[0] if texts else 0
        sparse = frozenset(at for at in range(own) if not self.usual[at])
        ways = {frozenset[int](), sparse}
        if len(texts) > 1 and self.columns[own].holds_labels and self.columns[own].texts < _NEARLY_ALL * self.anchors:
            ways.add(sparse | {own})
        return sorted(ways, key=len)

    def _rows(self, merged: frozenset[int]) -> tuple[float, list[SpacedRow]]:
        """The price and the rows when the columns `merged` hold labels over several rows."""
        found = self._limits(merged)
        limits = found.rows
        price = found.price + _MERGED * sum(self.usual[number] for number in merged) * any(self.numbers)
        rows = [
            SpacedRow(
                first=self.numbers_of_lines[start],
                cells={column: (piece,) for column, piece in self.alone.get(start, {}).items()},
            )
            for start, _ in limits
        ]
        closed = {row for row, (start, _) in enumerate(limits) if start in self.across}
        bare = {row for row, (start, end) in enumerate(limits) if not self._has_number(start, end)}
        crossed = {row for row, (start, end) in enumerate(limits) if self.crossed.intersection(range(start, end))}
        apart: list[SpacedRow] = []
        inner = frozenset[int]()
        for number, column in reversed(list(enumerate(self.columns))):
            if number in merged:
                frame = Frame(closed=closed, bare=bare, crossed=crossed, inner=inner, exact=self.exact)
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
        for row in found.doubtful:
            rows[row].doubtful.update(rows[row].cells)
        return price, sorted([*rows, *apart], key=lambda row: row.first)

    def _limits(self, merged: frozenset[int]) -> _Limits:
        """The rows by dynamic programming over the lines at which they end, from both ends."""
        prices = {
            (start, end): self._price(start, end, merged)
            for end in range(1, self.count + 1)
            for start in range(max(0, end - _LONGEST_ROW), end)
        }
        best: list[tuple[float, int]] = [(0.0, 0)]
        for end in range(1, self.count + 1):
            first = max(0, end - _LONGEST_ROW)
            best.append(min((best[start][0] + prices[start, end], start) for start in range(end - 1, first - 1, -1)))
        rest = [0.0] * (self.count + 1)
        for start in range(self.count - 1, -1, -1):
            last = min(self.count, start + _LONGEST_ROW)
            rest[start] = min(prices[start, end] + rest[end] for end in range(start + 1, last + 1))
        own = [column for number, column in enumerate(self.columns) if number not in merged]
        filled = {at for column in own for at in column.filled}
        found: list[tuple[int, int]] = []
        end = self.count
        while end:
            start = best[end][1]
            lines = [at for at in range(start, end) if at in filled]
            if start in self.across:
                found.append((start, end))
            elif lines:
                found.append((lines[0], lines[-1] + 1))
            end = start
        most = best[-1][0] + _AS_GOOD
        cuts = {at for at in range(self.count) if best[at][0] + rest[at] <= most}
        joined = [one for one, price in prices.items() if best[one[0]][0] + price + rest[one[1]] <= most]
        rows = found[::-1]
        doubtful = {
            row
            for row, (start, end) in enumerate(rows)
            if cuts.intersection(range(start + 1, end))
            or any(
                first < end and last > start and self._differs(first, last, start, end, filled)
                for first, last in joined
            )
        }
        return _Limits(price=best[-1][0], rows=rows, doubtful=doubtful)

    def _differs(self, first: int, last: int, start: int, end: int, filled: Collection[int]) -> bool:
        """Whether lines `first` to `last` hold texts beyond those of the row from `start` to `end`."""
        return any(at in filled for at in (*range(first, start), *range(end, last)))

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
