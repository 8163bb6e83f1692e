"""The indicator block of the form: headings, level labels, values, columns of other kinds, the total row."""

import re
from decimal import Decimal

from evals.forms.form_blocks import Canvas, add_grouped_headings, heading_rows, side_text
from evals.forms.layout import Layout
from evals.forms.printed_record import is_qualitative, target_parts
from evals.forms.table_model import HASHES
from extractor.records.amounts import parse_number, plain, round_half_up
from extractor.records.evaluation import Evaluation, Indicator

COLUMN_WIDTHS = {
    "side": 0.6,
    "level1": 0.95,
    "level2": 1.2,
    "level3": 2.3,
    "target": 1.4,
    "operator": 0.65,
    "target_value": 1.0,
    "target_unit": 0.65,
    "actual": 1.4,
    "weight": 0.65,
    "score": 0.65,
    "deviation_reason": 1.7,
    "@评分细则": 1.6,
}
_OTHER_WIDTH = 0.8
MERGED_COLUMNS = {"@三级指标": "level2", "@一级分值": "level1", "@二级分值": "level2"}
"""Columns of another kind whose cells are merged over the rows of a level, with that level."""
SECOND_SCORES = frozenset(("@财政审核评分", "@主管部门复核得分", "@专家评分", "@复评分", "@审核得分", "@学校审核得分"))
ADJUSTED_TARGETS = frozenset(("@调整指标值", "@年中调整值", "@修正后目标"))
INVENTED_COLUMNS = {
    "@评分标准": "完成得满分，未完成按比例扣分",
    "@评分细则": "完成得满分，未完成按比例扣分",
    "@完成率": "100%",
    "@指标解释": "反映该项工作的完成情况",
    "@评分依据": "验收单、统计表",
    "@佐证材料": "台账",
    "@偏离程度": "无偏离",
    "@完成情况判断": "完成",
    "@信息来源": "业务台账",
}


def column_width(name: str) -> float:
    """Relative width of an indicator column."""
    return COLUMN_WIDTHS.get(name, _OTHER_WIDTH)


def add_indicators(canvas: Canvas, record: Evaluation, layout: Layout) -> None:
    """The indicator block with its header row, and the total row under it."""
    names = (("side",) if layout.side_label else ()) + layout.columns
    spans = dict(zip(names, canvas.spans(tuple(column_width(name) for name in names)), strict=True))
    header = canvas.rows
    count = len(record.indicators)
    heading_rows = add_headings(canvas, layout, spans)
    canvas.header_row = header if heading_rows == 1 else None
    if layout.side_label:
        covers_total = layout.has_total and not layout.total_covers_side_label
        bands = len(groups(record.indicators, "level1")) if layout.level1_rows else 0
        height = count + heading_rows + bands + (1 if covers_total else 0)
        label = side_text(layout.labels.indicators, layout)
        canvas.add(label, row=header, columns=spans["side"], row_span=height)
    begins = {start for start, _ in groups(record.indicators, "level1")} if layout.level1_rows else set[int]()
    rows: list[int] = []
    for index, indicator in enumerate(record.indicators):
        if index in begins:
            add_level1_row(canvas, record, layout, index, (spans["side"][1] if layout.side_label else 0))
        row = canvas.new_row()
        rows.append(row)
        for name in layout.columns:
            if name.startswith("@"):
                if name not in MERGED_COLUMNS:
                    text = invented_text(name, indicator, index)
                    canvas.add(text, row=row, columns=spans[name], number=parse_number(text) is not None)
            elif name not in ("level1", "level2"):
                add_indicator_cell(canvas, indicator, index, name, layout, row=row, columns=spans[name])
    add_levels(canvas, record, layout, rows=rows, spans=spans)
    for name in [one for one in layout.columns if one in MERGED_COLUMNS]:
        for start, end in groups(record.indicators, MERGED_COLUMNS[name]):
            text = f"{record.indicators[start].level2 or ''}完成情况"
            if name != "@三级指标":
                text = plain(sum_of_weights(record.indicators[start:end]))
            canvas.add(text, row=rows[start], columns=spans[name], row_span=end - start)
    if layout.has_total:
        add_total(canvas, record, layout, spans, row=canvas.new_row())


def add_headings(canvas: Canvas, layout: Layout, spans: dict[str, tuple[int, int]]) -> int:
    """The headings of the indicator columns, in two rows where some are grouped; returns the number of rows."""
    first, second = heading_rows(canvas, grouped=bool(layout.heading_groups))
    texts: dict[str, str] = {}
    for name in layout.columns:
        text = layout.labels.indicator_columns.get(name, name.removeprefix("@"))
        texts[name] = side_text(text, layout) if name in ("level1", "level2") else text
    add_grouped_headings(canvas, texts, spans, layout.heading_groups, rows=(first, second))
    return second - first + 1


def invented_text(name: str, indicator: Indicator, index: int) -> str:
    """What a column of another kind prints in an indicator row."""
    weight, score = parse_number(indicator.weight), parse_number(indicator.score)
    if name == "@序号":
        return str(index + 1)
    if name in ("@得分系数", "@完成系数"):
        return plain(round_half_up(score / weight)) if weight and score is not None else ""
    if name == "@扣分":
        return plain(weight - score) if weight is not None and score is not None else ""
    if name == "@上年完成值":
        return last_year(indicator.actual or "")
    if name in SECOND_SCORES:
        return plain(max(Decimal(0), score - Decimal("0.5"))) if score is not None else ""
    if name in ADJUSTED_TARGETS:
        return (indicator.target or "") if index % 3 == 0 else "—"
    return INVENTED_COLUMNS.get(name, "")


