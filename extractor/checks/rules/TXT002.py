"""TXT002 goal-item-unreported: an item of the annual goal is missing in the report.

查什么：预期目标分条列出（1.、2.、3.，一、二、三，（1）、（2））的，核对：实际完成情况和各指标都未提及的条目；条目内
并列的事项，实际完成情况逐项复述却有遗漏；实际完成情况的条数少于预期目标。已有指标反映未完成的，报提示；仅条数不同
的，也报提示。

为什么：承诺了而没有报告的，多半没有做。

例：预期目标第3项列有保密工作、法律顾问服务工作、档案整理服务工作，实际完成情况复述时没有保密工作。

依据：本表内部比对；只比较用词，不使用语言模型。
"""

from collections.abc import Iterator, Sequence

from extractor.checks.completion import counted_rows, falls_short, lost_points
from extractor.checks.finding import Finding
from extractor.checks.form_facts import FormFacts
from extractor.checks.goal_items import GoalItem, text_to_items, unreported_items, unreported_parts
from extractor.checks.profile import Profile
from extractor.checks.rule import Rule
from extractor.checks.wording import flat, shortened, verbatim

CODE = "TXT002"
_POINTERS = ("/goals/actual", "/goals/expected")


def check(form: FormFacts, profile: Profile) -> Iterator[Finding]:
    """Missing items, then missing members of lists, else differing numbers of items."""
    goals = form.record.goals
    if not goals.expected or not goals.actual:
        return
    rows = [
        text
        for row in form.rows
        for text in (row.row.level3, row.row.target, row.row.actual, row.row.deviation_reason)
        if text and row.applicable
    ]
    items = text_to_items(goals.expected)
    missing = unreported_items(items, goals.actual, rows)
    if missing:
        yield _items(form, items, missing)
        return
    parts = [(item, part) for item in items for part in unreported_parts(item.text, goals.actual, rows)]
    for item, part in parts:
        yield form.finding(
            CODE,
            "warning",
            _POINTERS,
            f"目标内容未报告：预期目标第 {item.number} 项列有“{part}”，实际完成情况逐项复述却未提及，也没有对应指标，请说明完成情况。",
            printed=part,
            quotes=[verbatim(part, goals.expected) or part, goals.actual],
        )
    reported = text_to_items(goals.actual)
    if not parts and items and reported and len(reported) < len(items):
        yield form.finding(
            CODE,
            "info",
            _POINTERS,
            f"目标与完成情况项数不同：预期目标 {len(items)} 项，实际完成情况 {len(reported)} 项，请核实是否逐项报告。",
            printed=str(len(reported)),
            recomputed=str(len(items)),
        )


def _items(form: FormFacts, items: Sequence[GoalItem], missing: Sequence[GoalItem]) -> Finding:
    """One finding for all items that are missing."""
    shown = [row for row in counted_rows(form) if falls_short(row) and lost_points(row)]
    named = "；".join(f"第 {item.number} 项“{shortened(item.text)}”" for item in missing)
    noted = f"（“{shortened(shown[0].name)}”已反映 {shown[0].row.target}→{shown[0].row.actual}）" if shown else ""
    return form.finding(
        CODE,
        "info" if shown else "warning",
        [*_POINTERS, *(row.at("actual") for row in shown[:1])],
        f"目标内容未报告：预期目标共 {len(items)} 项，实际完成情况和绩效指标均未提及{named}{noted}，请补充说明完成情况。",
        printed=str(len(items) - len(missing)),
        recomputed=str(len(items)),
        quotes=[verbatim(flat(item.text), form.record.goals.expected) or item.text for item in missing],
    )


RULE = Rule(code=CODE, name="goal-item-unreported", title="目标内容未报告", severity="warning", check=check)
