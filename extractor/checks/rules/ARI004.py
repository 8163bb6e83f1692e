"""ARI004 execution-score-missing: the execution score is not printed.

查什么：执行率有分值而得分空白或被纸边裁切的，用总分减去各指标得分推算预算执行得分，再与按执行率重算的结果比较。全表
都没有得分的不在此列（见ARI009）。

为什么：推算得出的数应当让人看出是推算的；两种算法一致，才能确认。

例：执行率16.75，分值10，总分91.68，各指标得分合计90：推算为1.68，重算也为1.68。

依据：算术关系。
"""

from collections.abc import Iterator
from decimal import Decimal

from extractor.checks.equations import implied_parts
from extractor.checks.execution import execution_weight, line_score
from extractor.checks.finding import Finding
from extractor.checks.form_facts import FormFacts, FundFacts
from extractor.checks.misreading import judge
from extractor.checks.profile import Profile
from extractor.checks.rule import Rule
from extractor.records.amounts import plain

CODE = "ARI004"


def check(form: FormFacts, profile: Profile) -> Iterator[Finding]:
    """At most one finding, on 年度资金总额."""
    total = form.total_funds
    weight = execution_weight(form)
    if total is None or not weight or total.score is not None or not _scored(form):
        return
    due = line_score(total, profile.formulas, weight)
    recomputed = due.two_step if due is not None else None
    scores = implied_parts(form) if form.total_score is not None else None
    implied = form.total_score - form.score_sum if form.total_score is not None and scores else None
    pointers = [total.at("score"), total.at("execution_rate"), "/total_score"]
    differ = implied is not None and recomputed is not None and _differ(implied, recomputed, profile)
    verdict, repair = judge(form, profile, ["/total_score", *(scores or ())]) if differ else (None, None)
    yield form.finding(
        CODE,
        "warning",
        pointers,
        f"预算执行得分未印出：{_implied_text(form, implied)}，{_recomputed_text(total, weight, recomputed)}"
        f"{_agreement(implied, recomputed, profile)}。",
        printed=total.line.score,
        recomputed=plain(recomputed) if recomputed is not None else None,
        verdict=verdict,
        repair=repair,
    )


def _differ(implied: Decimal, recomputed: Decimal, profile: Profile) -> bool:
    return abs(implied - recomputed) > profile.formulas.score_tolerance


def _scored(form: FormFacts) -> bool:
    """A form that prints no score at all is unscored (ARI009 says so), not one whose execution score is missing."""
    return form.total_score is not None or any(row.score is not None for row in form.rows)


def _implied_text(form: FormFacts, implied: Decimal | None) -> str:
    if implied is None or form.total_score is None:
        return "总分或部分指标得分缺失，不能由总分推算"
    return f"由总分 {plain(form.total_score)} − 指标得分合计 {plain(form.score_sum)} 推算为 {plain(implied)}"


def _recomputed_text(total: FundFacts, weight: Decimal, recomputed: Decimal | None) -> str:
    if recomputed is None:
        return "预算数、执行数与执行率不全，不能重算"
    rate = f"执行率 {total.line.execution_rate} " if total.rate is not None else "预算数、执行数"
    return f"按{rate}与分值 {plain(weight)} 重算为 {plain(recomputed)}"


def _agreement(implied: Decimal | None, recomputed: Decimal | None, profile: Profile) -> str:
    if implied is None or recomputed is None:
        return ""
    if not _differ(implied, recomputed, profile):
        return "，两者一致"
    return f"，两者相差 {plain(abs(implied - recomputed))}，请核对"


RULE = Rule(code=CODE, name="execution-score-missing", title="预算执行得分未印出", severity="warning", check=check)
