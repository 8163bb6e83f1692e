"""Text whose columns are aligned with spaces (a PDF saved as text): lines to pieces, pieces to bands, bands to rows."""

import re
from bisect import bisect_right
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from itertools import pairwise
from unicodedata import east_asian_width

from extractor.grids.grid import Grid, GridCell
from extractor.grids.spaced_bands import drifting_bands, straight_bands
from extractor.grids.spaced_columns import Piece
from extractor.grids.spaced_rows import Edges, SpacedRow, spaced_rows
from extractor.pages.page import Line, TextPage
from extractor.provenance import Location

_POINTS = 6.0
"""Points that stand for one character column where bands are sought."""
_TYPE_SIZE = 2 * _POINTS
_PIECE = re.compile(r"\S+(?: \S+)*")
_NUMBER = re.compile(r"\d[\d.,]*%?|—|-")
_WIDE_GAP = re.compile(r"\S {2,}\S")
_WORD = re.compile(r"\S+")
_IDEOGRAPH = re.compile(r"[\u4e00-\u9fff]")
_WIDEST_SPREAD = 4
"""Character columns between the characters of a label that is set wide."""
_LEAST_WHITE = 2
"""Character columns between cells whose text fills them; a single one is a space between words."""
_NEAR = 6
"""Lines up and down whose columns tell whether a single space parts two cells."""
_WITNESSES = 2
"""Lines in which such a space must lie between two cells."""
_LINED_UP = 0.5
"""Character columns by which edges or middles of pieces of one column differ."""
_STRAIGHT = 0.9
"""Share of the pieces of the columns that begin exactly under others, where columns are set without drift."""
_DOUBTFUL = 0.6
"""Confidence of a cell whose lines may as well belong to another row."""
_STRAIGHT_BELOW = 0.85
"""Share of the pieces below another that must begin exactly under it; first lines of cells may be indented."""
_VERY_STRAIGHT = 0.98
_DRIFTING = 0.85
"""Confidence that white parts cells whose columns drift."""
PARTED_BY_WHITE = 0.95
"""Confidence that white between texts parts cells."""


def is_spaced(page: TextPage) -> bool:
    """Whether the page's tables are set with spaces: at least five lines of three parts, and no tabs or bars."""
    if any("\t" in line.text or line.text.count("|") >= 2 for line in page.lines):
        return False
    return sum(1 for line in page.lines if len(_WIDE_GAP.findall(line.text.strip())) >= 2) >= 5


def spaced_text_grids(page: TextPage, is_label: Callable[[str], bool]) -> list[Grid]:
    """The grids of a page set with spaces, one for every sheet of it (form feeds part them).

    Columns are character columns, cells carry the line in which they begin. The kind is "unruled" where the columns are
    straight, so that a cell's place can be trusted, else "delimited". `is_label` tells texts that are a whole label of
    a level; where labels are set without white between them, only that parts them.
    """
    grids: list[Grid] = []
    for lines in _sheets(page.lines):
        grids.append(_sheet_grid(page.number, lines, is_label))
    return grids


def _sheets(lines: Sequence[Line]) -> Iterator[list[Line]]:
    """The lines of each sheet that hold any text; sheets are parted by form feeds."""
    sheet: list[Line] = []
    for line in lines:
        before, feed, behind = line.text.rpartition("\f")
        if feed and before.strip():
            sheet.append(line._replace(text=before.replace("\f", "")))
        if feed and sheet:
            yield sheet
            sheet = []
        if behind.strip():
            sheet.append(line._replace(text=behind))
    if sheet:
        yield sheet


def _columns(text: str, wide: int) -> list[int]:
    """The column at which each character starts, and the one after the last, when Chinese characters take `wide`."""
    columns = [0]
    for character in text:
        columns.append(columns[-1] + (wide if east_asian_width(character) in "WF" else 1))
    return columns


def _width_of_chinese(lines: Sequence[Line]) -> int:
    """1 or 2, whichever lines more numbers up under one another: tools differ in how they count."""

    def aligned(wide: int) -> int:
        ends: Counter[int] = Counter()
        for line in lines:
            columns = _columns(line.text, wide)
            ends.update(columns[one.end()] for one in _WORD.finditer(line.text) if _NUMBER.fullmatch(one.group()))
        return sum(count * count for count in ends.values())

    return max((2, 1), key=aligned)


def _pieces(lines: Sequence[Line], wide: int) -> list[list[Piece]]:
    """The pieces of every line that wide white parts, from left to right."""
    rows: list[list[Piece]] = []
    for number, line in enumerate(lines):
        columns = _columns(line.text, wide)
        rows.append(
            [
                Piece(text=one.group(), line=number, start=columns[one.start()], end=columns[one.end()])
                for one in _PIECE.finditer(line.text)
            ]
        )
    return rows


def _with_wide_labels(rows: Sequence[Sequence[Piece]]) -> list[list[Piece]]:
    """The rows with labels that are set wide (合  计) as one piece, unless their characters are of labels set downwards."""
    found: list[list[Piece]] = []
    for number, row in enumerate(rows):
        around = [
            one for at in (number - 1, number + 1) if 0 <= at < len(rows) for one in rows[at] if len(one.text) == 1
        ]
        joined: list[Piece] = []
        for piece in row:
            last = joined[-1] if joined else None
            if last is not None and _is_set_wide(last, piece, around):
                joined[-1] = replace(last, text=last.text + piece.text, end=piece.end)
            else:
                joined.append(piece)
        found.append(joined)
    return found


