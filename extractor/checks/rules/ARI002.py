"""ARI002 execution-rate-wrong: the printed execution rate is not B/A.

What: 执行率 against 全年执行数 (B) / 全年预算数 (A) × 100, for every funds row that prints all three. The print may be
rounded half up or truncated, at its own precision or at two decimals (95.3600 for 95.3644 is two decimals printed as
four). A = 0 gives 0. A rate printed as a fraction (0.9536) is a note; so is one that the rounding of amounts in 万元
explains.

Why: the execution score and the self-rating alarm follow from the rate.

Example: A 1497500.00, B 1291532.65, printed 68.25 where 86.25 is due.

Source: arithmetic; two decimals as deployed systems compute it.
"""

from collections.abc import Iterator
from decimal import Decimal

from extractor.checks.execution import HUNDRED, rate_explains, rate_percent, rate_within_print
from extractor.checks.finding import Finding, Severity
from extractor.checks.form_facts import FormFacts, FundFacts
from extractor.checks.misreading import judge
from extractor.checks.profile import Profile
from extractor.checks.rule import Rule
from extractor.records.amounts import parse_number, plain, round_half_up

CODE = "ARI002"


def check(form: FormFacts, profile: Profile) -> Iterator[Finding]:
    """One finding per funds row whose printed rate does not follow from its amounts."""
    for line in form.funds:
        printed = line.line.execution_rate
        if line.annual is None or line.executed is None or printed is None or line.rate is None:
            continue
        exact = rate_percent(line.annual, line.executed)
        if rate_explains(printed, exact):
            continue
        severity, remark = _severity(form, line, printed, exact)
        pointers = [line.at("execution_rate"), line.at("executed"), line.at("annual_budget")]
        verdict, repair = judge(form, profile, pointers) if severity == "error" else (None, None)
        due = plain(round_half_up(exact, 2))
        yield form.finding(
            CODE,
            severity,
            pointers,
            f"执行率不符：{plain(line.executed)} ÷ {plain(line.annual)} × 100 = {due}，表中为 {printed}{remark}。"
            if line.annual
            else f"执行率不符：全年预算数为 0，执行率应为 0，表中为 {printed}{remark}。",
            printed=printed,
            recomputed=due,
            verdict=verdict,
            repair=repair,
        )


def _severity(form: FormFacts, line: FundFacts, printed: str, exact: Decimal) -> tuple[Severity, str]:
    value = parse_number(printed) or Decimal(0)
    if "%" not in printed and value and rate_explains(plain(value * HUNDRED), exact):
        return "info", "（以小数而非百分数表示）"
    if form.record.funds_unit != "元" and rate_within_print(printed, line):
        return "info", "，差异可由金额取整解释"
    return "error", ""


RULE = Rule(code=CODE, name="execution-rate-wrong", title="执行率与预算数、执行数不符", severity="error", check=check)
