"""Columns of the indicator table told by what stands in them, where no word of their heading says what they are.

Only what the other columns leave open is told: a column of targets has comparators, points are small numbers, and no score
is above its weight. What is told so is a guess that the form's reviewer has to confirm.
"""

import re
from collections.abc import Collection, Mapping, Sequence
from decimal import Decimal

from extractor.grids.grid import GridCell
from extractor.readers.form_rows import FormRow, overlap, place
from extractor.readers.vocabulary import IndicatorColumn, bare_key, is_not_applicable, is_total_label
from extractor.records.amounts import parse_number

TOLD_BY_CONTENTS = "按其下的内容认作"
"""What a review item says of such a column, until a second reading confirms it."""
_COMPARED = re.compile(r"^\s*[≥≤＞＜><≧≦⩾⩽]|以上|以内|不低于|不超过|不少于|不高于")
_MEASURED = re.compile(r"\d")
_EXPLAINS = re.compile(r"原因|偏差|措施|改进|整改|由于|因为|影响|导致|下一步|下年度?")
_REMARKS = frozenset(("备注", "其他说明", "备注说明"))
"""Headings of columns that may hold reasons, or anything else."""
_REASONS_SHARE = 0.3
"""Share of a column's texts that speak of reasons or measures from which on it holds them."""
_LEAST_ROWS = 3
_COMPARED_SHARE = 0.25
"""Share of a column's cells with a comparator from which on it holds targets."""
_DISTINCT = 0.9
"""Share of the texts of a column of names that stand in it once."""
_MOST_POINTS = Decimal(60)
_MOST_IN_ALL = Decimal(110)
"""Points that all indicators of a form have together at most; some forms give extra ones."""

Contents = dict[int, str]
"""Texts of a column by their row."""


def columns_by_contents(
    row: FormRow, known: Mapping[GridCell, IndicatorColumn], unknown: Sequence[GridCell]
) -> dict[GridCell, IndicatorColumn]:
    """What the unknown headings of a header row head, by what stands below them; those that cannot be told are left out.

    A known heading of actuals is in the result too where its cells are targets: 应完成 | 完成.
    """
    remarks = [] if "deviation_reason" in known.values() else [one for one in known if bare_key(one.text) in _REMARKS]
    if not row.grid.aligned or not (unknown or remarks):
        return {}
    below = _rows_below(row)
    contents = {cell: _contents(cell, below) for cell in (*known, *unknown)}
    named: dict[IndicatorColumn, GridCell] = {name: cell for cell, name in known.items()}
    open_ones = [cell for cell in unknown if len(contents[cell]) >= _LEAST_ROWS]
    found: dict[GridCell, IndicatorColumn] = {}
    _tell_values(named, open_ones, contents, found)
    _tell_names(named, [cell for cell in open_ones if cell not in found], contents, found)
    _tell_points(named, [cell for cell in open_ones if cell not in found], contents, found)
    if "deviation_reason" not in named:
        reasons = [cell for cell in (*remarks, *unknown) if cell not in found and _are_reasons(contents[cell])]
        found |= dict.fromkeys(reasons[-1:], "deviation_reason")
    return found


def _tell_values(
    named: Mapping[IndicatorColumn, GridCell],
    unknown: Sequence[GridCell],
    contents: Mapping[GridCell, Contents],
    found: dict[GridCell, IndicatorColumn],
) -> None:
    """Targets and actuals: the first has comparators, the other stands behind it and has none."""
    actual = named.get("actual")
    if "target" not in named:
        compared = [cell for cell in unknown if _is_compared(contents[cell])]
        if len(compared) == 1:
            found[compared[0]] = "target"
        elif not compared and actual is not None and _is_compared(contents[actual]):
            found[actual] = "target"
            actual = None
        elif not compared and actual is not None:
            alike = [cell for cell in unknown if _alike(contents[cell], contents[actual])]
            if len(alike) == 1:
                found[alike[0]] = "target"
    target = named.get("target") or next((cell for cell, name in found.items() if name == "target"), None)
    if actual is None and target is not None:
        measured = [cell for cell in unknown if cell not in found and _alike(contents[cell], contents[target])]
        if len(measured) == 1:
            found[measured[0]] = "actual"


