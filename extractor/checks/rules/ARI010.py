"""ARI010 executed-exceeds-budget: more was executed than budgeted, or an amount is negative.

查什么：各资金行的全年执行数（B）不应大于全年预算数（A），各项金额不应为负。

为什么：按规定，支出不得超出调整后的预算；表中超出的，多为填写或识读错误。

例：A为1497500.00，B为12915326.5。

依据：预算法；算术关系。
"""

from collections.abc import Iterator

from extractor.checks.equations import AMOUNTS
from extractor.checks.finding import Finding
from extractor.checks.form_facts import FormFacts, FundFacts
from extractor.checks.misreading import judge
from extractor.checks.profile import Profile
from extractor.checks.rule import Rule
from extractor.records.amounts import parse_number, plain

CODE = "ARI010"
NAMES = {
    "total": "年度资金总额",
    "current_year_appropriation": "当年财政拨款",
    "carryover": "上年结转资金",
    "other": "其他资金",
    "fiscal": "财政资金",
    "special_account": "财政专户管理资金",
    "own_funds": "单位资金",
}


def check(form: FormFacts, profile: Profile) -> Iterator[Finding]:
    """One finding per funds row that spends more than it has, and per negative amount."""
    unit = form.record.funds_unit or ""
    for line in form.funds:
        yield from _negative(form, line, unit)
        if line.annual is None or line.executed is None or line.executed <= line.annual or line.annual < 0:
            continue
        pointers = [line.at("executed"), line.at("annual_budget")]
        verdict, repair = judge(form, profile, pointers)
        yield form.finding(
            CODE,
            "error",
            pointers,
            f"执行数超过预算数：{NAMES[line.line.source]}全年执行数 {plain(line.executed)} 大于全年预算数 "
            f"{plain(line.annual)}，超出 {plain(line.executed - line.annual)}{unit}。",
            printed=line.line.executed,
            recomputed=plain(line.annual),
            verdict=verdict,
            repair=repair,
        )


def _negative(form: FormFacts, line: FundFacts, unit: str) -> Iterator[Finding]:
    for field, label in AMOUNTS:
        printed: str | None = getattr(line.line, field)
        amount = parse_number(printed)
        if amount is not None and amount < 0:
            yield form.finding(
                CODE,
                "error",
                line.at(field),
                f"金额为负：{NAMES[line.line.source]}{label} {plain(amount)}{unit}。",
                printed=printed,
            )


RULE = Rule(
    code=CODE, name="executed-exceeds-budget", title="执行数超过预算数或金额为负", severity="error", check=check
)
