"""PLA011 wrong-category: an indicator stands under a second-level label that it does not belong to.

查什么：按词表判断：响应时间、及时率等列在数量或质量指标下；进度、使用年限、验收、响应时间或审核程序列在成本指标下；
合格率、成本等列在时效指标下；满意度列在满意度指标以外。工程形象进度列在成本指标下的报提醒，其余报提示。支出进度列在
成本指标下的归PLA006。

为什么：该类指标实际上落空（成本没有得到控制），分值却已计得。

例：成本指标“项目形象工程进度”100%；质量指标“系统故障修复响应时间”≤2小时。

依据：财预〔2021〕101号对二级指标的定义。
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
