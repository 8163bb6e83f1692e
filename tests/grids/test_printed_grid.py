"""Printed pages to grids: ruled tables and the text around them, in reading order."""

from collections import Counter

from hypothesis import given, settings
from hypothesis import strategies as st

from extractor.grids.grid import Grid
from extractor.grids.printed_grid import printed_grids
from extractor.pages.page import Ruling, Word
from tests.grids.printed import SETTINGS, across, down, page, places, ruled, word


def grids(words: list[Word], rulings: list[Ruling], number: int = 1) -> list[Grid]:
    return printed_grids(page(words, rulings, number), SETTINGS)


def test_words_fall_into_the_cells_that_hold_their_middles() -> None:
    words = [word("项目名称", 12, 25), word("党政事务", 62, 25), word("产出", 12, 45), word("10", 95, 48)]
    (grid,) = grids(words, ruled([10, 60, 120], [20, 40, 60]))
    assert (grid.kind, grid.rows, grid.columns) == ("ruled", 2, 2)
    assert places(grid) == {
        "项目名称": (0, 0, 1, 1),
        "党政事务": (0, 1, 1, 1),
        "产出": (1, 0, 1, 1),
        "10": (1, 1, 1, 1),
    }
    assert grid.cells[0].location.box == (10, 20, 60, 40)


def test_text_around_and_between_tables_comes_in_reading_order() -> None:
    words = [
        word("附注", 20, 300),
        word("表乙", 20, 205),
        word("之间", 20, 150),
        word("表甲", 20, 105),
        word("标题", 200, 50),
        word("单位：万元", 20, 75),
    ]
    rulings = [*ruled([10, 100, 200], [200, 220]), *ruled([10, 100, 200], [100, 120])]
    found = grids(words, rulings)
    assert [(one.kind, [c.text for c in one.cells]) for one in found] == [
        ("lines", ["标题", "单位：万元"]),
        ("ruled", ["表甲"]),
        ("lines", ["之间"]),
        ("ruled", ["表乙"]),
        ("lines", ["附注"]),
    ]


def test_merged_blank_cell_stays_and_plain_blank_ones_go() -> None:
    rulings = [*ruled([0, 200], [0, 40]), down(100, 0, 40), across(20, 100, 200)]
    (grid,) = grids([word("甲", 110, 5)], rulings)
    assert places(grid) == {"": (0, 0, 2, 1), "甲": (0, 1, 1, 1)}


def test_confidence_is_that_of_the_worst_word() -> None:
    words = [word("甲", 12, 25)._replace(confidence=0.9), word("乙", 30, 25)._replace(confidence=0.4)]
    (grid,) = grids(words, ruled([10, 60, 120], [20, 40]))
    assert grid.cells[0].confidence == 0.4


def test_frame_around_the_page_is_no_table() -> None:
    (grid,) = grids([word("标题", 200, 50), word("正文", 50, 90)], ruled([10, 590], [10, 790]))
    assert grid.kind == "lines"
    assert [cell.text for cell in grid.cells] == ["标题", "正文"]


def test_table_without_words_is_left_out() -> None:
    assert grids([], ruled([10, 60, 120], [20, 40])) == []


def test_page_number_is_in_every_location() -> None:
    found = grids([word("标题", 200, 5), word("甲", 12, 25)], ruled([10, 60, 120], [20, 40]), number=7)
    assert {cell.location.page for one in found for cell in one.cells} == {7}


COORDINATES = st.floats(-20, 620, allow_nan=False, width=32)
RULINGS = st.builds(across, COORDINATES, COORDINATES, COORDINATES) | st.builds(
    down, COORDINATES, COORDINATES, COORDINATES
)
WORDS = st.builds(word, st.sampled_from(["甲", "100", "项目名称", "—", "≥95%"]), COORDINATES, COORDINATES)


@settings(deadline=None, max_examples=200)
@given(st.lists(WORDS, max_size=25), st.lists(RULINGS, max_size=16))
def test_no_word_is_lost_or_doubled(words: list[Word], rulings: list[Ruling]) -> None:
    found = grids(words, rulings)
    printed = "".join(cell.text for one in found for cell in one.cells)
    assert Counter(one for one in printed if not one.isspace()) == Counter("".join(one.text for one in words))
    for one in found:
        assert all(cell.row + cell.row_span <= one.rows for cell in one.cells)
        assert all(cell.column + cell.column_span <= one.columns for cell in one.cells)
        assert [(c.row, c.column) for c in one.cells] == sorted((c.row, c.column) for c in one.cells)
