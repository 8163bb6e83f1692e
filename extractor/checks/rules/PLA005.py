"""PLA005 weight-concentrated: one row carries all points of a first-level group.

查什么：分值不低于20分的一级指标（因此通常不含10分的满意度指标），全部分值落在一项指标上的，报提醒（成本指标报提
示）；有两个以上二级指标、其中一个占80%以上的，报提示。分值和比例由评分规则（profile）设定，以上为默认值。

为什么：一句笼统的“满足”决定30分，漏做细项也不影响得分。

例：效益指标30分，只有“是否满足提升民生诉求工作效率”一项。

依据：财预〔2021〕101号要求按重要程度分配权重；分值和比例见评分规则（profile）的concentrated_points、
concentrated_level2。
"""

from collections.abc import Iterator
from decimal import Decimal

from extractor.checks.completion import percent
from extractor.checks.finding import Finding
from extractor.checks.form_facts import FormFacts, IndicatorFacts
from extractor.checks.profile import Profile
from extractor.checks.rule import Rule
from extractor.checks.wording import shortened
from extractor.records.amounts import plain

CODE = "PLA005"


def check(form: FormFacts, profile: Profile) -> Iterator[Finding]:
    """One finding per first-level group that rests on one row, or mostly on one second-level group."""
    groups: dict[str, list[IndicatorFacts]] = {}
    for row in form.rows:
        if row.row.level1 and row.weight is not None and row.weight > 0:
            groups.setdefault(row.row.level1, []).append(row)
    for level1, rows in groups.items():
        points = _points(rows)
        if points < profile.thresholds.concentrated_points:
            continue
        if len(rows) == 1:
            row = rows[0]
            yield form.finding(
                CODE,
                "info" if "成本" in level1 else "warning",
                [row.at("weight"), row.at("level3")],
                f"权重过于集中：{level1} {plain(points)} 分全部落在“{shortened(row.name)}”一项指标上，"
                f"年度指标值“{row.row.target or ''}”、得分 {row.row.score or '未填'}，难以区分完成程度，建议细化并分配权重。",
                printed=row.row.weight,
                quotes=[row.row.level3 or ""] if row.row.level3 else [],
            )
        else:
            yield from _level2(form, profile, level1, rows, points)


def _level2(
    form: FormFacts, profile: Profile, level1: str, rows: list[IndicatorFacts], points: Decimal
) -> Iterator[Finding]:
    groups: dict[str, list[IndicatorFacts]] = {}
    for row in rows:
        groups.setdefault(row.row.level2 or "", []).append(row)
    heaviest = max(groups, key=lambda label: _points(groups[label]))
    share = _points(groups[heaviest]) / points
    if len(groups) < 2 or not heaviest or share < profile.thresholds.concentrated_level2:
        return
    others = "、".join(
        f"{label or '未注明'} {plain(_points(group))} 分" for label, group in groups.items() if label != heaviest
    )
    yield form.finding(
        CODE,
        "info",
        [row.at("weight") for row in groups[heaviest]],
        f"权重分布失衡：{level1} {plain(points)} 分中，{heaviest}占 {plain(_points(groups[heaviest]))} 分（{percent(share)}），"
        f"其余为{others}。",
        printed=plain(_points(groups[heaviest])),
    )


def _points(rows: list[IndicatorFacts]) -> Decimal:
    return sum((row.weight for row in rows if row.weight is not None), Decimal(0))


RULE = Rule(code=CODE, name="weight-concentrated", title="权重过于集中", severity="warning", check=check)
