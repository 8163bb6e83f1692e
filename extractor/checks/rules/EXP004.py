"""EXP004 low-execution-without-reason: much of the budget was not spent and nothing in the form says why.

查什么：执行率（B÷A）低于限度，而各指标的偏差原因都未提及资金（资金、支付、预算、结转、压减等），实际完成情况也没有
说明资金为何未执行。限度由评分规则（profile）设定，默认90%。

为什么：申请了资金而没有用完，是财政部门首先要求说明的事项。

例：全年预算数18900.00，全年执行数3165.45（16.75%），偏差原因栏全部空白。

依据：财预〔2020〕10号：预算执行率偏低的应说明原因；限度由评分规则（profile）设定。
"""

from collections.abc import Iterator

from extractor.checks.explanations import explains_low_execution, reason_column_cut
from extractor.checks.finding import Finding
from extractor.checks.form_facts import FormFacts
from extractor.checks.profile import Profile
from extractor.checks.rule import Rule
from extractor.checks.totals import execution_percent
from extractor.records.amounts import plain, round_half_up

CODE = "EXP004"


def check(form: FormFacts, profile: Profile) -> Iterator[Finding]:
    """At most one finding."""
    funds, rate = form.total_funds, execution_percent(form)
    limit = profile.thresholds.low_execution_percent
    if funds is None or rate is None or not 0 <= rate < limit or explains_low_execution(form):
        return
    unit = form.record.funds_unit or ""
    percent = plain(round_half_up(rate))
    arithmetic = unspent = ""
    if funds.annual is not None and funds.executed is not None:
        arithmetic = f"{plain(funds.executed)} ÷ {plain(funds.annual)} = "
        unspent = f"，未支出 {plain(funds.annual - funds.executed)}{unit}"
    tail = "（原件偏差原因栏没有印出，请核对完整原件）" if reason_column_cut(form) else ""
    yield form.finding(
        CODE,
        "warning",
        [funds.at("execution_rate"), funds.at("executed"), funds.at("annual_budget")],
        f"预算执行率低未说明原因：执行率 {arithmetic}{percent}%，低于 {plain(limit)}%{unspent}，"
        f"全表未见对资金未执行原因的说明{tail}。",
        printed=funds.line.execution_rate,
        recomputed=percent,
    )


RULE = Rule(
    code=CODE, name="low-execution-without-reason", title="预算执行率低未说明原因", severity="warning", check=check
)
