"""核查意见: what a reviewer sends to the unit, gathered from a form as it stands; written as Word or PDF elsewhere."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from extractor.checks.catalogue import RULES
from extractor.checks.finding import Finding
from extractor.outputs.summary import summarise
from extractor.outputs.wording import FUND_LABELS, SEVERITY_NAMES, VERDICT_NAMES, ordered_findings, place_name
from extractor.results import EvaluationResult

TITLE = "项目支出绩效自评核查意见"
_UNKNOWN = "（未印出）"
CROP_DPI = 160
"""At which crops are drawn."""
_WIDEST = 450.0

Crop = Callable[[str], bytes | None]
"""The picture (PNG) of the value at a JSON pointer; `None` where the original has none."""


@dataclass(frozen=True, slots=True, kw_only=True)
class OpinionFinding:
    """A finding with its place, its arithmetic in words, what was decided on it, and the crop of its place."""

    number: int
    severity: str
    rule: str
    title: str
    place: str
    message: str
    verdict: str
    decision: str | None
    crop: bytes | None

    @property
    def crop_width(self) -> float:
        """How wide the crop is drawn, in points: as on the original, at most the width of the text."""
        if self.crop is None:
            return 0.0
        pixels = int.from_bytes(self.crop[16:20], "big")  # of a PNG's header
        return min(pixels * 72 / CROP_DPI, _WIDEST)


@dataclass(frozen=True, slots=True, kw_only=True)
class Opinion:
    """The opinion on one form. `facts` and `figures` are pairs of label and text, `closing` sentences at the end."""

    facts: Sequence[tuple[str, str]]
    figures: Sequence[tuple[str, str]]
    findings: Sequence[OpinionFinding]
    closing: Sequence[str]
    dated: date


def make_opinion(
    result: EvaluationResult,
    *,
    source: str,
    dated: date,
    crop: Crop | None = None,
    decisions: Mapping[tuple[str, str], str] | None = None,
    grade: str | None = None,
) -> Opinion:
    """The opinion on a form: all its findings (dismissed ones are not in `result`), errors first.

    Args:
        result: the form as it stands.
        source: the name of its document.
        dated: the day of the opinion.
        crop: for pictures of the places; without it there are none.
        decisions: what a reviewer wrote on a finding, by rule and pointer.
        grade: of the printed total.
    """
    return Opinion(
        facts=_facts(result, source),
        figures=_figures(result, grade),
        findings=[
            _finding(number, one, result, crop, decisions or {})
            for number, one in enumerate(ordered_findings(result.findings), start=1)
        ],
        closing=_closing(result),
        dated=dated,
    )


def _facts(result: EvaluationResult, source: str) -> list[tuple[str, str]]:
    record = result.record
    year = f"{record.year} 年度" if record.year else _UNKNOWN
    return [
        ("项目名称", record.project_name or _UNKNOWN),
        ("项目编码", record.project_code or _UNKNOWN),
        ("年度", year),
        ("实施单位", record.implementing_unit or _UNKNOWN),
        ("主管部门", record.supervising_unit or _UNKNOWN),
        ("原件", source.replace("\\", "/").rpartition("/")[2]),
    ]


def _figures(result: EvaluationResult, grade: str | None) -> list[tuple[str, str]]:
    summary = summarise(result)
    unit = result.record.funds_unit or ""
    figures: list[tuple[str, str]] = []
    total = next((row for row in result.record.funds if row.source == "total"), None)
    if total is not None:
        figures += [
            (FUND_LABELS[name], f"{value} {unit}".strip() if value else _UNKNOWN)
            for name, value in (
                ("initial_budget", total.initial_budget),
                ("annual_budget", total.annual_budget),
                ("executed", total.executed),
            )
        ]
        figures.append(("执行率", f"{total.execution_rate.rstrip('%')}%" if total.execution_rate else _UNKNOWN))
    closes = {True: "，与各行合计一致", False: f"，各行合计 {summary.score_sum}，不一致", None: ""}[
        summary.score_closes
    ]
    figures.append(("自评总分", f"{summary.printed_score or _UNKNOWN}{f'（{grade}）' if grade else ''}{closes}"))
    return figures


def _finding(
    number: int,
    one: Finding,
    result: EvaluationResult,
    crop: Crop | None,
    decisions: Mapping[tuple[str, str], str],
) -> OpinionFinding:
    title = next((rule.title for rule in RULES if rule.code == one.rule), one.rule)
    evidence = result.evidence.get(one.pointer)
    page = f"第 {evidence.page} 页，" if evidence is not None else ""
    return OpinionFinding(
        number=number,
        severity=SEVERITY_NAMES[one.severity],
        rule=one.rule,
        title=title,
        place=page + place_name(one.pointer, result.record),
        message=one.message,
        verdict=VERDICT_NAMES[one.verdict],
        decision=decisions.get((one.rule, one.pointer)),
        crop=crop(one.pointer) if crop is not None else None,
    )


def _closing(result: EvaluationResult) -> list[str]:
    summary = summarise(result)
    counted = [
        f"{name} {count} 条"
        for name, count in (("错误", summary.errors), ("提醒", summary.warnings), ("提示", summary.notes))
        if count
    ]
    closing = [f"共核查出{'、'.join(counted)}。" if counted else "未核查出问题。"]
    if summary.review:
        closing.append(f"另有 {summary.review} 处识读待人工复核，复核前上述意见仅供参考。")
    return closing
