"""What forms of different places print for the same field (sets of label synonyms, from the domain's list)."""

from dataclasses import dataclass, field, replace

INDICATOR_LABELS = {
    "level1": "一级指标",
    "level2": "二级指标",
    "level3": "三级指标",
    "target": "年度指标值",
    "operator": "指标性质",
    "target_value": "指标值",
    "target_unit": "度量单位",
    "actual": "实际完成值",
    "weight": "分值",
    "score": "得分",
    "deviation_reason": "偏差原因分析及改进措施",
}
HEADER_LABELS = {
    "project_code": "项目编码",
    "project_name": "项目名称",
    "year": "绩效自评年度",
    "implementing_unit": "实施单位",
    "supervising_unit": "主管部门",
}
FUND_LABELS = {
    "initial_budget": "年初预算数",
    "annual_budget": "全年预算数",
    "executed": "全年执行数",
    "weight": "分值",
    "execution_rate": "执行率",
    "score": "得分",
}
SOURCE_LABELS = {
    "total": "年度资金总额",
    "current_year_appropriation": "其中:当年财政拨款",
    "carryover": "上年结转资金",
    "other": "其他资金",
    "fiscal": "其中:财政资金",
    "special_account": "财政专户管理资金",
    "own_funds": "单位资金",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Labels:
    """The words that one place prints. Keys are the field names of the record; `{unit}` stands for 元 or 万元."""

    header: dict[str, str] = field(default_factory=lambda: dict(HEADER_LABELS))
    funds: str = "项目资金({unit})"
    fund_columns: dict[str, str] = field(default_factory=lambda: dict(FUND_LABELS))
    sources: dict[str, str] = field(default_factory=lambda: dict(SOURCE_LABELS))
    goals: str = "年度总体目标"
    expected: str = "预期目标"
    actual: str = "实际完成情况"
    indicators: str = "年度绩效指标"
    indicator_columns: dict[str, str] = field(default_factory=lambda: dict(INDICATOR_LABELS))
    total: str = "总分"


SHENZHEN = Labels(
    header={**HEADER_LABELS, "supervising_unit": "一级预算单位"},
    fund_columns={**FUND_LABELS, "execution_rate": "执行率(%)"},
    actual="*实际完成情况",
    indicator_columns={**INDICATOR_LABELS, "actual": "*实际完成值", "weight": "*分值", "score": "*得分"},
)

NATIONAL = Labels(
    header={**HEADER_LABELS, "supervising_unit": "主管部门及代码", "year": "年度"},
    funds="项目资金({unit})",
    fund_columns={
        **FUND_LABELS,
        "annual_budget": "全年预算数(A)",
        "executed": "全年执行数(B)",
        "execution_rate": "执行率(B/A)",
    },
    sources={**SOURCE_LABELS, "current_year_appropriation": "其中：当年财政拨款", "fiscal": "其中：财政资金"},
    indicators="绩效指标",
    indicator_columns={**INDICATOR_LABELS, "actual": "全年实际值"},
)

NATIONAL_FULL_WIDTH = replace(
    NATIONAL,
    funds="项目资金（{unit}）",
    fund_columns={
        **FUND_LABELS,
        "annual_budget": "全年预算数（A）",
        "executed": "全年执行数（B）",
        "execution_rate": "执行率（B/A）",
    },
    indicator_columns={
        **INDICATOR_LABELS,
        "target": "年度指标值（A）",
        "actual": "全年实际值（B）",
        "deviation_reason": "未完成原因分析及改进措施",
    },
)

INTEGRATED = Labels(
    header={
        "project_code": "项目代码",
        "project_name": "项目名称",
        "year": "预算年度",
        "implementing_unit": "项目单位",
        "supervising_unit": "预算部门",
    },
    funds="预算执行情况（{unit}）",
    fund_columns={
        **FUND_LABELS,
        "annual_budget": "调整后预算数",
        "executed": "实际支出数",
        "execution_rate": "预算执行率",
        "score": "自评得分",
    },
    sources={
        **SOURCE_LABELS,
        "total": "资金总额",
        "current_year_appropriation": "本年财政拨款",
        "carryover": "上年结转",
        "fiscal": "财政资金",
    },
    goals="年度目标完成情况",
    expected="年度目标",
    actual="目标完成情况",
    indicators="绩效指标完成情况",
    indicator_columns={
        **INDICATOR_LABELS,
        "level3": "指标名称",
        "target": "目标值",
        "actual": "完成值",
        "weight": "权重",
        "score": "自评得分",
        "deviation_reason": "偏差原因及改进措施",
    },
    total="合计",
)

SPECIAL_FUND = replace(
    NATIONAL_FULL_WIDTH,
    header={
        "project_code": "项目编号",
        "project_name": "专项资金名称",
        "year": "自评年度",
        "implementing_unit": "项目实施单位",
        "supervising_unit": "主管部门(单位)",
    },
    funds="资金情况\n（{unit}）",
    sources={
        **SOURCE_LABELS,
        "total": "年度资金总额：",
        "current_year_appropriation": "其中:本年财政拨款",
        "carryover": "    上年结转",
        "other": "    其他资金",
    },
    expected="年初设定目标",
    actual="全年实际完成情况",
    total="总  分",
)
