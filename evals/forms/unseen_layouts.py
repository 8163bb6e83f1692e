"""Layouts that were new to the reader when they were written; it was mended for them since."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from evals.forms.labels import FUND_LABELS, INTEGRATED, NATIONAL, SHENZHEN, SPECIAL_FUND, Labels
from evals.forms.layout import Layout

CONCLUSION = ("评价结论", "项目总体完成较好，年度目标基本实现，综合评定等级为优。")
OPINION = ("审核意见", "同意自评结果，请加快支出进度。")
FILLED = ("填表人", "王小明 12345678")
FUNDS_PLAIN = ("initial_budget", "annual_budget", "executed", "execution_rate")

COST_FIRST_NAMES: Mapping[tuple[str | None, str | None], tuple[str, str]] = {
    ("产出指标", "成本指标"): ("成本指标", "经济成本指标"),
}
_WITHOUT_SUFFIX: Mapping[tuple[str | None, str | None], tuple[str, str]] = {
    ("产出指标", "数量指标"): ("产出", "产出数量"),
    ("产出指标", "质量指标"): ("产出", "产出质量"),
    ("产出指标", "时效指标"): ("产出", "产出时效"),
    ("产出指标", "成本指标"): ("产出", "产出成本"),
    ("效益指标", "经济效益指标"): ("效益", "经济效益"),
    ("效益指标", "社会效益指标"): ("效益", "社会效益"),
    ("效益指标", "生态效益指标"): ("效益", "生态效益"),
    ("效益指标", "可持续影响指标"): ("效益", "可持续影响"),
    ("满意度指标", "服务对象满意度指标"): ("效益", "社会公众或服务对象满意度"),
    ("满意度指标", "其他满意度指标"): ("效益", "其他满意度"),
}
MANAGEMENT_NAMES: Mapping[tuple[str | None, str | None], tuple[str, str]] = {
    **_WITHOUT_SUFFIX,
    ("产出指标", "时效指标"): ("过程", "组织实施"),
    ("产出指标", "成本指标"): ("过程", "资金管理"),
}


def with_labels(base: Labels, *, indicators: Mapping[str, str], **changes: Any) -> Labels:  # noqa: ANN401 - fields of Labels
    """`base` with other words for indicator columns, and other changes."""
    return replace(base, indicator_columns={**base.indicator_columns, **indicators}, **changes)


NATURE_VALUE_UNIT = Layout(
    name="nature-value-unit",
    labels=with_labels(INTEGRATED, indicators={"deviation_reason": "偏差原因", "actual": "完成值"}),
    columns=(
        "@序号",
        "level1",
        "level2",
        "level3",
        "weight",
        "operator",
        "target_value",
        "target_unit",
        "actual",
        "score",
        "@财政审核评分",
        "deviation_reason",
    ),
    equal_operator="=",
    qualitative_operator="定性",
    side_label=False,
    funds_unit="万元",
    placeholder=("无", "无", "无"),
)
COEFFICIENT = Layout(
    name="coefficient",
    labels=with_labels(NATIONAL, indicators={"target": "年初指标值"}),
    columns=(
        "level1",
        "level2",
        "level3",
        "weight",
        "target",
        "@调整指标值",
        "actual",
        "@得分系数",
        "score",
        "deviation_reason",
    ),
    level1_points="（{points}分）",
)
COST_FIRST = Layout(
    name="cost-level1",
    labels=SPECIAL_FUND,
    level_names=COST_FIRST_NAMES,
    blocks=(("评价结论", "优"), OPINION),
    placeholder=("无", "无", "无"),
    funds_unit="万元",
)
PROCESS_OUTPUT = Layout(
    name="process-output",
    labels=with_labels(NATIONAL, indicators={"weight": "权重", "actual": "业绩值", "target": "标杆值"}),
    level_names=MANAGEMENT_NAMES,
    columns=("level1", "level2", "level3", "weight", "@评分标准", "target", "actual", "score", "deviation_reason"),
    blocks=(OPINION, FILLED),
)
EXECUTION_ROW = Layout(
    name="execution-row",
    labels=with_labels(INTEGRATED, indicators={"score": "得分", "weight": "分值"}),
    execution_row=("预算执行率指标", "预算执行率", "预算执行率"),
    fund_columns=FUNDS_PLAIN,
    columns=(
        "@序号",
        "level1",
        "level2",
        "level3",
        "weight",
        "target",
        "actual",
        "@完成率",
        "score",
        "deviation_reason",
    ),
    side_label=False,
    rate="percent",
)
NO_WEIGHT = Layout(
    name="no-weight-column",
    labels=with_labels(NATIONAL, indicators={"target": "预期指标值", "actual": "实际完成指标值"}),
    columns=("level1", "level2", "level3", "target", "actual", "deviation_reason"),
    fund_columns=("initial_budget", "annual_budget", "executed", "execution_rate"),
    has_total=False,
    blocks=(("存在问题", "部分指标设置不够细化。"), ("改进措施", "加强前期论证。")),
)
TWO_HEADING_ROWS = Layout(
    name="two-heading-rows",
    labels=with_labels(
        SHENZHEN,
        indicators={"level1": "一级", "level2": "二级", "level3": "三级", "target": "目标值", "actual": "实际值"},
    ),
    heading_groups=(
        ("绩效指标", ("level1", "level2", "level3")),
        ("指标值", ("target", "actual")),
        ("自评情况", ("weight", "score")),
    ),
    side_label=False,
    year_place="cell",
    header_rows=(("project_code", "project_name"), ("implementing_unit", "supervising_unit", "year")),
)
FUND_LIST = Layout(
    name="fund-list",
    labels=replace(
        NATIONAL,
        fund_columns={
            **FUND_LABELS,
            "initial_budget": "年初预算数（{unit}）",
            "annual_budget": "调整后预算数（{unit}）",
            "executed": "预算执行数（{unit}）",
            "execution_rate": "预算执行率（%）",
            "weight": "预算执行分值",
            "score": "预算执行得分",
        },
    ),
    funds_style="list",
    fund_columns=("initial_budget", "annual_budget", "executed", "execution_rate"),
    execution_row=("预算执行", "预算执行率", "预算执行率"),
    goals="stacked",
)
REVIEWED = Layout(
    name="reviewed-scores",
    labels=with_labels(INTEGRATED, indicators={"deviation_reason": "备注（未完成原因及改进措施）"}),
    columns=(
        "level1",
        "level2",
        "level3",
        "weight",
        "target",
        "actual",
        "@评分依据",
        "score",
        "@主管部门复核得分",
        "@财政审核评分",
        "deviation_reason",
    ),
    blocks_before=(CONCLUSION, ("存在问题", "支出进度前慢后快。"), ("改进措施", "按季度跟踪支出进度。")),
    blocks=(OPINION, FILLED),
)
FOUR_LEVELS = Layout(
    name="four-levels",
    labels=with_labels(NATIONAL, indicators={"level3": "四级指标", "target": "计划值", "actual": "完成值"}),
    columns=("level1", "level2", "@三级指标", "level3", "target", "actual", "weight", "score", "deviation_reason"),
)
NAME_ONLY = Layout(
    name="name-only",
    labels=with_labels(
        INTEGRATED,
        indicators={"level1": "指标类别", "level3": "指标名称", "weight": "分值权重", "deviation_reason": "未完成说明"},
    ),
    columns=(
        "@序号",
        "level1",
        "level3",
        "@指标解释",
        "weight",
        "target",
        "actual",
        "score",
        "deviation_reason",
    ),
    side_label=False,
)
INDICATORS_FIRST = Layout(
    name="indicators-first",
    labels=with_labels(
        NATIONAL,
        indicators={
            "target": "绩效目标值",
            "actual": "达成值",
            "weight": "赋分",
            "score": "自评打分",
            "deviation_reason": "差异说明",
        },
        expected="年初绩效目标",
        actual="年末完成情况",
    ),
    order=("goals", "indicators", "funds"),
    columns=("level1", "level2", "level3", "weight", "target", "actual", "score", "deviation_reason"),
    funds_unit="万元",
)

UNSEEN = {
    layout.name: layout
    for layout in (
        NATURE_VALUE_UNIT,
        COEFFICIENT,
        COST_FIRST,
        PROCESS_OUTPUT,
        EXECUTION_ROW,
        NO_WEIGHT,
        TWO_HEADING_ROWS,
        FUND_LIST,
        REVIEWED,
        FOUR_LEVELS,
        NAME_ONLY,
        INDICATORS_FIRST,
    )
}
"""Layouts by name that were new to the reader when they were written; it was mended for them since."""
