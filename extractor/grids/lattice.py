"""Edges to cells: the finest lattice that the edges span, its squares joined where no edge parts them."""

from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from itertools import pairwise
from typing import NamedTuple

from extractor.geometry import Box
from extractor.grids.edges import Edge, EdgeSet
from extractor.settings import GridSettings


class LatticeCell(NamedTuple):
    """A cell of a ruled table: 0-based first row and column, spans, and its rectangle in points."""

    row: int
    column: int
    row_span: int
    column_span: int
    box: Box


class Lattice:
    """The squares between all edge positions of one table; `cells` are squares joined where no edge parts them.

    Borders that are not drawn (open sides, a table cut by the paper's edge or a page break) are assumed where the
    edges of the other direction end.
    """

    def __init__(self, edges: EdgeSet, settings: GridSettings) -> None:
        snap = settings.snap
        h_ends = [end for edge in edges.horizontal for end in (edge.start, edge.end)]
        v_ends = [end for edge in edges.vertical for end in (edge.start, edge.end)]
        self.xs = _positions([edge.at for edge in edges.vertical], min(h_ends), max(h_ends), snap)
        self.ys = _positions([edge.at for edge in edges.horizontal], min(v_ends), max(v_ends), snap)
        self._below = _walls(edges.horizontal, self.ys, self.xs, snap)
        self._right = _walls(edges.vertical, self.xs, self.ys, snap)
        self._owner: list[list[int]] = []
        self.cells = self._join()

    def cell_at(self, x: float, y: float) -> int | None:
        """Index into `cells` of the cell that holds the point, or `None` outside the table."""
        column = bisect_right(self.xs, x) - 1
        row = bisect_right(self.ys, y) - 1
        if not (0 <= column < len(self.xs) - 1 and 0 <= row < len(self.ys) - 1):
            return None
        return self._owner[row][column]

    @property
    def box(self) -> Box:
        """The rectangle of the whole table."""
        return Box(self.xs[0], self.ys[0], self.xs[-1], self.ys[-1])

    def _join(self) -> list[LatticeCell]:
        xs, ys = self.xs, self.ys
        rows, columns = len(ys) - 1, len(xs) - 1
        self._owner = [[-1] * columns for _ in range(rows)]
        cells: list[LatticeCell] = []
        for row, owners in enumerate(self._owner):
            for column in range(columns):
                if owners[column] >= 0:
                    continue
                width, height = self._extent(row, column, rows, columns)
                for taken in self._owner[row : row + height]:
                    taken[column : column + width] = [len(cells)] * width
                box = Box(xs[column], ys[row], xs[column + width], ys[row + height])
                cells.append(LatticeCell(row, column, height, width, box))
        return cells

    def _extent(self, row: int, column: int, rows: int, columns: int) -> tuple[int, int]:
        """Columns and rows that the cell starting here covers: right until an edge, down until an edge or a taken square."""
        owners = self._owner[row]
        right = column + 1
        while right < columns and owners[right] < 0 and not self._right[right][row]:
            right += 1
        below = row + 1
        while below < rows and self._open_below(below, column, right):
            below += 1
        return right - column, below - row

    def _open_below(self, row: int, left: int, right: int) -> bool:
        """Whether the squares of row `row` from `left` to before `right` belong to the cell above them.

        No edge may lie over them or inside them, and none may be taken.
        """
        if any(self._below[row][left:right]) or max(self._owner[row][left:right]) >= 0:
            return False
        return not any(self._right[column][row] for column in range(left + 1, right))


def _positions(at: Sequence[float], low: float, high: float, snap: float) -> list[float]:
    """Distinct edge positions in order, with the ends of the crossing edges where no edge closes them."""
    positions: list[float] = []
    for value in sorted(at):
        if not positions or value - positions[-1] > snap:
            positions.append(value)
    if not positions or low < positions[0] - 2 * snap:
        positions.insert(0, low)
    if high > positions[-1] + 2 * snap:
        positions.append(high)
    return positions


def _walls(edges: Sequence[Edge], lines: Sequence[float], across: Sequence[float], snap: float) -> list[list[bool]]:
    """For each line and each gap between `across` positions: whether an edge on the line covers the gap's middle."""
    walls = [[False] * (len(across) - 1) for _ in lines]
    middles = [(before + after) / 2 for before, after in pairwise(across)]
    for at, start, end in edges:
        above = bisect_left(lines, at)
        nearest = above - 1 if above == len(lines) or (above and at - lines[above - 1] <= lines[above] - at) else above
        if abs(lines[nearest] - at) <= 2 * snap:
            first, last = bisect_left(middles, start), bisect_right(middles, end)
            walls[nearest][first:last] = [True] * (last - first)
    return walls
