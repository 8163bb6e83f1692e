"""A second batch of layouts, new to the reader when written; their first reading is published, mended for since."""

from dataclasses import replace

from evals.forms.labels import FUND_LABELS, INTEGRATED, NATIONAL, SHENZHEN, SPECIAL_FUND
from evals.forms.layout import Layout
from evals.forms.unseen_layouts import COST_FIRST_NAMES, FILLED, FUNDS_PLAIN, OPINION, with_labels

COUNTY_TABLE = Layout(
    name="county-table",
    labels=replace(
        with_labels(
            NATIONAL,
            indicators={
                "level3": "三级指标（指标名称）",
                "target": "年初目标指标值",
                "actual": "全年实际完成指标值",
                "weight": "分值（90分）",
                "score": "自评得分",
                "deviation_reason": "未完成指标原因及下一步改进措施",
            },
            goals="年度绩效目标完成情况",
            expected="年初批复绩效目标",
            actual="全年绩效目标完成情况",
        ),
        header={
            **NATIONAL.header,
            "project_name": "项目（资金）名称",
            "supervising_unit": "项目主管部门（盖章）",
            "implementing_unit": "项目实施单位（盖章）",
        },
        funds="项目预算执行情况（{unit}）（10分）",
        fund_columns={
            **FUND_LABELS,
            "initial_budget": "年初批复数",
            "annual_budget": "调整后全年数A",
            "executed": "实际支出数B",
            "execution_rate": "支出进度B/A",
        },
        total="综合评分",
    ),
    title="{year}年度县直部门项目支出绩效单位自评表",
    year_place="in_title",
    columns=("level1", "level2", "level3", "weight", "target", "actual", "score", "deviation_reason"),
    level1_points="({points})",
    rate="percent",
    funds_unit="万元",
)
GOALS_LAST = Layout(
    name="goals-last",
    labels=replace(
        with_labels(
            INTEGRATED,
            indicators={
                "level3": "指标内容",
                "target": "目标",
                "actual": "完成",
                "weight": "权重%",
                "score": "自评分值",
            },
        ),
        expected="绩效目标设定情况",
        actual="绩效目标完成情况说明",
    ),
    order=("indicators", "funds", "goals"),
    columns=("@序号", "level1", "level2", "level3", "target", "actual", "@佐证材料", "weight", "score"),
    side_label=False,
    goals="stacked",
    two_places=True,
    has_total=True,
)
BUREAU_REVIEW = Layout(
    name="bureau-review",
    labels=with_labels(
        SPECIAL_FUND,
        indicators={
            "target": "指标值（目标）",
            "actual": "指标值（实际）",
            "weight": "设定分值",
            "score": "单位自评分",
            "@复核分": "财政复核分",
            "deviation_reason": "偏差及整改说明",
        },
    ),
    heading_groups=(("绩效指标", ("level1", "level2", "level3")), ("评分", ("weight", "score", "@复核分"))),
    columns=("level1", "level2", "level3", "target", "actual", "weight", "score", "@复核分", "deviation_reason"),
    side_label=False,
    blocks=(OPINION, FILLED),
    funds_unit="万元",
)
UNIT_BEHIND = Layout(
    name="unit-behind",
    labels=with_labels(
        NATIONAL,
        indicators={
            "operator": "指标符号",
            "target_value": "指标目标值",
            "target_unit": "指标值单位",
            "actual": "指标完成值",
            "weight": "指标分值",
            "score": "指标得分",
        },
    ),
    columns=(
        "level1",
        "level2",
        "level3",
        "weight",
        "operator",
        "target_value",
        "target_unit",
        "actual",
        "@完成比例",
        "score",
        "deviation_reason",
    ),
    equal_operator="=",
    qualitative_operator="定性",
    execution_row=("预算执行情况指标", "预算执行率指标", "预算执行率"),
    fund_columns=FUNDS_PLAIN,
    grouped=True,
)
ACROSS_AND_POINTS = Layout(
    name="across-and-points",
    labels=replace(
        with_labels(SHENZHEN, indicators={"level2": "二级指标", "level3": "具体指标", "actual": "年度完成值"}),
        header={**SHENZHEN.header, "total_score": "自评总分"},
    ),
    header_rows=(
        ("project_name", "project_code"),
        ("implementing_unit", "supervising_unit"),
        ("total_score", "@自评等级"),
    ),
    columns=("level2", "level3", "target", "actual", "weight", "score", "deviation_reason"),
    level1_rows=True,
    level1_points="：{points}分",
    points_suffix="分",
    has_total=False,
    goals="under",
)
TURNED_FUNDS = Layout(
    name="turned-funds",
    labels=replace(
        NATIONAL,
        funds="资金来源（{unit}）",
        fund_columns={
            **FUND_LABELS,
            "initial_budget": "年初预算安排",
            "annual_budget": "调整后预算",
            "executed": "实际支出",
            "execution_rate": "预算执行率(%)",
            "weight": "标准分",
            "score": "自评分",
        },
        sources={**NATIONAL.sources, "total": "资金总额", "other": "其他来源"},
        expected="年度目标",
        actual="完成情况",
    ),
    funds_style="transposed",
    level_names=COST_FIRST_NAMES,
    vertical=True,
    level1_points="（{points}分）",
    funds_unit="万元",
    blocks=(("自评结论", "优"), ("问题与建议", "进一步细化指标。")),
)
PASTED_SHEET = Layout(
    name="pasted-sheet",
    labels=with_labels(
        NATIONAL,
        indicators={
            "level1": "指标一级",
            "level2": "指标二级",
            "level3": "指标三级",
            "target": "计划完成情况",
            "actual": "实际完成情况",
            "weight": "应得分",
            "score": "实得分",
        },
    ),
    title_rows=("附表1", "项目支出绩效自评表", "（{year}年度）"),
    year_place="in_title",
    level_labels="repeated",
    header_rows=(
        ("project_name",),
        ("project_code",),
        ("implementing_unit", "supervising_unit"),
        ("@项目负责人", "@联系电话"),
    ),
    columns=("level1", "level2", "level3", "target", "actual", "weight", "score"),
    signatures=("填表人：王小明", "审核人：张明", "填报日期：2024年3月"),
)
NO_LEVEL2 = Layout(
    name="no-level2",
    labels=with_labels(
        INTEGRATED,
        indicators={
            "level1": "指标分类",
            "level3": "评价指标名称",
            "target": "绩效目标",
            "actual": "绩效完成情况",
            "weight": "满分分值",
            "score": "自评分",
            "deviation_reason": "目标偏差说明",
        },
        fund_columns={
            **FUND_LABELS,
            "initial_budget": "年初预算（{unit}）",
            "annual_budget": "调整后预算（{unit}）",
            "executed": "支出金额（{unit}）",
        },
    ),
    columns=("level1", "level3", "target", "actual", "weight", "score", "deviation_reason"),
    funds_style="pairs",
    fund_columns=FUNDS_PLAIN,
    execution_row=("执行", "", "资金执行率"),
    side_label=False,
    funds_unit="元",
)

FIRST_SIGHT = {
    layout.name: layout
    for layout in (
        COUNTY_TABLE,
        GOALS_LAST,
        BUREAU_REVIEW,
        UNIT_BEHIND,
        ACROSS_AND_POINTS,
        TURNED_FUNDS,
        PASTED_SHEET,
        NO_LEVEL2,
    )
}
"""By name."""
