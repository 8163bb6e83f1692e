"""TXT001 number-in-text-differs: a number in the goals differs from the indicator row about the same thing.

What: a counted quantity (56家单位, 三个门户) of the goals is compared with the row whose name shares its words and whose
unit agrees: the expected goal must not ask for more than the target (a warning when the actual reaches the goal all the same), the
reported result must equal the actual. 每月1次
in a goal or in another indicator's name is 12 a year. Parts, running totals and approximate numbers (其中, 累计, 以上) are
no contradiction. A number that is the other without its first digits is reported as a likelier reading fault.

Why: one of the two places is wrong, or was copied from another year.

Example: goal 56家单位, row 服务单位数量 ≥50家 → 50家; text 40436件, row 140436件 (a 1 was lost in reading).

Source: comparison of the form with itself.
"""

from collections.abc import Iterator

from extractor.checks.finding import Finding, Repair
from extractor.checks.form_facts import FormFacts
from extractor.checks.goal_numbers import Clash, frequency_clashes, number_clashes
from extractor.checks.profile import Profile
from extractor.checks.rule import Rule
from extractor.checks.wording import shortened, verbatim

CODE = "TXT001"
_SIDE = {"expected": "预期目标", "actual": "实际完成情况"}


def check(form: FormFacts, profile: Profile) -> Iterator[Finding]:
    """At most one finding per row and side of the goals, then the frequencies."""
    for clash in number_clashes(form):
        yield _reading(form, clash) if clash.lost_digits else _contradiction(form, clash)
    for pointer, text, frequency, row in frequency_clashes(form):
        yield form.finding(
            CODE,
            "warning",
            [row.at("target"), pointer],
            f"频次与指标值不符：“{shortened(frequency.clause)}”即每年 {frequency.value} {frequency.unit}，"
            f"而“{shortened(row.name)}”的年度指标值仅为“{row.row.target}”（实际完成值“{row.row.actual or ''}”），目标设定偏低。",
            printed=row.row.target,
            recomputed=str(frequency.value),
            quotes=[verbatim(frequency.clause, text) or frequency.clause, row.row.target or ""],
        )


def _contradiction(form: FormFacts, clash: Clash) -> Finding:
    row = clash.row
    return form.finding(
        CODE,
        "warning" if clash.reached else "error",
        [row.at(clash.field), f"/goals/{clash.side}"],
        f"文字与指标数字不一致：{_SIDE[clash.side]}写“{shortened('，'.join(clash.clauses))}”（{clash.said}），"
        f"而“{shortened(row.name)}”年度指标值“{row.row.target or ''}”、实际完成值“{row.row.actual or ''}”，请核实。",
        printed=clash.said,
        recomputed=row.row.actual if clash.field == "actual" else row.row.target,
        quotes=[*_clauses(form, clash), row.row.target or "", row.row.actual or ""],
    )


def _reading(form: FormFacts, clash: Clash) -> Finding:
    row = clash.row
    pointer = f"/goals/{clash.side}"
    return form.finding(
        CODE,
        "error",
        [pointer, row.at(clash.field)],
        f"文字与指标数字不一致：{_SIDE[clash.side]}写“{shortened('，'.join(clash.clauses))}”（{clash.said}），而“{shortened(row.name)}”为"
        f"“{row.row.actual if clash.field == 'actual' else row.row.target}”；补上首位数字后两处一致（{clash.closes}），"
        "更可能是识读或录入时丢失了首位数字，请核对原件。",
        printed=clash.said,
        recomputed=clash.proposed,
        verdict="reading",
        repair=Repair(
            pointer=pointer,
            printed=clash.short,
            proposed=clash.proposed or "",
            reason=f"补上首位数字后与指标一致：{clash.closes}",
        ),
        quotes=[*_clauses(form, clash), row.row.actual or ""],
    )


def _clauses(form: FormFacts, clash: Clash) -> list[str]:
    """The clauses as printed."""
    text = form.record.goals.expected if clash.side == "expected" else form.record.goals.actual
    return [verbatim(clause, text) or clause for clause in clash.clauses]


RULE = Rule(code=CODE, name="number-in-text-differs", title="文字与指标数字不一致", severity="error", check=check)
