"""Workbook and CSV: nothing from a document becomes a formula, numbers stay numbers, nothing is lost."""

import csv
import io
from decimal import Decimal
from typing import Any

import pytest
from openpyxl import load_workbook

from extractor.outputs.csv_table import COLUMNS, csv_text
from extractor.outputs.safe_cells import MAX_CELL_CHARACTERS, csv_cell, starts_formula
from extractor.outputs.workbook import workbook_bytes
from extractor.results import RunResult
from tests.outputs.hostile import FORMULAS, hostile_result


@pytest.fixture(scope="module")
def book() -> Any:
    return load_workbook(io.BytesIO(workbook_bytes(hostile_result())))


def _column(sheet: Any, heading: str) -> list[Any]:
    (index,) = [cell.column for cell in sheet[1] if cell.value == heading]
    return [sheet.cell(row=row, column=index) for row in range(2, sheet.max_row + 1)]


def test_sheets_have_frozen_filtered_headers(book: Any) -> None:
    assert book.sheetnames == ["项目", "资金", "指标", "问题", "待复核", "未读"]
    for sheet in book:
        assert sheet.freeze_panes
        assert sheet.auto_filter.ref
        assert sheet["A1"].font.bold


def test_no_cell_is_a_formula(book: Any) -> None:
    cells = [cell for sheet in book for row in sheet.iter_rows(min_row=2) for cell in row if cell.value is not None]
    assert {cell.data_type for cell in cells} <= {"s", "n"}
    dangerous = [cell for cell in cells if cell.data_type == "s" and starts_formula(cell.value)]
    assert len(dangerous) > 3 * len(FORMULAS)
    assert all(cell.quotePrefix for cell in dangerous)


def test_text_is_kept_as_it_is_without_illegal_characters(book: Any) -> None:
    names = [cell.value for cell in _column(book["指标"], "三级指标")]
    # XML cannot tell a lone carriage return from a line feed
    assert [name.replace("\r", "\n") for name in names[: len(FORMULAS)]] == [
        one.replace("\r", "\n") for one in FORMULAS
    ]
    assert len(names[-1]) == MAX_CELL_CHARACTERS and names[-1].endswith("…")
    assert _column(book["指标"], "偏差原因分析及改进措施")[-2].value == "[31mred]0;title1m"


def test_numbers_are_numbers_with_their_decimals(book: Any) -> None:
    weight = _column(book["指标"], "分值")[-1]
    assert (weight.value, weight.number_format) == (1.5, "0.00")
    score = _column(book["指标"], "得分")
    assert score[-2].value == -0.5 and score[-1].value == "无"
    (funds,) = _column(book["项目"], "全年预算数")
    assert funds.value == 1497500 and funds.number_format == "0.00"


def test_digits_that_a_float_would_lose_stay_text(book: Any) -> None:
    (code,) = _column(book["项目"], "项目编码")
    (executed,) = _column(book["项目"], "全年执行数")
    assert (code.value, executed.value) == ("440303210301500004143", "12345678901234567.89")


def test_findings_are_ordered_and_placed(book: Any) -> None:
    sheet = book["问题"]
    assert [cell.value for cell in _column(sheet, "级别")] == ["错误", "提示"]
    assert [cell.value for cell in _column(sheet, "位置")] == [
        "总分（得分）",
        "指标 1（" + '=HYPERLINK("http://a.ex…' + "）",
    ]
    assert [cell.value for cell in _column(sheet, "页")] == [2, None]
    assert [cell.value for cell in _column(sheet, "判断")] == ["可能读错", "表的问题"]


def test_empty_result_is_a_valid_workbook() -> None:
    book = load_workbook(io.BytesIO(workbook_bytes(RunResult())))
    assert book.sheetnames == ["项目", "资金", "指标", "问题", "待复核"]


def test_csv_cells_are_safe_and_complete() -> None:
    text = csv_text(hostile_result())
    rows = list(csv.DictReader(io.StringIO(text, newline="")))
    assert list(rows[0]) == list(COLUMNS)
    for formula, row in zip(FORMULAS, rows, strict=False):
        assert row["三级指标"] == "'" + formula
    assert not [value for row in rows for value in row.values() if starts_formula(value) and value != "-0.50"]
    assert rows[-2]["得分"] == "-0.50"
    assert "ARI007" in rows[0]["问题"] and "SCO002" in rows[0]["问题"]
    assert rows[1]["问题"] == ""


@pytest.mark.parametrize("text", ["5", "-3.20", "86.25%", "≥95%", "项目", "", "a=b", "3-5天"])
def test_harmless_text_is_left_alone_unless_it_may_be_a_formula(text: str) -> None:
    assert csv_cell(text) == (f"'{text}" if text.startswith("-") else text)


def test_decimal_sums_are_written_exactly() -> None:
    assert Decimal(
        str(_column(load_workbook(io.BytesIO(workbook_bytes(hostile_result())))["项目"], "自评总分")[0].value)
    ) == Decimal("97.53")
