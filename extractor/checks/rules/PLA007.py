"""PLA007 target-not-measurable: a goal or target says nothing that could be measured.

查什么：年度目标或年度指标值只写了文件名称；年度指标值只重复指标名称而没有数字；指标名称只是一段时间，或以“预计”等
词开头；年度目标所含节点（验收、结算、决算、竣工）没有相应指标；反向的年度指标值另设与名称无关的口径（离职
率≤20%）；以投诉情况衡量满意度而未作调查。

为什么：无法衡量就谈不上未完成，分数等于白给。

例：年度目标只写《关于调整……规模批复》；“健康管理干部满意”的年度指标值仍是“健康管理干部满意”；指标名称为“2023
年1月-2023年12月”。

依据：财预〔2021〕101号：指标应细化量化，满意度通过调查取得；财预〔2020〕10号。
"""

import re
from collections.abc import Iterator

from extractor.checks.completion import counted_rows
from extractor.checks.finding import Finding, Severity
from extractor.checks.form_facts import FormFacts, IndicatorFacts
from extractor.checks.profile import Profile
from extractor.checks.rule import Rule
from extractor.checks.wording import (
    COMPLAINT,
    DOCUMENT_TITLE,
    FORECAST_NAME,
    MILESTONES,
    PERIOD_NAME,
    SATISFACTION_NAME,
    SURVEYED,
    bare,
    flat,
    repeats_name,
    shortened,
    verbatim,
)

CODE = "PLA007"
_DIGIT = re.compile(r"\d")


def check(form: FormFacts, profile: Profile) -> Iterator[Finding]:
    """Findings about the goal first, then at most one a row."""
    yield from _goal(form)
    for row in counted_rows(form):
        defect = _row_defect(row)
        if defect is not None:
            severity, field, message = defect
            yield form.finding(
                CODE,
                severity,
                [row.at(field), row.pointer],
                message,
                printed=row.row.level3 if field == "level3" else row.row.target,
                quotes=[text for text in (row.row.level3, row.row.target) if text],
            )


def _goal(form: FormFacts) -> Iterator[Finding]:
    goal = form.record.goals.expected
    if not goal:
        return
    if DOCUMENT_TITLE.match(flat(goal)):
        yield form.finding(
            CODE,
            "error",
            "/goals/expected",
            f"年度总体目标只写了文件名称“{shortened(goal)}”，未说明预期产出和效果，无法衡量，请按项目内容重新设定目标。",
            printed=goal,
            quotes=[goal],
        )
        return
    rows = "\n".join(
        flat(text) for row in counted_rows(form) for text in (row.row.level3, row.row.target, row.row.actual)
    )
    if not rows.strip():
        return
    for name, promised, measured in MILESTONES:
        found = promised.search(flat(goal))
        if found and not measured.search(rows):
            yield form.finding(
                CODE,
                "warning",
                "/goals/expected",
                f"年度总体目标包含“{found[0]}”，但没有任何绩效指标衡量{name}是否完成，目标“{shortened(goal)}”与指标脱节。",
                printed=found[0],
                quotes=[verbatim(found[0], goal) or goal],
            )
            return  # the first one stands for all: goals name them together (建设并竣工验收)


def _row_defect(row: IndicatorFacts) -> tuple[Severity, str, str] | None:
    """Severity, field and message of the first defect of the row's wording."""
    name, target = row.row.level3 or "", row.row.target or ""
    if DOCUMENT_TITLE.match(flat(target)):
        return (
            "warning",
            "target",
            f"“{shortened(row.name)}”的年度指标值只是文件名称“{shortened(target)}”，不是可衡量的指标值。",
        )
    if repeats_name(row.row) and not _DIGIT.search(target):
        return (
            "warning",
            "target",
            f"“{shortened(row.name)}”的年度指标值“{shortened(target)}”只是重复指标名称，没有可衡量的标准。",
        )
    if PERIOD_NAME.match(flat(name)):
        return "info", "level3", f"三级指标名称“{name}”只是一段时间，未说明考核什么，年度指标值“{target}”无从衡量。"
    if FORECAST_NAME.match(flat(name)):
        return (
            "warning",
            "level3",
            f"三级指标名称“{shortened(name)}”是工作预计而非指标，年度指标值“{target}”、实际完成值“{row.row.actual or ''}”无法对应。",
        )
    return _measure_defect(row, name, target)


def _measure_defect(row: IndicatorFacts, name: str, target: str) -> tuple[Severity, str, str] | None:
    everything = f"{name}{target}{row.row.actual or ''}"
    if SATISFACTION_NAME.search(name) and COMPLAINT.search(everything) and not SURVEYED.search(everything):
        return (
            "info",
            "level3",
            f"“{shortened(row.name)}”以投诉情况衡量满意度，未经问卷调查或测评，“{target}”缺乏依据。",
        )
    for one in row.targets:
        label = bare(one.label)
        if (
            len(label) >= 2
            and one.direction == "reverse"
            and label not in bare(name)
            and not _shares(label, bare(name))
        ):
            return (
                "info",
                "target",
                f"“{shortened(row.name)}”的年度指标值“{target}”另设“{one.label}”且方向相反（越小越好），与指标名称不一致，建议改用同一口径。",
            )
    return None


def _shares(label: str, name: str) -> bool:
    return any(label[at : at + 2] in name for at in range(len(label) - 1))


RULE = Rule(code=CODE, name="target-not-measurable", title="指标值不可衡量", severity="warning", check=check)
