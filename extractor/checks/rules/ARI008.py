"""ARI008 total-unreadable: the total is blank or cannot be read.

查什么：已有得分，但总分空白、印作“####”（Excel列宽不足）或不是数字的，按各指标得分与预算执行得分重算总分；预算执
行得分缺失的，一并重算。

为什么：总分是自评的结果，没有总分就无法确定等级。

例：总分印作####，重算为9.54+89.42=98.96。

依据：算术关系。
"""

from collections.abc import Iterator
from decimal import Decimal

from extractor.checks.execution import execution_weight, line_score
from extractor.checks.finding import Finding
from extractor.checks.form_facts import FormFacts
from extractor.checks.profile import Profile
from extractor.checks.rule import Rule
from extractor.records.amounts import plain

CODE = "ARI008"


def check(form: FormFacts, profile: Profile) -> Iterator[Finding]:
    """At most one finding, on /total_score."""
    scored = [row for row in form.rows if row.score is not None and row.weight]
    if form.total_score is not None or not scored:
        return
    evidence = form.reading.evidence.get("/total_score")
    printed = form.record.total_score or (evidence.text if evidence is not None else None) or None
    execution, execution_text = _execution(form, profile)
    missing = [row for row in form.rows if row.weight and row.score is None]
    known = execution is not None and not missing
    total = form.score_sum + (execution or Decimal(0))
    state = f"印为“{printed}”，无法辨认" if printed else "未印出或无法辨认"
    how = (
        f"重算为 {execution_text}各指标得分合计 {plain(form.score_sum)} = {plain(total)}"
        if known
        else "得分不全，不能重算"
    )
    yield form.finding(
        CODE,
        "error",
        "/total_score",
        f"总分{state}；{how}。",
        printed=printed,
        recomputed=plain(total) if known else None,
    )


def _execution(form: FormFacts, profile: Profile) -> tuple[Decimal | None, str]:
    """The execution score (0 where the form gives execution no points, `None` where it cannot be known) and its words."""
    total = form.total_funds
    if total is not None and total.score is not None:
        return total.score, f"预算执行 {plain(total.score)} + "
    weight = execution_weight(form)
    if total is None or not weight:
        return Decimal(0), ""
    due = line_score(total, profile.formulas, weight)
    return (due.two_step, f"预算执行（按执行率重算）{plain(due.two_step)} + ") if due is not None else (None, "")


RULE = Rule(code=CODE, name="total-unreadable", title="总分无法辨认或未填", severity="error", check=check)
