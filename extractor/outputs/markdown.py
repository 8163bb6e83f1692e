"""Results as Markdown: one readable report a form."""

import re

from extractor.outputs.summary import FormSummary, summarise
from extractor.outputs.wording import (
    FUND_LABELS,
    FUND_NAMES,
    HEADER_LABELS,
    INDICATOR_LABELS,
    SEVERITY_NAMES,
    VERDICT_NAMES,
    ordered_findings,
    ordered_review,
    place_name,
)
from extractor.results import EvaluationResult, RunResult

_SPECIAL = re.compile(r"([\\`*_{}\[\]()<>#+!|~&$])")
_CONTROL = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff]")


def markdown_report(result: RunResult) -> str:
    """A report with a section a form, and at the end what could not be read."""
    parts = ["# 绩效自评表核查"]
    for document in result.documents:
        for number, evaluation in enumerate(document.evaluations, start=1):
            many = f"（第 {number} 份）" if len(document.evaluations) > 1 else ""
            parts += _form(f"{_safe(document.source)}{many}", evaluation)
    unread = [
        f"- {_safe(document.source)}：{f'第 {problem.page} 页：' if problem.page else ''}{_safe(problem.message)}"
        for document in result.documents
        for problem in document.problems
    ]
    if unread:
        parts += ["## 没有读到的", "\n".join(unread)]
    return "\n\n".join(parts) + "\n"


def _form(source: str, evaluation: EvaluationResult) -> list[str]:
    record = evaluation.record
    parts = [f"## {_safe(record.project_name or '（没有项目名称）')}", f"来源：{source}"]
    head = [(label, getattr(record, field)) for field, label in HEADER_LABELS.items()]
    head += [("预期目标", record.goals.expected), ("实际完成情况", record.goals.actual)]
    parts.append("\n".join(f"- {label}：{_safe(value)}" for label, value in head))
    parts.append(_totals(summarise(evaluation)))
    if record.funds:
        unit = f"（{record.funds_unit}）" if record.funds_unit else ""
        rows = [[FUND_NAMES[line.source], *(getattr(line, field) for field in FUND_LABELS)] for line in record.funds]
        parts += ["### 资金", _table([f"来源{unit}", *FUND_LABELS.values()], rows)]
    if record.indicators:
        rows = [
            [str(index), *(getattr(row, field) for field in INDICATOR_LABELS)]
            for index, row in enumerate(record.indicators, start=1)
        ]
        parts += ["### 指标", _table(["序号", *INDICATOR_LABELS.values()], rows)]
    return parts + _findings(evaluation) + _review(evaluation)


def _totals(summary: FormSummary) -> str:
    closes = {True: "，相符", False: "，**不符**", None: ""}[summary.score_closes]
    total = f"自评总分 {_safe(summary.printed_score)}，各行合计 {_safe(summary.score_sum)}{closes}。"
    counts = f"错误 {summary.errors}，提醒 {summary.warnings}，提示 {summary.notes}，待复核 {summary.review}。"
    return f"{total}{counts}"


def _findings(evaluation: EvaluationResult) -> list[str]:
    if not evaluation.findings:
        return ["### 问题", "没有发现问题。"]
    lines: list[str] = []
    for finding in ordered_findings(evaluation.findings):
        doubt = f"（{VERDICT_NAMES['reading']}）" if finding.verdict == "reading" else ""
        lines.append(f"- **{SEVERITY_NAMES[finding.severity]}** {finding.rule}：{_safe(finding.message)}{doubt}")
        if finding.repair is not None:
            lines.append(f"  - 若读作 {_safe(finding.repair.proposed)} 则相符：{_safe(finding.repair.reason)}")
    return ["### 问题", "\n".join(lines)]


def _review(evaluation: EvaluationResult) -> list[str]:
    if not evaluation.review:
        return []
    lines = [
        f"- {_safe(place_name(item.pointer, evaluation.record))}：{_safe(item.reason)}"
        f"（置信度 {item.confidence:.0%}，涉及 {_safe(item.points_at_stake)} 分）"
        for item in ordered_review(evaluation.review)
    ]
    return ["### 待复核", "\n".join(lines)]


def _table(header: list[str], rows: list[list[str | None]]) -> str:
    lines = [header, ["---"] * len(header), *([_safe(value) for value in row] for row in rows)]
    return "\n".join(f"| {' | '.join(line)} |" for line in lines)


def _safe(value: object) -> str:
    """Text of a document on one line, its Markdown and HTML shown, not obeyed; an em dash for what is not printed."""
    if value is None or value == "":
        return "—"
    flat = " ".join(_CONTROL.sub("", str(value)).split())
    escaped = _SPECIAL.sub(r"\\\1", flat)
    # a number or dash at the start of a line would become a list
    return re.sub(
        r"^(\d+)\.(?=\s|$)|^-(?=\s)", lambda found: found.group().replace(".", "\\.").replace("-", "\\-"), escaped
    )
