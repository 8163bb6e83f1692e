"""Sheets, Word and HTML bodies to grids: the format's own tables as they are, lines between them as lines."""

from extractor.grids.grid import Grid, GridCell
from extractor.grids.text_grid import strip_markup
from extractor.pages.page import Line, Table, TablePage


def _lines_grid(page: TablePage, lines: list[Line]) -> Grid:
    return Grid(
        page=page.number,
        kind="lines",
        rows=len(lines),
        columns=1,
        cells=tuple(
            GridCell(row=row, column=0, text=line.text.strip(), location=line.location)
            for row, line in enumerate(lines)
            if line.text.strip()
        ),
        source=page.source,
    )


def _table_grid(page: TablePage, table: Table) -> Grid:
    cells = sorted(table.cells, key=lambda cell: (cell.row, cell.column))
    return Grid(
        page=page.number,
        kind="table",
        rows=table.rows,
        columns=table.columns,
        cells=tuple(
            GridCell(
                row=cell.row,
                column=cell.column,
                row_span=cell.row_span,
                column_span=cell.column_span,
                text=text,
                location=cell.location,
            )
            for cell in cells
            if (text := strip_markup(cell.text))
        ),
        source=page.source,
    )


def table_grids(page: TablePage) -> list[Grid]:
    """The grids of a sheet or document body in reading order."""
    grids: list[Grid] = []
    lines: list[Line] = []
    for block in page.blocks:
        if isinstance(block, Line):
            lines.append(block)
            continue
        if lines:
            grids.append(_lines_grid(page, lines))
            lines = []
        grids.append(_table_grid(page, block))
    if lines:
        grids.append(_lines_grid(page, lines))
    return grids
