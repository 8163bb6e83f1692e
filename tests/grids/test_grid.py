"""The grid type."""

import pytest

from extractor.grids.grid import Grid, GridCell, GridKind
from extractor.provenance import Location


@pytest.mark.parametrize(
    ("kind", "aligned"),
    [("ruled", True), ("unruled", True), ("table", True), ("delimited", False), ("lines", False)],
)
def test_places_can_be_trusted_in_printed_tables_and_the_formats_own(kind: GridKind, aligned: bool) -> None:
    cells = tuple(
        GridCell(row=row, column=column, text=f"{row}{column}", location=Location(page=1))
        for row in range(2)
        for column in range(2)
    )
    grid = Grid(page=1, kind=kind, rows=2, columns=2, cells=cells, source="text")
    assert grid.aligned is aligned
    assert [cell.text for cell in grid.row_cells(1)] == ["10", "11"]
