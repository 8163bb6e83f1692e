"""Printed pages to grids: ruled tables from their edges, the rest from alignment, in reading order."""

from collections.abc import Sequence

from extractor.geometry import Box
from extractor.grids.cell_text import cell_text, line_text, second_text, text_lines
from extractor.grids.edges import edges_to_tables, rulings_to_edges
from extractor.grids.grid import Grid, GridCell
from extractor.grids.lattice import Lattice
from extractor.grids.unruled_grid import looks_tabular, unruled_grids
from extractor.pages.page import PrintedPage, Word
from extractor.provenance import Location
from extractor.settings import GridSettings

_OVERFLOW = 0.25
"""Share of a line's height by which it must reach over its cell's edge to belong to a text too high for its row."""
_PERHAPS_FUSED = 0.65
"""Highest confidence of a recognised cell of which a line falls into words with the white of a cell's edge between."""
_OVERFLOWN = 0.7
"""Confidence of a cell's text of which a line reaches over the edge."""


def printed_grids(page: PrintedPage, settings: GridSettings) -> list[Grid]:
    """The grids of a printed page from top to bottom: ruled tables, and between them lines or unruled tables."""
    lattices = _lattices(page, settings)
    inside: list[dict[int, list[Word]]] = [{} for _ in lattices]
    outside: list[Word] = []
    for word in page.words:
        x, y = word.box.x_mid, word.box.y_mid
        for lattice, cells in zip(lattices, inside, strict=True):
            index = lattice.cell_at(x, y)
            if index is not None:
                cells.setdefault(index, []).append(word)
                break
        else:
            outside.append(word)
    placed: list[tuple[float, Grid]] = []
    for lattice, cells in zip(lattices, inside, strict=True):
        if cells:
            placed.append((lattice.box.top, _ruled_grid(page, lattice, cells)))
    placed.extend(_between(page, outside, [lattice.box for lattice in lattices]))
    return [grid for _, grid in sorted(placed, key=lambda one: one[0])]


def _lattices(page: PrintedPage, settings: GridSettings) -> list[Lattice]:
    edges = rulings_to_edges(page.rulings, settings)
    lattices = [Lattice(table, settings) for table in edges_to_tables(edges, settings)]
    return [lattice for lattice in lattices if len(lattice.cells) >= 2]


def _ruled_grid(page: PrintedPage, lattice: Lattice, words: dict[int, list[Word]]) -> Grid:
    """Cells with text, and blank merged ones, whose extent tells which rows belong together."""
    cells: list[GridCell] = []
    for index, cell in enumerate(lattice.cells):
        own = words.get(index, [])
        if not own and cell.row_span == 1:
            continue
        cells.append(
            GridCell(
                row=cell.row,
                column=cell.column,
                row_span=cell.row_span,
                column_span=cell.column_span,
                text=cell_text(own, cell.box),
                location=Location(page=page.number, box=cell.box),
                confidence=_confidence(own, cell.box, recognised=page.source == "ocr"),
                second=second_text(own, cell.box),
            )
        )
    return Grid(
        page=page.number,
        kind="ruled",
        rows=len(lattice.ys) - 1,
        columns=len(lattice.xs) - 1,
        cells=tuple(cells),
        source=page.source,
        worn=page.worn,
    )


def _confidence(words: Sequence[Word], cell: Box, *, recognised: bool) -> float:
    """How surely the cell's text is its own: as read, less when a line runs over its upper or lower edge.

    Text too high for its row is printed into the rows around it, and theirs into it. In a picture, words far apart in one
    line of a cell are those of two cells whose ruling was not seen, more often than not.
    """
    sure = 1.0
    if recognised and len(words) > 1 and any(len(line) > 1 for line in text_lines(words)):
        sure = _PERHAPS_FUSED
    for word in words:
        box = word.box
        over = max(cell.top - box.top, box.bottom - cell.bottom)
        read = word.confidence
        if over > _OVERFLOW * (box.bottom - box.top):
            read = min(read, _OVERFLOWN)
        sure = min(sure, read)
    return sure


def _between(page: PrintedPage, words: Sequence[Word], tables: Sequence[Box]) -> list[tuple[float, Grid]]:
    """The text outside ruled tables, one grid for each stretch between two of them, with its top."""
    tops = sorted(table.top for table in tables)
    stretches: dict[int, list[Word]] = {}
    for word in words:
        stretches.setdefault(sum(top < word.box.y_mid for top in tops), []).append(word)
    grids: list[tuple[float, Grid]] = []
    for own in stretches.values():
        lines = text_lines(own)
        if looks_tabular(lines, alone=not tables):
            grids.extend(unruled_grids(page, own))
        else:
            grids.append((min(word.box.top for word in own), _lines_grid(page, lines)))
    return grids


def _lines_grid(page: PrintedPage, lines: Sequence[Sequence[Word]]) -> Grid:
    cells = [
        GridCell(
            row=row,
            column=0,
            text=line_text(line),
            location=Location(
                page=page.number,
                box=Box(
                    line[0].box.x0,
                    min(word.box.top for word in line),
                    line[-1].box.x1,
                    max(word.box.bottom for word in line),
                ),
            ),
            confidence=min(word.confidence for word in line),
            second=second_text(line),
        )
        for row, line in enumerate(lines)
    ]
    return Grid(page=page.number, kind="lines", rows=len(lines), columns=1, cells=tuple(cells), source=page.source)
