"""Headings in two rows whose merged cells a format does not keep: 一级指标 ... 年初设定 ... above 指标值 | 分值 ..."""

from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise

from extractor.grids.grid import Grid, GridCell
from extractor.readers.heading_words import is_short_label, likely_indicator_column
from extractor.readers.vocabulary import indicator_column

_NAMES = frozenset(("level1", "level2", "level3"))
_VALUES = frozenset(("target", "actual", "weight", "score"))
_KNOWN = _NAMES | _VALUES
_PARTS = _VALUES | {"operator", "unit", "ignored"}


def in_one_row(grid: Grid) -> Grid:
    """`grid` with the second row of such headings moved up into the first, in place of the groups there."""
    rows: dict[int, list[GridCell]] = {}
    for cell in grid.cells:
        if cell.text:
            rows.setdefault(cell.row, []).append(cell)
    numbers = sorted(rows)
    for above, below in pairwise(numbers):
        first, second = rows[above], rows[below]
        if _are_halves(first, second):
            joined = _by_column(first, second) if _keeps_columns(first, second) else _in_order(first, second)
            if joined:
                moved = {cell: replace(cell, row=above) for cell in second}
                kept = [cell for cell in grid.cells if cell.row not in (above, below)]
                cells = [*kept, *(replace(moved.get(cell, cell), column=column) for column, cell in joined)]
                return replace(grid, cells=tuple(sorted(cells, key=lambda cell: (cell.row, cell.column))))
    return grid


def _are_halves(first: Sequence[GridCell], second: Sequence[GridCell]) -> bool:
    """Whether the second row goes on with the headings of the first: all of its texts head columns, none of either row is
    merged, and only both together name the levels and the values."""
    if any(cell.row_span > 1 or cell.column_span > 1 for cell in (*first, *second)) or len(second) < 2:
        return False
    if not all(is_short_label(cell.text) for cell in (*first, *second)):
        return False
    upper = {likely_indicator_column(cell.text) for cell in first}
    lower = {likely_indicator_column(cell.text) for cell in second}
    if None in lower or not upper & _KNOWN:
        return False
    both = upper | lower
    complete = len(both & _NAMES) >= 2 and len(both & _VALUES) >= 2
    if complete and lower <= _PARTS and len(lower & {"operator", "target", "unit"}) >= 2:
        # 性质 | 数值 | 单位 below 绩效指标值: no row of values reads like that
        return True
    return complete and not any(len(one & _NAMES) >= 2 and len(one & _VALUES) >= 3 for one in (upper, lower))


def _keeps_columns(first: Sequence[GridCell], second: Sequence[GridCell]) -> bool:
    """Whether blank cells are still there: the second row leaves free what the first names, but for its groups."""
    taken = {cell.column for cell in second}
    upper = {cell.column for cell in first}
    # a group is followed by a blank cell above a heading of its own
    groups = {column for column in upper if column + 1 not in upper and column + 1 in taken}
    named = {cell.column for cell in first if indicator_column(cell.text) in _KNOWN}
    return not (named - groups) & taken


def _by_column(first: Sequence[GridCell], second: Sequence[GridCell]) -> list[tuple[int, GridCell]]:
    """Both rows by their columns; a group stands above the first of its headings."""
    below = {cell.column: cell for cell in second}
    return sorted({**{cell.column: cell for cell in first}, **below}.items())


def _in_order(first: Sequence[GridCell], second: Sequence[GridCell]) -> list[tuple[int, GridCell]]:
    """Where blank cells left no trace: the second row in place of the one run of groups in the first; else nothing."""
    groups = [at for at, cell in enumerate(first) if indicator_column(cell.text) is None]
    if not groups or groups != list(range(groups[0], groups[-1] + 1)):
        return []
    return list(enumerate([*first[: groups[0]], *second, *first[groups[-1] + 1 :]]))
