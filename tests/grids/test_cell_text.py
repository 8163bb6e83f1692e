"""Words of a cell to its text, as a reader would join them."""

import pytest

from extractor.geometry import Box
from extractor.grids.cell_text import cell_text, line_text, text_lines
from extractor.pages.page import Word
from tests.grids.printed import word

CELL = Box(0, 0, 100, 200)


def stacked(*lines: str) -> list[Word]:
    return [word(text, 2, 10 + 12 * index) for index, text in enumerate(lines)]


@pytest.mark.parametrize(
    ("lines", "text"),
    [
        (("采购办公设备的", "数量"), "采购办公设备的数量"),
        (("1,210,00", "0.00"), "1,210,000.00"),
        (("≥100", "人次"), "≥100人次"),
        (("2023-", "2024"), "2023-2024"),
        (("Public", "finance"), "Public finance"),
        (("1.完成培训", "2.完成印刷"), "1.完成培训\n2.完成印刷"),
        (("（1）完成培训", "（2）完成印刷"), "（1）完成培训\n（2）完成印刷"),
        (("一、完成培训", "二、完成印刷"), "一、完成培训\n二、完成印刷"),
        (("①完成培训", "②完成印刷"), "①完成培训\n②完成印刷"),
        (("全年完成投资", "1.5亿元"), "全年完成投资1.5亿元"),
        (("这一行一直写到格子边", "2.不是新的一项"), "这一行一直写到格子边2.不是新的一项"),
    ],
)
def test_wrapped_lines_are_joined_and_items_stay_apart(lines: tuple[str, ...], text: str) -> None:
    assert cell_text(stacked(*lines), CELL) == text


def test_no_words_no_text() -> None:
    assert cell_text([]) == ""
    assert cell_text([word("甲", 0, 0)]) == "甲"


def test_order_is_by_place_and_not_by_drawing() -> None:
    words = [word("丁", 30, 32), word("乙", 40, 20), word("丙", 2, 33), word("甲", 2, 21)]
    assert [[one.text for one in line] for line in text_lines(words)] == [["甲", "乙"], ["丙", "丁"]]


def test_small_and_large_type_share_a_line() -> None:
    large = Word("10", Box(20, 10, 40, 26))
    assert len(text_lines([word("≥", 2, 12), large])) == 1


@pytest.mark.parametrize(
    ("gap", "text"),
    [(0.5, "甲方乙方"), (5.0, "甲方 乙方")],
)
def test_gap_between_words_is_a_space(gap: float, text: str) -> None:
    assert line_text([word("甲方", 0, 0), word("乙方", 20 + gap, 0)]) == text


def test_spread_characters_are_one_word() -> None:
    letters = [word(one, index * 18.0, 0) for index, one in enumerate("项目名称")]
    assert line_text(letters) == "项目名称"


def test_number_pulled_apart_at_its_point_is_one() -> None:
    assert line_text([word("8.", 0, 0), word("63", 14, 0)]) == "8.63"
