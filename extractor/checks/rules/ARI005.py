"""ARI005 weights-not-100: the weights do not add up to full marks.

查什么：预算执行分值与各指标分值合计应等于满分，满分由评分规则（profile）设定，默认100；分值列所印总分值也应与此相
符。预算执行未印分值的，各指标分值合计可恰好留出预算执行的分值（默认10）；指标中已列有预算执行率一行的，各指标分值合
计等于满分亦可。有适用指标未印分值的，以及所印总分值虽不是满分但与分值合计一致的，由错误降为提醒。

为什么：得分率、等级和项目之间的比较都以满分100分为前提。

例：预算执行10分，各指标85分，合计95分。

依据：自评表所印分值。
"""

from collections.abc import Iterator
from decimal import Decimal

from extractor.checks.execution import repeats_execution
from extractor.checks.finding import Finding, Severity
from extractor.checks.form_facts import FormFacts
from extractor.checks.misreading import judge
from extractor.checks.profile import Profile
from extractor.checks.rule import Rule
from extractor.records.amounts import parse_number, plain

CODE = "ARI005"


def check(form: FormFacts, profile: Profile) -> Iterator[Finding]:
    """At most one finding for the sum of weights, and one for the printed full marks."""
    if not form.weight_sum:
        return
    full = profile.weights.total
    printed_full = parse_number(form.record.total_weight)
    execution = form.total_funds.weight if form.total_funds else None
    computed = form.weight_sum + (execution or Decimal(0))
    if not _closes(form, profile, computed):
        yield _not_full(form, profile, computed, execution)
    elif printed_full is not None and printed_full not in {full, form.weight_sum, computed}:
        yield form.finding(
            CODE,
            "error",
            ["/total_weight"],
            f"分值合计不符：表中总分值为 {plain(printed_full)}，预算执行与各指标分值合计 {plain(computed)}。",
            printed=form.record.total_weight,
            recomputed=plain(computed),
        )


def _closes(form: FormFacts, profile: Profile, computed: Decimal) -> bool:
    full = profile.weights.total
    if computed == full or (form.weight_sum == full and repeats_execution(form)):
        return True
    unprinted = form.total_funds is None or form.total_funds.weight is None
    return unprinted and form.weight_sum + profile.weights.execution == full


def _not_full(form: FormFacts, profile: Profile, computed: Decimal, execution: Decimal | None) -> Finding:
    full = profile.weights.total
    total = form.total_funds
    weights = [row.at("weight") for row in form.rows if row.weight is not None]
    pointers = [total.at("weight"), *weights] if total is not None and execution is not None else weights
    blank = [row for row in form.rows if row.applicable and row.weight is None]
    severity: Severity = "error"
    remark = ""
    if blank:
        severity, remark = "warning", f"（有 {len(blank)} 行未印分值）"
    elif parse_number(form.record.total_weight) == computed:
        severity, remark = "warning", "，与表中所印总分值一致，请核对是否采用其他满分"
    verdict, repair = judge(form, profile, pointers)
    execution_text = f"预算执行 {plain(execution)} + " if execution is not None else ""
    return form.finding(
        CODE,
        severity,
        pointers,
        f"分值合计不是 {plain(full)}：{execution_text}各指标 {plain(form.weight_sum)} = {plain(computed)}，"
        f"相差 {plain(abs(full - computed))}{remark}。",
        printed=plain(computed),
        recomputed=plain(full),
        verdict=verdict,
        repair=repair,
    )


RULE = Rule(code=CODE, name="weights-not-100", title="分值合计不是 100", severity="error", check=check)
