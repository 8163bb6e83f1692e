"""PLA009 type-mismatch: target and actual are answers of different kinds.

查什么：年度指标值为不含数字的文字而实际完成值为百分比或数值（有效→100%）；年度指标值为数值而实际完成值为不含数字的
文字；或者两侧用语不属同一判断标准（满意→满足）。百分比可算作回答的（完成→100%、12月底前→100%），报提示，其余报提
醒。

为什么：谁也说不清100%是否就是“有所提升”，得分因此是随意的。

例：“增强干部关心关爱”年度指标值“有效”，实际完成值100%，分值30。

依据：财预〔2021〕101号：定性指标以达成预期、部分达成、未达成作答，定量指标以数值作答。
"""

import re
from collections.abc import Iterator

from extractor.checks.completion import counted_rows, points
from extractor.checks.finding import Finding, Severity
from extractor.checks.form_facts import FormFacts, IndicatorFacts
from extractor.checks.profile import Profile
from extractor.checks.rule import Rule
from extractor.checks.wording import ANSWER_FAMILIES, ON_TIME_WORDS, bare, repeats_name, shortened

CODE = "PLA009"
_ANY_NUMBER = re.compile(r"\d")
_COMPLETION = re.compile(r"完成|全部|全覆盖|全额|足额|执行到位")
_SHORT = 8  # characters of a closed answer such as 基本满意; longer texts are descriptions


def check(form: FormFacts, profile: Profile) -> Iterator[Finding]:
    """At most one finding a row; a target that only repeats the name is left to PLA007."""
    for row in counted_rows(form):
        if len(row.targets) != 1 or len(row.actuals) != 1 or repeats_name(row.row):
            continue
        defect = _defect(row)
        if defect is not None:
            severity, message = defect
            yield form.finding(
                CODE,
                severity,
                [row.at("actual"), row.at("target")],
                f"指标值类型不一致：“{shortened(row.name)}”（{points(row)}）年度指标值为“{shortened(row.row.target or '')}”，"
                f"实际完成值为“{shortened(row.row.actual or '')}”，{message}",
                printed=row.row.actual,
                quotes=[text for text in (row.row.target, row.row.actual) if text],
            )


def _defect(row: IndicatorFacts) -> tuple[Severity, str] | None:
    target, actual = row.targets[0], row.actuals[0]
    if target.kind == "text" and actual.kind == "number":
        if _ANY_NUMBER.search(target.text):
            return None  # a description with numbers: not a mere 有效
        if ON_TIME_WORDS.search(target.text):
            return "warning", "时限要求以比例作答，口径不明。"
        if _COMPLETION.search(target.text):
            return "info", "完成与否以数值作答，口径不明。"
        return "warning", "定性目标以数值作答，无法判断是否达成，请统一口径。"
    if target.kind == "date" and actual.kind == "number" and actual.unit == "%":
        return "info", "时限要求以比例作答，口径不明。"
    if target.kind == "number" and actual.kind == "text" and not _ANY_NUMBER.search(actual.text):
        return "warning", "定量目标以文字作答，未填写实际数值。"
    if target.kind == "text" and actual.kind == "text":
        return _other_family(bare(target.text), bare(actual.text))
    return None


def _other_family(target: str, actual: str) -> tuple[Severity, str] | None:
    """Short closed answers of two families: 满意 and 满足."""
    if max(len(target), len(actual)) > _SHORT:
        return None
    first = {name for name, pattern in ANSWER_FAMILIES if pattern.search(target)}
    second = {name for name, pattern in ANSWER_FAMILIES if pattern.search(actual)}
    if first and second and not first & second:
        return "warning", "用语不属同一判断标准。"
    return None


RULE = Rule(code=CODE, name="type-mismatch", title="指标值类型不一致", severity="warning", check=check)
