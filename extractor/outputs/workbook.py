"""Results as a workbook: sheets 项目, 资金, 指标, 问题, 待复核, and 未读 where something could not be read."""

import io
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from extractor.outputs.safe_cells import legal_text, starts_formula
from extractor.outputs.summary import summarise
from extractor.outputs.wording import (
    FUND_LABELS,
    FUND_NAMES,
    HEADER_LABELS,
    INDICATOR_LABELS,
    SEVERITY_NAMES,
    VERDICT_NAMES,
    ordered_findings,
    ordered_review,
    place_name,
)
from extractor.records.amounts import parse_number
from extractor.results import DocumentResult, EvaluationResult, RunResult

_FILLS = {"错误": "FADBD8", "提醒": "FCF3CF"}
_EXACT_DIGITS = 15
"""Spreadsheet numbers are binary floats: longer numbers would lose digits and stay text."""

Cell = str | int | Decimal | None
_Form = tuple[DocumentResult, int, EvaluationResult]


@dataclass(frozen=True, slots=True, kw_only=True)
class Sheet:
    """A sheet: its columns as (heading, width in characters), and rows of as many values."""

    title: str
    columns: Sequence[tuple[str, int]]
    rows: Sequence[Sequence[Cell]]


def workbook_bytes(result: RunResult) -> bytes:
    """The workbook as a .xlsx file."""
    from openpyxl import Workbook

    book: Any = Workbook()
    book.remove(book.active)
    for sheet in sheets(result):
        _write(book.create_sheet(sheet.title), sheet)
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


def sheets(result: RunResult) -> list[Sheet]:
    """What goes into the workbook, before any file format."""
    forms: list[_Form] = [
        (document, number, evaluation)
        for document in result.documents
        for number, evaluation in enumerate(document.evaluations, start=1)
    ]
    every = [_projects(forms), _funds(forms), _indicators(forms), _findings(forms), _review(forms)]
    unread: list[list[Cell]] = [
        [document.source, problem.page, "错误" if problem.severity == "error" else "提示", problem.message]
        for document in result.documents
        for problem in document.problems
    ]
    if unread:
        every.append(Sheet(title="未读", columns=(("文件", 30), ("页", 6), ("级别", 8), ("说明", 80)), rows=unread))
    return every


def _key(form: _Form) -> list[Cell]:
    """The columns that every sheet starts with and by which sheets can be joined."""
    document, number, evaluation = form
    return [document.source, number, evaluation.record.project_name]


_KEY_COLUMNS = (("文件", 24), ("第几份", 8), ("项目名称", 32))


def _projects(forms: Sequence[_Form]) -> Sheet:
    header = {field: label for field, label in HEADER_LABELS.items() if field != "project_name"}
    rows: list[list[Cell]] = []
    for form in forms:
        record = form[2].record
        summary = summarise(form[2])
        total = next((line for line in record.funds if line.source == "total"), None)
        row = [*_key(form), *(_text(getattr(record, field)) for field in header), record.funds_unit]
        row += [_number(getattr(total, field, None)) for field in FUND_LABELS]
        row += [_number(record.total_weight), _number(record.total_score), _number(summary.score_sum)]
        row += [summary.errors, summary.warnings, summary.notes, summary.review, form[2].profile]
        rows.append([*row, record.goals.expected, record.goals.actual])
    columns = [*_KEY_COLUMNS, *((label, 22) for label in header.values()), ("金额单位", 10)]
    columns += [
        (label, 16 if field in ("initial_budget", "annual_budget", "executed") else 9)
        for field, label in FUND_LABELS.items()
    ]
    columns += [("满分", 8), ("自评总分", 10), ("各行合计", 10), ("错误", 7), ("提醒", 7), ("提示", 7), ("待复核", 8)]
    return Sheet(title="项目", columns=[*columns, ("评分规则", 18), ("预期目标", 50), ("实际完成情况", 50)], rows=rows)


def _funds(forms: Sequence[_Form]) -> Sheet:
    rows = [
        [*_key(form), FUND_NAMES[line.source], *(_number(getattr(line, field)) for field in FUND_LABELS)]
        for form in forms
        for line in form[2].record.funds
    ]
    return Sheet(
        title="资金", columns=[*_KEY_COLUMNS, ("来源", 18), *((label, 16) for label in FUND_LABELS.values())], rows=rows
    )