def _tell_names(
    named: Mapping[IndicatorColumn, GridCell],
    unknown: Sequence[GridCell],
    contents: Mapping[GridCell, Contents],
    found: dict[GridCell, IndicatorColumn],
) -> None:
    """The names: texts that differ from row to row, behind the levels and before all values."""
    if "level3" in named:
        return
    levels = [place(named[name])[1] for name in ("level1", "level2") if name in named]
    known = {**named, **{name: cell for cell, name in found.items()}}
    values = [place(known[name])[0] for name in ("operator", "target", "actual", "weight", "score") if name in known]
    block = named.get("block")
    # 绩效指标 left of the levels is the table's own label, right of them it heads the names
    if not levels or not values or (block is not None and place(block)[0] >= min(levels)):
        return
    between = [cell for cell in unknown if max(levels) <= place(cell)[0] and place(cell)[1] <= min(values)]
    names = [cell for cell in between if _are_names(contents[cell])]
    if len(names) == 1:
        found[names[0]] = "level3"


def _tell_points(
    named: Mapping[IndicatorColumn, GridCell],
    unknown: Sequence[GridCell],
    contents: Mapping[GridCell, Contents],
    found: dict[GridCell, IndicatorColumn],
) -> None:
    """Weights and scores: plain numbers that are no more than a form has points, none of the scores above its weight."""
    points = [cell for cell in unknown if _points(contents[cell]) is not None]
    weight, score = named.get("weight"), named.get("score")
    if weight is None and score is None and len(points) == 2:
        first, second = points
        if _none_above(contents[second], contents[first]):
            found |= {first: "weight", second: "score"}
        elif _none_above(contents[first], contents[second]):
            found |= {second: "weight", first: "score"}
    elif len(points) == 1 and score is not None and weight is None:
        if _none_above(contents[score], contents[points[0]]):
            found[points[0]] = "weight"
    elif (
        len(points) == 1 and weight is not None and score is None and _none_above(contents[points[0]], contents[weight])
    ):
        found[points[0]] = "score"


def _rows_below(row: FormRow) -> list[list[GridCell]]:
    """The rows of the grid below the header, down to the total; labels and remarks across the table are left out."""
    # 绩效指标 may be merged down over all rows
    end = min((cell.row + cell.row_span for cell in row.cells if cell.text), default=0)
    rows: dict[int, list[GridCell]] = {}
    for cell in row.grid.cells:
        if cell.row >= end and cell.text:
            rows.setdefault(cell.row, []).append(cell)
    below: list[list[GridCell]] = []
    for number in sorted(rows):
        if any(is_total_label(cell.text) for cell in rows[number][:2]):
            break
        if len(rows[number]) > 1:
            below.append(rows[number])
    return below


def _contents(heading: GridCell, below: Collection[Sequence[GridCell]]) -> Contents:
    return {
        cell.row: cell.text
        for cells in below
        for cell in cells
        if overlap(place(cell), place(heading)) >= 0.5 and not is_not_applicable(cell.text)
    }


def _is_compared(contents: Contents) -> bool:
    compared = sum(_COMPARED.search(text) is not None for text in contents.values())
    return compared >= 2 and compared >= _COMPARED_SHARE * len(contents)


def _alike(contents: Contents, targets: Contents) -> bool:
    """Whether the texts stand in the rows of the targets and measure where those do."""
    rows = contents.keys() & targets.keys()
    same = sum((_MEASURED.search(contents[row]) is None) == (_MEASURED.search(targets[row]) is None) for row in rows)
    return len(rows) >= max(_LEAST_ROWS, 0.7 * len(targets)) and same >= 0.8 * len(rows) and _points(contents) is None


def _are_names(contents: Contents) -> bool:
    texts = list(contents.values())
    worded = [text for text in texts if parse_number(text) is None and not _COMPARED.search(text)]
    return len(worded) == len(texts) and len(set(texts)) >= _DISTINCT * len(texts)


def _are_reasons(contents: Contents) -> bool:
    explained = sum(_EXPLAINS.search(text) is not None for text in contents.values())
    return explained > 0 and explained >= _REASONS_SHARE * len(contents)


def _points(contents: Contents) -> dict[int, Decimal] | None:
    """The points by their row; `None` where the texts are none."""
    numbers = {row: number for row, text in contents.items() if (number := parse_number(text)) is not None}
    texts = any("%" in text for text in contents.values())
    few = not numbers or len(numbers) < len(contents) or max(numbers.values()) > _MOST_POINTS
    return None if texts or few or sum(numbers.values(), Decimal(0)) > _MOST_IN_ALL else numbers


def _none_above(scores: Contents, weights: Contents) -> bool:
    below, above = _points(scores), _points(weights)
    if below is None or above is None:
        return False
    rows = below.keys() & above.keys()
    return len(rows) >= _LEAST_ROWS and all(below[row] <= above[row] for row in rows)
