"""Tables without drawn lines: rows and cells from how the words lie.

Words of a line part where the gap is wide; lines that lie close under one another are one block (a cell's wrapped
text). Cells that hold nothing but a number stand once in every row, so they anchor the rows: a block belongs to the
row whose anchor it covers, a block over several rows is shared out line by line, a block over none is a row of text.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from statistics import median

from extractor.geometry import Box, bounding_box
from extractor.grids.cell_text import cell_text, text_lines
from extractor.grids.grid import Grid, GridCell
from extractor.pages.page import PrintedPage, Word
from extractor.provenance import Location

_NUMBER = re.compile(r"[+-]?\d[\d,]*(?:\.\d+)?%?|[—\-–/]+|#{2,}")
_WIDE_GAP = 0.8
"""Gap between two words, in line heights, from which they are in different cells."""
_LEADING_SLACK = 0.25
"""How much wider, in line heights, than the tightest leading two lines of one cell may lie."""


@dataclass(slots=True)
class _Segment:
    """Words side by side in one line of one cell."""

    words: list[Word]
    box: Box

    @property
    def numeric(self) -> bool:
        return len(self.words) == 1 and _NUMBER.fullmatch(self.words[0].text) is not None


@dataclass(slots=True)
class _Block:
    """Segments under one another: the text of one cell, or of several when rows are set as tight as lines."""

    segments: list[_Segment]

    @property
    def box(self) -> Box:
        box = bounding_box(segment.box for segment in self.segments)
        assert box is not None
        return box


@dataclass(slots=True)
class _Row:
    """A row of the table: its middle, and the segments that belong to it."""

    middle: float
    segments: list[_Segment] = field(default_factory=list[_Segment])


def looks_tabular(lines: Sequence[Sequence[Word]]) -> bool:
    """Whether at least three lines fall into three or more cells."""
    if len(lines) < 3:
        return False
    height = median(word.box.height for line in lines for word in line)
    return sum(1 for line in lines if len(_segments_of_line(line, height)) >= 3) >= 3


def unruled_grid(page: PrintedPage, words: Sequence[Word]) -> Grid:
    """The table that `words` form by their places; column numbers only count the cells of a row."""
    height = median(word.box.height for word in words)
    segments = [one for line in text_lines(words) for one in _segments_of_line(line, height)]
    rows = _rows(segments, height)
    cells = [cell for index, row in enumerate(rows) for cell in _row_cells(page, index, row)]
    return Grid(
        page=page.number,
        kind="unruled",
        rows=len(rows),
        columns=max((cell.column for cell in cells), default=-1) + 1,
        cells=tuple(cells),
        source=page.source,
    )


def _segments_of_line(line: Sequence[Word], height: float) -> list[_Segment]:
    parts: list[list[Word]] = [[line[0]]]
    for before, after in pairwise(line):
        if after.box.x0 - before.box.x1 > _WIDE_GAP * height:
            parts.append([])
        parts[-1].append(after)
    return [_Segment(part, bounding_box(word.box for word in part) or part[0].box) for part in parts]


def _shares_column(upper: Box, lower: Box, height: float) -> bool:
    shared = min(upper.x1, lower.x1) - max(upper.x0, lower.x0)
    return shared >= 0.3 * min(upper.width, lower.width) or abs(upper.x0 - lower.x0) < 0.5 * height


def _blocks(segments: Sequence[_Segment], height: float) -> list[_Block]:
    """Texts under one another joined; the tightest leading of the page tells how close lines of one cell lie."""
    texts = sorted((one for one in segments if not one.numeric), key=lambda one: one.box.top)
    below: list[tuple[float, _Segment, _Segment]] = []
    for index, upper in enumerate(texts):
        for lower in texts[index + 1 :]:
            gap = lower.box.top - upper.box.bottom
            if gap > height:
                break
            if lower.box.top > upper.box.y_mid and _shares_column(upper.box, lower.box, height):
                below.append((gap, upper, lower))
                break
    limit = min((gap for gap, _, _ in below), default=0.0) + _LEADING_SLACK * height
    owner = {id(segment): _Block([segment]) for segment in texts}
    for gap, upper, lower in below:
        if gap <= limit and owner[id(upper)] is not owner[id(lower)]:
            joined, gone = owner[id(upper)], owner[id(lower)]
            joined.segments.extend(gone.segments)
            for segment in gone.segments:
                owner[id(segment)] = joined
    unique = {id(block): block for block in owner.values()}
    return list(unique.values())


def _rows(segments: Sequence[_Segment], height: float) -> list[_Row]:
    anchors: list[_Row] = []
    for segment in sorted((one for one in segments if one.numeric), key=lambda one: one.box.y_mid):
        if anchors and segment.box.y_mid - anchors[-1].middle <= 0.4 * height:
            anchors[-1].segments.append(segment)
        else:
            anchors.append(_Row(segment.box.y_mid, [segment]))
    alone: list[_Block] = []
    for block in _blocks(segments, height):
        box = block.box
        covered = [row for row in anchors if box.top - 0.2 * height <= row.middle <= box.bottom + 0.2 * height]
        if len(covered) == 1:
            covered[0].segments.extend(block.segments)
        elif covered:
            _share_out(block, covered, height)
        else:
            alone.append(block)
    return sorted([*anchors, *_text_rows(alone, anchors, height)], key=lambda row: row.middle)


def _share_out(block: _Block, rows: Sequence[_Row], height: float) -> None:
    """Lines of a block over several rows: to the row they begin when texts stand at the top, else to the nearest."""
    lines = sorted(block.segments, key=lambda one: one.box.y_mid)
    level = [min(abs(line.box.y_mid - row.middle) for line in lines) <= 0.25 * height for row in rows]
    at_top = all(level) and lines[0].box.y_mid >= rows[0].middle - 0.3 * height
    for line in lines:
        above = [row for row in rows if row.middle <= line.box.y_mid + 0.3 * height]
        if at_top and above:
            above[-1].segments.append(line)
        else:
            min(rows, key=lambda row: abs(row.middle - line.box.y_mid)).segments.append(line)


def _text_rows(blocks: Sequence[_Block], anchors: Sequence[_Row], height: float) -> list[_Row]:
    """Blocks beside no number: side by side they are a row; a short one alone between two rows labels the nearer."""
    groups: list[list[_Block]] = []
    for block in sorted(blocks, key=lambda one: one.box.y_mid):
        box = block.box
        if groups:
            last = groups[-1][-1].box
            shared = min(box.bottom, last.bottom) - max(box.top, last.top)
            if shared >= 0.5 * min(box.height, last.height):
                groups[-1].append(block)
                continue
        groups.append([block])
    rows: list[_Row] = []
    for group in groups:
        segments = [segment for block in group for segment in block.segments]
        middle = sum(segment.box.y_mid for segment in segments) / len(segments)
        label_of = _labelled_row(group, middle, anchors, height)
        if label_of is not None:
            label_of.segments.extend(segments)
        else:
            rows.append(_Row(middle, segments))
    return rows


def _labelled_row(group: Sequence[_Block], middle: float, anchors: Sequence[_Row], height: float) -> _Row | None:
    if len(group) > 1 or group[0].box.width > 8 * height:
        return None
    above = [row for row in anchors if row.middle < middle]
    below = [row for row in anchors if row.middle >= middle]
    if not above or not below or below[0].middle - above[-1].middle > 3.5 * height:
        return None
    return min((above[-1], below[0]), key=lambda row: abs(row.middle - middle))


def _row_cells(page: PrintedPage, index: int, row: _Row) -> list[GridCell]:
    """The cells of a row from left to right: segments that share a column are one cell."""
    groups: list[list[_Segment]] = []
    for segment in sorted(row.segments, key=lambda one: (one.box.x0, one.box.top)):
        for group in groups:
            box = bounding_box(one.box for one in group)
            if box is not None and min(box.x1, segment.box.x1) - max(box.x0, segment.box.x0) > 0:
                group.append(segment)
                break
        else:
            groups.append([segment])
    cells: list[GridCell] = []
    for column, group in enumerate(groups):
        words = [word for segment in group for word in segment.words]
        cells.append(
            GridCell(
                row=index,
                column=column,
                text=cell_text(words),
                location=Location(page=page.number, box=bounding_box(word.box for word in words)),
                confidence=min(word.confidence for word in words),
            )
        )
    return cells