def _indicators(forms: Sequence[_Form]) -> Sheet:
    numeric = ("weight", "score")
    widths = {"level3": 32, "target": 20, "actual": 20, "weight": 8, "score": 8, "deviation_reason": 44}
    rows: list[list[Cell]] = [
        [
            *_key(form),
            index,
            *((_number if field in numeric else _text)(getattr(row, field)) for field in INDICATOR_LABELS),
        ]
        for form in forms
        for index, row in enumerate(form[2].record.indicators, start=1)
    ]
    columns = [
        *_KEY_COLUMNS,
        ("序号", 7),
        *((label, widths.get(field, 14)) for field, label in INDICATOR_LABELS.items()),
    ]
    return Sheet(title="指标", columns=columns, rows=rows)


def _findings(forms: Sequence[_Form]) -> Sheet:
    rows: list[list[Cell]] = [
        [
            *_key(form),
            SEVERITY_NAMES[finding.severity],
            finding.rule,
            place_name(finding.pointer, form[2].record),
            finding.message,
            _number(finding.printed),
            _number(finding.recomputed),
            VERDICT_NAMES[finding.verdict],
            finding.repair.proposed if finding.repair else None,
            _page(form[2], finding.pointers or [finding.pointer]),
        ]
        for form in forms
        for finding in ordered_findings(form[2].findings)
    ]
    columns = [*_KEY_COLUMNS, ("级别", 7), ("规则", 9), ("位置", 30), ("说明", 70), ("所印", 14), ("重算", 14)]
    return Sheet(title="问题", columns=[*columns, ("判断", 11), ("建议读作", 12), ("页", 6)], rows=rows)


def _review(forms: Sequence[_Form]) -> Sheet:
    rows: list[list[Cell]] = [
        [
            *_key(form),
            place_name(item.pointer, form[2].record),
            item.reason,
            _number(f"{item.confidence:.2f}"),
            _number(item.points_at_stake),
            _page(form[2], [item.pointer]),
        ]
        for form in forms
        for item in ordered_review(form[2].review)
    ]
    columns = [*_KEY_COLUMNS, ("位置", 34), ("原因", 60), ("置信度", 9), ("涉及分数", 10), ("页", 6)]
    return Sheet(title="待复核", columns=columns, rows=rows)


def _page(evaluation: EvaluationResult, pointers: Sequence[str]) -> int | None:
    """The page of the first pointer, or of the first value below it, that has evidence."""
    for pointer in pointers:
        for key, evidence in evaluation.evidence.items():
            if key == pointer or key.startswith(f"{pointer}/"):
                return evidence.page
    return None


def _text(value: object) -> str | None:
    return None if value is None else str(value)


def _number(value: str | None) -> Cell:
    """A decimal as a number with the digits as printed; anything else stays text."""
    number = parse_number(value)
    if number is None or value is None or not value.lstrip("+-").replace(".", "", 1).isdecimal():
        return value
    return number if len(number.as_tuple().digits) <= _EXACT_DIGITS else value


def _write(target: Any, sheet: Sheet) -> None:  # noqa: ANN401 - openpyxl has no types
    from openpyxl.styles import Alignment, Font, PatternFill
    from openpyxl.utils import get_column_letter

    wrapped = Alignment(wrap_text=True, vertical="top")
    bold, grey = Font(bold=True), PatternFill("solid", fgColor="E7ECF2")
    for column, (heading, width) in enumerate(sheet.columns, start=1):
        cell = target.cell(row=1, column=column, value=heading)
        cell.font, cell.fill, cell.alignment = bold, grey, wrapped
        target.column_dimensions[get_column_letter(column)].width = width
    fills = {name: PatternFill("solid", fgColor=colour) for name, colour in _FILLS.items()}
    for index, row in enumerate(sheet.rows, start=2):
        for column, value in enumerate(row, start=1):
            if value is None or value == "":
                continue
            cell = target.cell(row=index, column=column)
            cell.alignment = wrapped
            _set_value(cell, value)
            if sheet.columns[column - 1][0] == "级别" and isinstance(value, str) and value in fills:
                cell.fill = fills[value]
    target.freeze_panes = target.cell(row=2, column=len(_KEY_COLUMNS) + 1 if sheet.title != "未读" else 2)
    target.auto_filter.ref = f"A1:{get_column_letter(len(sheet.columns))}{len(sheet.rows) + 1}"


def _set_value(cell: Any, value: str | int | Decimal) -> None:  # noqa: ANN401 - openpyxl has no types
    """Numbers as numbers with their printed decimals; text as text whatever it starts with."""
    if isinstance(value, str):
        text = legal_text(value)
        cell.value = text
        cell.data_type = "s"
        cell.quotePrefix = starts_formula(text)
        return
    cell.value = value
    exponent = value.as_tuple().exponent if isinstance(value, Decimal) else 0
    places = -exponent if isinstance(exponent, int) and exponent < 0 else 0
    cell.number_format = f"0.{'0' * places}" if places else "0"
