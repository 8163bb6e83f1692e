"""ARI007 total-not-sum-of-scores: the total is not the sum of the scores.

查什么：总分应等于各指标得分与预算执行得分之和，容差由评分规则（profile）设定，默认0.01分。只保留一位小数的归
ARI011；取整到整数分的，报提醒。不适用指标有分值而未得分的，按适用分值折算的总分也予认可。应计入的得分有缺失时，不作
判断（见ARI004、ARI009）。

为什么：总分决定等级。

例：预算执行8.63，各指标合计88.9，总分应为97.53，表中印98.53。

依据：算术关系。
"""

from collections.abc import Iterator
from decimal import Decimal

from extractor.checks.equations import printed_values, total_of, total_parts
from extractor.checks.finding import Finding
from extractor.checks.form_facts import FormFacts
from extractor.checks.misreading import judge
from extractor.checks.profile import Profile
from extractor.checks.rule import Rule
from extractor.checks.scoring import rescaled
from extractor.records.amounts import plain, round_half_up

CODE = "ARI007"


def check(form: FormFacts, profile: Profile) -> Iterator[Finding]:
    """At most one finding, on /total_score."""
    parts = total_parts(form)
    if form.total_score is None or parts is None:
        return
    computed = total_of(printed_values(form), parts)
    if abs(computed - form.total_score) <= profile.formulas.score_tolerance:
        return
    if form.total_score in {round_half_up(computed, 1), _rescaled(form, profile, computed)}:
        return
    pointers = ["/total_score", *parts]
    whole = form.total_score == round_half_up(computed, 0)
    verdict, repair = judge(form, profile, pointers)
    funds = form.total_funds
    execution = f"预算执行 {plain(funds.score)} + " if funds is not None and funds.score is not None else ""
    yield form.finding(
        CODE,
        "warning" if whole else "error",
        pointers,
        f"总分不符：{execution}各指标得分合计 {plain(form.score_sum)} = {plain(computed)}，表中总分为 "
        f"{plain(form.total_score)}，相差 {plain(abs(computed - form.total_score))}"
        f"{'，系取整到整数分' if whole else ''}。",
        printed=form.record.total_score,
        recomputed=plain(computed),
        verdict=verdict,
        repair=repair,
    )


def _rescaled(form: FormFacts, profile: Profile, computed: Decimal) -> Decimal | None:
    """The sum brought to full marks without the points of the not-applicable rows; `None` where those carry none."""
    idle = sum((row.weight for row in form.rows if not row.applicable and row.weight and not row.score), Decimal(0))
    return rescaled(computed, profile.weights.total - idle, profile.weights.total) if idle else None


RULE = Rule(code=CODE, name="total-not-sum-of-scores", title="总分与各项得分之和不符", severity="error", check=check)
