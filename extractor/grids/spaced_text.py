"""Text whose columns are aligned with spaces (a PDF saved as text): read like a printed page without drawn lines."""

import re
from collections import Counter
from dataclasses import replace
from unicodedata import east_asian_width

from extractor.geometry import Box
from extractor.grids.grid import Grid, GridCell
from extractor.grids.printed_grid import printed_grids
from extractor.pages.page import Line, PrintedPage, TextPage, Word
from extractor.provenance import Location
from extractor.settings import GridSettings

_CELL = 6.0
"""Points that stand for one character column."""
_LINE = 10.0
"""Points that stand for one line."""
_WORD = re.compile(r"\S+")
_NUMBER = re.compile(r"\d[\d.,]*%?|—|-")
_WIDE_GAP = re.compile(r"\S {3,}\S")
PARTED_BY_WHITE = 0.95
"""Confidence that white between texts parts cells."""


def is_spaced(page: TextPage) -> bool:
    """Whether the page's tables are set with spaces: at least five lines of three parts, and no tabs or bars."""
    if any("\t" in line.text or line.text.count("|") >= 2 for line in page.lines):
        return False
    return sum(1 for line in page.lines if len(_WIDE_GAP.findall(line.text)) >= 2) >= 5


def _columns(text: str, wide: int) -> list[int]:
    """The column at which each character starts, and the one after the last, when Chinese characters take `wide`."""
    columns = [0]
    for character in text:
        columns.append(columns[-1] + (wide if east_asian_width(character) in "WF" else 1))
    return columns


def _width_of_chinese(lines: tuple[Line, ...]) -> int:
    """1 or 2, whichever lines more numbers up under one another: tools differ in how they count."""

    def aligned(wide: int) -> int:
        ends: Counter[int] = Counter()
        for line in lines:
            columns = _columns(line.text, wide)
            ends.update(columns[one.end()] for one in _WORD.finditer(line.text) if _NUMBER.fullmatch(one.group()))
        return sum(count * count for count in ends.values())

    return max((1, 2), key=aligned)


def _printed(page: TextPage, wide: int) -> PrintedPage:
    words: list[Word] = []
    for index, line in enumerate(page.lines):
        columns = _columns(line.text, wide)
        for found in _WORD.finditer(line.text):
            x0, x1 = columns[found.start()] * _CELL, columns[found.end()] * _CELL
            words.append(Word(found.group(), Box(x0, index * _LINE, x1, (index + 1) * _LINE)))
    width = max((word.box.x1 for word in words), default=0.0)
    return PrintedPage(number=page.number, width=width, height=len(page.lines) * _LINE, words=tuple(words), rulings=())


def spaced_text_grids(page: TextPage, settings: GridSettings) -> list[Grid]:
    """The grids of a page set with spaces; cells carry line numbers, and character columns as their place."""
    printed = _printed(page, _width_of_chinese(page.lines))
    return [_in_columns(page, grid) for grid in printed_grids(printed, settings)]


def _in_columns(page: TextPage, grid: Grid) -> Grid:
    cells: list[GridCell] = []
    for cell in grid.cells:
        box = cell.location.box
        if box is None:
            continue
        start, end = round(box.x0 / _CELL), round(box.x1 / _CELL)
        line = page.lines[min(int(box.top / _LINE + 0.01), len(page.lines) - 1)]
        cells.append(
            replace(
                cell,
                column=start,
                column_span=max(1, end - start),
                location=Location(page=page.number, line=line.location.line),
                confidence=min(cell.confidence, PARTED_BY_WHITE),
            )
        )
    columns = max((cell.column + cell.column_span for cell in cells), default=0)
    # columns move from page to page of such a text, so cells are to be told by kind and order
    kind = "delimited" if grid.kind == "unruled" else grid.kind
    return replace(grid, cells=tuple(cells), columns=columns, kind=kind, source="text")
