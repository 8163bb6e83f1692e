"""SCO004 not-applicable-scored: indicators marked 不适用 carry points and earned them.

What: rows without a third-level indicator (不适用, 无), or with 不适用 as actual, that have a weight above 0 and a score
above 0. One finding for the form, with the total rescaled to the applicable weights.

Why: nothing was measured, so the points are a gift; the applicable weights should be brought to full marks instead.

Example: both 满意度 rows 不适用, scored 5 + 5; without them 89.98 of 90, that is 99.98.

Source: rules printed on forms (不适用指标不计分, 其余指标按比例折算).
"""

from collections.abc import Iterator
from decimal import Decimal

from extractor.checks.finding import Finding
from extractor.checks.form_facts import FormFacts, IndicatorFacts
from extractor.checks.profile import Profile
from extractor.checks.rule import Rule
from extractor.checks.scoring import rescaled
from extractor.checks.totals import full_marks, total_or_sum
from extractor.records.amounts import plain

CODE = "SCO004"


def check(form: FormFacts, profile: Profile) -> Iterator[Finding]:
    """At most one finding, pointing at every not-applicable row with points."""
    rows = [row for row in form.rows if _not_applicable(row) and row.weight and row.score and row.score > 0]
    if not rows:
        return
    weights = sum((row.weight for row in rows if row.weight), Decimal(0))
    scores = sum((row.score for row in rows if row.score), Decimal(0))
    parts = " + ".join(plain(row.score) for row in rows if row.score)
    names = "、".join(f"“{row.row.level3 or row.row.level2 or '未命名指标'}”" for row in rows)
    message = f"不适用指标计分：{names}标为不适用，仍计 {parts} 分（分值合计 {plain(weights)}）。"
    total, full = total_or_sum(form), full_marks(form, profile)
    new_total = None
    if total is not None:
        new_total = rescaled(total - scores, full - weights, full, profile.formulas.rounding_places)
    if total is not None and new_total is not None:
        message += (
            f"剔除后得分 {plain(total)} − {plain(scores)} = {plain(total - scores)}，适用分值 {plain(full - weights)}，"
            f"折算总分 {plain(total - scores)} ÷ {plain(full - weights)} × {plain(full)} = {plain(new_total)}。"
        )
    yield form.finding(
        CODE,
        "error",
        [pointer for row in rows for pointer in (row.at("score"), row.at("weight"))],
        message,
        printed=plain(scores),
        recomputed="0",
    )


def _not_applicable(row: IndicatorFacts) -> bool:
    return not row.applicable or (row.row.actual or "").strip() == "不适用"


RULE = Rule(code=CODE, name="not-applicable-scored", title="不适用指标计了分", severity="error", check=check)
