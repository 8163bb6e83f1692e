"""PLA014 spent-to-the-cent: a budget changed during the year was spent exactly.

查什么：全年执行数与全年预算数分毫不差，而全年预算数不同于年初预算数。

为什么：预算很可能是按已支出数调整的，100%的执行率因此说明不了问题。

例：年初预算数100000.00，全年预算数12000000.00，全年执行数12000000.00。

依据：第三方评价机构的审核惯例。
"""

from collections.abc import Iterator

from extractor.checks.finding import Finding
from extractor.checks.form_facts import FormFacts
from extractor.checks.profile import Profile
from extractor.checks.rule import Rule
from extractor.records.amounts import plain

CODE = "PLA014"


def check(form: FormFacts, profile: Profile) -> Iterator[Finding]:
    """At most one note."""
    total = form.total_funds
    if total is None or total.initial is None or not total.annual or total.executed is None:
        return
    if total.executed == total.annual != total.initial:
        unit = form.record.funds_unit or ""
        yield form.finding(
            CODE,
            "info",
            [total.at("executed"), total.at("annual_budget"), total.at("initial_budget")],
            f"年中调整后恰好全部支出：年初预算 {plain(total.initial)}{unit}，全年预算调整为 {plain(total.annual)}{unit}，"
            f"执行数 {plain(total.executed)}{unit}，分毫不差，执行率 100% 可能是按支出数倒推预算的结果，请核实。",
            printed=plain(total.executed),
            recomputed=plain(total.annual),
        )


RULE = Rule(code=CODE, name="spent-to-the-cent", title="年中调整后恰好全部支出", severity="info", check=check)
