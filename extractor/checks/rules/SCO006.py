"""SCO006 underspend-penalised: a cost that stayed below its cap lost points.

What: rows that cap money (a ≤ target in 元, or under 成本, or a bare amount whose name says cost) with an actual below
the target and a score below the weight.

Why: cost indicators are reverse indicators: staying under the cap is success. Scoring them by a/t punishes saving.

Example: 经费 41000, spent 39099.42, scored 39099.42/41000 × 12.5 = 11.92 instead of 12.50.

Source: 财预〔2020〕10号: 成本指标为反向指标, 控制在目标内得满分.
"""

from collections.abc import Iterator

from extractor.checks.assessment import comparisons, is_cost
from extractor.checks.finding import Finding
from extractor.checks.form_facts import FormFacts
from extractor.checks.phrases import points, quoted, quotes_of
from extractor.checks.profile import Profile
from extractor.checks.rule import Rule
from extractor.checks.totals import total_or_sum
from extractor.records.amounts import plain, round_half_up

CODE = "SCO006"


def check(form: FormFacts, profile: Profile) -> Iterator[Finding]:
    """One finding per cost row below its cap that lost points."""
    for row in form.rows:
        pairs = comparisons(row)
        if (
            not row.applicable
            or len(pairs) != 1
            or row.weight is None
            or row.score is None
            or not 0 <= row.score < row.weight
        ):
            continue
        pair = pairs[0]
        if not is_cost(row, pair.target) or not pair.a < pair.t:
            continue
        lost = row.weight - row.score
        proportional = round_half_up(pair.a / pair.t * row.weight, profile.formulas.rounding_places)
        how = ""
        if abs(proportional - row.score) <= profile.formulas.score_tolerance:
            how = f"（按正向比例 {plain(pair.a)} ÷ {plain(pair.t)} × {plain(row.weight)} = {plain(proportional)} 计分）"
        total = total_or_sum(form)
        corrected = "" if total is None else f"；更正后总分 {plain(total)} + {plain(lost)} = {plain(total + lost)}"
        yield form.finding(
            CODE,
            "error",
            [row.at("score"), row.at("target"), row.at("actual"), row.at("weight")],
            f"节约成本反被扣分：{quoted(row)}控制数{row.row.target}，实际{row.row.actual}，未超支，成本属反向指标，"
            f"应得满分 {points(row.weight)}，自评 {points(row.score)}{how}，少计 {points(lost)}{corrected}。",
            printed=row.row.score,
            recomputed=plain(row.weight),
            quotes=quotes_of(row),
        )


RULE = Rule(code=CODE, name="underspend-penalised", title="节约成本反被扣分", severity="error", check=check)
