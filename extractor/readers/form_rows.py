"""Grids as one stream of rows, the form in which all blocks of a form are read."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from extractor.grids.grid import Grid, GridCell


@dataclass(frozen=True, slots=True, kw_only=True)
class FormRow:
    """A row of some grid: the cells that start in it, and those from above that still cover it (merged cells)."""

    grid: Grid
    cells: tuple[GridCell, ...]
    covering: tuple[GridCell, ...] = ()

    @property
    def page(self) -> int:
        """1-based page of the row's grid."""
        return self.grid.page

    @property
    def texts(self) -> list[str]:
        """The texts of the cells that start in the row and hold any."""
        return [cell.text for cell in self.cells if cell.text]


def form_rows(grids: Iterable[Grid]) -> Iterator[FormRow]:
    """All rows that hold or are covered by a text, from top to bottom, grid after grid."""
    for grid in grids:
        starting: dict[int, list[GridCell]] = {}
        for cell in grid.cells:
            starting.setdefault(cell.row, []).append(cell)
        open_cells: list[GridCell] = []
        for row in range(grid.rows):
            covering = tuple(cell for cell in open_cells if cell.row + cell.row_span > row)
            cells = tuple(starting.get(row, ()))
            if any(cell.text for cell in cells) or covering:
                yield FormRow(grid=grid, cells=cells, covering=covering)
            open_cells = [*covering, *(cell for cell in cells if cell.row_span > 1)] if grid.aligned else []


def may_be_cut(grid: Grid) -> bool:
    """Whether paper (or text taken from it) may have cut columns off; sheets and documents hold all that was filled in."""
    return grid.source not in ("workbook", "document")


def place(cell: GridCell) -> tuple[float, float]:
    """Where a cell lies from left to right: points on printed pages, else its columns (end exclusive)."""
    box = cell.location.box
    if box is not None:
        return box.x0, box.x1
    return float(cell.column), float(cell.column + cell.column_span)


def overlap(one: tuple[float, float], other: tuple[float, float]) -> float:
    """The shared part of two places, as a share (0..1) of the shorter one."""
    (left, right), (other_left, other_right) = one, other
    # comparisons instead of min and max: asked of every cell for every column
    shared = (right if right < other_right else other_right) - (left if left > other_left else other_left)
    if shared <= 0:
        return 0.0
    width, other_width = right - left, other_right - other_left
    shorter = width if width < other_width else other_width
    return shared / shorter if shorter > 0 else 0.0
