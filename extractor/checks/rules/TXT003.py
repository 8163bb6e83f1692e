"""TXT003 completion-contradicts-table: what the report says about completion does not fit the table.

查什么：实际完成情况写“暂未”“尚未”“正在推进”或“基本完成”，而产出指标全部满分（其中有验收指标的报错误）；写
“全部完成”，而有指标实际完成值为0或否定并被扣分；预期目标是支付款项，而实际完成情况未提付款；写到结算、决算，而执
行率低于限度（报错误；限度由评分规则（profile）设定，默认10%）。其余报提醒。

为什么：文字和表格由同一单位就同一年度填写，两者必有一处有误。

例：实际完成情况写“基本完成了区融媒体中心的建设”，而“项目验收合格率”为100%→100%。

依据：本表内部比对；词表见extractor/checks/wording.py。
"""

from collections.abc import Iterator, Sequence

from extractor.checks.completion import counted_rows, is_full, lost_points, percent
from extractor.checks.finding import Finding
from extractor.checks.form_facts import FormFacts, IndicatorFacts
from extractor.checks.profile import Profile
from extractor.checks.rule import Rule
from extractor.checks.wording import (
    ACCEPTANCE,
    ACCEPTANCE_NOT,
    ALL_FINISHED,
    ANY_PAYMENT,
    NEARLY_FINISHED,
    NOT_MET,
    PAYING,
    SETTLEMENT,
    UNFINISHED,
    flat,
    shortened,
    verbatim,
)
from extractor.records.amounts import plain

CODE = "TXT003"


def check(form: FormFacts, profile: Profile) -> Iterator[Finding]:
    """At most one finding of each of the four kinds."""
    report = flat(form.record.goals.actual)
    if not report:
        return
    rows = counted_rows(form)
    yield from _unfinished(form, report, rows)
    yield from _all_finished(form, report, rows)
    yield from _unpaid_goal(form, report)
    yield from _settled_unpaid(form, report, rows, profile)


def _unfinished(form: FormFacts, report: str, rows: Sequence[IndicatorFacts]) -> Iterator[Finding]:
    outputs = [row for row in rows if "产出" in (row.row.level1 or "")] or rows
    found = UNFINISHED.search(report) or NEARLY_FINISHED.search(report)
    if found is None or not outputs or not all(is_full(row) for row in outputs):
        return
    accepted = [
        row
        for row in outputs
        if ACCEPTANCE.search(row.row.level3 or "") and not ACCEPTANCE_NOT.search(flat(row.row.level3))
    ]
    named = "、".join(f"“{shortened(row.name, 16)}”{row.row.actual or ''}" for row in (accepted or outputs)[:4])
    yield form.finding(
        CODE,
        "error" if accepted else "warning",
        ["/goals/actual", *(row.at("score") for row in (accepted or outputs)[:4])],
        f"完成情况与指标不符：实际完成情况写“{found[0]}”，而 {len(outputs)} 项产出指标全部满分（{named}），请核实项目是否确已完成。",
        printed=found[0],
        quotes=[
            verbatim(found[0], form.record.goals.actual) or found[0],
            *(row.row.actual for row in (accepted or outputs)[:4] if row.row.actual),
        ],
    )


def _all_finished(form: FormFacts, report: str, rows: Sequence[IndicatorFacts]) -> Iterator[Finding]:
    found = ALL_FINISHED.search(report)
    missed = [row for row in rows if lost_points(row) and _plainly_missed(row)]
    if found is None or not missed:
        return
    named = "、".join(
        f"“{shortened(row.name, 16)}”{row.row.target}→{row.row.actual}（{row.row.score}/{row.row.weight}分）"
        for row in missed[:4]
    )
    yield form.finding(
        CODE,
        "warning",
        ["/goals/actual", *(row.at("actual") for row in missed)],
        f"完成情况与指标不符：实际完成情况写“{found[0]}”，而指标显示未完成：{named}。",
        printed=found[0],
        quotes=[
            verbatim(found[0], form.record.goals.actual) or found[0],
            *(row.row.actual for row in missed[:4] if row.row.actual),
        ],
    )


def _plainly_missed(row: IndicatorFacts) -> bool:
    """Nothing done, or the answer is no."""
    return bool(NOT_MET.match(flat(row.row.actual))) or any(
        one.value == 0 for one in row.actuals if one.kind == "number"
    )


def _unpaid_goal(form: FormFacts, report: str) -> Iterator[Finding]:
    goal = flat(form.record.goals.expected)
    payment = ANY_PAYMENT.search(goal)
    if (
        payment is None
        or not goal.startswith(("支付", "完成支付", "用于支付", payment[0]))
        or PAYING.search(report)
        or "款" in report
    ):
        return
    yield form.finding(
        CODE,
        "warning",
        ["/goals/actual", "/goals/expected"],
        f"完成情况与目标不对应：预期目标是“{shortened(goal)}”，实际完成情况写“{shortened(report)}”，未说明款项是否支付。",
        printed=form.record.goals.actual,
        quotes=[text for text in (form.record.goals.expected, form.record.goals.actual) if text],
    )


def _settled_unpaid(
    form: FormFacts, report: str, rows: Sequence[IndicatorFacts], profile: Profile
) -> Iterator[Finding]:
    total = form.total_funds
    found = SETTLEMENT.search(report)
    if total is None or not total.annual or total.executed is None or form.execution is None or found is None:
        return
    if form.execution >= profile.thresholds.nothing_spent or UNFINISHED.search(report):
        return
    settled = [row for row in rows if is_full(row) and SETTLEMENT.search(row.row.level3 or "")]
    named = "、".join(f"“{shortened(row.name, 16)}”{row.row.actual or ''}" for row in settled[:3])
    yield form.finding(
        CODE,
        "error",
        ["/goals/actual", total.at("executed"), *(row.at("actual") for row in settled)],
        f"完成情况与资金不符：实际完成情况写“{shortened(report)}”{f'，指标显示{named}' if named else ''}，"
        f"但全年预算 {plain(total.annual)} 仅支付 {plain(total.executed)}（{percent(form.execution)}），结算后仍未付款，请说明原因。",
        printed=plain(total.executed),
        quotes=[form.record.goals.actual or ""],
    )


RULE = Rule(code=CODE, name="completion-contradicts-table", title="完成情况与指标不符", severity="warning", check=check)
