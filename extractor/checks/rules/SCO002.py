"""SCO002 underscored: the printed score is below what the scoring rule gives for target and actual.

What: as SCO001, in the other direction. Silent where points were taken off an over-achievement (the unit's own
correction of a low target) and where a saved cost was penalised (SCO006). A warning when the target was met and
nothing explains the deduction, else a note.

Why: a score that does not follow from its own row means that the row, the score or the rule is not what it seems.

Example: target 10人, actual 10人, 8 of 10 points, no reason.

Source: 财预〔2020〕10号, 定量指标按完成比例计分; formulas in the profile.
"""

from collections.abc import Iterator

from extractor.checks.assessment import comparisons, is_cost
from extractor.checks.explanations import real_reason
from extractor.checks.finding import Finding, Severity
from extractor.checks.form_facts import FormFacts, IndicatorFacts
from extractor.checks.phrases import points, quoted, quotes_of
from extractor.checks.profile import Profile
from extractor.checks.rule import Rule
from extractor.checks.score_gap import QUESTION, score_gap
from extractor.records.amounts import plain

CODE = "SCO002"


def check(form: FormFacts, profile: Profile) -> Iterator[Finding]:
    """One finding per row whose score falls short of the rule's."""
    for row in form.rows:
        gap = score_gap(row, profile.formulas) if row.applicable else None
        if gap is None or gap.difference >= 0 or _has_its_own_rule(row, profile):
            continue
        severity: Severity = "info" if gap.explained or real_reason(row) or not gap.rule.met else "warning"
        yield form.finding(
            CODE,
            severity,
            [row.at("score"), row.at("target"), row.at("actual"), row.at("weight")],
            f"少评分：{quoted(row)}目标{row.row.target}，实际{row.row.actual}，按比例应得 {gap.rule.arithmetic}，"
            f"自评 {points(gap.score)}，少计 {points(-gap.difference)}。"
            + (f"{gap.explained}，请确认所用规则。" if gap.explained else QUESTION),
            printed=row.row.score,
            recomputed=plain(gap.rule.score),
            quotes=quotes_of(row),
        )


def _has_its_own_rule(row: IndicatorFacts, profile: Profile) -> bool:
    """Whether points came off an over-achievement, off a saved cost, or where only the name says that less is better."""
    pairs = comparisons(row)
    if any(pair.better == "less" and pair.target.direction == "equal" and pair.a < pair.t for pair in pairs):
        return True
    if any(is_cost(row, pair.target) and pair.a < pair.t for pair in pairs):
        return True
    ratios = [pair.ratio for pair in pairs if pair.better == "more" and pair.ratio is not None]
    return any(ratio >= profile.thresholds.over_achieved_warn for ratio in ratios)


RULE = Rule(code=CODE, name="underscored", title="自评分低于评分规则应得分", severity="warning", check=check)
