"""Rewrites headings that no vocabulary has into the usual ones, where the table's structure shows what they head.

A heading row is one of short labels of which several name a level or a value, by the vocabulary or by their words;
what stands below each must suit it. The readers after this step then find the words that they know. Only headings are
rewritten: what the record takes from the form is never touched.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace

from extractor.grids.grid import Grid, GridCell
from extractor.readers.form_rows import overlap, place
from extractor.readers.heading_lines import in_one_row
from extractor.readers.heading_words import is_short_label, likely_fund_column, likely_indicator_column
from extractor.readers.level_labels import level_label
from extractor.readers.row_alignment import kind_price
from extractor.readers.vocabulary import (
    FundColumn,
    IndicatorColumn,
    bare_key,
    fund_column,
    fund_row,
    header_field,
    indicator_column,
    is_goal_actual,
    is_goal_expected,
    is_not_applicable,
    is_total_label,
)
from extractor.records.amounts import parse_number

USUAL_INDICATOR_HEADINGS: Mapping[IndicatorColumn, str] = {
    "block": "绩效指标",
    "level1": "一级指标",
    "level2": "二级指标",
    "level3": "三级指标",
    "operator": "指标性质",
    "target": "年度指标值",
    "unit": "度量单位",
    "actual": "实际完成值",
    "weight": "分值",
    "score": "得分",
    "deviation_reason": "偏差原因分析及改进措施",
    "ignored": "备注",
}
USUAL_FUND_HEADINGS: Mapping[FundColumn, str] = {
    "initial_budget": "年初预算数",
    "annual_budget": "全年预算数",
    "executed": "全年执行数",
    "weight": "分值",
    "execution_rate": "执行率",
    "score": "得分",
    "ignored": "备注",
}
_NAMES = frozenset(("level1", "level2", "level3"))
_VALUES = frozenset(("target", "actual", "weight", "score"))
_EXPLANATIONS = frozenset(("说明", "情况说明"))
"""Headings of the reasons where no other heading is theirs."""
_PARTS_OF_A_LEVEL = frozenset(("名称", "权重", "分值", "分数"))
_UNSUITED = 5.0
"""Mean kind price above which a column's cells contradict its heading."""
_LABELS_SHARE = 0.7
"""Share of a column's cells that must be level labels for it to be a level's column."""
_LOOKED_AT = 40
"""Rows below a heading that are looked at."""


def standard_headings(grids: Iterable[Grid]) -> Iterator[Grid]:
    """The grids, with the headings rewritten that can be told."""
    for grid in grids:
        yield grid if grid.kind == "lines" else _rewritten(in_one_row(grid))


def relabelled(grid: Grid, labels: Mapping[GridCell, str]) -> Grid:
    """`grid` with other texts in the cells that `labels` names; places stay."""
    if not labels:
        return grid
    cells = tuple(replace(cell, text=labels[cell]) if cell in labels else cell for cell in grid.cells)
    return replace(grid, cells=cells)


def _rewritten(grid: Grid) -> Grid:
    rows: dict[int, list[GridCell]] = {}
    for cell in grid.cells:
        if cell.text:
            rows.setdefault(cell.row, []).append(cell)
    labels: dict[GridCell, str] = {}
    above: list[GridCell] = []
    tall = [cell for cell in grid.cells if cell.text and cell.row_span > 1]
    for number, cells in rows.items():
        if not all(is_short_label(cell.text) for cell in cells):
            continue
        covering = [cell for cell in tall if cell.row < number < cell.row + cell.row_span]
        # 年初 | 调整后 below 预算数 | ... beside headings that are merged over both rows
        beside = [cell for cell in covering if cell.row + cell.row_span == number + 1]
        if len(cells) + len(beside) < 3:
            continue
        below = [rows[at] for at in range(number + 1, number + 1 + _LOOKED_AT) if at in rows]
        if len(cells) < 3:
            labels |= _fund_headings([*beside, *cells], below, placed=grid.aligned)
            continue
        # where places cannot be trusted, what stands below a heading is not known
        found = _indicator_headings([*covering, *cells], below, placed=grid.aligned)
        if found is not None:
            labels |= found | _group_headings(above, cells)
        elif (parted := _parted_levels(above, cells)) is not None:
            labels |= parted
        else:
            labels |= _fund_headings(cells, below, placed=grid.aligned)
        above = cells
    return relabelled(grid, labels)


