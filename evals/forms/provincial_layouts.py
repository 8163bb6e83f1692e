"""Layouts after forms that counties of several provinces publish; new to the reader when written, mended for since."""

from collections.abc import Mapping
from dataclasses import replace

from evals.forms.labels import FUND_LABELS, INTEGRATED, NATIONAL, SPECIAL_FUND
from evals.forms.layout import Layout
from evals.forms.unseen_layouts import FILLED, FUNDS_PLAIN, with_labels

_NAMES_OF_PROJECTS: Mapping[tuple[str | None, str | None], tuple[str, str]] = {
    ("产出指标", "数量指标"): ("项目产出", "产出数量"),
    ("产出指标", "质量指标"): ("项目产出", "产出质量"),
    ("产出指标", "时效指标"): ("项目产出", "产出时效"),
    ("产出指标", "成本指标"): ("项目产出", "产出成本"),
    ("效益指标", "经济效益指标"): ("项目效益", "经济效益"),
    ("效益指标", "社会效益指标"): ("项目效益", "社会效益"),
    ("效益指标", "生态效益指标"): ("项目效益", "生态效益"),
    ("效益指标", "可持续影响指标"): ("项目效益", "可持续影响"),
    ("满意度指标", "服务对象满意度指标"): ("满意度", "服务对象满意度"),
    ("满意度指标", "其他满意度指标"): ("满意度", "其他满意度"),
}
_RATE_RULE = (
    "1.预算执行率=预算执行数/调整后预算数，预算执行率未达到90%的需说明原因；2.年中发生预算调整的，应单独说明理由。"
)

