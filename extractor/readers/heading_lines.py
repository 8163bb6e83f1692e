"""Headings in two rows whose merged cells a format does not keep: 一级指标 ... 年初设定 ... above 指标值 | 分值 ..."""

from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise

from extractor.grids.grid import Grid, GridCell
from extractor.readers.heading_words import is_short_label, likely_fund_column, likely_indicator_column
from extractor.readers.vocabulary import indicator_column

_NAMES = frozenset(("level1", "level2", "level3"))
_VALUES = frozenset(("target", "actual", "weight", "score"))
_KNOWN = _NAMES | _VALUES
_BUDGETS = frozenset(("initial_budget", "annual_budget"))
_PARTS = _VALUES | {"operator", "unit", "ignored"}


def in_one_row(grid: Grid) -> Grid:
    """`grid` with the second row of such headings moved up into the first, in place of the groups there."""
    rows: dict[int, list[GridCell]] = {}
    for cell in grid.cells:
        if cell.text:
            rows.setdefault(cell.row, []).append(cell)
    moved: dict[int, list[GridCell]] = {}
    for above, below in pairwise(sorted(rows)):
        joined = _joined(rows[above], rows[below]) if above not in moved else []
        if joined:
            moved[above] = [replace(cell, row=above, column=column) for column, cell in joined]
            moved[below] = []
    if not moved:
        return grid
    cells = [cell for cell in grid.cells if cell.row not in moved]
    cells += [cell for headings in moved.values() for cell in headings]
    return replace(grid, cells=tuple(sorted(cells, key=lambda cell: (cell.row, cell.column))))


def _joined(first: Sequence[GridCell], second: Sequence[GridCell]) -> list[tuple[int, GridCell]]:
    """The headings of both rows with their columns; nothing where the second does not go on with the first."""
    if any(cell.row_span > 1 or cell.column_span > 1 for cell in (*first, *second)) or len(second) < 2:
        return []
    if not all(is_short_label(cell.text) for cell in (*first, *second)):
        return []
    keeps = _keeps_columns(first, second)
    if keeps and _are_fund_halves(first, second):
        return _by_column(first, second)
    taken = {cell.column for cell in second}
    own = [cell for cell in first if not (keeps and cell.column in taken)]
    if not _are_halves(own, second):
        return []
    return _by_column(first, second) if keeps else _in_order(first, second)


def _are_halves(first: Sequence[GridCell], second: Sequence[GridCell]) -> bool:
    """Whether the second row goes on with the headings of the first: all of its texts head columns, and only both
    together name the levels and the values."""
    upper = {likely_indicator_column(cell.text) for cell in first}
    lower = {likely_indicator_column(cell.text) for cell in second}
    if None in lower or not upper & _KNOWN:
        return False
    both = upper | lower
    complete = len(both & _NAMES) >= 2 and len(both & _VALUES) >= 2
    if complete and not lower & _NAMES and len(lower) >= 2 and len(second) >= 3 and _parted(first, second):
        return True
    if complete and lower <= _PARTS and len(lower & {"operator", "target", "unit"}) >= 2:
        # 性质 | 数值 | 单位 below 绩效指标值: no row of values reads like that
        return True
    return complete and not any(len(one & _NAMES) >= 2 and len(one & _VALUES) >= 3 for one in (upper, lower))


def _are_fund_halves(first: Sequence[GridCell], second: Sequence[GridCell]) -> bool:
    """Whether the second row holds the amounts (年初 | 调整后) that a heading of the first groups (预算数)."""
    upper = [likely_fund_column(cell.text) for cell in first]
    lower = [likely_fund_column(cell.text) for cell in second]
    return set(lower) <= _BUDGETS and len(set(lower)) == len(lower) and {"executed", "execution_rate"} <= set(upper)


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
    """Where blank cells left no trace: the second row in place of the one run of groups in the first, or of the headings of
    the first that its own repeat (指标值 | 完成情况 above 年初指标值 | 调整值 | 年末完成值 | 偏离度); else nothing."""
    if parted := _parted(first, second):
        return list(enumerate(parted))
    groups = [at for at, cell in enumerate(first) if indicator_column(cell.text) is None]
    if not groups:
        groups = [at for at, cell in enumerate(first) if indicator_column(cell.text) == "block"][-1:]
    if not groups or groups != list(range(groups[0], groups[-1] + 1)):
        return []
    return list(enumerate([*first[: groups[0]], *second, *first[groups[-1] + 1 :]]))


def _parted(first: Sequence[GridCell], second: Sequence[GridCell]) -> list[GridCell]:
    """The headings of both rows, those of the second in place of the ones in the first that hold the same values."""
    upper = [likely_indicator_column(cell.text) for cell in first]
    parted: list[GridCell] = []
    at = 0
    for cell, name in zip(first, upper, strict=True):
        if name not in _VALUES or at == len(second) or likely_indicator_column(second[at].text) != name:
            parted.append(cell)
            continue
        parted.append(second[at])
        at += 1
        while at < len(second) and likely_indicator_column(second[at].text) not in upper:
            parted.append(second[at])
            at += 1
    return parted if at == len(second) else []
