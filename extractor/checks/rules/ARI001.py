"""ARI001 fund-parts-not-sum: the parts of the funds do not add up to the total.

What: in each amount column (年初预算数, 全年预算数, 全年执行数) the printed parts (当年财政拨款, 上年结转资金, 其他资金, or
财政资金, 财政专户管理资金, 单位资金) must add up to 年度资金总额.

Why: everything that is computed from the funds (rate, score, alarms) rests on the total.

Example: 年度资金总额 1497500.00 beside 当年财政拨款 1497500.00, 上年结转资金 5000.00.

Source: arithmetic.
"""

from collections.abc import Iterator
from decimal import Decimal

from extractor.checks.finding import Finding
from extractor.checks.form_facts import FormFacts
from extractor.checks.profile import Profile
from extractor.checks.rule import Rule
from extractor.records.amounts import plain

CODE = "ARI001"
COLUMNS = (
    ("initial_budget", "initial", "年初预算数"),
    ("annual_budget", "annual", "全年预算数"),
    ("executed", "executed", "全年执行数"),
)


def check(form: FormFacts, profile: Profile) -> Iterator[Finding]:
    """One finding per column whose printed parts do not sum to the printed total."""
    total = form.total_funds
    if total is None:
        return
    parts = [one for one in form.funds if one.line.source != "total"]
    for field, attribute, label in COLUMNS:
        printed: Decimal | None = getattr(total, attribute)
        amounts: list[Decimal | None] = [getattr(one, attribute) for one in parts]
        known = [amount for amount in amounts if amount is not None]
        if printed is None or not known or len(known) != len(amounts):
            continue
        computed = sum(known, Decimal(0))
        if computed != printed:
            sum_text = " + ".join(plain(amount) for amount in known)
            yield form.finding(
                CODE,
                "error",
                [total.at(field), *(one.at(field) for one in parts)],
                f"资金合计不符:{label}各来源之和 {sum_text} = {plain(computed)},与年度资金总额 {plain(printed)} "
                f"相差 {plain(abs(printed - computed))}{form.record.funds_unit or ''}。",
                printed=plain(printed),
                recomputed=plain(computed),
            )


RULE = Rule(code=CODE, name="fund-parts-not-sum", title="资金来源之和与总额不符", severity="error", check=check)
