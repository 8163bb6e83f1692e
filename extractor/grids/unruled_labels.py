"""Merged labels of an unruled table: over which rows each reaches.

Rules tell it where they are drawn. Else a label stands at the middle of its rows, and the labels of a column follow each
other without a gap: where the first one's rows begin, all other limits follow. They are believed when every label fits.
"""

from bisect import bisect_left
from collections.abc import Mapping, Sequence
from itertools import pairwise

from extractor.grids.unruled_blocks import Block
from extractor.grids.unruled_rows import Row

Spans = dict[tuple[int, int], tuple[int, int]]
"""Row and column of a label's nearest row: first row and the row after the last that it covers."""
_OFF = 0.4
"""Type sizes by which a label may stand off the middle of its rows."""


def label_spans(
    rows: Sequence[Row],
    placed: Sequence[Sequence[Sequence[Block]]],
    em: float,
    extents: Mapping[Block, tuple[float, float]],
) -> Spans:
    """The rows that each label covers, where that is certain; `placed` holds the blocks by row and column."""
    spans: Spans = {}
    limits = _limits(rows, em)
    columns = len(placed[0])
    off_row = [
        column
        for column in range(columns)
        if any(block in row.labels for row, cells in zip(rows, placed, strict=True) for block in cells[column])
    ]
    for column in range(max(off_row, default=-1) + 1):
        entries = [(index, cells[column]) for index, cells in enumerate(placed) if cells[column]]
        if any(block in extents for _, blocks in entries for block in blocks):
            spans |= _ruled(rows, entries, column, extents)
        else:
            spans |= _tiled(limits, entries, column, _OFF * em)
    return spans


def _limits(rows: Sequence[Row], em: float) -> list[float]:
    """Heights between the rows: each row's text stands at its middle, and a limit lies in the white between two rows."""
    whites = [max(0.0, below.top - above.bottom) for above, below in pairwise(rows)]
    half = min(whites, default=em) / 2
    limits = [rows[0].top - half]
    for above, below in pairwise(rows):
        limit = 2 * above.middle - limits[-1]
        limits.append(min(max(limit, above.bottom), max(above.bottom, below.top)))
    limits.append(max(2 * rows[-1].middle - limits[-1], rows[-1].bottom))
    return limits


def _ruled(
    rows: Sequence[Row],
    entries: Sequence[tuple[int, Sequence[Block]]],
    column: int,
    extents: Mapping[Block, tuple[float, float]],
) -> Spans:
    spans: Spans = {}
    taken = {index for index, blocks in entries if not any(block in extents for block in blocks)}
    for index, blocks in entries:
        known = [extents[block] for block in blocks if block in extents]
        if not known:
            continue
        top, bottom = known[0]
        covered = [at for at, row in enumerate(rows) if top < row.middle < bottom]
        if covered and not taken.intersection(covered):
            spans[index, column] = covered[0], covered[-1] + 1
            taken.update(covered)
    return spans


def _tiled(
    limits: Sequence[float], entries: Sequence[tuple[int, Sequence[Block]]], column: int, tolerance: float
) -> Spans:
    """The spans by which the labels cover the rows without a gap, from the highest start for which all fit."""
    middles = [
        (min(block.box.top for block in blocks) + max(block.box.bottom for block in blocks)) / 2
        for _, blocks in entries
    ]
    best: list[tuple[int, int]] = []
    for first in range(entries[0][0] + 1 if entries else 0):
        chain = _chain(limits, middles, first, tolerance)
        if chain and (not best or chain[-1][1] - chain[0][0] > best[-1][1] - best[0][0]):
            best = chain
    return {(index, column): span for (index, _), span in zip(entries, best, strict=False)}


def _chain(
    limits: Sequence[float], middles: Sequence[float], first: int, tolerance: float
) -> list[tuple[int, int]] | None:
    """The spans when the first label begins at row `first`; `None` when a label does not fit."""
    chain: list[tuple[int, int]] = []
    start = first
    for middle in middles:
        wanted = 2 * middle - limits[start]
        after = bisect_left(limits, wanted)
        candidates = [at for at in (after - 1, after) if start < at < len(limits)]
        if not candidates:
            return None
        end = min(candidates, key=lambda at: abs(limits[at] - wanted))
        # half of the limit's error is the middle's
        if abs(limits[end] - wanted) > 2 * tolerance:
            return None
        chain.append((start, end))
        start = end
    return chain
