"""Structures of forms that no known layout has: read by what stands where, not by a template."""

from extractor.grids.grid import Grid
from extractor.readers.standard_headings import standard_headings
from extractor.records.reading import FormReading
from tests.readers.written import delimited, read, table

HEAD = """
项目支出绩效自评表 | < | < | < | < | < | < | <
项目名称 | 渠道维修 | < | < | 主管部门 | 水务局 | < | <
"""
FUNDS = """
项目资金（万元） | | 年初预算数 | 全年预算数 | 全年执行数 | 分值 | 执行率 | 得分
^ | 年度资金总额 | 10 | 12 | 12 | 10 | 100% | 10
"""
INDICATORS = """
一级指标 | 二级指标 | 三级指标 | 年度指标值 | 实际完成值 | 分值 | 得分 | 偏差原因分析及改进措施
产出指标 | 数量指标 | 维修渠道长度 | ≥5公里 | 6公里 | 90 | 90 | |
总分 | < | < | < | < | 100 | 100 | |
"""


def read_of(grid: Grid) -> FormReading:
    return read(*standard_headings([grid]))


def test_funds_whose_sources_head_the_columns_are_turned_back() -> None:
    funds = """
资金来源（万元） | < | 资金总额 | 其中：财政拨款 | 其他资金 | < | < | <
年初预算 | < | 10 | 8 | 2 | < | < | <
调整后预算 | < | 12 | 9 | 3 | < | < | <
实际支出 | < | 12 | 9 | 3 | < | < | <
执行率 | < | 100% | | | < | < | <
得分 | < | 10 | | | < | < | <
"""
    reading = read_of(table(HEAD + funds.strip("\n") + INDICATORS))
    found = [(one.source, one.initial_budget, one.annual_budget, one.executed) for one in reading.record.funds]
    assert found == [("total", "10", "12", "12"), ("fiscal", "8", "9", "9"), ("other", "2", "3", "3")]
    assert (reading.record.funds[0].execution_rate, reading.record.funds[0].score) == ("100", "10")


def test_levels_in_rows_of_their_own_hold_for_the_rows_below() -> None:
    rows = """
序号 | 二级指标 | 三级指标 | 年度指标值 | 实际完成值 | 分值 | 得分 | 偏差原因分析及改进措施
一、产出指标（60分） | < | < | < | < | < | < | <
1 | 数量指标 | 维修渠道长度 | ≥5公里 | 6公里 | 60 | 60 | |
二、效益指标（30分） | < | < | < | < | < | < | <
2 | 社会效益指标 | 受益户数 | ≥50户 | 55户 | 30 | 30 | |
总分 | < | < | < | < | 100 | 100 | |
"""
    reading = read_of(table(HEAD + FUNDS.strip("\n") + rows))
    assert [one.level1 for one in reading.record.indicators] == ["产出指标", "效益指标"]
    assert reading.printed_level_weights == {"产出指标": "60", "效益指标": "30"}


def test_headings_in_two_rows_without_merged_cells_are_one_row() -> None:
    text = (
        "项目支出绩效自评表\n项目名称\t渠道维修\n"
        "一级指标\t二级指标\t三级指标\t年初设定\t\t年终自评\t\t备注\n\t\t\t指标值\t分值\t完成值\t得分\t\n"
        "产出指标\t数量指标\t维修渠道长度\t≥5公里\t50\t6公里\t49\t\n总分\t\t\t\t100\t\t99\t\n"
    )
    reading = read_of(delimited(text))
    (row,) = reading.record.indicators
    assert (row.target, row.actual, row.weight, row.score) == ("≥5公里", "6公里", "50", "49")


def test_cells_below_an_unknown_heading_are_no_other_columns() -> None:
    rows = INDICATORS.replace("实际完成值 |", "实际完成值 | 甲乙丙 |").replace("6公里 |", "6公里 | 台账 |")
    rows = rows.replace("总分 | < | < | < | < |", "总分 | < | < | < | < | < |")
    reading = read_of(table(HEAD + FUNDS.strip("\n") + rows))
    (row,) = reading.record.indicators
    assert (row.actual, row.weight, row.score, row.deviation_reason) == ("6公里", "90", "90", None)


def test_a_field_missing_beside_an_unknown_heading_puts_the_rows_under_review() -> None:
    rows = INDICATORS.replace("实际完成值", "甲乙丙")
    reading = read_of(table(HEAD + FUNDS.strip("\n") + rows))
    assert any(item.pointer == "/indicators" and "甲乙丙" in item.reason for item in reading.review)


def test_goals_below_their_labels_are_read() -> None:
    goals = """
年度绩效目标 | < | < | < | < | < | < | <
维修渠道5公里。 | < | < | < | < | < | < | <
实际完成情况 | < | < | < | < | < | < | <
维修渠道6公里。 | < | < | < | < | < | < | <
"""
    reading = read_of(table(HEAD + FUNDS.strip("\n") + goals + INDICATORS.strip("\n")))
    assert (reading.record.goals.expected, reading.record.goals.actual) == ("维修渠道5公里。", "维修渠道6公里。")


def test_points_behind_a_local_level_are_taken_off() -> None:
    rows = INDICATORS.replace("产出指标 | 数量指标", "项目管理（20分） | 投入管理（20分）")
    reading = read_of(table(HEAD + FUNDS.strip("\n") + rows))
    (row,) = reading.record.indicators
    assert (row.level1, row.level2) == ("项目管理", "投入管理")
