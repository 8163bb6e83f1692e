"""Edges to cells: the finest lattice that the edges span, its squares joined where no edge parts them."""

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass

from extractor.geometry import Box
from extractor.grids.edges import Edge, EdgeSet
from extractor.settings import GridSettings


@dataclass(frozen=True, slots=True, kw_only=True)
class LatticeCell:
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
        rows, columns = len(self.ys) - 1, len(self.xs) - 1
        self._owner = [[-1] * columns for _ in range(rows)]
        cells: list[LatticeCell] = []
        for row in range(rows):
            for column in range(columns):
                if self._owner[row][column] >= 0:
                    continue
                width, height = self._extent(row, column, rows, columns)
                for r in range(row, row + height):
                    self._owner[r][column : column + width] = [len(cells)] * width
                box = Box(self.xs[column], self.ys[row], self.xs[column + width], self.ys[row + height])
                cells.append(LatticeCell(row=row, column=column, row_span=height, column_span=width, box=box))
        return cells

    def _extent(self, row: int, column: int, rows: int, columns: int) -> tuple[int, int]:
        """Columns and rows that the cell starting here covers: right until an edge, down until an edge or a taken square."""
        width = 1
        while (
            column + width < columns and self._owner[row][column + width] < 0 and not self._right[column + width][row]
        ):
            width += 1
        height = 1
        while row + height < rows and self._open_below(row + height, column, width):
            height += 1
        return width, height

    def _open_below(self, row: int, column: int, width: int) -> bool:
        """Whether row `row` still belongs to the cell above: no edge over it, none inside it, nothing taken."""
        if any(self._below[row][c] or self._owner[row][c] >= 0 for c in range(column, column + width)):
            return False
        return not any(self._right[c][row] for c in range(column + 1, column + width))


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
    for edge in edges:
        nearest = min(range(len(lines)), key=lambda index: abs(lines[index] - edge.at))
        if abs(lines[nearest] - edge.at) > 2 * snap:
            continue
        wall = walls[nearest]
        for gap in range(len(across) - 1):
            if edge.start <= (across[gap] + across[gap + 1]) / 2 <= edge.end:
                wall[gap] = True
    return walls
