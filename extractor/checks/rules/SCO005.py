"""SCO005 grade-on-the-edge: the total lies exactly on a grade bound or barely above it.

查什么：总分（无法辨认时取各项得分之和）折算为百分制后，恰好等于某一等级的下限，或者高出下限不超过规定幅度。幅度由评
分规则（profile）设定，默认1分。

为什么：等级系于一分以内，表中每一处存疑的得分都可能改变等级；恰为90分的，不同系统定级也不一致。

例：总分90.01，其中各指标自评90分，预算执行0.01分。

依据：财预〔2020〕10号：优90～100分（含90分）、良80～90分、中60～80分、差60分以下；等级下限和幅度由评分规则
（profile）设定。
"""

from collections.abc import Iterator
from decimal import Decimal

from extractor.checks.finding import Finding
from extractor.checks.form_facts import FormFacts
from extractor.checks.profile import Profile
from extractor.checks.rule import Rule
from extractor.checks.totals import execution_percent, full_marks, total_or_sum
from extractor.records.amounts import plain, round_half_up

CODE = "SCO005"
SCALE = Decimal(100)
"""Grades are defined on a total of 100."""


def check(form: FormFacts, profile: Profile) -> Iterator[Finding]:
    """At most one finding: the bound that the total is on or just above."""
    total = total_or_sum(form)
    if total is None:
        return
    full = full_marks(form, profile)
    score = round_half_up(total * SCALE / full, profile.formulas.rounding_places) if full else total
    for grade in profile.grades:
        above = score - grade.least
        if grade.least <= 0 or not 0 <= above <= profile.thresholds.grade_margin:
            continue
        place = f"正好为“{grade.name}”的下限" if above == 0 else f"仅高于“{grade.name}”的下限 {plain(above)} 分"
        execution = execution_percent(form)
        spent = "" if execution is None else f"预算执行率 {plain(round_half_up(execution))}%，"
        lose = f"存疑得分扣减超过 {plain(above)} 分即降等" if above else "再扣任何分即降等"
        yield form.finding(
            CODE,
            "warning",
            ["/total_score"],
            f"总分压线：总分 {plain(score)}，{place}（{plain(grade.least)} 分），{spent}{lose}，请重点复核。",
            printed=form.record.total_score,
            recomputed=plain(score),
        )
        return


RULE = Rule(code=CODE, name="grade-on-the-edge", title="总分处于等级边缘", severity="warning", check=check)
