"""The indicator table as a whole: columns from its header, rows joined and told apart, labels cut by page breaks."""

import pytest

from extractor.readers.indicator_block import IndicatorBlock
from extractor.readers.reading_draft import ReadingDraft
from extractor.records.evaluation import Indicator
from tests.readers.written import rows, table

HEADER = "一级指标 | 二级指标 | 三级指标 | 年度指标值 | 实际完成值 | 分值 | 得分 | 偏差原因分析及改进措施"


def block_of(*tables: str, header: str = HEADER) -> tuple[list[Indicator], IndicatorBlock]:
    """Reads tables one after the other, the header above the first one."""
    block = IndicatorBlock(ReadingDraft())
    for number, text in enumerate(tables):
        found = rows(table(f"{header}\n{text}" if number == 0 else text, page=number + 1))
        if number == 0:
            block.read_header(found[0])
        for one in found[number == 0 :]:
            block.read_row(one)
    return block.finish(), block


def shown(indicators: list[Indicator]) -> list[tuple[str | None, ...]]:
    return [(one.level1, one.level2, one.level3, one.weight) for one in indicators]


@pytest.mark.parametrize(
    ("header", "names"),
    [
        (HEADER, "level1 level2 level3 target actual weight score deviation_reason"),
        ("年度绩效指标 | 一级指标 | 二级指标 | 三级指标 | 年度指标值 | 完成值", "level1 level2 level3 target actual"),
        ("一级指标 | 二级指标 | 绩效指标 | 年度指标值 | 完成值", "level1 level2 level3 target actual"),
        (
            "一级指标 | 三级指标 | 运算符 | 指标值 | 计量单位 | 完成值 | 分值 | 得分",
            "level1 level3 operator target unit actual weight score",
        ),
        ("序号 | 一级指标 | 三级指标 | 指标值 | 得分 | 得分", "ignored level1 level3 target score ignored"),
    ],
)
def test_columns_from_the_header(header: str, names: str) -> None:
    _, block = block_of("", header=header)
    assert [column.name for column in block.columns] == names.split()


def test_header_in_two_rows() -> None:
    found = rows(
        table("一级指标 | 二级指标 | 三级指标 | 指标值 | < | 分值 | 得分\n^ | ^ | ^ | 年度指标值 | 实际完成值 | ^ | ^")
    )
    block = IndicatorBlock(ReadingDraft())
    for one in found:
        block.read_header(one)
    assert [column.name for column in block.columns] == [
        "level1",
        "level2",
        "level3",
        "target",
        "actual",
        "weight",
        "score",
    ]


def test_merged_labels_hold_for_all_their_rows() -> None:
    found, block = block_of(
        "产出指标⏎（50分） | 数量指标 | 甲 | 1 | 1 | 20 | 20\n"
        "^ | ^ | 乙 | 1 | 1 | 10 | 10\n"
        "^ | 质量指标 | 丙 | 1 | 1 | 20 | 20"
    )
    assert shown(found) == [
        ("产出指标", "数量指标", "甲", "20"),
        ("产出指标", "数量指标", "乙", "10"),
        ("产出指标", "质量指标", "丙", "20"),
    ]
    assert block.printed_level_weights == {"产出指标": "50"}


def test_points_in_a_cell_of_their_own() -> None:
    _, block = block_of("产出指标 | 数量指标 | 甲 | 1 | 1 | 20 | 20\n（50分） | 质量指标 | 乙 | 1 | 1 | 30 | 30")
    assert block.printed_level_weights == {"产出指标": "50"}


def test_label_cut_by_a_page_break() -> None:
    found, _ = block_of(
        "产出指标 | 数量指标 | 甲 | 1 | 1 | 20 | 20\n^ | 质量 | 乙 | 1 | 1 | 10 | 10",
        "产出指标 | 指标 | 丙 | 1 | 1 | 20 | 20",
    )
    assert [one.level2 for one in found] == ["数量指标", "质量指标", "质量指标"]


def test_rest_of_a_label_below_a_page_break_is_no_row() -> None:
    found, _ = block_of(
        "效益指标 | 社会效益指标 | 甲 | 1 | 1 | 20 | 20\n^ | 可持续影 | | | 不适用 | 0 | 0",
        " | 响指标 | | | | | \n满意度指标 | 服务对象满意度指标 | 丙 | 1 | 1 | 20 | 20",
    )
    assert [one.level2 for one in found] == ["社会效益指标", "可持续影响指标", "服务对象满意度指标"]


