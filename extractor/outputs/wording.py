"""The Chinese words for fields, places and severities that all outputs share."""

from extractor.checks.finding import Finding, Severity
from extractor.checks.rule_pages import SEVERITIES
from extractor.records.evaluation import Evaluation, FundSource
from extractor.records.reading import ReviewItem

SEVERITY_NAMES = SEVERITIES
SEVERITY_ORDER = {"error": 0, "warning": 1, "info": 2}
VERDICT_NAMES = {"form": "表的问题", "reading": "可能读错"}

HEADER_LABELS = {
    "project_name": "项目名称",
    "project_code": "项目编码",
    "year": "年度",
    "implementing_unit": "实施单位",
    "supervising_unit": "主管部门",
}
FUND_NAMES: dict[FundSource, str] = {
    "total": "年度资金总额",
    "current_year_appropriation": "当年财政拨款",
    "carryover": "上年结转资金",
    "other": "其他资金",
    "fiscal": "财政资金",
    "special_account": "财政专户管理资金",
    "own_funds": "单位资金",
}
FUND_LABELS = {
    "initial_budget": "年初预算数",
    "annual_budget": "全年预算数",
    "executed": "全年执行数",
    "weight": "分值",
    "execution_rate": "执行率",
    "score": "得分",
}
INDICATOR_LABELS = {
    "level1": "一级指标",
    "level2": "二级指标",
    "level3": "三级指标",
    "target": "年度指标值",
    "actual": "实际完成值",
    "weight": "分值",
    "score": "得分",
    "deviation_reason": "偏差原因分析及改进措施",
}
_TOP_LABELS = {
    **HEADER_LABELS,
    "funds_unit": "金额单位",
    "funds": "项目资金",
    "goals": "年度总体目标",
    "indicators": "绩效指标",
    "total_weight": "总分（分值）",
    "total_score": "总分（得分）",
}
_GOAL_LABELS = {"expected": "预期目标", "actual": "实际完成情况"}


def place_name(pointer: str, record: Evaluation) -> str:
    """What a JSON pointer into `record` is called on the form: 指标 3（打印机采购的数量）得分. Unknown parts stay as they are."""
    parts = pointer.strip("/").split("/")
    if not pointer.strip("/"):
        return "整张表"
    kind, rest = parts[0], parts[1:]
    if kind == "goals" and rest:
        return _GOAL_LABELS.get(rest[0], rest[0])
    if kind in ("indicators", "funds") and rest and rest[0].isdecimal():
        index = int(rest[0])
        field = rest[1] if len(rest) > 1 else None
        if kind == "indicators":
            return _row_name(index, record) + _field_name(field, INDICATOR_LABELS)
        name = FUND_NAMES[record.funds[index].source] if index < len(record.funds) else f"资金第 {index + 1} 行"
        return name + _field_name(field, FUND_LABELS)
    return _TOP_LABELS.get(kind, pointer)


def _row_name(index: int, record: Evaluation) -> str:
    row = record.indicators[index] if index < len(record.indicators) else None
    name = (row.level3 or row.level2) if row is not None else None
    return f"指标 {index + 1}（{short(name, 24)}）" if name else f"指标 {index + 1}"


def _field_name(field: str | None, labels: dict[str, str]) -> str:
    return labels.get(field, field) if field else ""


def short(text: str, limit: int) -> str:
    """`text` cut to `limit` characters, with an ellipsis where something is left out."""
    flat = " ".join(text.split())
    return flat if len(flat) <= limit else flat[: limit - 1] + "…"


def ordered_findings(findings: list[Finding]) -> list[Finding]:
    """Errors first, then warnings, then notes; within each as the checker gave them."""
    return sorted(findings, key=lambda finding: SEVERITY_ORDER[finding.severity])


def ordered_review(review: list[ReviewItem]) -> list[ReviewItem]:
    """Most points at stake first, then least certain first."""
    return sorted(review, key=lambda item: (-float(item.points_at_stake), item.confidence))


def indicator_rows(finding: Finding) -> set[int]:
    """The 0-based indicator rows that a finding points at."""
    rows: set[int] = set()
    for pointer in {finding.pointer, *finding.pointers}:
        parts = pointer.strip("/").split("/")
        if parts[0] == "indicators" and len(parts) > 1 and parts[1].isdecimal():
            rows.add(int(parts[1]))
    return rows


def severity_by_row(findings: list[Finding]) -> dict[int, Severity]:
    """The worst severity of the findings on each indicator row that has any."""
    worst: dict[int, Severity] = {}
    for finding in reversed(ordered_findings(findings)):
        for row in indicator_rows(finding):
            worst[row] = finding.severity
    return worst