def last_year(actual: str) -> str:
    """What was done the year before: nine tenths of the first number of `actual`, the rest of its text the same."""
    number = re.search(r"\d+(\.\d+)?", actual)
    if number is None:
        return actual
    less = plain(round_half_up(Decimal(number[0]) * Decimal("0.9")))
    return actual[: number.start()] + less + actual[number.end() :]


def add_indicator_cell(
    canvas: Canvas,
    indicator: Indicator,
    index: int,
    name: str,
    layout: Layout,
    *,
    row: int,
    columns: tuple[int, int],
) -> None:
    """One cell of an indicator row (not a level 1 or level 2 label)."""
    source = "target" if name in ("operator", "target_value", "target_unit") else name
    value: str | None = getattr(indicator, source)
    text = value or ""
    if source != name:
        parts = target_parts(value)
        text = {"operator": parts.operator, "target_value": parts.value, "target_unit": parts.unit}[name]
        if name == "operator" and value is not None and is_qualitative(value):
            text = layout.qualitative_operator
    if indicator.level3 is None and value is None and name in ("level3", "target", "target_value", "actual"):
        text = layout.placeholder[("level3", "target", "actual").index(source)]
    pointers = (f"/indicators/{index}/{source}",) if value is not None and text else ()
    if name in ("weight", "score") and pointers:
        text += layout.points_suffix
    left = name in ("level3", "deviation_reason")
    number = bool(pointers) and parse_number(text) is not None and name != "level3"
    canvas.add(text, row=row, columns=columns, pointers=pointers, align="left" if left else "center", number=number)


def add_level1_row(canvas: Canvas, record: Evaluation, layout: Layout, index: int, left: int) -> None:
    """A row across the table with the level 1 of the indicators below it."""
    start, end = next(group for group in groups(record.indicators, "level1") if group[0] == index)
    label = record.indicators[start].level1 or ""
    if layout.level1_points:
        label += layout.level1_points.format(points=plain(sum_of_weights(record.indicators[start:end])))
    pointers = tuple(f"/indicators/{one}/level1" for one in range(start, end))
    canvas.add(label, row=canvas.new_row(), columns=(left, len(canvas.widths)), pointers=pointers, align="left")


def sum_of_weights(rows: list[Indicator]) -> Decimal:
    """The points of some rows together."""
    return sum((parse_number(row.weight) or Decimal(0) for row in rows), start=Decimal(0))


def add_levels(
    canvas: Canvas,
    record: Evaluation,
    layout: Layout,
    *,
    rows: list[int],
    spans: dict[str, tuple[int, int]],
) -> None:
    """The level 1 and level 2 labels beside `rows`, one for each indicator: merged over their group, printed once, or
    repeated."""
    indicators = record.indicators
    for name, pattern in (("level1", layout.level1_points), ("level2", layout.level2_points)):
        if name not in spans:
            continue
        columns = spans[name]
        for start, end in groups(indicators, name):
            label: str = side_text(getattr(indicators[start], name) or "", layout)
            if pattern and label:
                label += pattern.format(points=plain(sum_of_weights(indicators[start:end])))
            pointers = tuple(f"/indicators/{index}/{name}" for index in range(start, end)) if label else ()
            if layout.level_labels == "merged":
                canvas.add(label, row=rows[start], columns=columns, row_span=end - start, pointers=pointers)
                continue
            shown = (start + end - 1) // 2 if layout.level_labels == "middle" else start
            for index in range(start, end):
                own = (f"/indicators/{index}/{name}",) if label else ()
                if layout.level_labels == "repeated":
                    canvas.add(label, row=rows[index], columns=columns, pointers=own)
                else:
                    here = index == shown
                    canvas.add(
                        label if here else "", row=rows[index], columns=columns, pointers=pointers if here else ()
                    )


def groups(rows: list[Indicator], name: str) -> list[tuple[int, int]]:
    """Half-open ranges of neighbouring rows that share their level 1 (and, for level 2, both labels)."""
    found: list[tuple[int, int]] = []
    for index, row in enumerate(rows):
        key = (row.level1, row.level2 if name == "level2" else None)
        before = rows[index - 1] if index else None
        if before is not None and key == (before.level1, before.level2 if name == "level2" else None):
            found[-1] = (found[-1][0], index + 1)
        else:
            found.append((index, index + 1))
    return found


def add_total(
    canvas: Canvas, record: Evaluation, layout: Layout, spans: dict[str, tuple[int, int]], *, row: int
) -> None:
    """The total row: a label over the columns left of the weight, full marks, the total score, and blanks."""
    shown = {"weight": record.total_weight, "score": record.total_score}
    start = 0 if layout.total_covers_side_label or not layout.side_label else spans["side"][1]
    first = min((spans[name][0] for name in shown if name in spans), default=len(canvas.widths))
    canvas.add(layout.labels.total, row=row, columns=(start, first), bold=True)
    for name in layout.columns:
        if spans[name][0] < first:
            continue
        value = shown.get(name)
        pointers = (f"/total_{name}",) if value else ()
        # a total that the record could not read, beside full marks that it could, was printed as ####
        unread = HASHES if name == "score" and record.total_weight else ""
        shown_points = value + layout.points_suffix if value else unread
        canvas.add(shown_points, row=row, columns=spans[name], pointers=pointers, number=bool(value))
