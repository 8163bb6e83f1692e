"""Layouts that the reader is not mended for, written before it learned to look at structure: figures of them are honest."""

from dataclasses import replace

from evals.forms.labels import FUND_LABELS, INDICATOR_LABELS, INTEGRATED, NATIONAL, SHENZHEN, SPECIAL_FUND
from evals.forms.layout import Layout
from evals.forms.unseen_layouts import (
    CONCLUSION,
    COST_FIRST_NAMES,
    FILLED,
    FUNDS_PLAIN,
    MANAGEMENT_NAMES,
    OPINION,
    with_labels,
)

OTHER_WORDS = Layout(
    name="heldout-other-words",
    labels=replace(
        NATIONAL,
        header={
            **NATIONAL.header,
            "project_name": "所评项目",
            "implementing_unit": "承办单位",
            "supervising_unit": "归口管理部门",
        },
        fund_columns={
            "initial_budget": "批复预算额",
            "annual_budget": "调整后可用额度",
            "executed": "实支金额",
            "weight": "赋值",
            "execution_rate": "完成比",
            "score": "评定分",
        },
        expected="预定绩效",
        actual="达成绩效",
        indicator_columns={
            **INDICATOR_LABELS,
            "level1": "指标大类",
            "level2": "指标小类",
            "level3": "具体绩效指标",
            "target": "预设目标",
            "actual": "达成结果",
            "weight": "赋值",
            "score": "评定分",
            "deviation_reason": "差异说明及整改打算",
        },
    ),
)
DIRECTION_COLUMNS = Layout(
    name="heldout-direction",
    labels=replace(
        INTEGRATED,
        indicator_columns={
            **INDICATOR_LABELS,
            "operator": "指标方向符",
            "target_value": "目标数值",
            "target_unit": "计量口径",
            "actual": "年末达到",
            "weight": "满分值",
            "score": "自打分",
            "deviation_reason": "扣分理由",
        },
    ),
    columns=(
        "@序号",
        "level1",
        "level2",
        "level3",
        "operator",
        "target_value",
        "target_unit",
        "actual",
        "weight",
        "score",
        "@专家评分",
        "@复评分",
        "deviation_reason",
    ),
    equal_operator="=",
    qualitative_operator="定性",
    side_label=False,
    placeholder=("无", "无", "无"),
    blocks=(CONCLUSION, OPINION, FILLED),
)
PAIRS_AND_ROW = Layout(
    name="heldout-pairs-row",
    labels=replace(
        SPECIAL_FUND,
        fund_columns={
            **FUND_LABELS,
            "initial_budget": "年初安排预算（{unit}）",
            "annual_budget": "年度预算总额（{unit}）",
            "executed": "当年支出总额（{unit}）",
            "execution_rate": "支出完成率",
        },
        indicator_columns={**INDICATOR_LABELS, "actual": "自评完成情况", "weight": "标准分值"},
    ),
    funds_style="pairs",
    fund_columns=FUNDS_PLAIN,
    execution_row=("执行指标", "资金执行", "资金支出率"),
    level_names=COST_FIRST_NAMES,
    rate="percent",
    columns=("level1", "level2", "level3", "weight", "target", "actual", "@完成情况判断", "score", "deviation_reason"),
    blocks_before=(CONCLUSION,),
)
FOUR_AND_COEFFICIENT = Layout(
    name="heldout-four-coefficient",
    labels=with_labels(
        SHENZHEN, indicators={"level3": "四级指标（评价要点）", "target": "年初目标值", "actual": "年末实际值"}
    ),
    columns=(
        "level1",
        "level2",
        "@三级指标",
        "level3",
        "weight",
        "target",
        "@修正后目标",
        "actual",
        "@完成系数",
        "score",
        "@审核得分",
    ),
    year_place="cell",
    header_rows=(("project_name", "project_code", "year"), ("implementing_unit", "supervising_unit")),
)
SHORT_WORDS = Layout(
    name="heldout-short-words",
    labels=replace(
        NATIONAL,
        header={**NATIONAL.header, "project_name": "项目", "supervising_unit": "主管", "implementing_unit": "实施"},
        fund_columns={
            "initial_budget": "年初",
            "annual_budget": "调整后",
            "executed": "支出",
            "execution_rate": "进度",
            "weight": "满分",
            "score": "自评",
        },
        indicator_columns={
            **INDICATOR_LABELS,
            "level1": "一级",
            "level2": "二级",
            "level3": "三级",
            "target": "计划",
            "actual": "结果",
            "weight": "满分",
            "score": "自评",
            "deviation_reason": "情况说明",
        },
    ),
    columns=("level1", "level2", "level3", "weight", "target", "actual", "score", "deviation_reason"),
)
DIMENSIONS = Layout(
    name="heldout-dimensions",
    labels=replace(
        INTEGRATED,
        expected="期初目标",
        actual="期末完成",
        indicator_columns={
            **INDICATOR_LABELS,
            "level1": "评价维度",
            "level2": "评价类型",
            "level3": "评价指标",
            "target": "期初目标值",
            "actual": "期末完成值",
            "weight": "基础分",
            "score": "自评分数",
        },
    ),
    heading_groups=(("指标体系", ("level1", "level2", "level3")), ("得分情况", ("weight", "score"))),
    columns=("level1", "level2", "level3", "target", "actual", "@信息来源", "weight", "score"),
    level_names=MANAGEMENT_NAMES,
    level_labels="repeated",
    side_label=False,
)

HELD_OUT = {
    layout.name: layout
    for layout in (
        OTHER_WORDS,
        DIRECTION_COLUMNS,
        PAIRS_AND_ROW,
        FOUR_AND_COEFFICIENT,
        SHORT_WORDS,
        DIMENSIONS,
    )
}
"""Layouts by name that the reader must not be mended for: their figures say how it reads what nobody has seen."""
