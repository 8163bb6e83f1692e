"""TXT004 indicator-contradicts-funds: an indicator about spending says something else than the funds.

查什么：指标填报的支出比例高出执行率5个百分点以上（高出20个百分点的报错误）；“按计划支出”“依合同支付”得满分，而
未支出比例超过20%（按计划支出且执行率低于50%的报错误；依合同支付的款项可能未到期，只报提醒）；“控制费用支出”或节约
类指标得满分，而执行率低于10%（报错误：没有支出就谈不上节约）。其余报提醒。限度由评分规则（profile）设定，以上为默认
值。

为什么：资金数据精确到分，指标则是单位自述。

例：“资金支出”填100%，而执行率为7.32%；“成本节约率”≥2%→2%，而全年执行数为0。

依据：本表内部比对；限度见评分规则（profile）的spending_claim_points、alarm_yellow、spending_claim_error、
nothing_spent。
"""

from collections.abc import Iterator
from decimal import Decimal

from extractor.checks.completion import counted_rows, is_full, percent
from extractor.checks.finding import Finding, Severity
from extractor.checks.form_facts import FormFacts, IndicatorFacts
from extractor.checks.profile import Profile
from extractor.checks.rule import Rule
from extractor.checks.spending import execution_parts
from extractor.checks.wording import (
    COST_CONTROL,
    NOT_MET,
    PAYING_BY_CONTRACT,
    SAVING,
    SPENDING_AS_PLANNED,
    flat,
    shortened,
)
from extractor.records.amounts import plain, round_half_up

CODE = "TXT004"


def check(form: FormFacts, profile: Profile) -> Iterator[Finding]:
    """At most one finding a row."""
    total = form.total_funds
    if total is None or not total.annual or total.executed is None or form.execution is None:
        return
    spent = f"全年预算 {plain(total.annual)}、执行 {plain(total.executed)}，执行率 {percent(form.execution)}"
    for row in counted_rows(form):
        claim = _rate_claim(row, form.execution, profile) or _wording_claim(row, form.execution, profile)
        if claim is None:
            continue
        severity, message = claim
        yield form.finding(
            CODE,
            severity,
            [row.at("actual"), total.at("executed"), total.at("annual_budget")],
            f"指标与资金不符：“{shortened(row.name)}”{message}（得分 {row.row.score or '未填'}/{row.row.weight}），而{spent}。",
            printed=row.row.actual,
            recomputed=percent(form.execution),
            quotes=[text for text in (row.row.level3, row.row.actual) if text],
        )


def _rate_claim(row: IndicatorFacts, execution: Decimal, profile: Profile) -> tuple[Severity, str] | None:
    """A claimed rate of spending that the funds do not show."""
    for name, _, actual in execution_parts(row):
        if actual is None or actual.unit != "%" or actual.value is None:
            continue
        gap = actual.value - execution * 100
        if gap > profile.thresholds.spending_claim_points:
            large = gap >= profile.thresholds.alarm_yellow * 100
            return (
                "error" if large else "warning",
                f"中“{name}”填报 {actual.text}，高出实际执行率 {round_half_up(gap)} 个百分点",
            )
    return None


def _wording_claim(row: IndicatorFacts, execution: Decimal, profile: Profile) -> tuple[Severity, str] | None:
    """Spending as planned, payment by contract, cost control or saving, confirmed with full marks."""
    name, actual = flat(row.row.level3), flat(row.row.actual)
    if not is_full(row) or not actual or NOT_MET.match(actual):
        return None
    limits = profile.thresholds
    claimed = f"填报“{row.row.actual}”并得满分"
    if 1 - execution > limits.alarm_yellow:
        if SPENDING_AS_PLANNED.search(name):
            return (
                "error" if execution < limits.spending_claim_error else "warning",
                f"{claimed}，但大部分预算并未支出"
                if (execution < limits.spending_claim_error)
                else f"{claimed}，但仍有 {percent(1 - execution)} 的预算未支出",
            )
        if PAYING_BY_CONTRACT.search(name):
            return "warning", f"{claimed}，但仍有 {percent(1 - execution)} 的预算未支出，请核实合同应付款项"
    if execution < limits.nothing_spent:
        if SAVING.search(name):
            return "error", f"{claimed}，但资金几乎没有支出，无从谈节约"
        if COST_CONTROL.search(name):
            return "error", f"{claimed}，但资金几乎没有支出，无从谈控制"
    return None


RULE = Rule(code=CODE, name="indicator-contradicts-funds", title="指标与资金不符", severity="error", check=check)
