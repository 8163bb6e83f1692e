"""A record and a layout become the abstract table of the form."""

from evals.forms.form_blocks import (
    Canvas,
    add_band,
    add_blocks,
    add_funds,
    add_goals,
    add_header,
    add_management,
    add_signatures,
    fund_shares,
)
from evals.forms.indicator_cells import add_indicators, column_width
from evals.forms.layout import Layout
from evals.forms.printed_record import printed_record
from evals.forms.table_model import FormTable, cut_points
from extractor.records.evaluation import Evaluation

_ADD = {"funds": add_funds, "goals": add_goals, "indicators": add_indicators}
_AMOUNT_WIDTH = 1.0
"""Least relative width of a column with amounts."""
_MOST_COLUMNS = 16


def form_table(record: Evaluation, layout: Layout) -> FormTable:
    """The form of `record` in `layout`. A reader must find `printed_record(record, layout)` in it."""
    shown = _with_weights(printed_record(record, layout), record)
    canvas = Canvas(_base_widths(layout))
    words = _words(shown)
    for text in layout.title_rows:
        add_band(canvas, text.format(**words))
    add_header(canvas, shown, layout)
    if layout.bands:
        add_band(canvas, layout.bands[0])
    for block in layout.order:
        if block == "indicators":
            add_blocks(canvas, layout.blocks_before)
        for text in layout.section_titles.get(block, ()):
            add_band(canvas, text)
        _ADD[block](canvas, shown, layout)
        if layout.management and block == "funds":
            add_management(canvas, layout)
        if layout.bands and block == "funds":
            add_band(canvas, layout.bands[1])
    add_blocks(canvas, layout.blocks)
    if layout.signatures:
        add_signatures(canvas, layout.signatures)
    above = [line.format(**words) for line in layout.above]
    if layout.year_place == "under_title":
        above.insert(0, layout.year_line.format(**words))
    table = FormTable(
        title="" if layout.title_rows else layout.title.format(**words),
        above=tuple(line for line in above if line),
        below=tuple(line.format(**words) for line in layout.below),
        rows=canvas.rows,
        widths=canvas.widths,
        cells=(),
        header_row=canvas.header_row,
    )
    return table.with_cells(canvas.cells)


def _with_weights(shown: Evaluation, record: Evaluation) -> Evaluation:
    """`shown` with the weights of the indicators even where no column prints them: points behind levels are their sums."""
    before = len(shown.indicators) - len(record.indicators)
    rows = [
        row if row.weight is not None else row.model_copy(update={"weight": whole.weight})
        for row, whole in zip(shown.indicators[before:], record.indicators, strict=True)
    ]
    return shown.model_copy(update={"indicators": [*shown.indicators[:before], *rows]})


def _words(shown: Evaluation) -> dict[str, object]:
    """What may stand in the lines around the table."""
    year = shown.year if shown.year is not None else ""
    return {
        "year": year,
        "next_year": year + 1 if isinstance(year, int) else "",
        "unit": shown.funds_unit or "",
        "implementing_unit": shown.implementing_unit or "",
    }


def _base_widths(layout: Layout) -> tuple[float, ...]:
    """Widths of the indicator columns; the widest are halved until every block fits and amounts have room."""
    names = (("side",) if layout.side_label else ()) + layout.columns
    widths = [column_width(name) for name in names]
    per_field = 1 if layout.header_inline else 2
    needed = max(
        2 + len(layout.fund_columns) + (layout.funds_remark is not None),
        *(per_field * len(row) for row in layout.header_rows),
    )
    while len(widths) < needed or (len(widths) < _MOST_COLUMNS and _narrowest_amount(widths, layout) < _AMOUNT_WIDTH):
        widest = widths.index(max(widths))
        widths[widest : widest + 1] = [widths[widest] / 2] * 2
    return tuple(widths)


def _narrowest_amount(widths: list[float], layout: Layout) -> float:
    """Relative width of the narrowest column with amounts in the funds block."""
    points = cut_points(tuple(widths), fund_shares(layout))
    return min(
        sum(widths[left:right])
        for name, left, right in zip(layout.fund_columns, points[2:], points[3:], strict=False)
        if name in ("initial_budget", "annual_budget", "executed")
    )
