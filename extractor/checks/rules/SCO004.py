"""SCO004 not-applicable-scored: indicators marked 不适用 carry points and earned them.

查什么：未设三级指标（空白、“不适用”或“无”），或者实际完成值为“不适用”，而分值和得分均大于0的指标。每张表报一
条，并给出按适用分值折算的总分。

为什么：没有考核内容而得分，等于白给；应当将适用指标的得分折算到满分。

例：两项满意度指标均为不适用，各得5分；剔除后得89.98分，适用分值90，折算为99.98分。

依据：自评表所印规则（不适用指标不计分，其余指标按比例折算）。
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
