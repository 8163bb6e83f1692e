"""SCO001 overscored: the printed score is above what the scoring rule gives for target and actual.

What: for rows whose target and actual are numbers of one unit, the rule's points (a ≥ t: all, else a/t·w; for ≤
targets the profile's formula) are compared with the printed score. Points for nothing done, and full marks for a
missed target, are errors; other differences are warnings, because the form does not print its rule; a difference
that another common practice explains exactly is a note. Several metrics in one cell count equally. Rounding to one
decimal is left to ARI011, scores above the weight to ARI009.

Why: the self-rated score is what the budget decision rests on.

Example: target ≥5台, actual 0台, 0.5 of 1 point.

Source: 财预〔2020〕10号, 定量指标按完成比例计分; formulas in the profile.
"""

from collections.abc import Iterator

from extractor.checks.assessment import comparisons
from extractor.checks.finding import Finding, Severity
from extractor.checks.form_facts import FormFacts, IndicatorFacts
from extractor.checks.phrases import points, quoted, quotes_of
from extractor.checks.profile import Profile
from extractor.checks.rule import Rule
from extractor.checks.score_gap import QUESTION, ScoreGap, score_gap
from extractor.records.amounts import plain

CODE = "SCO001"
RELATIVE_UNITS = ("%", "‰", "元")
"""Units for which a target without a comparator may also be a ceiling."""


def check(form: FormFacts, profile: Profile) -> Iterator[Finding]:
    """One finding per row whose score exceeds the rule's."""
    for row in form.rows:
        gap = score_gap(row, profile.formulas) if row.applicable else None
        if gap is None or gap.difference <= 0:
            continue
        severity = _severity(row, gap)
        message = (
            f"超评分：{quoted(row)}目标{row.row.target}，实际{row.row.actual}，按比例应得 {gap.rule.arithmetic}，"
            f"自评 {points(gap.score)}，多计 {points(gap.difference)}。"
        )
        if gap.explained:
            message += f"{gap.explained}，请确认所用规则。"
        elif severity == "warning":
            message += QUESTION
        yield form.finding(
            CODE,
            severity,
            [row.at("score"), row.at("target"), row.at("actual"), row.at("weight")],
            message,
            printed=row.row.score,
            recomputed=plain(gap.rule.score),
            quotes=quotes_of(row),
        )


def _severity(row: IndicatorFacts, gap: ScoreGap) -> Severity:
    """error where no proportional rule could give the printed score, info where another rule gives it exactly."""
    if gap.explained:
        return "info"
    pairs = comparisons(row)
    if len(pairs) > 1 or (pairs[0].target.comparator is None and pairs[0].target.unit in RELATIVE_UNITS):
        return "warning"
    nothing_done = pairs[0].better == "more" and pairs[0].a <= 0
    return "error" if nothing_done or gap.score == row.weight else "warning"


RULE = Rule(code=CODE, name="overscored", title="自评分高于评分规则应得分", severity="error", check=check)