def _parted_levels(above: list[GridCell], cells: list[GridCell]) -> dict[GridCell, str] | None:
    """名称 | 权重 below each level's heading: the name is the level's, only the last weight is the indicator's own.

    `None` where the row is no such second row of headings.
    """
    found: dict[GridCell, str] = {}
    weights: list[GridCell] = []
    for cell in cells:
        group = next((one for one in above if one.row + one.row_span == cell.row and _lies_in(cell, one)), None)
        level = likely_indicator_column(group.text) if group is not None else None
        key = bare_key(cell.text)
        if group is None or level not in _NAMES or key not in _PARTS_OF_A_LEVEL:
            return None
        if key == "名称":
            found[cell] = USUAL_INDICATOR_HEADINGS[level]
        else:
            weights.append(cell)
    if len(found) < 2 or not weights:
        return None
    own = max(weights, key=lambda cell: cell.column)
    return found | {cell: USUAL_INDICATOR_HEADINGS["weight" if cell is own else "ignored"] for cell in weights}


def _group_headings(above: list[GridCell], cells: list[GridCell]) -> dict[GridCell, str]:
    """Headings of the row above that only group some of an indicator header's; they are no passage of the goals."""
    if any(header_field(cell.text) or is_goal_expected(cell.text) or is_goal_actual(cell.text) for cell in above):
        return {}
    groups = [cell for cell in above if cell.row + cell.row_span == cells[0].row and cell.row_span <= 2]
    wide = [cell for cell in groups if cell.column_span > 1 and sum(_lies_in(one, cell) for one in cells) > 1]
    return dict.fromkeys(wide, USUAL_INDICATOR_HEADINGS["block"])


def _lies_in(one: GridCell, group: GridCell) -> bool:
    return group.column <= one.column < group.column + group.column_span


def _indicator_headings(
    cells: list[GridCell], below: list[list[GridCell]], *, placed: bool
) -> dict[GridCell, str] | None:
    """The unusual headings of an indicator header, each with the usual one; `None` for any other row.

    `placed`: what stands below a heading belongs to it; else only what stands in the rows at all is known.
    """
    named: dict[GridCell, IndicatorColumn] = {
        cell: name for cell in cells if (name := likely_indicator_column(cell.text)) is not None
    }
    if "deviation_reason" not in named.values():
        named |= {cell: "deviation_reason" for cell in cells if bare_key(cell.text) in _EXPLANATIONS}
    found = set(named.values())
    # 绩效指标 heads the names where no other heading does
    names = found & _NAMES or ("block" in found and len(found & _VALUES) >= 3)
    if not names or len(found & _VALUES) < 2 or len(named) < 4 or len(named) * 3 < len(cells) * 2:
        return None
    under = {cell: _cells_under(cell, below) if placed else [] for cell in cells}
    if not placed and "level2" not in found:
        named |= _level2_by_rows(cells, named, below)
    for cell in cells:
        level = _level_of(under[cell])
        if level is not None and indicator_column(cell.text) in (None, "ignored"):
            named[cell] = level
    suited = _deepest_level({cell: name for cell, name in named.items() if _suits(name, under[cell])})
    return {
        cell: USUAL_INDICATOR_HEADINGS[name] for cell, name in suited.items() if indicator_column(cell.text) != name
    }


def _cells_under(heading: GridCell, below: list[list[GridCell]]) -> list[str]:
    """The texts below a heading, down to the total."""
    texts: list[str] = []
    for row in below:
        if is_total_label(row[0].text):
            break
        if len(row) == 1:
            # a label or remark across the table belongs to no column
            continue
        texts += [cell.text for cell in row if overlap(place(cell), place(heading)) >= 0.5]
    return [text for text in texts if not is_not_applicable(text)]


