"""PLA011 wrong-category: an indicator stands under a second-level label that it does not belong to.

What: by closed word lists: response times and punctuality under 数量 or 质量; progress, life span, acceptance, response
times or a review procedure under 成本; qualification or cost under 时效; satisfaction outside 满意度指标. Spending progress
under 成本 is PLA006's.

Why: the category is then empty in truth (no cost is controlled) while its points are taken.

Example: 成本指标 项目形象工程进度 100%; 质量指标 系统故障修复响应时间 ≤2小时.

Source: definitions of the second-level indicators in 财预〔2021〕101号.
"""

from collections.abc import Iterator

from extractor.checks.completion import counted_rows, of_level2, points
from extractor.checks.finding import Finding, Severity
from extractor.checks.form_facts import FormFacts, IndicatorFacts
from extractor.checks.profile import Profile
from extractor.checks.rule import Rule
from extractor.checks.spending import execution_parts
from extractor.checks.wording import (
    COST_NAME,
    COST_PROCESS_TARGET,
    NOT_COST_NAME,
    NOT_TIME_NAME,
    PHYSICAL_PROGRESS,
    RESPONSE_TIME,
    SATISFACTION_NAME,
    flat,
    shortened,
)

CODE = "PLA011"


def check(form: FormFacts, profile: Profile) -> Iterator[Finding]:
    """At most one finding a row."""
    for row in counted_rows(form):
        defect = _defect(row)
        if defect is not None and not execution_parts(row):
            severity, message = defect
            yield form.finding(
                CODE,
                severity,
                [row.at("level2"), row.at("level3")],
                f"指标归类不当：“{shortened(row.name)}”（指标值“{shortened(row.row.target or '', 24)}”，{points(row)}）"
                f"列在{row.row.level2 or row.row.level1}下，{message}",
                printed=row.row.level2,
                quotes=[text for text in (row.row.level2, row.row.level3) if text],
            )


def _defect(row: IndicatorFacts) -> tuple[Severity, str] | None:
    """Severity and the second half of the message."""
    name, target = flat(row.row.level3), flat(row.row.target)
    if of_level2(row, "成本"):
        return _cost_defect(name, target)
    if (of_level2(row, "质量") or of_level2(row, "数量")) and (found := RESPONSE_TIME.search(name)):
        return "info", f"“{found[0]}”反映及时程度，应列入时效指标。"
    if of_level2(row, "时效") and (found := NOT_TIME_NAME.search(name)):
        return "info", f"“{found[0]}”不反映及时程度。"
    outside = any(
        of_level2(row, word) for word in ("数量", "质量", "时效", "经济效益", "社会效益", "生态效益", "可持续")
    )
    if outside and "满意" not in (row.row.level1 or "") and (found := SATISFACTION_NAME.search(name)):
        return "info", f"“{found[0]}”应列入满意度指标。"
    return None


def _cost_defect(name: str, target: str) -> tuple[Severity, str] | None:
    if found := PHYSICAL_PROGRESS.search(name):
        return "warning", f"“{found[0]}”是工程进度而非成本，未对成本控制作出考核。"
    if not COST_NAME.search(name) and (found := NOT_COST_NAME.search(name)):
        return "info", f"“{found[0]}”不是成本，未对成本控制作出考核。"
    if COST_PROCESS_TARGET.search(target):
        return "info", "指标值是审核程序而非成本金额或标准，未对成本控制作出考核。"
    return None


RULE = Rule(code=CODE, name="wrong-category", title="指标归类不当", severity="info", check=check)
