"""Tables without drawn lines: columns from the rivers of a band, rows from the numbers in it.

Lines of one column that lie close under one another are one block (a cell's wrapped text). Cells that hold nothing but
a number stand once in every row, so they anchor the rows: a block belongs to the row whose anchor it covers, a block
over several rows is shared out line by line, blocks over none form rows of text.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from statistics import median

from extractor.geometry import Box, bounding_box
from extractor.grids.cell_text import cell_text, line_text, text_lines
from extractor.grids.grid import Grid, GridCell
from extractor.grids.unruled_bands import Band, page_bands, widest_leading
from extractor.pages.page import PrintedPage, Word
from extractor.provenance import Location

_NUMBER = re.compile(r"[+-]?\d[\d,]*(?:\.\d+)?%?|[—\-–/]+|#{2,}")


@dataclass(slots=True)
class _Piece:
    """The words of one line in one column."""

    column: int
    words: list[Word]
    box: Box

    @property
    def numeric(self) -> bool:
        return _NUMBER.fullmatch(line_text(self.words)) is not None


@dataclass(slots=True)
class _Block:
    """Pieces of one column close under one another."""

    pieces: list[_Piece]

    @property
    def box(self) -> Box:
        return bounding_box(piece.box for piece in self.pieces) or self.pieces[0].box


@dataclass(slots=True)
class _Row:
    """A row: its middle, and the pieces that belong to it."""

    middle: float
    pieces: list[_Piece] = field(default_factory=list[_Piece])


def looks_tabular(lines: Sequence[Sequence[Word]]) -> bool:
    """Whether at least three lines fall into three or more parts with wide white between them."""
    if len(lines) < 3:
        return False
    height = median(word.box.height for line in lines for word in line)
    parts = (sum(b.box.x0 - a.box.x1 > 0.8 * height for a, b in pairwise(line)) for line in lines)
    return sum(1 for gaps in parts if gaps >= 2) >= 3


def unruled_grids(page: PrintedPage, words: Sequence[Word]) -> list[tuple[float, Grid]]:
    """The tables that `words` form by their places, one grid a band, each with its top."""
    lines = text_lines(words)
    height = median(word.box.height for word in words)
    leading = widest_leading(lines, height)
    grids: list[tuple[float, Grid]] = []
    for band in page_bands(lines, leading):
        rows = _rows(_pieces(band), height, leading)
        cells = [cell for index, row in enumerate(rows) for cell in _row_cells(page, band, index, row)]
        grid = Grid(
            page=page.number,
            kind="unruled" if len(band.columns) > 1 else "lines",
            rows=len(rows),
            columns=len(band.columns),
            cells=tuple(cells),
            source=page.source,
        )
        grids.append((min(word.box.top for line in band.lines for word in line), grid))
    return grids


def _pieces(band: Band) -> list[_Piece]:
    pieces: list[_Piece] = []
    for line in band.lines:
        for column, (left, right) in enumerate(band.columns):
            own = [word for word in line if left <= word.box.x_mid < right]
            if own:
                pieces.append(_Piece(column, own, bounding_box(word.box for word in own) or own[0].box))
    return pieces


def _blocks(pieces: Sequence[_Piece], leading: float) -> list[_Block]:
    blocks: list[_Block] = []
    last: dict[int, _Block] = {}
    for piece in sorted(pieces, key=lambda one: one.box.top):
        above = last.get(piece.column)
        if above is not None and piece.box.top - above.pieces[-1].box.bottom <= leading:
            above.pieces.append(piece)
            continue
        block = _Block([piece])
        blocks.append(block)
        last[piece.column] = block
    return blocks


def _rows(pieces: Sequence[_Piece], height: float, leading: float) -> list[_Row]:
    anchors: list[_Row] = []
    for piece in sorted((one for one in pieces if one.numeric), key=lambda one: one.box.y_mid):
        if anchors and piece.box.y_mid - anchors[-1].middle <= 0.4 * height:
            anchors[-1].pieces.append(piece)
        else:
            anchors.append(_Row(piece.box.y_mid, [piece]))
    alone: list[_Block] = []
    texts = [piece for piece in pieces if not piece.numeric]
    for block in _blocks(texts, leading):
        box = block.box
        covered = [row for row in anchors if box.top - 0.2 * height <= row.middle <= box.bottom + 0.2 * height]
        if len(covered) == 1:
            covered[0].pieces.extend(block.pieces)
        elif covered:
            _share_out(block, covered, height)
        else:
            alone.append(block)
    return sorted([*anchors, *_text_rows(alone, anchors, height)], key=lambda row: row.middle)


def _share_out(block: _Block, rows: Sequence[_Row], height: float) -> None:
    """Lines of a block over several rows: to the row they begin when texts stand at the top, else to the nearest.

    A short block (a merged label) goes whole to the row nearest its middle.
    """
    lines = block.pieces
    if len(lines) < len(rows):
        min(rows, key=lambda row: abs(row.middle - block.box.y_mid)).pieces.extend(lines)
        return
    level = [min(abs(line.box.y_mid - row.middle) for line in lines) <= 0.25 * height for row in rows]
    at_top = all(level) and lines[0].box.y_mid >= rows[0].middle - 0.3 * height
    for line in lines:
        above = [row for row in rows if row.middle <= line.box.y_mid + 0.3 * height]
        if at_top and above:
            above[-1].pieces.append(line)
        else:
            min(rows, key=lambda row: abs(row.middle - line.box.y_mid)).pieces.append(line)


def _text_rows(blocks: Sequence[_Block], anchors: Sequence[_Row], height: float) -> list[_Row]:
    """Blocks beside no number: side by side they are a row; a short one alone between two rows labels the nearer."""
    groups: list[list[_Block]] = []
    for block in sorted(blocks, key=lambda one: one.box.y_mid):
        box = block.box
        for group in groups:
            if any(
                min(box.bottom, one.box.bottom) - max(box.top, one.box.top) >= 0.5 * min(box.height, one.box.height)
                for one in group
            ):
                group.append(block)
                break
        else:
            groups.append([block])
    rows: list[_Row] = []
    for group in groups:
        pieces = [piece for block in group for piece in block.pieces]
        middle = sum(block.box.y_mid for block in group) / len(group)
        label_of = _labelled_row(group, middle, anchors, height)
        if label_of is not None:
            label_of.pieces.extend(pieces)
        else:
            rows.append(_Row(middle, pieces))
    return rows


def _labelled_row(group: Sequence[_Block], middle: float, anchors: Sequence[_Row], height: float) -> _Row | None:
    if len(group) > 2 or any(len(block.pieces) > 4 for block in group):
        return None
    above = [row for row in anchors if row.middle < middle]
    below = [row for row in anchors if row.middle >= middle]
    if not above or not below or below[0].middle - above[-1].middle > 4.5 * height:
        return None
    return min((above[-1], below[0]), key=lambda row: abs(row.middle - middle))


def _row_cells(page: PrintedPage, band: Band, index: int, row: _Row) -> list[GridCell]:
    """The cells of a row from left to right; a cell's box is as wide as its column."""
    cells: list[GridCell] = []
    for column, (left, right) in enumerate(band.columns):
        words = [word for piece in row.pieces if piece.column == column for word in piece.words]
        box = bounding_box(word.box for word in words)
        if box is None:
            continue
        cells.append(
            GridCell(
                row=index,
                column=column,
                text=cell_text(words),
                location=Location(page=page.number, box=Box(left, box.top, right, box.bottom)),
                confidence=min(word.confidence for word in words),
            )
        )
    return cells
