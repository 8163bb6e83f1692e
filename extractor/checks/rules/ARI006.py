"""ARI006 level-weight-mismatch: the rows of a level 1 group do not carry the points printed with its label.

What: Σ weights of the rows under 产出指标 against its "(50分)", for every level 1 label that prints points. Where one
group is short by exactly the weight of a row that stands first or last in a neighbouring group with the same surplus,
the row has probably been put under the wrong label: then the verdict is "reading" and moving it is the proposed repair.

Why: the printed points locate rows that were read under the wrong merged label.

Example: 产出指标(50分) whose rows sum to 47 while 效益指标(30分) has 33.

Source: points printed on the form.
"""

from collections.abc import Iterator
from decimal import Decimal

from extractor.checks.finding import Finding, Repair
from extractor.checks.form_facts import FormFacts, IndicatorFacts
from extractor.checks.levels import printed_weights, row_group
from extractor.checks.misreading import judge
from extractor.checks.profile import Profile
from extractor.checks.rule import Rule
from extractor.records.amounts import plain

CODE = "ARI006"


def check(form: FormFacts, profile: Profile) -> Iterator[Finding]:
    """One finding per level 1 group whose rows do not carry the printed points."""
    groups: dict[str, list[IndicatorFacts]] = {}
    for row in form.rows:
        groups.setdefault(row_group(row) or "", []).append(row)
    printed = printed_weights(form)
    if not form.weight_sum:
        return
    surplus = {group: _sum(groups.get(group, [])) - points for group, points in printed.items()}
    for group, difference in surplus.items():
        rows = groups.get(group, [])
        if not difference or any(row.applicable and row.weight is None for row in rows):
            continue
        pointers = [row.at("weight") for row in rows] or ["/indicators"]
        verdict, repair = judge(form, profile, pointers)
        moved = _drifted_row(form, surplus, group)
        if moved is not None:
            verdict, repair = "reading", moved
        yield form.finding(
            CODE,
            "error",
            pointers,
            f"一级指标分值不符：“{group}”所印分值为 {plain(printed[group])}，其下各行分值合计 {plain(_sum(rows))}，"
            f"相差 {plain(abs(difference))}{f'；{moved.reason}' if moved is not None else '。'}",
            printed=plain(printed[group]),
            recomputed=plain(_sum(rows)),
            verdict=verdict,
            repair=repair,
        )


def _sum(rows: list[IndicatorFacts]) -> Decimal:
    return sum((row.weight for row in rows if row.weight is not None), Decimal(0))


def _drifted_row(form: FormFacts, surplus: dict[str, Decimal], group: str) -> Repair | None:
    """The move of one boundary row between `group` and a neighbour that makes both groups close."""
    for before, after in zip(form.rows, form.rows[1:], strict=False):
        first, second = row_group(before), row_group(after)
        if first == second or first not in surplus or second not in surplus or group not in (first, second):
            continue
        for row, giver, taker in ((after, second, first), (before, first, second)):
            if row.weight and surplus[giver] == row.weight == -surplus[taker]:
                return Repair(
                    pointer=row.at("level1"),
                    printed=row.row.level1,
                    proposed=taker,
                    reason=f"若“{row.name}”（{plain(row.weight)} 分）归入“{taker}”，两个一级指标的分值都相符。",
                )
    return None


RULE = Rule(code=CODE, name="level-weight-mismatch", title="一级指标分值与所印不符", severity="error", check=check)
