"""ARI003 execution-score-wrong: the printed execution score does not follow from the rate.

查什么：预算执行得分应按两步舍入计算：先将B÷A×100四舍五入到两位小数，再乘以分值（10分或其他）、除以100，四舍五入到
两位小数，不超过分值。一步舍入、截尾、按所印执行率计算的结果也予认可，容差由评分规则（profile）设定，默认0.01分。只
保留一位小数的归ARI011。取整到整数分的、全年预算数为0的，以及分值结构与已知评分规则都不相近的表，报提醒，因为可能另
有当地规则。

为什么：这是总分中唯一不由单位自行打出的部分。

例：执行率86.25，分值10，得分应为8.63，表中印9.63。

依据：自评表所印计分规则；两步舍入由实际自评表归纳（25张表中有5张只有这样才相符）。
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
