"""The blocks of the form (header, funds, goals, indicators, total, closing rows) as runs of cells."""

from dataclasses import dataclass, field
from decimal import Decimal
from itertools import pairwise

from evals.forms.layout import Layout
from evals.forms.printed_record import is_qualitative, target_parts
from evals.forms.table_model import HASHES, Align, FormCell, cut_points
from extractor.records.amounts import parse_number, plain
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
}
INVENTED_VALUES = {"@项目负责人": "李华", "@联系电话": "12345678", "@项目类型": "一般性项目", "@项目属性": "经常性"}


@dataclass(slots=True)
class Canvas:
    """Cells under construction; rows are added from the top."""

    widths: tuple[float, ...]
    cells: list[FormCell] = field(default_factory=list[FormCell])
    rows: int = 0
    header_row: int | None = None

    def add(
        self,
        text: str,
        *,
        row: int,
        columns: tuple[int, int],
        row_span: int = 1,
        pointers: tuple[str, ...] = (),
        align: Align = "center",
        bold: bool = False,
        number: bool = False,
    ) -> None:
        """Adds a cell over the half-open range `columns`."""
        self.cells.append(
            FormCell(
                row=row,
                column=columns[0],
                row_span=row_span,
                column_span=columns[1] - columns[0],
                text=text,
                pointers=pointers,
                align=align,
                bold=bold,
                number=number,
            )
        )

    def new_row(self) -> int:
        """The number of a further row."""
        self.rows += 1
        return self.rows - 1

    def spans(self, wanted: tuple[float, ...], start: int = 0) -> list[tuple[int, int]]:
        """Half-open column ranges from column `start` on, with shares close to `wanted`."""
        points = cut_points(self.widths[start:], wanted)
        return [(start + left, start + right) for left, right in pairwise(points)]


def add_band(canvas: Canvas, text: str) -> None:
    """A row with a section title across the table."""
    canvas.add(text, row=canvas.new_row(), columns=(0, len(canvas.widths)), bold=True)


def add_header(canvas: Canvas, record: Evaluation, layout: Layout) -> None:
    """The rows with project, units and year."""
    for names in layout.header_rows:
        row = canvas.new_row()
        wanted: tuple[float, ...] = ()
        for name in names:
            value_share = 0.7 if name == "year" else 2.4
            wanted += (1.0 + value_share,) if layout.header_inline else (1.0, value_share)
        spans = iter(canvas.spans(wanted))
        for name in names:
            label = layout.labels.header.get(name, name.removeprefix("@")) + layout.header_suffix
            value = INVENTED_VALUES[name] if name.startswith("@") else str(getattr(record, name) or "")
            pointers = () if name.startswith("@") or not value else (f"/{name}",)
            if layout.header_inline:
                canvas.add(label + value, row=row, columns=next(spans), pointers=pointers, align="left")
            else:
                canvas.add(label, row=row, columns=next(spans))
                canvas.add(value, row=row, columns=next(spans), pointers=pointers, align="left", number=name == "year")


def fund_shares(layout: Layout) -> tuple[float, ...]:
    """Wanted shares of the width: the label of the block, the source, and the columns with numbers."""
    share = {"weight": 0.65, "score": 0.75, "execution_rate": 0.9}
    return (1.3, 2.0, *(share.get(name, 1.5) for name in layout.fund_columns))


def add_funds(canvas: Canvas, record: Evaluation, layout: Layout) -> None:
    """The funds: a header row and a row for every source."""
    columns = layout.fund_columns
    spans = canvas.spans(fund_shares(layout))
    first = canvas.new_row()
    label = layout.labels.funds.format(unit=record.funds_unit or "元")
    canvas.add(label, row=first, columns=spans[0], row_span=len(record.funds) + 1, pointers=("/funds_unit",))
    canvas.add("", row=first, columns=spans[1])
    for name, span in zip(columns, spans[2:], strict=True):
        canvas.add(layout.labels.fund_columns[name], row=first, columns=span)
    for index, line in enumerate(record.funds):
        row = canvas.new_row()
        canvas.add(layout.labels.sources[line.source], row=row, columns=spans[1], align="left")
        for name, span in zip(columns, spans[2:], strict=True):
            value: str | None = getattr(line, name)
            text = fund_text(name, value, layout)
            pointers = () if value is None else (f"/funds/{index}/{name}",)
            canvas.add(text, row=row, columns=span, pointers=pointers, number=value is not None)


def fund_text(name: str, value: str | None, layout: Layout) -> str:
    """How the layout prints one value of the funds block."""
    if value is None:
        return layout.not_scored if name in ("weight", "execution_rate", "score") else ""
    number = parse_number(value)
    if name == "execution_rate":
        return f"{value}%" if layout.rate == "percent" else value
    if name in ("weight", "score") or not layout.grouped or number is None:
        return value
    return format(number, ",f")


