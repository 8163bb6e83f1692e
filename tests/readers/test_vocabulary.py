"""The closed vocabulary: which printed texts are which labels, and which only look like one."""

import pytest

from extractor.readers.form_titles import FormKind, title_kind
from extractor.readers.level_labels import level_label, local_label, suggested_level2
from extractor.readers.vocabulary import (
    bare_key,
    fund_column,
    fund_row,
    header_field,
    indicator_column,
    is_not_applicable,
    is_total_label,
    label_key,
)


def test_label_keys_forgive_width_space_stars_and_colons() -> None:
    assert label_key(" ＊项 目\n名称 ：") == "项目名称"
    assert label_key("★项目编码:") == "项目编码"
    assert bare_key("一、全年预算数（Ａ）") == bare_key("(1)全年预算数(A)") == "全年预算数"
    assert bare_key("执行率(B/A×100%)") == "执行率"


@pytest.mark.parametrize(
    ("printed", "field"),
    [
        ("项目名称：", "project_name"),
        ("资金名称", "project_name"),
        ("主管部门（及代码）", "supervising_unit"),
        ("主管部门及代码", "supervising_unit"),
        ("一级预算单位", "supervising_unit"),
        ("项目实施单位", "implementing_unit"),
        ("*绩效自评年度:", "year"),
        ("项目编 码", "project_code"),
        ("联系电话", "ignored"),
        ("项目资金", None),
        ("档案局", None),
        ("项目名称是一个很长很长很长很长很长很长的句子", None),
    ],
)
def test_header_labels(printed: str, field: str | None) -> None:
    assert header_field(printed) == field


@pytest.mark.parametrize(
    ("printed", "source"),
    [
        ("年度资金总额", "total"),
        ("其中：当年财政拨款", "current_year_appropriation"),
        ("其中:财政拨款", "fiscal"),
        ("上年结转资金", "carryover"),
        ("其他资金", "other"),
        ("财政专户管理资金", "special_account"),
        ("单位资金", "own_funds"),
        ("财政拨款小计", "fiscal"),
        ("一、年度资金总额（万元）", "total"),
        ("中央直达资金", None),
    ],
)
def test_fund_rows(printed: str, source: str | None) -> None:
    assert fund_row(printed) == source


@pytest.mark.parametrize(
    ("printed", "column"),
    [
        ("全年预算数（A）", "annual_budget"),
        ("全年执行数(B)", "executed"),
        ("全年执行数（B)", "executed"),
        ("执行率（B/A）", "execution_rate"),
        ("年初预算数", "initial_budget"),
        ("调整后预算数", "annual_budget"),
        ("得分", "score"),
        ("合格率", None),
    ],
)
def test_fund_columns(printed: str, column: str | None) -> None:
    assert fund_column(printed) == column


@pytest.mark.parametrize(
    ("printed", "column"),
    [
        ("一级\n指标", "level1"),
        ("三级指标", "level3"),
        ("指标名称", "level3"),
        ("年度指标值", "target"),
        ("年度指标值（A)", "target"),
        ("实际完成值", "actual"),
        ("*分值", "weight"),
        ("自评得分", "score"),
        ("偏差原因分析及改进措施", "deviation_reason"),
        ("未完成原因及拟采取的改进措施", "deviation_reason"),
        ("计量单位", "unit"),
        ("运算符", "operator"),
        ("年度绩效指标", "block"),
        ("备注", "ignored"),
        ("设备原因", None),
    ],
)
def test_indicator_columns(printed: str, column: str | None) -> None:
    assert indicator_column(printed) == column


@pytest.mark.parametrize(
    ("printed", "level", "label", "points"),
    [
        ("产出指标(50分)", 1, "产出指标", "50"),
        ("产出指标（共50分）", 1, "产出指标", "50"),
        ("产出指标 50分", 1, "产出指标", "50"),
        ("一、产出指标", 1, "产出指标", None),
        ("满意度\n指标\n（10分）", 1, "满意度指标", "10"),
        ("产出", 1, "产出", None),
        ("质量指标", 2, "质量指标", None),
        ("时效", 2, "时效", None),
        ("社会效益指标（15分）", 2, "社会效益指标", "15"),
        ("服务对象的满意度指标", 2, "服务对象满意度指标", None),
    ],
)
def test_level_labels_are_told_without_their_points(printed: str, level: int, label: str, points: str | None) -> None:
    found = level_label(printed, 1 if level == 1 else 2)
    assert found is not None
    assert (found.printed, found.points) == (label, points)


@pytest.mark.parametrize(
    ("printed", "level"), [("指标", 1), ("印刷数量", 2), ("质量指标", 1), ("产出指标", 2), ("", 1)]
)
def test_other_texts_are_no_level_labels(printed: str, level: int) -> None:
    assert level_label(printed, 1 if level == 1 else 2) is None


@pytest.mark.parametrize(
    ("name", "label"),
    [
        ("项目完成及时率", "时效指标"),
        ("采购成本控制数", "成本指标"),
        ("验收合格率", "质量指标"),
        ("培训人数", "数量指标"),
        ("群众满意度", "服务对象满意度指标"),
        ("改善办公环境", None),
    ],
)
def test_names_suggest_a_level2(name: str, label: str | None) -> None:
    assert suggested_level2(name) == label


@pytest.mark.parametrize(
    ("title", "kind"),
    [
        ("项目支出绩效自评表", "project"),
        ("附件1：2023年度项目支出绩效自评表", "project"),
        ("项目支出绩效自评表（2023年度）", "project"),
        ("专项资金绩效自评表", "project"),
        ("部门预算项目支出绩效自评结果表", "project"),
        ("部门整体支出绩效自评表", "department"),
        ("项目支出绩效运行监控表", "monitoring"),
        ("项目支出绩效目标申报表", "target_application"),
        ("项目绩效自评结果汇总表", "other"),
        ("根据要求填报项目支出绩效自评表。", None),
        ("项目支出绩效自评表，共三张", None),
        ("（2）完成项目支出绩效自评", None),
        ("项目支出绩效目标完成情况自评表", "project"),
        ("收入支出决算总表", None),
        ("年度绩效指标", None),
    ],
)
def test_titles(title: str, kind: FormKind | None) -> None:
    assert title_kind(title) == kind


def test_total_and_not_applicable() -> None:
    assert is_total_label("总 分") and is_total_label("合计（100分）") and not is_total_label("总分值不变")
    assert is_not_applicable("不适用") and is_not_applicable(" — ") and is_not_applicable("无")
    assert not is_not_applicable("无偏差") and not is_not_applicable("0")


def test_a_dot_of_dirt_behind_points_belongs_to_no_label() -> None:
    label = local_label("质量指标(10分).")
    assert label is not None and (label.printed, label.points) == ("质量指标", "10")
