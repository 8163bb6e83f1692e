"""ARI006 level-weight-mismatch: the rows of a level 1 group do not carry the points printed with its label.

查什么：一级指标名称后印有分值（如“产出指标（50分）”）的，其下各行分值合计应与之相等。如某组所缺恰为相邻组首行或末
行的分值，而相邻组正好多出该数，则该行很可能被归错一级指标：判为“可能读错”，并建议改归。

为什么：合并单元格中的名称容易错行，所印分值可用来确定各行归属。

例：产出指标（50分）各行合计47，效益指标（30分）各行合计33。

依据：自评表所印分值。
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
