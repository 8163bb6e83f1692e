"""PLA006 execution-counted-twice: the execution rate is scored a second time as an indicator.

查什么：名称为支出进度、资金支出率、预算执行率等的指标；或者成本指标不带≤，其年度指标值就是全年预算数、实际完成值就
是全年执行数，两者之比即为执行率。

资金表不计分、各指标分值合计即为100分的，执行率只在指标中计分，不报。

为什么：执行率已单独计10分，再列为指标，少支出就会被重复扣分，多支出则重复得分。以预算执行为名的指标被扣分的，报提
醒；其余报提示（成本指标本不应扣分，见SCO006）。

例：“项目预算支出进度（%）”年度指标值90%，实际完成值86.25%，分值3，得分2.9，而执行率就是86.25%。

依据：财预〔2020〕10号（预算执行率单独占10%的权重）。
"""

from collections.abc import Iterator
from decimal import Decimal

from extractor.checks.completion import counted_rows, lost_points, of_level2
from extractor.checks.finding import Finding
from extractor.checks.form_facts import FormFacts, IndicatorFacts
from extractor.checks.profile import Profile
from extractor.checks.rule import Rule
from extractor.checks.spending import execution_parts, in_yuan
from extractor.checks.wording import shortened

CODE = "PLA006"


def check(form: FormFacts, profile: Profile) -> Iterator[Finding]:
    """One finding per row that repeats the execution rate; none where the rate is scored nowhere else."""
    if _scored_only_here(form):
        return
    for row in counted_rows(form):
        parts = execution_parts(row)
        if parts:
            yield _finding(form, row, f"“{shortened(row.name)}”以预算执行情况作为绩效指标", named=True)
        elif _same_ratio(form, row):
            yield _finding(
                form,
                row,
                f"“{shortened(row.name)}”的指标值 {row.row.target}、实际完成值 {row.row.actual} 即全年预算数与全年执行数，其比值就是预算执行率",
                named=False,
            )


def _scored_only_here(form: FormFacts) -> bool:
    """Whether the funds carry no points, and the indicators alone make up full marks."""
    funds = [line.line for line in form.funds]
    weights = [row.weight for row in form.rows if row.weight is not None]
    return bool(funds) and not any(line.weight or line.score for line in funds) and sum(weights, Decimal(0)) == 100


def _finding(form: FormFacts, row: IndicatorFacts, reason: str, *, named: bool) -> Finding:
    total = form.total_funds
    rate = (
        f"（{total.line.execution_rate}%）"
        if total is not None and total.rate is not None and total.line.execution_rate
        else ""
    )
    rate = rate.replace("%%", "%")
    lost = named and lost_points(row)
    twice = f"，并在此再次扣分（{row.row.score}/{row.row.weight}）" if lost else ""
    return form.finding(
        CODE,
        "warning" if lost else "info",
        [row.at("level3"), row.at("actual")],
        f"重复计分：{reason}，与已单独计分的预算执行率{rate}重复{twice}，建议改为反映产出或成本的指标。",
        printed=row.row.actual,
        quotes=[text for text in (row.row.level3, row.row.target, row.row.actual) if text],
    )


def _same_ratio(form: FormFacts, row: IndicatorFacts) -> bool:
    """A cost row whose numbers are A and B and that is not a cap (≤): a cap may well be the budget."""
    total = form.total_funds
    if total is None or row.pair is None or not of_level2(row, "成本") or not total.annual or not total.executed:
        return False
    target, actual = row.pair
    if target.direction == "reverse" or target.unit == "%":
        return False
    unit = form.record.funds_unit
    return target.value == in_yuan(total.annual, unit) and actual.value == in_yuan(total.executed, unit)


RULE = Rule(code=CODE, name="execution-counted-twice", title="预算执行率重复计分", severity="info", check=check)