def _is_set_wide(left: Piece, right: Piece, around: Sequence[Piece]) -> bool:
    downwards = all(any(one.start < it.end and it.start < one.end for one in around) for it in (left, right))
    alone = all(len(one.text) == 1 and _IDEOGRAPH.match(one.text) for one in (left, right))
    return alone and not downwards and right.start - left.end <= _WIDEST_SPREAD


def _parted(rows: Sequence[Sequence[Piece]], wide: int) -> list[list[Piece]]:
    """The rows with the pieces cut at single spaces that lie in the white between two columns of lines near them."""
    return [
        [part for piece in row for part in _parts(piece, _around(rows, number), wide)]
        for number, row in enumerate(rows)
    ]


def _around(rows: Sequence[Sequence[Piece]], number: int) -> list[Sequence[Piece]]:
    near = range(max(0, number - _NEAR), min(len(rows), number + _NEAR + 1))
    return [rows[other] for other in near if other != number and len(rows[other]) > 1]


def _parts(piece: Piece, around: Sequence[Sequence[Piece]], wide: int) -> Iterator[Piece]:
    if " " not in piece.text:
        yield piece
        return
    columns = [piece.start + at for at in _columns(piece.text, wide)]
    begin = 0
    for at, character in enumerate(piece.text):
        if character == " " and _parts_columns(columns[begin], columns[at], columns[-1], around):
            yield replace(piece, text=piece.text[begin:at], start=columns[begin], end=columns[at])
            begin = at + 1
    yield replace(piece, text=piece.text[begin:], start=columns[begin], end=columns[-1])


def _parts_columns(start: int, space: int, end: int, around: Sequence[Sequence[Piece]]) -> bool:
    """Whether the space at column `space` of a text from `start` to `end` parts two columns of the lines around."""
    witnesses = against = 0
    for row in around:
        if any(one.start <= space < one.end for one in row):
            against += 1
            continue
        after = bisect_right(row, space, key=lambda one: one.start)
        witnesses += 0 < after < len(row) and row[after - 1].end > start and row[after].start < end
    return witnesses >= _WITNESSES and witnesses > 2 * against


def _sheet_grid(page: int, lines: Sequence[Line], is_label: Callable[[str], bool]) -> Grid:
    wide = _width_of_chinese(lines)
    pieces = _with_wide_labels(_pieces(lines, wide))
    straight = _is_straight(pieces, wide)
    if not straight:
        pieces = _parted(pieces, wide)
    blank_above = _blank_above(lines)
    cells: list[GridCell] = []
    rows = 0
    bands = straight_bands(pieces) if straight else drifting_bands(pieces)
    right = max((row[-1].end for row in pieces if len(row) > 1), default=0)
    edges = Edges(white=_LEAST_WHITE, right=right) if straight else None
    for band in bands:
        own = spaced_rows(band, blank_above, edges, is_label)
        cells += [
            cell
            for at, row in enumerate(own, start=rows)
            for cell in _cells(page, lines, row, at, band.columns, straight=straight)
        ]
        rows += len(own)
    return Grid(
        page=page,
        kind="unruled" if straight else "delimited",
        rows=rows,
        columns=max((cell.column + cell.column_span for cell in cells), default=0),
        cells=tuple(cells),
        source="text",
    )


def _blank_above(lines: Sequence[Line]) -> frozenset[int]:
    """The lines above which blank ones stand, unless nearly all do."""
    apart = [
        at
        for at, (above, below) in enumerate(pairwise(lines), start=1)
        if (below.location.line or 0) - (above.location.line or 0) > 1
    ]
    return frozenset(apart)


def _is_straight(rows: Sequence[Sequence[Piece]], wide: int) -> bool:
    """Whether nearly all pieces begin exactly under others: under one of any line, and under that of the line above.

    Tools that count a Chinese character as one column seldom set columns straight, so more is asked of these.
    """
    starts = Counter(one.start for row in rows for one in row[1:])
    shared = sum(count for count in starts.values() if count > 1)
    under = together = 0
    for above, below in pairwise(rows):
        if len(above) < 2 or len(below) < 2:
            continue
        for one in below:
            over = [it for it in above if it.start < one.end and one.start < it.end]
            together += len(over) == 1
            under += len(over) == 1 and over[0].start == one.start
    least = _STRAIGHT_BELOW if wide > 1 else _VERY_STRAIGHT
    return shared >= _STRAIGHT * starts.total() and under >= least * together


def _cells(
    page: int, lines: Sequence[Line], row: SpacedRow, at: int, columns: Sequence[tuple[int, int]], *, straight: bool
) -> Iterator[GridCell]:
    for column, pieces in sorted(row.cells.items()):
        left, right = columns[column][0], max(columns[column][1], *(piece.end for piece in pieces))
        location = lines[pieces[0].line].location
        yield GridCell(
            row=at,
            row_span=row.spans.get(column, 1),
            column=max(0, left),
            column_span=max(1, right - max(0, left)),
            text=_joined([piece.text for piece in pieces]),
            location=Location(page=page, line=location.line),
            confidence=_DOUBTFUL if column in row.doubtful else PARTED_BY_WHITE if straight else _DRIFTING,
        )


def _joined(texts: Sequence[str]) -> str:
    """The lines of a cell as one text; words of Latin letters keep a space between them."""
    text = texts[0]
    for one in texts[1:]:
        latin = text[-1:].isascii() and text[-1:].isalpha() and one[:1].isascii() and one[:1].isalpha()
        text += f" {one}" if latin else one
    return text
