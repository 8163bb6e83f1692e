"""The blocks of the form but the indicators (header, funds, goals, closing rows) as runs of cells."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from itertools import pairwise

from evals.forms.layout import Layout
from evals.forms.table_model import Align, FormCell, cut_points
from extractor.records.amounts import parse_number
from extractor.records.evaluation import Evaluation

INVENTED_VALUES = {
    "@项目负责人": "李华",
    "@联系电话": "12345678",
    "@项目类型": "一般性项目",
    "@项目属性": "经常性",
    "@项目类别": "1.部门预算项目☑ 2.省直专项□ 3.省对下转移支付项目□",
    "@是否为经常性项目": "是",
    "@绩效等第": "良",
    "@中央主管部门": "农业农村部",
    "@自评日期": "3月20日",
}


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
            value = INVENTED_VALUES.get(name, "—") if name.startswith("@") else str(getattr(record, name) or "")
            pointers = () if name.startswith("@") or not value else (f"/{name}",)
            if layout.header_inline:
                canvas.add(label + value, row=row, columns=next(spans), pointers=pointers, align="left")
            else:
                canvas.add(label, row=row, columns=next(spans))
                canvas.add(value, row=row, columns=next(spans), pointers=pointers, align="left", number=name == "year")


def fund_shares(layout: Layout) -> tuple[float, ...]:
    """Wanted shares of the width: the label of the block, the source, and the columns with numbers."""
    share = {"weight": 0.65, "score": 0.75, "execution_rate": 0.9}
    remark = (2.0,) if layout.funds_remark else ()
    return (1.3, 2.0, *(share.get(name, 1.5) for name in layout.fund_columns), *remark)


def add_funds(canvas: Canvas, record: Evaluation, layout: Layout) -> None:
    """The funds: a header row and a row for every source."""
    if layout.funds_style == "transposed":
        add_funds_by_source(canvas, record, layout)
        return
    if layout.funds_style != "table":
        add_fund_list(canvas, record, layout)
        return
    columns = layout.fund_columns
    spans = canvas.spans(fund_shares(layout))
    first, second = heading_rows(canvas, grouped=bool(layout.fund_groups))
    height = len(record.funds) + second - first + 1
    label = side_text(layout.labels.funds.format(unit=record.funds_unit or "元"), layout)
    canvas.add(label, row=first, columns=spans[0], row_span=height, pointers=("/funds_unit",))
    canvas.add("", row=first, columns=spans[1], row_span=second - first + 1)
    if layout.funds_remark:
        heading, text = layout.funds_remark
        canvas.add(heading, row=first, columns=spans[-1], row_span=second - first + 1)
        canvas.add(text, row=second + 1, columns=spans[-1], row_span=len(record.funds), align="left")
        spans = spans[:-1]
    texts = {name: layout.labels.fund_columns[name].format(unit=record.funds_unit or "元") for name in columns}
    add_grouped_headings(
        canvas, texts, dict(zip(columns, spans[2:], strict=True)), layout.fund_groups, rows=(first, second)
    )
    for index, line in enumerate(record.funds):
        row = canvas.new_row()
        canvas.add(layout.labels.sources[line.source], row=row, columns=spans[1], align="left")
        for name, span in zip(columns, spans[2:], strict=True):
            value: str | None = getattr(line, name)
            text = fund_text(name, value, layout)
            pointers = () if value is None else (f"/funds/{index}/{name}",)
            canvas.add(text, row=row, columns=span, pointers=pointers, number=value is not None)


def heading_rows(canvas: Canvas, *, grouped: bool) -> tuple[int, int]:
    """Numbers of the first and the last of the new rows for headings: two where some are grouped, else one."""
    first = canvas.new_row()
    return first, canvas.new_row() if grouped else first


def add_grouped_headings(
    canvas: Canvas,
    texts: Mapping[str, str],
    spans: Mapping[str, tuple[int, int]],
    heading_groups: Sequence[tuple[str, Sequence[str]]],
    *,
    rows: tuple[int, int],
) -> None:
    """The headings `texts` of columns by name; those of a group stand in the second row under the group's own."""
    first, second = rows
    grouped = {name for _, names in heading_groups for name in names}
    for name, text in texts.items():
        if name in grouped:
            canvas.add(text, row=second, columns=spans[name])
        else:
            canvas.add(text, row=first, columns=spans[name], row_span=second - first + 1)
    for text, names in heading_groups:
        canvas.add(text, row=first, columns=(spans[names[0]][0], spans[names[-1]][1]))


def add_management(canvas: Canvas, layout: Layout) -> None:
    """How the funds were managed: two columns of text beside the labels, the label of the block left of them."""
    (side_label, *headings), *lines = layout.management
    side, label, *texts = canvas.spans((0.8, 1.6, 4.6, 4.0))
    first = canvas.new_row()
    canvas.add(side_text(side_label, layout), row=first, columns=side, row_span=len(lines) + 1)
    canvas.add("", row=first, columns=label)
    for heading, span in zip(headings, texts, strict=True):
        canvas.add(heading, row=first, columns=span)
    for name, *passages in lines:
        row = canvas.new_row()
        canvas.add(name, row=row, columns=label)
        for passage, span in zip(passages, texts, strict=True):
            canvas.add(passage, row=row, columns=span, align="left")


