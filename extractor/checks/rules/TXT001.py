"""TXT001 number-in-text-differs: a number in the goals differs from the indicator row about the same thing.

查什么：年度总体目标文字中的数量（56家单位、三个门户），与用词相近、单位一致的指标比较：预期目标的要求不应高于年度指
标值（实际完成值已达到的，由错误降为提醒），实际完成情况所写的数量应等于实际完成值。预期目标或其他指标名称中的频次折
算为全年次数（每月1次即全年12次），高于年度指标值的，报提醒。部分数、累计数和约数（其中、累计、以上）不算矛盾。补上
首位数字就相符的，判为“可能读错”。

为什么：两处必有一处有误，或者抄自其他年度。

例：预期目标写56家单位，“服务单位数量”却为≥50家→50家；文字写40436件，指标为140436件（识读时丢了首位的1）。

依据：本表内部比对。
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
