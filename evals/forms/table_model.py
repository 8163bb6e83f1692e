"""The form as an abstract table that every renderer draws: cells with spans, and which values of the record they print."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Literal

Align = Literal["left", "center", "right"]
HASHES = "####"
"""What a spreadsheet shows where a number does not fit its column."""


@dataclass(frozen=True, slots=True, kw_only=True)
class FormCell:
    """A cell: 0-based top row and left column, spans of at least 1, and its text.

    `pointers`: JSON pointers of the record's values that the cell prints (several for a merged label, none for a field
    label). `number`: whether a spreadsheet would store the text as a number.
    """

    row: int
    column: int
    row_span: int = 1
    column_span: int = 1
    text: str
    pointers: tuple[str, ...] = ()
    align: Align = "center"
    bold: bool = False
    number: bool = False

    @property
    def end_row(self) -> int:
        """The first row below the cell."""
        return self.row + self.row_span

    @property
    def end_column(self) -> int:
        """The first column right of the cell."""
        return self.column + self.column_span


@dataclass(frozen=True, slots=True, kw_only=True)
class FormTable:
    """A printed form: lines above the table (the title first), the cells, lines below.

    `widths` are relative column widths. `cells` cover every place exactly once, ordered by row, then column; blank
    cells are there. `header_row` is the row of the indicator header, which a page break may repeat, or `None`.
    """

    title: str
    above: tuple[str, ...] = ()
    below: tuple[str, ...] = ()
    rows: int
    widths: tuple[float, ...]
    cells: tuple[FormCell, ...]
    header_row: int | None = None

    @property
    def columns(self) -> int:
        """Number of columns."""
        return len(self.widths)

    def with_cells(self, cells: list[FormCell]) -> "FormTable":
        """The same table with other cells, put in order."""
        return replace(self, cells=tuple(sorted(cells, key=lambda cell: (cell.row, cell.column))))

    def row_cells(self, row: int) -> list[FormCell]:
        """The cells that start in `row`, from left to right."""
        return [cell for cell in self.cells if cell.row == row]

    def uncovered(self) -> list[tuple[int, int]]:
        """Places that no cell covers; raises `ValueError` when two cells overlap or one leaves the table."""
        free = {(row, column) for row in range(self.rows) for column in range(self.columns)}
        for cell in self.cells:
            for row in range(cell.row, cell.end_row):
                for column in range(cell.column, cell.end_column):
                    if (row, column) not in free:
                        raise ValueError(f"cell {cell.text!r} overlaps at row {row}, column {column}")
                    free.remove((row, column))
        return sorted(free)


def grid_table(title: str, rows: Sequence[Sequence[str]], *, above: tuple[str, ...] = ()) -> FormTable:
    """A plain table without merged cells from rows of texts of one length."""
    cells = tuple(
        FormCell(row=row, column=column, text=text)
        for row, texts in enumerate(rows)
        for column, text in enumerate(texts)
    )
    return FormTable(title=title, above=above, rows=len(rows), widths=(1.0,) * len(rows[0]), cells=cells)


def cut_points(widths: tuple[float, ...], wanted: tuple[float, ...]) -> list[int]:
    """Column numbers that divide `widths` into `len(wanted)` runs whose shares come close to `wanted`.

    Returns `len(wanted) + 1` increasing numbers from 0 to `len(widths)`. Raises `ValueError` with too few columns.
    """
    count, columns = len(wanted), len(widths)
    if count > columns:
        raise ValueError(f"{count} cells do not fit in {columns} columns")
    edges = [0.0]
    for width in widths:
        edges.append(edges[-1] + width)
    points, reached = [0], 0.0
    for index in range(count - 1):
        reached += wanted[index] / sum(wanted) * edges[-1]
        choices = range(points[-1] + 1, columns - (count - index - 1) + 1)
        points.append(min(choices, key=lambda choice: abs(edges[choice] - reached)))
    return [*points, columns]
