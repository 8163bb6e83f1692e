"""The part of a document without pages in which a form stands, laid out for drawing as tables and lines."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby
from pathlib import Path

from extractor.pages.loader import read_pages
from extractor.pages.page import Line, PrintedPage, Table, TableCell, TablePage
from extractor.problems import Problem
from extractor.records.reading import Evidence
from extractor.settings import Settings

_LINES_AROUND = 4
"""Lines of text shown before and after those that the form was read from."""
_MOST_ROWS = 600
"""Rows of one table that are drawn: the form's have some 60, a sheet may have 20,000."""


@dataclass(frozen=True, slots=True, kw_only=True)
class DrawnTable:
    """The rows of a table that hold cells."""

    rows: Sequence[Sequence[TableCell]]


@dataclass(frozen=True, slots=True, kw_only=True)
class DrawnPage:
    """A sheet (`name`), a document or a text: its tables and lines in order."""

    name: str
    blocks: Sequence[Line | DrawnTable]


@dataclass(frozen=True, slots=True, kw_only=True)
class SourceGrid:
    """What is drawn of a document; `shortened` when it has more than that."""

    pages: Sequence[DrawnPage]
    shortened: bool


def source_grid(path: Path, evidence: Mapping[str, Evidence], settings: Settings) -> SourceGrid:
    """The sheets, tables and lines that `evidence` points at, with a little around them.

    Raises:
        DocumentError: the document cannot be read any more.
    """
    wanted = {one.page for one in evidence.values()}
    tables = {one.table for one in evidence.values() if one.table is not None}
    lines = [one.line for one in evidence.values() if one.line is not None]
    between = (min(lines) - _LINES_AROUND, max(lines) + _LINES_AROUND) if lines else None
    pages: list[DrawnPage] = []
    shortened = False
    for page in read_pages(path, settings):
        if isinstance(page, Problem | PrintedPage):
            continue
        if page.number not in wanted:
            shortened = True
            continue
        whole = page.blocks if isinstance(page, TablePage) else page.lines
        kept = [drawn for block in whole if (drawn := _drawn(block, tables, between)) is not None]
        cut = any(isinstance(block, Table) and block.rows > _MOST_ROWS for block in whole)
        shortened = shortened or cut or len(kept) < len(whole)
        pages.append(DrawnPage(name=page.name if isinstance(page, TablePage) else "", blocks=kept))
    return SourceGrid(pages=pages, shortened=shortened)


def _drawn(block: Line | Table, tables: set[int], between: tuple[int, int] | None) -> Line | DrawnTable | None:
    if isinstance(block, Line):
        line = block.location.line
        if line is not None and between is not None:
            return block if between[0] <= line <= between[1] else None
        return block if block.text.strip() else None
    own = {cell.location.table for cell in block.cells}
    if tables and own and not own & tables:
        return None
    first = min((cell.row for cell in block.cells), default=0)
    near = [cell for cell in block.cells if cell.row < first + _MOST_ROWS]
    return DrawnTable(rows=_rows(near))


def _rows(cells: Sequence[TableCell]) -> list[list[TableCell]]:
    """Whole rows without holes: a table of a format leaves blank cells out, which would shift those to their right."""
    taken: set[tuple[int, int]] = set()
    rows: list[list[TableCell]] = []
    width = max((cell.column + cell.column_span for cell in cells), default=0)
    for row, members in groupby(sorted(cells, key=lambda cell: (cell.row, cell.column)), key=lambda cell: cell.row):
        starting = {cell.column: cell for cell in members}
        drawn: list[TableCell] = []
        column = 0
        while column < width:
            if (cell := starting.get(column)) is not None:
                drawn.append(cell)
                taken.update(
                    (row + down, column + right) for down in range(cell.row_span) for right in range(cell.column_span)
                )
            elif (row, column) not in taken:
                nearest = next(iter(starting.values()))
                blank = nearest.location.__class__(page=nearest.location.page)
                drawn.append(TableCell(row, column, 1, 1, "", blank))
            column += cell.column_span if cell is not None else 1
        rows.append(drawn)
    return rows
