"""A third batch of layouts, new to the reader when written; their first reading is published, mended for since."""

from dataclasses import replace

from evals.forms.labels import FUND_LABELS, INTEGRATED, NATIONAL, SPECIAL_FUND
from evals.forms.layout import Layout
from evals.forms.unseen_layouts import FILLED, FUNDS_PLAIN, OPINION, with_labels

PREFECTURE = Layout(
    name="prefecture",
    labels=replace(
        with_labels(
            NATIONAL,
            indicators={
                "level3": "指标名称（三级）",
                "target": "年度计划指标",
                "actual": "年度实绩",
                "weight": "指标满分",
                "score": "单位打分",
                "deviation_reason": "偏离原因与纠偏措施",
            },
            expected="年初工作目标",
            actual="年末达成情况",
        ),
        header={
            **NATIONAL.header,
            "project_name": "被评价项目名称",
            "supervising_unit": "预算主管单位",
            "implementing_unit": "项目执行单位",
        },
        fund_columns={
            **FUND_LABELS,
            "initial_budget": "年初下达",
            "annual_budget": "调整后金额",
            "executed": "累计支付",
            "execution_rate": "支付比例",
            "weight": "满分",
            "score": "打分",
        },
        total="自评总计",
    ),
    title="州级项目支出绩效自评表（{year}年度）",
    year_place="in_title",
    columns=("level1", "level2", "level3", "weight", "target", "actual", "@完成程度", "score", "deviation_reason"),
    level1_points="（{points}）",
    funds_unit="万元",
    rate="percent",
)
TWO_GROUPS = Layout(
    name="two-groups",
    labels=with_labels(
        INTEGRATED,
        indicators={"target": "预算年度目标", "actual": "年度完成", "weight": "计分权重", "score": "计分得分"},
    ),
    heading_groups=(("指标完成情况", ("target", "actual")), ("计分情况", ("weight", "score", "@核定得分"))),
    columns=("@编号", "level1", "level2", "level3", "target", "actual", "weight", "score", "@核定得分"),
    side_label=False,
    funds_style="transposed",
    goals="under",
    blocks=(OPINION,),
)
BANDS_AND_TOP = Layout(
    name="bands-and-top",
    labels=replace(
        with_labels(
            SPECIAL_FUND,
            indicators={
                "level3": "评价指标",
                "target": "应完成",
                "actual": "已完成",
                "weight": "标准分数",
                "score": "自评分数",
            },
        ),
        header={**SPECIAL_FUND.header, "total_score": "综合自评分"},
    ),
    title_rows=("编号：2024-017", "{year}年度专项资金绩效自评情况表"),
    year_place="in_title",
    header_rows=(("project_name",), ("supervising_unit", "implementing_unit"), ("total_score", "@评价等级")),
    level1_rows=True,
    level1_points="（共{points}分）",
    columns=("@序号", "level2", "level3", "target", "actual", "weight", "score", "deviation_reason"),
    side_label=False,
    has_total=False,
    signatures=("经办人：李华", "负责人：张明"),
)
LIST_AND_ROW = Layout(
    name="list-and-row",
    labels=replace(
        with_labels(
            NATIONAL,
            indicators={
                "operator": "运算符号",
                "target_value": "绩效指标值",
                "target_unit": "单位",
                "actual": "实现值",
                "weight": "所占分值",
                "score": "最终自评得分",
                "deviation_reason": "未实现原因及改进",
            },
        ),
        fund_columns={
            **FUND_LABELS,
            "initial_budget": "年初预算资金（{unit}）",
            "annual_budget": "年度下达资金（{unit}）",
            "executed": "实际使用资金（{unit}）",
            "execution_rate": "资金使用率（%）",
        },
    ),
    funds_style="list",
    fund_columns=FUNDS_PLAIN,
    execution_row=("预算执行", "资金使用", "资金使用率"),
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
    vertical=True,
    blocks=(FILLED,),
    funds_unit="万元",
)

LATEST = {layout.name: layout for layout in (PREFECTURE, TWO_GROUPS, BANDS_AND_TOP, LIST_AND_ROW)}
"""By name."""
