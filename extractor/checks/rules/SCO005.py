"""SCO005 grade-on-the-edge: the total lies exactly on a grade bound or barely above it.

What: the total (the printed one, or the sum of the scores where it cannot be read), brought to 100, is at most the
profile's margin above the lowest total of a grade, or exactly on it.

Why: the whole grade hangs on a point or less, so every doubtful point of the form matters; and a total of exactly 90
is graded differently by different scripts.

Example: total 90.01, of which 90 are self-awarded indicator points and 0.01 is for execution.

Source: 财预〔2020〕10号: 优 90-100 (含), 良 80-90, 中 60-80, 差 below 60; the bounds and the margin are in the profile.
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