def test_label_below_a_page_break_is_not_that_of_rows_which_have_another() -> None:
    found, _ = block_of(
        "产出指标 | 数量指标 | 甲 | 1 | 1 | 10 | 10\n^ | ^ | 乙 | 1 | 1 | 10 | 10",
        "_ | 时效指标 | 丙 | 1 | 1 | 10 | 10\n^ | 成本指标 | 丁 | 1 | 1 | 10 | 10",
        "效益指标 | 社会效益指标 | 戊 | 1 | 1 | 20 | 20\n^ | ^ | 己 | 1 | 1 | 10 | 10",
    )
    assert [one.level1 for one in found] == ["产出指标"] * 4 + ["效益指标"] * 2


def test_label_printed_only_below_the_page_break() -> None:
    found, _ = block_of(
        "产出指标 | 数量指标 | 甲 | 1 | 1 | 10 | 10\n^ | ^ | 乙 | 1 | 1 | 10 | 10\n | | 丙 | 1 | 1 | 20 | 20",
        "效益指标 | 社会效益指标 | 丁 | 1 | 1 | 20 | 20\n^ | ^ | 戊 | 1 | 1 | 10 | 10",
    )
    assert [(one.level1, one.level2) for one in found][2:] == [("效益指标", "社会效益指标")] * 3


def test_merged_label_goes_on_over_a_page_without_it() -> None:
    found, _ = block_of(
        "产出指标 | 数量指标 | 甲 | 1 | 1 | 10 | 10\n^ | ^ | 乙 | 1 | 1 | 10 | 10",
        "_ | 质量指标 | 丙 | 1 | 1 | 20 | 20\n^ | 成本指标 | 丁 | 不超过 | 1 | 10 | 10",
        " | | | 20元 | | | \n效益指标 | 社会效益指标 | 戊 | 1 | 1 | 20 | 20\n^ | ^ | 己 | 1 | 1 | 10 | 10",
    )
    assert [one.level1 for one in found] == ["产出指标"] * 4 + ["效益指标"] * 2
    assert found[3].target == "不超过20元"


@pytest.mark.parametrize("points", [("20 | 20", " | "), (" | ", "20 | 20")])
def test_row_cut_by_a_page_break_is_one(points: tuple[str, str]) -> None:
    found, _ = block_of(
        f"产出指标 | 数量指标 | 采购办公 | ≥10 | 12 | {points[0]} | 需求增加，",
        f" | | 设备数量 | 台 | 台 | {points[1]} | 下年核实\n | 质量指标 | 甲 | 1 | 1 | 20 | 20",
    )
    one, two = found
    assert (one.weight, one.score, two.level3) == ("20", "20", "甲")
    assert (one.level3, one.target, one.actual) == ("采购办公设备数量", "≥10台", "12台")
    assert one.deviation_reason == "需求增加，\n下年核实"


def test_row_without_points_stays_where_others_have_none_either() -> None:
    found, _ = block_of(
        "产出指标 | 数量指标 | 甲 | 1 | 1 | | \n^ | 质量指标 | 乙 | 1 | 1 | 20 | 20", " | | 丙 | 1 | 1 | | "
    )
    assert [one.level3 for one in found] == ["甲", "乙", "丙"]


def test_row_with_another_label_below_a_page_break_is_its_own() -> None:
    found, _ = block_of("产出指标 | 数量指标 | 甲 | 1 | 1 | 20 | 20", "产出指标 | 质量指标 | 乙 | 1 | 1 | | ")
    assert [one.level3 for one in found] == ["甲", "乙"]


def test_rest_of_a_reason_below_a_page_break() -> None:
    found, _ = block_of("产出指标 | 数量指标 | 甲 | 1 | 1 | 20 | 19 | 设备老化", " | | | | | | | 将更新")
    assert [one.deviation_reason for one in found] == ["设备老化\n将更新"]


def test_placeholder_keeps_its_labels_and_has_no_name() -> None:
    found, _ = block_of(
        "产出指标 | 数量指标 | 甲 | 1 | 1 | 20 | 20\n^ | 时效指标 | 无 | 无 | 无 | 0 | 0\n^ | 成本指标 | | | | | "
    )
    assert shown(found) == [
        ("产出指标", "数量指标", "甲", "20"),
        ("产出指标", "时效指标", None, "0"),
        ("产出指标", "成本指标", None, None),
    ]
    assert (found[1].target, found[1].actual) == (None, None)


def test_custom_labels_in_a_table_are_kept_as_printed() -> None:
    found, _ = block_of(
        "项目管理 | 资金到位 | 到位率 | 100% | 100% | 10 | 10\n | 制度建设 | 健全性 | 健全 | 健全 | 10 | 10"
    )
    assert [(one.level1, one.level2) for one in found] == [("项目管理", "资金到位"), ("项目管理", "制度建设")]


def test_no_rows() -> None:
    found, block = block_of("")
    assert found == []
    assert block.printed_level_weights == {}
