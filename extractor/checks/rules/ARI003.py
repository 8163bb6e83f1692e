"""ARI003 execution-score-wrong: the printed execution score does not follow from the rate.

What: the execution score against round(round(B/A × 100, 2) / 100 × w, 2), w the printed weight (10 or another),
capped at w. Rounding in one step, truncating, and starting from the printed rate are accepted too, within the
profile's tolerance. A score rounded to one decimal is left to ARI011; one rounded to whole points, and any mismatch on
a form whose weights follow no known profile, is a warning, because the form may follow a rule of its own.

Why: it is the only part of the score that is not self-awarded.

Example: rate 86.25, weight 10, score printed 9.63 where 8.63 is due.

Source: the rule printed on forms; domain notes on two roundings (5 of 25 real forms close only so).
"""

from collections.abc import Iterator
from decimal import Decimal

from extractor.checks.execution import ExecutionScore, execution_weight, line_score
from extractor.checks.finding import Finding, Severity
from extractor.checks.form_facts import FormFacts, FundFacts
from extractor.checks.misreading import judge
from extractor.checks.profile import Profile
from extractor.checks.recognition import FALLBACK
from extractor.checks.rule import Rule
from extractor.records.amounts import plain, round_half_up

CODE = "ARI003"


def check(form: FormFacts, profile: Profile) -> Iterator[Finding]:
    """One finding per funds row whose printed score no way of rounding explains."""
    for line in form.funds:
        weight = line.weight if line.weight is not None else _implied(form, line)
        due = line_score(line, profile.formulas, weight)
        if line.score is None or weight is None or due is None:
            continue
        if due.explains(line.score, profile.formulas.score_tolerance) or line.score == round_half_up(due.exact, 1):
            continue
        pointers = [line.at(field) for field in ("score", "execution_rate", "executed", "annual_budget", "weight")]
        verdict, repair = judge(form, profile, pointers)
        severity, remark = _severity(line, due, line.score, profile)
        yield form.finding(
            CODE,
            severity,
            pointers,
            f"预算执行得分不符：按执行率 {plain(round_half_up(due.exact / weight * 100, 2)) if weight else 0}% 与分值 "
            f"{plain(weight)} 计算，{due.text()}，表中为 {plain(line.score)}{remark}。",
            printed=line.line.score,
            recomputed=plain(due.two_step),
            verdict=verdict,
            repair=repair,
        )


def _implied(form: FormFacts, line: FundFacts) -> Decimal | None:
    return execution_weight(form) if line is form.total_funds else None


def _severity(line: FundFacts, due: ExecutionScore, score: Decimal, profile: Profile) -> tuple[Severity, str]:
    if score == round_half_up(due.exact, 0):
        return "warning", "，系取整到整数分，请核对当地是否允许"
    if line.annual == 0:
        return "warning", "（全年预算数为 0，按规则得 0 分）"
    if profile.name.startswith(FALLBACK):
        return "warning", "，请核对当地评分规则"
    return "error", ""


RULE = Rule(code=CODE, name="execution-score-wrong", title="预算执行得分与执行率不符", severity="error", check=check)
