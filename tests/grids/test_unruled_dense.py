"""Tables without lines whose rows lie as close as the lines of a cell."""

from extractor.grids.unruled_blocks import Rules, page_blocks, page_segments, page_type
from extractor.grids.unruled_dense import dense_rows, runs_together
from extractor.grids.unruled_rows import PageRows
from extractor.pages.page import Word
from tests.grids.printed import SIZE, word

PITCH = 13.0


def column(x: float, *texts: tuple[float, str]) -> list[Word]:
    """Texts by the line (which may be a half) on which they stand."""
    return [word(text, x, PITCH * line) for line, text in texts]


def dense(words: list[Word]) -> PageRows:
    lines = page_segments(words, SIZE)
    setting = page_type(lines, SIZE, Rules([]))
    assert setting.leading is None or runs_together(page_blocks(lines, setting, Rules([])), setting)
    return dense_rows(lines, setting)


def shown(found: PageRows) -> list[list[str]]:
    return [
        ["".join(segment.text for segment in block.segments) for block in sorted(row.blocks, key=lambda one: one.box)]
        for row in found.rows
    ]


HEAD = [*column(0, (0, "指标名称")), *column(100, (0, "目标值")), *column(200, (0, "分值"))]


def test_wrapped_name_goes_to_the_row_at_its_middle() -> None:
    words = [
        *HEAD,
        *column(0, (1, "培训人数"), (2, "学员对培训内容"), (3, "与讲师的评价"), (4, "培训场次")),
        *column(100, (1, "100人"), (2.5, "良好"), (4, "5场")),
        *column(200, (1, "10"), (2.5, "30"), (4, "10")),
    ]
    found = dense(words)
    assert found.centred
    assert shown(found) == [
        ["指标名称", "目标值", "分值"],
        ["培训人数", "100人", "10"],
        ["学员对培训内容与讲师的评价", "良好", "30"],
        ["培训场次", "5场", "10"],
    ]


def test_wrapped_name_goes_to_the_row_that_it_begins_where_cells_stand_at_the_top() -> None:
    words = [
        *HEAD,
        *column(0, (1, "学员对培训内容"), (2, "与讲师的评价"), (3, "培训场次"), (4, "受训学员的就业"), (5, "率")),
        *column(100, (1, "良好"), (3, "5场"), (4, "90%")),
        *column(200, (1, "30"), (3, "10"), (4, "20")),
    ]
    found = dense(words)
    assert not found.centred
    assert shown(found)[1:] == [
        ["学员对培训内容与讲师的评价", "良好", "30"],
        ["培训场次", "5场", "10"],
        ["受训学员的就业率", "90%", "20"],
    ]


def test_heading_across_the_table_is_a_row() -> None:
    words = [
        *column(0, (1, "资金总额"), (2, "其他资金")),
        *column(100, (1, "600.00"), (2, "40.00")),
        *column(200, (1, "588.00"), (2, "40.00")),
        *column(80, (3, "目标完成情况")),
        *column(0, (4, "年度目标"), (5, "其中目标")),
        *column(100, (4, "1"), (5, "2")),
        *column(200, (4, "3"), (5, "4")),
    ]
    assert ["目标完成情况"] in shown(dense(words))
