"""Sheets and Word bodies to grids: tables as they are, lines between them in order."""

from extractor.grids.builder import build_grids
from extractor.grids.table_grid import table_grids
from extractor.pages.page import Line, Table, TableCell, TablePage, TextPage
from extractor.provenance import Location
from tests.grids.printed import SETTINGS, page, places, word

HERE = Location(page=2, sheet="表", cell="A1")


def cell(row: int, column: int, text: str, row_span: int = 1, column_span: int = 1) -> TableCell:
    return TableCell(row, column, row_span, column_span, text, HERE)


def sheet(*blocks: Line | Table) -> TablePage:
    return TablePage(number=2, name="表", blocks=blocks, source="workbook")


def test_cells_come_by_row_with_their_spans_and_without_markup() -> None:
    table = Table(
        rows=3,
        columns=3,
        cells=(cell(1, 1, "<b>10</b>"), cell(0, 0, "产出指标", 3, 1), cell(0, 1, "数量\n指标", 1, 2), cell(2, 1, "  ")),
    )
    (grid,) = table_grids(sheet(table))
    assert (grid.kind, grid.aligned, grid.page, grid.source) == ("table", True, 2, "workbook")
    assert places(grid) == {"产出指标": (0, 0, 3, 1), "数量\n指标": (0, 1, 1, 2), "10": (1, 1, 1, 1)}
    assert [one.location for one in grid.cells] == [HERE] * 3


def test_blank_cells_are_left_out() -> None:
    table = Table(rows=2, columns=2, cells=(cell(0, 0, "<b> </b>", 1, 2), cell(1, 0, " "), cell(1, 1, "甲")))
    (grid,) = table_grids(sheet(table))
    assert places(grid) == {"甲": (1, 1, 1, 1)}
    assert (grid.rows, grid.columns) == (2, 2)


def test_lines_between_tables_keep_their_order() -> None:
    table = Table(rows=1, columns=1, cells=(cell(0, 0, "甲"),))
    found = table_grids(sheet(Line("标题", HERE), Line(" ", HERE), table, Line("附注", HERE), table))
    assert [(one.kind, [c.text for c in one.cells]) for one in found] == [
        ("lines", ["标题"]),
        ("table", ["甲"]),
        ("lines", ["附注"]),
        ("table", ["甲"]),
    ]
    assert (found[0].rows, found[0].columns) == (2, 1)


def test_empty_body_has_no_grid() -> None:
    assert table_grids(sheet()) == []


def test_every_kind_of_page_is_built() -> None:
    assert [one.kind for one in build_grids(sheet(Line("甲", HERE)), SETTINGS)] == ["lines"]
    assert [one.kind for one in build_grids(page([word("甲", 50, 50)]), SETTINGS)] == ["lines"]
    text = TextPage(number=1, lines=(Line("甲\t乙", Location(page=1, line=1)),))
    assert [one.kind for one in build_grids(text, SETTINGS)] == ["delimited"]
