"""Text lines to cells: the strongest separator of a line decides, mark-up goes, places stay."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from extractor.grids.grid import Grid
from extractor.grids.text_grid import strip_markup, text_grid
from extractor.pages.page import Line, TextPage
from extractor.provenance import Location


def grid_of(text: str) -> Grid:
    lines = (Line(one, Location(page=1, line=number)) for number, one in enumerate(text.split("\n"), start=1))
    return text_grid(TextPage(number=1, lines=tuple(lines)))


def row_of(line: str) -> list[tuple[int, str]]:
    return [(cell.column, cell.text) for cell in grid_of(line).cells]


@pytest.mark.parametrize(
    ("line", "cells"),
    [
        ("数量指标\t印刷册数\t\t≥100册", [(0, "数量指标"), (1, "印刷册数"), (3, "≥100册")]),
        ("\t\t印刷册数\t", [(2, "印刷册数")]),
        ("培训 人次\t100 | 200", [(0, "培训 人次"), (1, "100 | 200")]),
        ("a|b||c", [(0, "a"), (1, "b"), (3, "c")]),
        ("a｜b｜c", [(0, "a"), (1, "b"), (2, "c")]),
        ("项目名称  党政事务    年度  2023", [(0, "项目名称"), (1, "党政事务"), (2, "年度"), (3, "2023")]),
        ("项目名称\u3000\u3000党政 事务", [(0, "项目名称"), (1, "党政 事务")]),
        ("年度资金总额 121.00 149.74 129.15", [(0, "年度资金总额"), (1, "121.00"), (2, "149.74"), (3, "129.15")]),
        ("其他资金 — — 0.00%", [(0, "其他资金"), (1, "—"), (2, "—"), (3, "0.00%")]),
        ("采购 3 台设备", [(0, "采购 3 台设备")]),
        ("一个|竖线不是表格", [(0, "一个|竖线不是表格")]),
        ("项目名称 | 党政事务", [(0, "项目名称"), (1, "党政事务")]),
        ("", []),
        ("\u3000 \t ", []),
    ],
)
def test_strongest_separator_cuts_the_line(line: str, cells: list[tuple[int, str]]) -> None:
    assert row_of(line) == cells


def test_markdown_table_keeps_columns_and_loses_its_rule() -> None:
    grid = grid_of("| 项目名称 | 党政事务 |\n| --- | :---: |\n|  | **10** |")
    texts = {(cell.row, cell.column): cell.text for cell in grid.cells}
    assert texts == {(0, 1): "项目名称", (0, 2): "党政事务", (2, 2): "10"}
    assert (grid.rows, grid.columns, grid.kind, grid.aligned) == (3, 3, "delimited", False)


def test_escaped_bar_belongs_to_the_text() -> None:
    assert row_of(r"| 甲\|乙 | 10 |") == [(1, "甲|乙"), (2, "10")]


def test_cell_tells_line_and_characters() -> None:
    line = "标题\t <b>值</b>"
    (first, second) = grid_of(f"\n{line}").cells
    assert (first.location.line, first.location.columns) == (2, (0, 2))
    assert second.text == "值"
    start, end = second.location.columns or (0, 0)
    assert line[start:end] == " <b>值</b>"


@pytest.mark.parametrize(
    ("marked", "plain"),
    [
        ("<b>项目基本情况</b>", "项目基本情况"),
        ("<p>第一段</p><p class='x'>第二段</p>", "第一段\n第二段"),
        ("第一行<br/>第二行<BR>第三行", "第一行\n第二行\n第三行"),
        ("A&amp;B&nbsp;&ge;95%", "A&B\xa0≥95%"),
        ("## 项目支出绩效自评表", "项目支出绩效自评表"),
        ("**合计**", "合计"),
        ("__合计__", "合计"),
        ("*项目名称", "*项目名称"),
        ("#1 楼", "#1 楼"),
        ("####", "####"),
        ("完成率<90%，>80%", "完成率<90%，>80%"),
        ("x < y", "x < y"),
    ],
)
def test_markup_goes_and_comparisons_stay(marked: str, plain: str) -> None:
    assert strip_markup(marked) == plain


@given(st.text(st.sampled_from("\t|｜ \u3000\n项目名称≥100%.,—#*_<>b/p&;-:\x00\u2028"), max_size=80))
def test_any_text_becomes_a_grid(text: str) -> None:
    grid = grid_of(text)
    lines = text.split("\n")
    for cell in grid.cells:
        start, end = cell.location.columns or (0, 0)
        assert cell.text and 0 <= cell.column < grid.columns
        assert 0 <= start < end <= len(lines[cell.row])
        assert cell.location.line == cell.row + 1
    assert [(c.row, c.column) for c in grid.cells] == sorted({(c.row, c.column) for c in grid.cells})
