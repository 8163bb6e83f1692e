"""SCO001 overscored: the printed score is above what the scoring rule gives for target and actual.

查什么：年度指标值与实际完成值为同一单位的数值时，按公式算出应得分，与自评得分比较：达到年度指标值得满分，未达到的按
实际完成值÷年度指标值×分值计；反向（≤）指标的公式由评分规则（profile）设定，默认线性扣减，达到目标两倍时为0分。完
全未完成仍得分，或者未达目标得满分的，报错误；其余差异因表中未载明计分规则，报提醒；一格内有多项指标的，以及年度指标
值未带比较符号而以%、‰或元计的，也只报提醒；按另一种通行做法恰好相符的，报提示。一格内多项指标平均计算。只保留一位
小数的归ARI011，超出分值的归ARI009。

为什么：自评得分是预算决策的依据。

例：年度指标值≥5台，实际完成值0台，分值1，得分0.5。

依据：财预〔2020〕10号：定量指标按完成比例计分；公式由评分规则（profile）设定。
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
