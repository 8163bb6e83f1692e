"""EXP005 budget-change-without-reason: the budget was changed within the year and nothing in the form says why.

查什么：全年预算数（A）与年初预算数相差达到规定比例，或者年初预算数为0、全部为年中新增，而各指标的偏差原因和实际完成
情况都未说明调整原因。比例由评分规则（profile）设定，默认10%；增加达到第二档比例（默认100%，即预算翻番）的报错误，其
余报提醒。

为什么：年中调整过大，说明项目未经充分谋划，或者绩效目标与资金已不匹配。

例：年初预算数100000.00，全年预算数12000000.00，未说明原因。

依据：财预〔2020〕10号（预算调整率）；比例由评分规则（profile）设定。
"""

from collections.abc import Iterator
from decimal import Decimal

from extractor.checks.explanations import explains_budget_change
from extractor.checks.finding import Finding
from extractor.checks.form_facts import FormFacts
from extractor.checks.profile import Profile
from extractor.checks.rule import Rule
from extractor.records.amounts import plain, round_half_up

CODE = "EXP005"


def check(form: FormFacts, profile: Profile) -> Iterator[Finding]:
    """At most one finding."""
    funds = form.total_funds
    if funds is None or funds.initial is None or funds.annual is None or funds.initial < 0:
        return
    change = funds.annual - funds.initial
    limits = profile.thresholds
    if not change or abs(change) < limits.budget_change * funds.initial or explains_budget_change(form):
        return
    unit = form.record.funds_unit or ""
    before, after = f"{plain(funds.initial)}{unit}", f"{plain(funds.annual)}{unit}"
    if funds.initial == 0:
        severity, recomputed = "warning", None
        what = f"年初预算数为 0，全年预算数 {after}，全部为年中新增"
    else:
        severity = "error" if change >= limits.budget_change_error * funds.initial else "warning"
        recomputed = plain(round_half_up(change * 100 / funds.initial))
        what = (
            f"年初预算数 {before}，全年预算数 {after}，{'增加' if change > 0 else '减少'} {plain(abs(change))}{unit}，"
            f"变动 {plain(change)} ÷ {plain(funds.initial)} = {recomputed}%"
        )
    yield form.finding(
        CODE,
        severity,
        [funds.at("annual_budget"), funds.at("initial_budget")],
        f"预算调整未说明原因：{what}{_carried_over(form)}，全表未见调整原因的说明。",
        printed=funds.line.annual_budget,
        recomputed=recomputed,
    )


def _carried_over(form: FormFacts) -> str:
    """What of the change is 上年结转资金, for the message; empty when nothing is."""
    line = next((one for one in form.funds if one.line.source == "carryover"), None)
    if line is None or line.annual is None:
        return ""
    added = line.annual - (line.initial or Decimal(0))
    return f"（其中上年结转资金 {plain(added)}{form.record.funds_unit or ''}）" if added > 0 else ""


RULE = Rule(code=CODE, name="budget-change-without-reason", title="预算调整未说明原因", severity="warning", check=check)
