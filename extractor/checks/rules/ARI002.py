"""ARI002 execution-rate-wrong: the printed execution rate is not B/A.

查什么：凡同时印有全年预算数（A）、全年执行数（B）和执行率的资金行，核对执行率是否等于B÷A×100。四舍五入或截尾，按
所印位数或按两位小数，均予认可（95.3644取两位小数后印作95.3600亦可）。A为0时执行率为0。以小数表示（0.9536）的，报提
示；金额单位不是元（或未注明）、差异可由金额取整解释的，也报提示。

为什么：预算执行得分和自评预警都由执行率推出。

例：A为1497500.00，B为1291532.65，执行率应为86.25，表中印68.25。

依据：算术关系；取两位小数，与已投入使用的系统算法一致。
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
