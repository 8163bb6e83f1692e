"""Tables without drawn cells: words to blocks, blocks to rows, rows to bands that share columns, one grid a band."""

from collections.abc import Sequence
from itertools import pairwise
from statistics import median

from extractor.geometry import Box, bounding_box
from extractor.grids.cell_text import cell_text, second_text
from extractor.grids.grid import Grid, GridCell
from extractor.grids.unruled_bands import Band, row_bands
from extractor.grids.unruled_blocks import Block, Rules, page_blocks, page_segments, page_type, type_size
from extractor.grids.unruled_dense import dense_rows, runs_together
from extractor.grids.unruled_labels import label_spans
from extractor.grids.unruled_rows import PageRows, Row, page_rows
from extractor.pages.page import PrintedPage, Word
from extractor.provenance import Location

_REACH = 1.0
"""Type sizes by which a column reaches beyond its texts, where no neighbour is nearer."""
_PIECED = 0.6
"""Highest confidence of a cell put together from several lines of a picture: one of them may be a neighbour's."""


def looks_tabular(lines: Sequence[Sequence[Word]], *, alone: bool) -> bool:
    """Whether at least three lines fall into three or more parts with wide white between them.

    On a page without ruled tables (`alone`) an eighth of its lines is enough: the end of a table may be a single row.
    """
    height = median(word.box.height for line in lines for word in line)
    parts = (sum(b.box.x0 - a.box.x1 > 0.8 * height for a, b in pairwise(line)) for line in lines)
    tabular = sum(1 for gaps in parts if gaps >= 2)
    return tabular >= 3 or (alone and tabular > 0 and 8 * tabular >= len(lines))


def unruled_grids(page: PrintedPage, words: Sequence[Word]) -> list[tuple[float, Grid]]:
    """The tables that `words` form by their places, one grid a band, each with its top."""
    em = type_size(words)
    lines = page_segments(words, em)
    rules = Rules(page.rulings)
    setting = page_type(lines, em, rules)
    blocks = page_blocks(lines, setting, rules)
    dense = setting.leading is None or runs_together(blocks, setting)
    found = dense_rows(lines, setting) if dense else page_rows(blocks, em, rules)
    boxes = [[block.box for block in sorted((*row.blocks, *row.labels), key=_left)] for row in found.rows]
    grids: list[tuple[float, Grid]] = []
    labels = [block.box for row in found.rows for block in row.labels]
    for band in row_bands(boxes, em, labels):
        rows = found.rows[band.start : band.end]
        grids.append((min(row.top for row in rows), _grid(page, band, rows, em, found)))
    return grids


def _left(block: Block) -> float:
    return block.box.x0


def _grid(page: PrintedPage, band: Band, rows: Sequence[Row], em: float, found: PageRows) -> Grid:
    placed: list[list[list[Block]]] = [[[] for _ in band.columns] for _ in rows]
    for index, row in enumerate(rows):
        for block in (*row.blocks, *row.labels):
            placed[index][_column(block, band)].append(block)
    spans = label_spans(rows, placed, em, found)
    cells: list[GridCell] = []
    for column, edges in enumerate(band.columns):
        place = _place(edges, [block for row in placed for block in row[column]], em)
        for index in range(len(rows)):
            blocks = placed[index][column]
            if blocks:
                start, end = spans.get((index, column), (index, index + 1))
                cells.append(_cell(page, blocks, place, (start, end), column))
    return Grid(
        page=page.number,
        kind="unruled" if len(band.columns) > 1 else "lines",
        rows=len(rows),
        columns=len(band.columns),
        cells=tuple(sorted(cells, key=lambda cell: (cell.row, cell.column))),
        source=page.source,
    )


def _column(block: Block, band: Band) -> int:
    """The column in which most of the block lies."""
    return max(
        range(len(band.columns)),
        key=lambda index: min(band.columns[index][1], block.box.x1) - max(band.columns[index][0], block.box.x0),
    )


def _place(edges: tuple[float, float], blocks: Sequence[Block], em: float) -> tuple[float, float]:
    """Where a column lies: its texts, and a little more inside its edges."""
    if not blocks:
        return edges
    left, right = min(block.box.x0 for block in blocks), max(block.box.x1 for block in blocks)
    return max(edges[0], left - _REACH * em), min(edges[1], right + _REACH * em)


def _cell(
    page: PrintedPage, blocks: Sequence[Block], place: tuple[float, float], rows: tuple[int, int], column: int
) -> GridCell:
    words = [word for block in blocks for word in block.words]
    box = bounding_box(word.box for word in words) or words[0].box
    pieced = page.source == "ocr" and len({round(word.box.top) for word in words}) > 1
    return GridCell(
        row=rows[0],
        column=column,
        row_span=rows[1] - rows[0],
        text=cell_text(words),
        location=Location(page=page.number, box=Box(place[0], box.top, place[1], box.bottom)),
        confidence=min([word.confidence for word in words] + [_PIECED] * pieced),
        second=second_text(words),
    )
