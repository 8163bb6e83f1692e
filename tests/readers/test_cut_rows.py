"""Rows that a page break cut in two: joined where that is what they must be."""

from extractor.grids.grid import Grid
from extractor.readers.cut_rows import join_cut_rows
from extractor.readers.indicator_line import IndicatorLine, read_line
from extractor.readers.row_alignment import Column
from extractor.readers.vocabulary import IndicatorColumn
from tests.readers.written import delimited, rows, table

NAMES: tuple[IndicatorColumn, ...] = ("level1", "level2", "level3", "target", "actual", "weight", "score")
COLUMNS = [Column(name=name, place=(float(at), float(at + 1))) for at, name in enumerate(NAMES)]
WHOLE = "产出指标 | 质量指标 | 丁 | 1 | 1 | 10 | 10"


def joined(*grids: Grid) -> list[IndicatorLine]:
    return join_cut_rows([line for row in rows(*grids) for line in read_line(row, COLUMNS)])


def names(lines: list[IndicatorLine]) -> list[str]:
    return [line.cells["level3"].text for line in lines]


def test_parts_are_joined_and_the_whole_is_less_sure() -> None:
    first, last = joined(
        table(" | | 采购办公 | ≥10 | 12 | 20 | 20"), table(f"产出指标 | 数量指标 | 设备 | 台 | 台 | |\n{WHOLE}", page=2)
    )
    assert first.cells["level3"].text == "采购办公\n设备"
    assert first.cells["weight"].text == "20"
    assert first.cells["level2"].text == "数量指标"
    assert not first.certain and last.certain


def test_whole_rows_on_both_sides_stay() -> None:
    found = joined(table(WHOLE), table(WHOLE.replace("丁", "戊"), page=2))
    assert names(found) == ["丁", "戊"]


def test_parts_on_one_page_are_rows() -> None:
    found = joined(table(WHOLE), table(" | | 戊 | 1 | 1 | | "))
    assert names(found) == ["丁", "戊"]


def test_placeholder_below_the_break_is_a_row() -> None:
    found = joined(table(WHOLE), table(" | 时效指标 | 不适用 | 不适用 | 不适用 | | ", page=2))
    assert names(found) == ["丁", "不适用"]


def test_other_rows_without_points_forbid_it() -> None:
    found = joined(table(f" | | 甲 | 1 | 1 | | \n{WHOLE}"), table(" | | 戊 | 1 | 1 | | ", page=2))
    assert names(found) == ["甲", "丁", "戊"]


def test_text_has_no_pages() -> None:
    text = delimited("产出指标 | 质量指标 | 丁 | 1 | 1 | 10 | 10\n | | 戊 | 1 | 1 | | ")
    assert len(joined(text)) == 2
    assert joined() == []
