"""Text files: encodings, lines, comma-separated tables."""

from pathlib import Path

import pytest

from extractor.errors import LimitExceeded, UnreadableDocument
from extractor.grids.text_grid import text_grid
from extractor.pages.backends.text import column_separator
from extractor.pages.page import TablePage, TextPage
from tests.pages.samples import read, tables, texts, with_limits

SAMPLE = "项目支出绩效自评表\n\n项目名称：\t“信息化”建设\t年度：\t2023\n得分\t97.53\t—\t≥95%\n"
TRADITIONAL = "預算績效自評表\n實施單位：\t資訊處\n經費執行率：\t百分之九十五\n備註：無偏差，已經完成年度目標\n"


def page_of(path: Path) -> TextPage:
    pages, problems = read(path)
    assert not problems
    assert isinstance(pages[0], TextPage)
    return pages[0]


@pytest.mark.parametrize(
    ("encoding", "text"),
    [
        ("utf-8", SAMPLE),
        ("utf-8-sig", SAMPLE),
        ("gbk", SAMPLE),
        ("gb18030", SAMPLE + "㐀𠮷\n"),
        ("utf-16", SAMPLE),
        ("utf-16-le", SAMPLE),
        ("utf-16-be", SAMPLE),
        ("big5", TRADITIONAL),
        ("ascii", "weight 10\nscore 9.5\n"),
    ],
)
def test_encodings(tmp_path: Path, encoding: str, text: str):
    path = tmp_path / "a.txt"
    path.write_bytes(text.encode(encoding))
    assert [line.text for line in page_of(path).lines] == text.removesuffix("\n").split("\n")


def test_lines_stand_as_they_are(tmp_path: Path):
    path = tmp_path / "a.md"
    path.write_bytes("## 表\r\n| 甲 | 乙 |\r\t<b>资金</b>\u2028\t".encode())
    lines = page_of(path).lines
    assert [line.text for line in lines] == ["## 表", "| 甲 | 乙 |", "\t<b>资金</b>\u2028\t"]
    assert (lines[2].location.line, lines[2].location.columns) == (3, (0, 12))


@pytest.mark.parametrize("data", [b"\xfd\xff\x81\xfc\xfb" * 50, "caf\xe9 cr\xe8me br\xfbl\xe9e ".encode("latin-1") * 3])
def test_unknown_encoding(tmp_path: Path, data: bytes):
    path = tmp_path / "乱码.txt"
    path.write_bytes(data)
    with pytest.raises(UnreadableDocument, match=r"乱码\.txt") as caught:
        read(path)
    assert caught.value.problem.category in ("encoding", "unsupported")


def test_a_few_bad_bytes_are_told_with_their_line(tmp_path: Path):
    path = tmp_path / "a.txt"
    path.write_bytes((SAMPLE * 40).encode() + b"\xff\xff\n")
    pages, problems = read(path)
    assert len(pages) == 1
    assert [(problem.category, problem.severity) for problem in problems] == [("encoding", "error")]
    assert "第 161 行" in problems[0].message


def test_too_many_lines(tmp_path: Path):
    path = tmp_path / "a.txt"
    path.write_text("一\n" * 11, encoding="utf-8")
    with pytest.raises(LimitExceeded, match="max_text_lines"):
        read(path, with_limits(max_text_lines=10))


@pytest.mark.parametrize("separator", [",", ";", "\t", "|"])
def test_csv(tmp_path: Path, separator: str):
    rows = [["指标", "目标", "说明"], ["数量", "≥5", '"第一行\n第二行"'], ["质量", "", "好"]]
    path = tmp_path / "a.csv"
    path.write_bytes("\r\n".join(separator.join(row) for row in rows).encode("gbk"))
    pages, problems = read(path)
    assert not problems
    assert isinstance(pages[0], TablePage) and pages[0].source == "text"
    table = tables(pages[0])[0]
    assert (table.rows, table.columns) == (3, 3)
    assert texts(table)[1, 2] == "第一行\n第二行"
    assert (2, 1) not in texts(table)
    assert table.cells[-1].location.cell == "R3C3"


def test_separator_is_the_one_that_agrees():
    assert column_separator("甲;1,5\n乙;2,5\n丙;3\n") == ";"
    assert column_separator("没有分隔符") == ","


def test_csv_beyond_the_limits(tmp_path: Path):
    path = tmp_path / "a.csv"
    path.write_text("1,2\n" * 20, encoding="utf-8")
    with pytest.raises(LimitExceeded):
        read(path, with_limits(max_sheet_rows=10))


def test_unclosed_quote_of_a_large_csv(tmp_path: Path):
    path = tmp_path / "a.csv"
    path.write_text('甲,"' + "乙" * 200000, encoding="utf-8")
    with pytest.raises(UnreadableDocument, match="引号"):
        read(path)


def test_tab_separated_file_is_text(tmp_path: Path):
    path = tmp_path / "a.tsv"
    path.write_text("甲\t乙\n", encoding="utf-8")
    assert page_of(path).lines[0].text == "甲\t乙"


def test_row_copied_from_a_workbook_with_line_breaks_in_cells(tmp_path: Path):
    path = tmp_path / "a.txt"
    path.write_text('"甲\n""乙"""\t丙\n丁\t"一\n\n二"\n"单独的引号\n戊', encoding="utf-8")
    page = page_of(path)
    assert [(line.location.line, line.text) for line in page.lines] == [
        (1, '"甲\n""乙"""\t丙'),
        (3, '丁\t"一\n\n二"'),
        (6, '"单独的引号'),
        (7, "戊"),
    ]
    assert [cell.text for cell in text_grid(page).cells] == ['甲\n"乙"', "丙", "丁", "一\n\n二", '"单独的引号', "戊"]
