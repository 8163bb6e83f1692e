"""Workbooks: displayed values, merges, what is hidden, what goes beyond the limits."""

import time
from pathlib import Path

import openpyxl
import pytest

from extractor.pages.page import TablePage
from tests.pages.samples import (
    SOFFICE,
    S,
    converted,
    limits,
    read,
    replace_member,
    spans,
    tables,
    texts,
    with_limits,
    write_minimal_xlsx,
    write_ods,
    write_xlsx,
)

SHOWN = {
    (0, 0): "项目支出绩效自评表",
    (1, 0): "86.25%",
    (1, 1): "1,210,000.00",
    (1, 2): "8.63",
    (1, 3): "95.3600",
    (1, 4): "-",
    (2, 0): "产出指标",
    (2, 1): "第一行\n第二行",
    (4, 1): "末行",
    (4, 3): "TRUE",
}
"""What the sample workbook shows, without its hidden row and column."""


def sheet_xml(inside: str) -> str:
    return f'<worksheet xmlns="{S}">{inside}</worksheet>'


@pytest.mark.parametrize(
    "suffix",
    [
        "xlsx",
        pytest.param("xls", marks=[pytest.mark.office, pytest.mark.skipif(SOFFICE is None, reason="no LibreOffice")]),
        pytest.param("ods", marks=[pytest.mark.office, pytest.mark.skipif(SOFFICE is None, reason="no LibreOffice")]),
    ],
)
def test_sheets_show_what_the_program_shows(tmp_path: Path, suffix: str):
    path = tmp_path / f"自评表.{suffix}"
    if suffix == "xlsx":
        write_xlsx(path)
    else:
        path.write_bytes(converted("xlsx", suffix))
    pages, problems = read(path)
    assert [(page.number, page.name) for page in pages if isinstance(page, TablePage)] == [(1, "自评表"), (3, "附表")]
    table = tables(pages[0])[0]
    assert texts(table) == SHOWN
    assert (table.rows, table.columns) == (5, 5)
    assert spans(table)["项目支出绩效自评表"] == (0, 0, 1, 5)
    assert spans(table)["产出指标"] == (2, 0, 3, 1)
    assert {cell.text: cell.location.cell for cell in table.cells}["末行"] == "B6"
    assert {cell.location.sheet for cell in table.cells} == {"自评表"}
    notices = [problem for problem in problems if problem.category == "hidden"]
    assert [problem.severity for problem in notices] == ["notice"] * 3
    assert "第 4 行" in notices[0].message
    assert " D 列" in notices[1].message
    assert "“草稿”" in notices[2].message and notices[2].page == 2
    assert texts(tables(pages[1])[0]) == {(1, 1): "附表内容"}


def test_formula_without_result_is_told(tmp_path: Path):
    path = tmp_path / "a.xlsx"
    book = openpyxl.Workbook()
    sheet = book.worksheets[0]
    sheet["A1"], sheet["A2"], sheet["A3"] = 1, 2, "=SUM(A1:A2)"
    book.save(path)
    pages, problems = read(path)
    assert texts(tables(pages[0])[0]) == {(0, 0): "1", (1, 0): "2"}
    assert [problem.severity for problem in problems] == ["error"]
    assert "A3 的公式" in problems[0].message


def test_references_may_be_missing_and_strings_inline(tmp_path: Path):
    path = write_xlsx(tmp_path / "a.xlsx", with_hidden=False)
    rows = (
        '<sheetData><row><c t="inlineStr"><is><r><t>富</t></r><r><t>文本</t></r><rPh><t>注音</t></rPh></is></c><c><v>2</v></c></row>'
        '<row><c/><c t="str"><f>A1</f><v>第一行_x000D_\n第二行</v></c><c t="e"><v>#DIV/0!</v></c></row></sheetData>'
    )
    replace_member(path, "xl/worksheets/sheet1.xml", sheet_xml(rows))
    pages, _ = read(path)
    expected = {(0, 0): "富文本", (0, 1): "2", (1, 1): "第一行\n第二行", (1, 2): "#DIV/0!"}
    assert texts(tables(pages[0])[0]) == expected


@pytest.mark.parametrize(
    ("namespace", "prefix"), [(S, ""), (S, "x"), ("http://purl.oclc.org/ooxml/spreadsheetml/main", "")]
)
def test_parts_of_other_programs(tmp_path: Path, namespace: str, prefix: str):
    pages, problems = read(write_minimal_xlsx(tmp_path / "a.xlsx", namespace, prefix))
    assert [(problem.category, problem.severity) for problem in problems] == [("corrupt", "error")]
    assert "E2 的文字在文件里缺失" in problems[0].message
    assert texts(tables(pages[0])[0]) == {(1, 0): " 指标 ", (1, 1): "数量", (1, 2): "95.5%", (1, 3): "2023年12月"}


def test_one_broken_sheet_does_not_take_the_others_with_it(tmp_path: Path):
    path = write_xlsx(tmp_path / "a.xlsx", with_hidden=False)
    replace_member(path, "xl/worksheets/sheet2.xml", "<worksheet><sheetData><row>")
    pages, problems = read(path)
    assert [page.number for page in pages] == [1, 3]
    assert [(problem.category, problem.page) for problem in problems] == [("corrupt", 2)]