NUMBERED_REPORT = Layout(
    name="numbered-report",
    labels=replace(
        with_labels(
            INTEGRATED, indicators={"level3": "三级指标", "score": "得分", "deviation_reason": "未完成原因分析"}
        ),
        header={**INTEGRATED.header, "supervising_unit": "主管部门", "implementing_unit": "实施单位\n（盖章）"},
        funds="预算执行情况（10分）\n年度预算数（{unit}）",
        fund_columns={
            **FUND_LABELS,
            "initial_budget": "年初预算",
            "annual_budget": "调整后预算数",
            "executed": "预算执行数",
            "execution_rate": "预算执行率",
            "weight": "权重",
        },
        sources={**NATIONAL.sources, "total": "总额", "fiscal": "其中：财政资金"},
        goals="年度目标",
        expected="项目年度目标",
        actual="年度目标完成情况",
        indicators="绩效指标（90分）",
    ),
    title_rows=("报表编号：510000_0013zp", "部门预算项目支出绩效自评表（{year}年度）"),
    year_place="in_title",
    order=("goals", "funds", "indicators"),
    section_titles={"goals": ("项目基本情况", "1.项目年度目标完成情况"), "funds": ("2.项目实施内容及过程概述",)},
    funds_remark=("原因", _RATE_RULE),
    rate="percent",
    not_scored="/",
    columns=(
        "level1",
        "level2",
        "level3",
        "operator",
        "target_value",
        "target_unit",
        "actual",
        "weight",
        "score",
        "deviation_reason",
    ),
    equal_operator="=",
    qualitative_operator="定性",
    blocks=(("评价结论", "项目总体完成较好。"), ("存在问题", "暂无。"), ("改进措施", "加强预算执行管理。")),
    signatures=("项目负责人：李华", "财务负责人：张明"),
    funds_unit="万元",
)
SCORE_ON_TOP = Layout(
    name="score-on-top",
    labels=replace(
        with_labels(
            NATIONAL,
            indicators={
                "weight": "参考分值",
                "target": "指标值(A)",
                "actual": "全年实际值(B)",
                "deviation_reason": "未完成原因分析及改进措施",
            },
        ),
        header={**NATIONAL.header, "total_score": "自评得分", "supervising_unit": "主管部门"},
        fund_columns={
            **FUND_LABELS,
            "initial_budget": "年初预算数",
            "annual_budget": "调整预算数（A）",
            "executed": "全年执行数（B）",
            "execution_rate": "执行率（B/A）",
        },
        expected="年初设定目标",
        actual="年度总体目标完成情况",
    ),
    header_rows=(("project_name",), ("supervising_unit", "implementing_unit"), ("total_score", "@财政审定评分")),
    fund_columns=FUNDS_PLAIN,
    execution_row=("项目管理", "投入管理", "预算执行率"),
    level_names=_NAMES_OF_PROJECTS,
    level1_points="（{points}分）",
    level2_points="（{points}分）",
    name_prefix="指标{number}：",
    columns=("level1", "level2", "level3", "weight", "target", "actual", "score", "deviation_reason"),
    has_total=False,
    rate="percent",
)
WITHOUT_POINTS = Layout(
    name="without-points",
    labels=with_labels(
        NATIONAL,
        indicators={"actual": "全年完成值", "deviation_reason": "未完成原因和改进措施"},
        expected="年初设定目标",
        actual="全年实际完成情况",
    ),
    title="县级专项资金绩效目标自评表",
    header_rows=(("project_name", "@负责人及电话"), ("supervising_unit", "implementing_unit")),
    fund_columns=("annual_budget", "executed", "execution_rate"),
    columns=("level1", "level2", "level3", "target", "actual", "deviation_reason"),
    vertical=True,
    has_total=False,
    blocks=(("说明", "无"),),
    below=("注：1、其他资金包括和财政资金共同投入到同一项目的自有资金、社会资金等。",),
    rate="percent",
    funds_unit="万元",
)
POINTS_OF_LEVELS = Layout(
    name="points-of-levels",
    labels=with_labels(
        NATIONAL,
        indicators={"@一级分值": "分值", "@二级分值": "分值", "target": "评价标准值", "actual": "完成情况"},
    ),
    title="项目绩效自评表",
    columns=(
        "level1",
        "@一级分值",
        "level2",
        "@二级分值",
        "level3",
        "weight",
        "target",
        "actual",
        "score",
        "deviation_reason",
    ),
    header_rows=(("implementing_unit", "supervising_unit"), ("project_name", "@项目类型")),
    side_label=False,
    level_names=_NAMES_OF_PROJECTS,
)
SOURCES_ACROSS = Layout(
    name="sources-across",
    labels=replace(
        with_labels(
            NATIONAL,
            indicators={
                "level3": "指标名称\n（三级指标）",
                "target": "年初指标值",
                "actual": "年终完成值",
                "score": "自评分",
            },
        ),
        header={
            **NATIONAL.header,
            "total_score": "自评总分",
            "implementing_unit": "项目实施单位",
            "supervising_unit": "项目主管单位",
        },
        funds="项目资金来源（{unit}）",
        fund_columns={
            **FUND_LABELS,
            "initial_budget": "年初预算",
            "annual_budget": "调整预算",
            "executed": "执行数",
            "execution_rate": "执行率",
        },
        sources={**NATIONAL.sources, "total": "合计", "carryover": "上年结转", "other": "其他"},
        goals="项目年度目标",
        expected="年初目标",
        actual="完成情况",
    ),
    title="市级财政预算支出项目绩效目标自评表",
    above=("填报日期：{next_year}年2月18日                单位领导审签：",),
    header_rows=(
        ("project_name", "total_score"),
        ("implementing_unit", "supervising_unit"),
        ("@项目负责人", "@项目属性"),
    ),
    funds_style="transposed",
    columns=("level1", "level2", "level3", "target", "actual", "weight", "score", "@复核分", "deviation_reason"),
    level1_points="\n{points}分",
    level2_points="\n{points}分",
    has_total=False,
    funds_unit="万元",
)
LEVEL1_ACROSS = Layout(
    name="level1-across",
    labels=with_labels(INTEGRATED, indicators={"level2": "指标类型", "level3": "绩效指标", "weight": "标准分"}),
    title="项目支出绩效自评打分表",
    columns=("@序号", "level2", "level3", "weight", "target", "actual", "score", "deviation_reason"),
    side_label=False,
    level1_rows=True,
    level1_points="（{points}分）",
    funds_unit="万元",
)
SCORE_THEN_WEIGHT = Layout(
    name="score-then-weight",
    labels=replace(
        with_labels(
            NATIONAL,
            indicators={
                "score": "自评得分",
                "weight": "满分",
                "target": "全年目标值",
                "deviation_reason": "备注(扣分原因)",
            },
        ),
        funds="项目资金",
        fund_columns={**FUND_LABELS, "score": "自评得分", "weight": "满分"},
    ),
    title="{year}年项目绩效自评情况表",
    year_place="in_title",
    above=("填报单位:{implementing_unit}          金额单位:{unit}",),
    fund_columns=("initial_budget", "annual_budget", "executed", "execution_rate", "score", "weight"),
    columns=("level1", "level2", "level3", "target", "actual", "score", "weight", "deviation_reason"),
    grouped=True,
    points_suffix="分",
    header_suffix=":",
)
UNIT_FIRST = Layout(
    name="unit-first",
    labels=replace(
        with_labels(
            SPECIAL_FUND,
            indicators={
                "target_unit": "计量单位",
                "operator": "计算符号",
                "target_value": "年度目标值",
                "actual": "实际完成数",
                "weight": "指标权重",
                "deviation_reason": "未完成原因及整改措施",
            },
        ),
        total="自评总分",
        fund_columns={
            **FUND_LABELS,
            "initial_budget": "年初预算数（{unit}）",
            "annual_budget": "全年预算数（{unit}）",
            "executed": "全年执行数（{unit}）",
        },
    ),
    columns=(
        "level1",
        "level2",
        "level3",
        "target_unit",
        "operator",
        "target_value",
        "actual",
        "@完成率",
        "weight",
        "score",
        "deviation_reason",
    ),
    equal_operator="=",
    qualitative_operator="定性",
    funds_style="pairs",
    fund_columns=FUNDS_PLAIN,
    execution_row=("执行指标", "预算执行", "预算执行率"),
    funds_unit="万元",
)
NUMBERED_SECTIONS = Layout(
    name="numbered-sections",
    labels=replace(
        SPECIAL_FUND,
        goals="总体目标",
        expected="年度绩效目标",
        actual="绩效目标实际完成情况",
        funds="资金安排及使用（{unit}）",
        total="合  计",
    ),
    title_rows=("附件2", "表3-1", "{year}年度市级预算项目支出绩效自评表"),
    year_place="in_title",
    header_inline=True,
    header_suffix="：",
    header_rows=(("project_name", "project_code"), ("supervising_unit",), ("implementing_unit",)),
    section_titles={"funds": ("一、资金情况",), "goals": ("二、总体目标",), "indicators": ("三、绩效指标",)},
    goals="under",
    level_labels="first",
    side_label=False,
    two_places=True,
    blocks=(FILLED,),
)
PLAN_AND_REVIEW = Layout(
    name="plan-and-review",
    labels=with_labels(
        NATIONAL,
        indicators={"target": "指标值", "weight": "分值", "actual": "完成值", "score": "得分", "@偏差度": "偏差度"},
    ),
    heading_groups=(("年初设定", ("target", "weight")), ("年终自评", ("actual", "score"))),
    columns=("level1", "level2", "level3", "target", "weight", "actual", "score", "@偏差度", "deviation_reason"),
    vertical=True,
    rate="percent",
    goals="stacked",
    funds_unit="万元",
)

PROVINCIAL = {
    layout.name: layout
    for layout in (
        NUMBERED_REPORT,
        SCORE_ON_TOP,
        WITHOUT_POINTS,
        POINTS_OF_LEVELS,
        SOURCES_ACROSS,
        LEVEL1_ACROSS,
        SCORE_THEN_WEIGHT,
        UNIT_FIRST,
        NUMBERED_SECTIONS,
        PLAN_AND_REVIEW,
    )
}
"""By name."""
