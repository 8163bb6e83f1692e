"""SCO006 underspend-penalised: a cost that stayed below its cap lost points.

查什么：限定支出金额的指标（以元计或列在成本下的≤指标，或者只填金额、列在成本下或名称为费用的指标），实际完成值低于
年度指标值，得分却低于分值。

为什么：成本指标是反向指标，控制在限额内即为达成；按实际完成值÷年度指标值计分，等于惩罚节约。

例：经费控制数41000，实际支出39099.42，按39099.42÷41000×12.5得11.92分，应得12.50分。

依据：财预〔2020〕10号：成本指标为反向指标，控制在目标内得满分。
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