def add_goals(canvas: Canvas, record: Evaluation, layout: Layout) -> None:
    """The year's goals: expected and actual, beside or under each other."""
    labels, last = layout.labels, len(canvas.widths)
    texts = ((labels.expected, record.goals.expected, "expected"), (labels.actual, record.goals.actual, "actual"))
    first, second = canvas.new_row(), canvas.new_row()
    if layout.goals == "stacked":
        side, label, text = canvas.spans((0.9, 1.4, 9.0))
        canvas.add(labels.goals, row=first, columns=side, row_span=2)
        for row, (title, value, name) in zip((first, second), texts, strict=True):
            canvas.add(title, row=row, columns=label)
            canvas.add(value or "", row=row, columns=text, pointers=(f"/goals/{name}",) if value else (), align="left")
        return
    side, left, right = canvas.spans((0.8, 5.2, 5.0))
    canvas.add(labels.goals, row=first, columns=(side[0], side[1]), row_span=2)
    for (title, value, name), span in zip(texts, (left, right), strict=True):
        canvas.add(title, row=first, columns=span)
        canvas.add(value or "", row=second, columns=span, pointers=(f"/goals/{name}",) if value else (), align="left")
    assert last == right[1]


def add_indicators(canvas: Canvas, record: Evaluation, layout: Layout) -> None:
    """The indicator block with its header row, and the total row under it."""
    names = (("side",) if layout.side_label else ()) + layout.columns
    spans = dict(zip(names, canvas.spans(tuple(COLUMN_WIDTHS[name] for name in names)), strict=True))
    header = canvas.new_row()
    canvas.header_row = header
    count = len(record.indicators)
    total_row = header + count + 1
    if layout.side_label:
        height = count + 1 + (0 if layout.total_covers_side_label else 1)
        canvas.add(layout.labels.indicators, row=header, columns=spans["side"], row_span=height)
    for name in layout.columns:
        canvas.add(layout.labels.indicator_columns[name], row=header, columns=spans[name])
    for index, indicator in enumerate(record.indicators):
        row = canvas.new_row()
        for name in layout.columns:
            if name not in ("level1", "level2"):
                add_indicator_cell(canvas, indicator, index, name, layout, row=row, columns=spans[name])
    add_levels(canvas, record, layout, first=header + 1, level1=spans["level1"], level2=spans["level2"])
    assert canvas.new_row() == total_row
    add_total(canvas, record, layout, spans, row=total_row)


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
    left = name in ("level3", "deviation_reason")
    number = bool(pointers) and parse_number(text) is not None and name != "level3"
    canvas.add(text, row=row, columns=columns, pointers=pointers, align="left" if left else "center", number=number)


def add_levels(
    canvas: Canvas,
    record: Evaluation,
    layout: Layout,
    *,
    first: int,
    level1: tuple[int, int],
    level2: tuple[int, int],
) -> None:
    """The level 1 and level 2 labels: merged over their group, printed once, or repeated."""
    rows = record.indicators
    for name, columns, pattern in (("level1", level1, layout.level1_points), ("level2", level2, layout.level2_points)):
        for start, end in groups(rows, name):
            label: str = getattr(rows[start], name) or ""
            if pattern and label:
                points = sum((parse_number(row.weight) or Decimal(0) for row in rows[start:end]), start=Decimal(0))
                label += pattern.format(points=plain(points))
            pointers = tuple(f"/indicators/{index}/{name}" for index in range(start, end)) if label else ()
            if layout.level_labels == "merged":
                canvas.add(label, row=first + start, columns=columns, row_span=end - start, pointers=pointers)
                continue
            shown = (start + end - 1) // 2 if layout.level_labels == "middle" else start
            for index in range(start, end):
                own = (f"/indicators/{index}/{name}",) if label else ()
                if layout.level_labels == "repeated":
                    canvas.add(label, row=first + index, columns=columns, pointers=own)
                else:
                    here = index == shown
                    canvas.add(
                        label if here else "", row=first + index, columns=columns, pointers=pointers if here else ()
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
    first = min(spans[name][0] for name in shown if name in spans)
    canvas.add(layout.labels.total, row=row, columns=(start, first), bold=True)
    for name in layout.columns:
        if spans[name][0] < first:
            continue
        value = shown.get(name)
        pointers = (f"/total_{name}",) if value else ()
        # a total that the record could not read, beside full marks that it could, was printed as ####
        unread = HASHES if name == "score" and record.total_weight else ""
        canvas.add(value or unread, row=row, columns=spans[name], pointers=pointers, number=bool(value))


def add_closing(canvas: Canvas, layout: Layout) -> None:
    """Rows after the total: a label and a text across the table."""
    for label, text in layout.blocks:
        row = canvas.new_row()
        left, right = canvas.spans((1.5, 9.0))
        canvas.add(label, row=row, columns=left)
        canvas.add(text, row=row, columns=right, align="left")