def test_merge_keeps_its_text_when_its_first_row_is_hidden(tmp_path: Path):
    path = tmp_path / "a.xlsx"
    book = openpyxl.Workbook()
    sheet = book.worksheets[0]
    sheet["A1"], sheet["A2"], sheet["B2"] = "标题", "数量指标", "甲"
    sheet.merge_cells("A2:A4")
    sheet["B3"], sheet["B4"] = "乙", "丙"
    sheet.row_dimensions[2].hidden = True
    book.save(path)
    pages, _ = read(path)
    assert spans(tables(pages[0])[0]) == {
        "标题": (0, 0, 1, 1),
        "数量指标": (1, 0, 2, 1),
        "乙": (1, 1, 1, 1),
        "丙": (2, 1, 1, 1),
    }


def test_large_sheet_is_refused_quickly_and_the_others_are_read(tmp_path: Path):
    path = tmp_path / "a.xlsx"
    book = openpyxl.Workbook(write_only=True)
    large = book.create_sheet("明细")
    for row in range(30000):
        large.append([row, "文字", 1.5])
    book.create_sheet("自评表").append(["项目支出绩效自评表"])
    book.save(path)
    start = time.process_time()
    pages, problems = read(path)
    assert time.process_time() - start < 4
    assert [page.number for page in pages] == [2]
    assert [(problem.category, problem.page) for problem in problems] == [("too_large", 1)]
    assert "20000 行" in problems[0].message


@pytest.mark.parametrize(
    ("setting", "limit"), [("max_sheet_rows", 3), ("max_sheet_columns", 3), ("max_sheet_cells", 4)]
)
def test_every_limit_of_a_sheet(tmp_path: Path, setting: str, limit: int):
    pages, problems = read(write_xlsx(tmp_path / "a.xlsx"), with_limits(**{setting: limit}))
    assert [page.number for page in pages] == [3]
    assert "too_large" in {problem.category for problem in problems}
    assert any(setting in problem.message for problem in problems)


def test_absurd_merges_end_with_the_content(tmp_path: Path):
    path = write_xlsx(tmp_path / "a.xlsx", with_hidden=False)
    inside = (
        '<sheetData><row r="1"><c r="A1"><v>1</v></c></row><row r="9"><c r="C9"><v>2</v></c></row></sheetData>'
        '<mergeCells><mergeCell ref="A1:XFD1048576"/></mergeCells>'
    )
    replace_member(path, "xl/worksheets/sheet1.xml", sheet_xml(inside))
    pages, _ = read(path)
    assert spans(tables(pages[0])[0]) == {"1": (0, 0, 9, 3)}


def test_ods_repeats_spans_and_hidden_parts(tmp_path: Path):
    styles = '<style:style style:name="gone"><style:table-properties table:display="false"/></style:style>'
    cell = "<table:table-cell{0}><text:p>{1}</text:p></table:table-cell>"
    first = (
        '<table:table table:name="表一"><table:table-column table:number-columns-repeated="2"/>'
        '<table:table-column table:visibility="collapse"/>'
        "<table:table-row>"
        + cell.format(' table:number-columns-spanned="2" table:number-rows-spanned="2"', "甲<text:s text:c='2'/>乙")
        + "<table:covered-table-cell/>"
        + cell.format("", "藏")
        + cell.format("", "右")
        + "</table:table-row>"
        "<table:table-row><table:covered-table-cell table:number-columns-repeated='2'/></table:table-row>"
        '<table:table-row table:number-rows-repeated="2">'
        + cell.format(' office:value="0.5" office:value-type="percentage"', "50.00%")
        + "</table:table-row>"
        "<table:table-row table:visibility='filter'>" + cell.format("", "筛掉") + "</table:table-row>"
        '<table:table-row table:number-rows-repeated="1048000"><table:table-cell table:number-columns-repeated="1024"/>'
        "</table:table-row></table:table>"
    )
    second = f'<table:table table:name="表二" table:style-name="gone"><table:table-row>{cell.format("", "x")}</table:table-row></table:table>'
    pages, problems = read(write_ods(tmp_path / "a.ods", first + second, styles))
    table = tables(pages[0])[0]
    assert texts(table) == {(0, 0): "甲  乙", (0, 2): "右", (2, 0): "50.00%", (3, 0): "50.00%"}
    assert spans(table)["甲  乙"] == (0, 0, 2, 2)
    assert len(pages) == 1
    assert [problem.category for problem in problems] == ["hidden"] * 3


def test_sheet_with_a_picture_only(tmp_path: Path):
    path = write_xlsx(tmp_path / "a.xlsx", with_hidden=False)
    replace_member(path, "xl/media/image1.png", b"\x89PNG")
    replace_member(path, "xl/worksheets/sheet1.xml", sheet_xml('<sheetData/><drawing id="rId1"/>'))
    _, problems = read(path)
    assert [(problem.category, problem.severity, problem.page) for problem in problems] == [
        ("no_text_layer", "error", 1)
    ]


def test_more_sheets_than_pages_allowed(tmp_path: Path):
    pages, problems = read(write_xlsx(tmp_path / "a.xlsx", with_hidden=False), with_limits(max_pages=2))
    assert [page.number for page in pages] == [1, 2]
    assert [problem.category for problem in problems] == ["too_large"]
    assert limits(max_pages=2).max_pages == 2
