"""ARI001 fund-parts-not-sum: the parts of the funds do not add up to the total.

查什么：按列（年初预算数、全年预算数、全年执行数）核对各资金来源（当年财政拨款、上年结转资金、其他资金，或财政资金、
财政专户管理资金、单位资金）之和是否等于年度资金总额。同时列有两套来源的，任一套相符即可。未填的来源按0计；有来源未
填而合计小于总额的，由错误降为提醒。以万元为单位、差额可由取整解释的，报提示。

为什么：执行率、预算执行得分和各项预警都以资金总额为基础。

例：年度资金总额1497500.00，其中当年财政拨款1497500.00、上年结转资金5000.00。

依据：算术关系。
"""

from collections.abc import Iterator
from decimal import Decimal

from extractor.checks.equations import AMOUNTS, part_groups
from extractor.checks.execution import decimals
from extractor.checks.finding import Finding, Severity
from extractor.checks.form_facts import FormFacts, FundFacts
from extractor.checks.misreading import judge
from extractor.checks.profile import Profile
from extractor.checks.rule import Rule
from extractor.records.amounts import parse_number, plain

CODE = "ARI001"


def check(form: FormFacts, profile: Profile) -> Iterator[Finding]:
    """One finding per column whose printed parts do not sum to the printed total."""
    total = form.total_funds
    if total is None:
        return
    for field, label in AMOUNTS:
        printed = _amount(total, field)
        groups = [[one for one in group if _amount(one, field) is not None] for group in part_groups(form)]
        if printed is None or not groups[0] or any(_sum(group, field) == printed for group in groups if group):
            continue
        parts = groups[0]
        computed = _sum(parts, field)
        pointers = [total.at(field), *(one.at(field) for one in parts)]
        verdict, repair = judge(form, profile, pointers)
        severity, remark = _severity(form, total, field, computed, printed)
        sum_text = " + ".join(plain(_amount(one, field) or Decimal(0)) for one in parts)
        yield form.finding(
            CODE,
            severity,
            pointers,
            f"资金合计不符：{label}各来源之和 {sum_text} = {plain(computed)}，与年度资金总额 {plain(printed)} "
            f"相差 {plain(abs(printed - computed))}{form.record.funds_unit or ''}{remark}。",
            printed=plain(printed),
            recomputed=plain(computed),
            verdict=verdict,
            repair=repair,
        )


def _severity(
    form: FormFacts, total: FundFacts, field: str, computed: Decimal, printed: Decimal
) -> tuple[Severity, str]:
    parts = [one for one in form.funds if one.line.source != "total"]
    places = max(decimals(getattr(one.line, field)) for one in (total, *parts))
    rounding = Decimal("0.5").scaleb(-places) * (len(parts) + 1)
    if form.record.funds_unit == "万元" and places and abs(computed - printed) <= rounding:
        return "info", "，可能是以万元取整所致"
    if computed < printed and any(_amount(one, field) is None for one in parts):
        return "warning", "（有来源未填列）"
    return "error", ""


def _amount(line: FundFacts, field: str) -> Decimal | None:
    return parse_number(getattr(line.line, field))


def _sum(lines: list[FundFacts], field: str) -> Decimal:
    return sum((_amount(one, field) or Decimal(0) for one in lines), Decimal(0))


RULE = Rule(code=CODE, name="fund-parts-not-sum", title="资金来源之和与总额不符", severity="error", check=check)
