"""PLA015 needless-increase: the budget was raised during the year although the initial one would have sufficed.

查什么：全年执行数小于年初预算数，而年初预算数又小于全年预算数。

为什么：追加并无必要，占用了资金。

例：年初预算数4100000.00，全年预算数4900000.00，全年执行数3708365.40。

依据：算术关系；预算审核惯例。
"""

from collections.abc import Iterator

from extractor.checks.finding import Finding
from extractor.checks.form_facts import FormFacts
from extractor.checks.profile import Profile
from extractor.checks.rule import Rule
from extractor.records.amounts import plain

CODE = "PLA015"


def check(form: FormFacts, profile: Profile) -> Iterator[Finding]:
    """At most one finding."""
    total = form.total_funds
    if total is None or total.initial is None or total.annual is None or total.executed is None:
        return
    if total.executed < total.initial < total.annual:
        unit = form.record.funds_unit or ""
        yield form.finding(
            CODE,
            "warning",
            [total.at("annual_budget"), total.at("initial_budget"), total.at("executed")],
            f"追加预算必要性存疑：年初预算 {plain(total.initial)}{unit}，追加 {plain(total.annual - total.initial)}{unit} 后为 "
            f"{plain(total.annual)}{unit}，全年仅执行 {plain(total.executed)}{unit}，低于年初预算 "
            f"{plain(total.initial - total.executed)}{unit}，追加部分未使用，请说明追加原因。",
            printed=plain(total.annual),
            recomputed=plain(total.executed),
        )


RULE = Rule(code=CODE, name="needless-increase", title="追加预算未使用", severity="warning", check=check)