def _level_of(texts: list[str]) -> IndicatorColumn | None:
    """Which level the labels of a column are, if they are labels; some names are of both."""
    first = sum(level_label(text, 1) is not None for text in texts)
    second = sum(level_label(text, 2) is not None for text in texts)
    if not texts or max(first, second) < len(texts) * _LABELS_SHARE:
        return None
    return "level1" if first > second else "level2"


def _level2_by_rows(
    cells: list[GridCell], named: Mapping[GridCell, IndicatorColumn], below: list[list[GridCell]]
) -> dict[GridCell, IndicatorColumn]:
    """The heading of level 2 where none says so and places are unknown: left of the name's, if rows hold its labels."""
    firsts = [row[0].text for row in below if len(row) > 2]
    guessed = [cell for cell, level in named.items() if level == "level1" and indicator_column(cell.text) is None]
    if guessed and _level_of([text for text in firsts if level_label(text, 1) or level_label(text, 2)]) == "level2":
        # 指标类别 below which only labels of level 2 stand
        return {guessed[-1]: "level2"}
    rows = sum(any(level_label(cell.text, 2) for cell in row[:3]) for row in below)
    name = next((at for at, cell in enumerate(cells) if named.get(cell) in ("level3", "block") and at), 0)
    open_headings = [cell for cell in cells[:name] if named.get(cell) in (None, "ignored")]
    return {open_headings[-1]: "level2"} if rows >= 2 and open_headings else {}


def _suits(name: IndicatorColumn, texts: list[str]) -> bool:
    if name in ("ignored", "block", "level1", "level2", "deviation_reason") or not texts:
        return True
    return sum(kind_price(text, name) for text in texts) / len(texts) <= _UNSUITED


def _deepest_level(named: dict[GridCell, IndicatorColumn]) -> dict[GridCell, IndicatorColumn]:
    """Of 三级指标 and 四级指标 the deeper one names the row; the other only groups."""
    names = [cell for cell, name in named.items() if name == "level3"]
    deepest = next((cell for cell in names if "四级" in cell.text), None)
    if deepest is None or len(names) < 2:
        return named
    return {cell: "ignored" if name == "level3" and cell is not deepest else name for cell, name in named.items()}


def _heads_funds(cells: list[GridCell], numbers: list[GridCell]) -> bool:
    """Whether headings speak of amounts and of the rate at which they were used, above a row of numbers."""
    told = {likely_fund_column(cell.text) for cell in cells}
    return len(numbers) >= 3 and {"executed", "execution_rate"} <= told


def _fund_headings(cells: list[GridCell], below: list[list[GridCell]], *, placed: bool) -> dict[GridCell, str]:
    """The unusual headings above the total of the funds, each with the usual one; empty for any other row.

    Where places are unknown, there must be as many headings as numbers.
    """
    if not below:
        return {}
    numbers = [cell for cell in below[0] if parse_number(cell.text) is not None]
    if not any(fund_row(cell.text) == "total" for cell in below[0]) and not _heads_funds(cells, numbers):
        return {}
    heads = [cell for cell in cells if any(overlap(place(cell), place(one)) >= 0.5 for one in numbers)]
    if not placed:
        heads = [cell for cell in cells if likely_fund_column(cell.text) is not None]
        # remarks behind the amounts have no number below them
        amounts = [cell for cell in heads if likely_fund_column(cell.text) != "ignored"]
        heads = amounts if len(amounts) == len(numbers) else heads[-len(numbers) :]
        if len(heads) != len(numbers):
            return {}
    named: dict[GridCell, FundColumn] = {
        cell: name for cell in heads if (name := likely_fund_column(cell.text)) is not None
    }
    if len(named) < 2 or len(set(named.values())) < len(named):
        return {}
    return {cell: USUAL_FUND_HEADINGS[name] for cell, name in named.items() if fund_column(cell.text) is None}
