"""Merged labels of an unruled table: over which rows each reaches.

Rules tell it where they are drawn. Else a label stands at the middle of its rows, and the labels of a column follow each
other without a gap: where the first one's rows begin, all other limits follow. They are believed when every label fits, in one way only.
"""

from bisect import bisect_left
from collections.abc import Mapping, Sequence
from itertools import pairwise

from extractor.grids.unruled_blocks import Block
from extractor.grids.unruled_rows import PageRows, Row

Spans = dict[tuple[int, int], tuple[int, int]]
"""Row and column of a label's nearest row: first row and the row after the last that it covers."""
_LEVEL = 0.2
"""Type sizes by which a text may stand off the middle of its row."""
_FEW = 0.5
"""Share of the rows that may have a merged label of their own; names stand in nearly every row."""
_TIGHT = 0.2
"""Type sizes by which the white between two rows may exceed the least of the table."""
_OFF = 0.4
"""Type sizes by which a label may stand off the middle of its rows."""


def label_spans(
    rows: Sequence[Row],
    placed: Sequence[Sequence[Sequence[Block]]],
    em: float,
    page: PageRows,
) -> Spans:
    """The rows that each label of a band covers, where that is certain; `placed` holds the blocks by row and column."""
    extents = page.extents
    spans: Spans = {}
    ruled = any(block in extents for cells in placed for blocks in cells for block in blocks)
    if not (ruled or page.centred):
        return spans
    limits = _limits(rows, em)
    merged = -1
    for column in range(len(placed[0])):
        if _stands_off(rows, placed, column, em):
            merged = column
    for column in range(len(placed[0]) if ruled else min(merged + 2, len(placed[0]))):
        entries = [(index, cells[column]) for index, cells in enumerate(placed) if cells[column]]
        if ruled:
            spans |= _ruled(rows, entries, column, extents)
            continue
        tiled = _tiled(limits, entries, column, _OFF * em)
        if column <= merged or _refines(tiled, spans, merged, len(rows)):
            spans |= tiled
    return spans


def _refines(tiled: Spans, spans: Spans, merged: int, rows: int) -> bool:
    """Whether labels that all stand level with some row are merged too: they divide what labels to their left cover."""
    outer = [span for (_, column), span in spans.items() if column == merged]
    starts = {start for start, _ in tiled.values()}
    fewer = len(outer) < len(tiled) <= _FEW * rows
    return len(outer) > 1 and fewer and starts.issuperset(start for start, _ in outer)


def _stands_off(rows: Sequence[Row], placed: Sequence[Sequence[Sequence[Block]]], column: int, em: float) -> bool:
    """Whether a label of the column stands beside no row, as only merged ones do."""
    for row, cells in zip(rows, placed, strict=True):
        if cells[column]:
            middle = (
                min(block.box.top for block in cells[column]) + max(block.box.bottom for block in cells[column])
            ) / 2
            if abs(middle - row.middle) > _LEVEL * em:
                return True
    return False


def _limits(rows: Sequence[Row], em: float) -> list[float]:
    """Heights between the rows, one more than rows.

    In the least white of the table, which is twice the padding, it is the middle. Where there is more, a label made a
    row higher than its text needs; the text still stands at its middle, so one limit of the row gives the other.
    """
    whites = [below.top - above.bottom for above, below in pairwise(rows)]
    least = max(0.0, min(whites, default=em))
    limits: list[float | None] = [
        (above.bottom + below.top) / 2 if white <= least + _TIGHT * em else None
        for white, (above, below) in zip(whites, pairwise(rows), strict=True)
    ]
    limits = [rows[0].top - least / 2, *limits, rows[-1].bottom + least / 2]
    known: list[float] = [rows[0].top - least / 2]
    for row, limit, white in zip(rows, limits[1:], [*whites, 0.0], strict=True):
        reflected = 2 * row.middle - known[-1]
        known.append(limit if limit is not None else min(max(reflected, row.bottom), row.bottom + white))
    return known


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
    """The spans by which the labels cover the rows without a gap; none when they fit in no way or in several.

    One way that covers all rows is believed before others that leave some out.
    """
    middles = [
        (min(block.box.top for block in blocks) + max(block.box.bottom for block in blocks)) / 2
        for _, blocks in entries
    ]
    starts = range(entries[0][0] + 1) if entries else ()
    chains = [chain for first in starts if (chain := _chain(limits, middles, first, tolerance)) is not None]
    if len(chains) > 1:
        # the last row may be that of the total, beside no label
        rows = len(limits) - 1
        chains = [chain for chain in chains if chain[0][0] == 0 and chain[-1][1] >= rows - 1]
    if len(chains) != 1:
        return {}
    return {(index, column): span for (index, _), span in zip(entries, chains[0], strict=True)}


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
