"""BAT003 no-discrimination: all forms of a batch give themselves nearly the same total.

What: of at least 10 forms with a total, the highest and the lowest lie within 5 points.

Why: self-evaluation that cannot tell a good project from a bad one supports no decision.

Example: 40 projects with totals between 97.5 and 100.

Source: practice of finance bureaus; numbers in the profile (batch_forms, batch_band).
"""

from collections.abc import Iterator, Sequence
from decimal import Decimal

from extractor.checks.finding import Finding
from extractor.checks.form_facts import FormFacts
from extractor.checks.profile import Profile
from extractor.checks.rule import Rule
from extractor.records.amounts import plain, round_half_up

CODE = "BAT003"


def check_batch(forms: Sequence[FormFacts], profile: Profile) -> Iterator[tuple[int, Finding]]:
    """One note for the batch, on the first form with a total."""
    totals = [(index, form.total_score) for index, form in enumerate(forms) if form.total_score is not None]
    scores = [score for _, score in totals]
    limits = profile.thresholds
    if len(scores) < limits.batch_forms:
        return
    lowest, highest = min(scores), max(scores)
    if highest - lowest > limits.batch_band:
        return
    mean = round_half_up(sum(scores, Decimal(0)) / len(scores))
    index = totals[0][0]
    yield (
        index,
        forms[index].finding(
            CODE,
            "info",
            "/total_score",
            f"自评缺乏区分度：本批 {len(scores)} 张表总分在 {plain(lowest)}～{plain(highest)} 之间，相差 {plain(highest - lowest)} 分"
            f"（平均 {plain(mean)}），不超过 {plain(limits.batch_band)} 分，难以反映项目优劣，建议重点复核。",
            printed=plain(highest - lowest),
        ),
    )


RULE = Rule(code=CODE, name="no-discrimination", title="自评缺乏区分度", severity="info", check_batch=check_batch)
