"""Tables without drawn cells, from words to grids."""

from dataclasses import replace

import pytest

from extractor.grids.cell_text import text_lines
from extractor.grids.grid import Grid
from extractor.grids.printed_grid import printed_grids
from extractor.grids.unruled_grid import looks_tabular, unruled_grids
from extractor.pages.page import Ruling, Word
from tests.grids.printed import SETTINGS, SIZE, across, page, text_width, word

LEADING = 13.0
"""Distance of the lines of one cell."""


def cell(text: str, x: float, middle: float) -> list[Word]:
    """A cell's lines (parted by |) one under another around `middle`, words parted by a space."""
    lines = text.split("|")
    words: list[Word] = []
    for index, line in enumerate(lines):
        y = middle + (index - (len(lines) - 1) / 2) * LEADING - SIZE / 2
        at = x
        for part in line.split(" "):
            words.append(word(part, at, y))
            at += text_width(part) + SIZE / 4
    return words


def table(rows: list[tuple[float, list[tuple[float, str]]]]) -> list[Word]:
    """Rows, each its middle and its cells as left edge and text."""
    return [one for middle, cells in rows for x, text in cells for one in cell(text, x, middle)]


def grids(words: list[Word], rulings: list[Ruling] | None = None) -> list[Grid]:
    return [grid for _, grid in unruled_grids(page(words, rulings or []), words)]


def texts(grid: Grid) -> list[list[str]]:
    """The texts of each row, a blank one for a column without any."""
    rows = [[""] * grid.columns for _ in range(grid.rows)]
    for one in grid.cells:
        rows[one.row][one.column] = one.text
    return rows


INDICATORS: list[tuple[float, list[tuple[float, str]]]] = [
    (100, [(20, "一级"), (80, "名称"), (200, "目标值"), (300, "分值")]),
    (120, [(80, "培训人数"), (200, "≥100人"), (305, "10")]),
    (130, [(20, "产出")]),
    (140, [(80, "培训场次"), (200, "≥5场"), (305, "10")]),
    (170, [(20, "效益"), (80, "受训者对所得的|收益作何评价"), (200, "良好"), (305, "30")]),
    (200, [(80, "合计"), (303, "50")]),
]


def test_wrapped_names_stay_whole_and_labels_cover_their_rows() -> None:
    (grid,) = grids(table(INDICATORS))
    assert grid.kind == "unruled"
    assert texts(grid) == [
        ["一级", "名称", "目标值", "分值"],
        ["产出", "培训人数", "≥100人", "10"],
        ["", "培训场次", "≥5场", "10"],
        ["效益", "受训者对所得的收益作何评价", "良好", "30"],
        ["", "合计", "", "50"],
    ]
    assert {one.text: one.row_span for one in grid.cells if one.row_span > 1} == {"产出": 2}


def test_cells_of_a_column_share_their_place() -> None:
    (grid,) = grids(table(INDICATORS))
    places = {one.column: set[tuple[float, float]]() for one in grid.cells}
    for one in grid.cells:
        assert one.location.box is not None
        places[one.column].add((one.location.box.x0, one.location.box.x1))
    assert all(len(found) == 1 for found in places.values())


def test_each_part_of_a_form_has_columns_of_its_own() -> None:
    words = table(
        [
            (60, [(20, "项目名称"), (100, "农村公路养护与危桥改造及安全设施项目"), (300, "项目编码"), (380, "1001")]),
            (100, [(20, "资金总额"), (150, "600.00"), (250, "588.00"), (340, "98.00"), (420, "10")]),
            (120, [(20, "其他资金"), (150, "0.00"), (250, "0.00"), (340, "—"), (420, "—")]),
            (160, [(20, "全年修复路面十二公里，消除隐患，|群众满意。"), (260, "已修复路面，|隐患消除。")]),
        ]
    )
    found = grids(words)
    assert [texts(grid) for grid in found] == [
        [["项目名称", "农村公路养护与危桥改造及安全设施项目", "项目编码", "1001"]],
        [["资金总额", "600.00", "588.00", "98.00", "10"], ["其他资金", "0.00", "0.00", "—", "—"]],
        [["全年修复路面十二公里，消除隐患，群众满意。", "已修复路面，隐患消除。"]],
    ]


def test_heading_that_misses_its_text_is_in_one_column_with_it() -> None:
    words = table(
        [
            (100, [(120, "预期目标"), (400, "完成情况")]),
            (120, [(20, "支付尾款。"), (300, "已支付。")]),
            (140, [(20, "一级"), (70, "二级"), (120, "三级"), (170, "目标"), (220, "分值"), (270, "得分")]),
        ]
    )
    assert texts(grids(words)[0]) == [["预期目标", "完成情况"], ["支付尾款。", "已支付。"]]


def test_label_set_wide_is_one_cell() -> None:
    words = table(INDICATORS[:-1])
    words += [*cell("总", 80, 200), *cell("分", 110, 200), *cell("50", 303, 200)]
    (grid,) = grids(words)
    assert texts(grid)[-1] == ["", "总 分", "", "50"]


def test_rules_between_rows_part_what_lies_close() -> None:
    rows = [
        (100.0, [(20.0, "甲"), (100.0, "人数"), (200.0, "10")]),
        (113.0, [(100.0, "场次"), (200.0, "10")]),
        (126.0, [(20.0, "乙"), (100.0, "比率"), (200.0, "30")]),
    ]
    rulings = [
        across(93.5, 10, 250),
        across(106.5, 90, 250),
        across(119.5, 10, 250),
        across(132.5, 10, 250),
    ]
    (grid,) = grids(table(rows), rulings)
    assert texts(grid) == [["甲", "人数", "10"], ["", "场次", "10"], ["乙", "比率", "30"]]
    assert [one.row_span for one in grid.cells if one.column == 0] == [2, 1]


@pytest.mark.parametrize("rows", [1, 2])
def test_end_of_a_table_on_its_own_page_is_a_table(rows: int) -> None:
    words = table(INDICATORS[-rows:])
    assert looks_tabular(text_lines(words), alone=True) is (rows > 1)
    assert not looks_tabular(text_lines(words), alone=False)


def test_prose_in_two_columns_stays_lines() -> None:
    words = [word("本年度各项工作按计划推进完成情况良好", x, 20.0 * y) for y in range(2, 30) for x in (20, 320)]
    (grid,) = printed_grids(page(words), SETTINGS)
    assert grid.kind == "lines"


@pytest.mark.parametrize(("source", "confidence"), [("ocr", 0.6), ("text", 1.0)])
def test_a_cell_pieced_together_from_lines_of_a_picture_is_doubtful(source: str, confidence: float) -> None:
    rows = [
        (100.0 + 40 * at, [(50, f"第{at}行"), (150, "上面一行|下面一行"), (300, "100.00"), (420, "95%")])
        for at in range(5)
    ]
    printed = replace(page(table(rows)), source=source)  # pyright: ignore[reportArgumentType]
    cells = [one for grid in printed_grids(printed, SETTINGS) for one in grid.cells]
    assert {one.confidence for one in cells if "上面" in one.text} == {confidence}
    assert {one.confidence for one in cells if one.text == "95%"} == {1.0}