def add_fund_list(canvas: Canvas, record: Evaluation, layout: Layout) -> None:
    """The budget as labels each with its amount: one or two a row, the unit behind the first label."""
    shown = [(name, layout.labels.fund_columns[name]) for name in layout.fund_columns]
    per_row = 2 if layout.funds_style == "pairs" else 1
    for at in range(0, len(shown), per_row):
        row, pairs = canvas.new_row(), shown[at : at + per_row]
        spans = iter(canvas.spans((1.0, 2.4) * len(pairs)))
        for name, label in pairs:
            value: str | None = getattr(record.funds[0], name) if record.funds else None
            pointers = () if value is None else (f"/funds/0/{name}",)
            canvas.add(label.format(unit=record.funds_unit or "元"), row=row, columns=next(spans))
            text = fund_text(name, value, layout)
            canvas.add(text, row=row, columns=next(spans), pointers=pointers, number=value is not None)


def add_funds_by_source(canvas: Canvas, record: Evaluation, layout: Layout) -> None:
    """The funds with the sources as columns and the amounts, rate, weight and score as rows."""
    spans = canvas.spans((1.6, *(1.2 for _ in record.funds)))
    first = canvas.new_row()
    label = layout.labels.funds.format(unit=record.funds_unit or "元")
    canvas.add(label, row=first, columns=spans[0], pointers=("/funds_unit",))
    for line, span in zip(record.funds, spans[1:], strict=True):
        canvas.add(layout.labels.sources[line.source], row=first, columns=span)
    for name in layout.fund_columns:
        row = canvas.new_row()
        canvas.add(layout.labels.fund_columns[name].format(unit=record.funds_unit or "元"), row=row, columns=spans[0])
        for index, (line, span) in enumerate(zip(record.funds, spans[1:], strict=True)):
            value: str | None = getattr(line, name)
            pointers = () if value is None else (f"/funds/{index}/{name}",)
            canvas.add(
                fund_text(name, value, layout), row=row, columns=span, pointers=pointers, number=value is not None
            )


def side_text(text: str, layout: Layout) -> str:
    """A label of a tall cell, one character a line where the layout sets them so."""
    return "\n".join(text.replace("\n", "")) if layout.vertical else text


def fund_text(name: str, value: str | None, layout: Layout) -> str:
    """How the layout prints one value of the funds block."""
    if value is None:
        return layout.not_scored if name in ("weight", "execution_rate", "score") else ""
    number = parse_number(value)
    if name == "execution_rate":
        return f"{value}%" if layout.rate == "percent" else value
    if name in ("weight", "score"):
        return value + layout.points_suffix
    if not layout.grouped or number is None:
        return value
    return format(number, ",f")


def add_goals(canvas: Canvas, record: Evaluation, layout: Layout) -> None:
    """The year's goals: expected and actual, beside or under each other."""
    labels, last = layout.labels, len(canvas.widths)
    texts = ((labels.expected, record.goals.expected, "expected"), (labels.actual, record.goals.actual, "actual"))
    first, second = canvas.new_row(), canvas.new_row()
    if layout.goals == "under":
        # each passage below its label, both over the whole width
        rows = (first, second, canvas.new_row(), canvas.new_row())
        for at, (title, value, name) in zip((0, 2), texts, strict=True):
            canvas.add(title, row=rows[at], columns=(0, last))
            pointers = (f"/goals/{name}",) if value else ()
            canvas.add(value or "", row=rows[at + 1], columns=(0, last), pointers=pointers, align="left")
        return
    if layout.goals == "stacked":
        side, label, text = canvas.spans((0.9, 1.4, 9.0))
        canvas.add(side_text(labels.goals, layout), row=first, columns=side, row_span=2)
        for row, (title, value, name) in zip((first, second), texts, strict=True):
            canvas.add(title, row=row, columns=label)
            canvas.add(value or "", row=row, columns=text, pointers=(f"/goals/{name}",) if value else (), align="left")
        return
    side, left, right = canvas.spans((0.8, 5.2, 5.0))
    canvas.add(side_text(labels.goals, layout), row=first, columns=(side[0], side[1]), row_span=2)
    for (title, value, name), span in zip(texts, (left, right), strict=True):
        canvas.add(title, row=first, columns=span)
        canvas.add(value or "", row=second, columns=span, pointers=(f"/goals/{name}",) if value else (), align="left")
    assert last == right[1]


def add_blocks(canvas: Canvas, blocks: Sequence[tuple[str, str]]) -> None:
    """Rows of a label and a text across the table."""
    for label, text in blocks:
        row = canvas.new_row()
        left, right = canvas.spans((1.5, 9.0))
        canvas.add(label, row=row, columns=left)
        canvas.add(text, row=row, columns=right, align="left")


def add_signatures(canvas: Canvas, texts: Sequence[str]) -> None:
    """A last row of texts beside each other: 项目负责人：, 财务负责人：."""
    row = canvas.new_row()
    for text, span in zip(texts, canvas.spans((1.0,) * len(texts)), strict=True):
        canvas.add(text, row=row, columns=span, align="left")
