"""SCO002 underscored: the printed score is below what the scoring rule gives for target and actual.

查什么：与SCO001相同而方向相反，即自评得分低于应得分。因超额完成较多而自行扣分（即单位自行纠正偏低的指标值；倍数由评
分规则（profile）设定，默认1.2倍）的，节约成本反被扣分（见SCO006）的，以及仅凭名称判断为越小越好、实际完成值又低于年
度指标值的，不报。目标已达到而未说明扣分原因的，报提醒；其余报提示。

为什么：得分不能由本行数据推出，说明数据、得分或所用规则至少有一项存疑。

例：年度指标值10人，实际完成值10人，分值10，得分8，未说明原因。

依据：财预〔2020〕10号：定量指标按完成比例计分；公式由评分规则（profile）设定。
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
