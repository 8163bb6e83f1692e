"""BAT003 no-discrimination: all forms of a batch give themselves nearly the same total.

查什么：一批中有总分的表不少于10张，最高分与最低分相差不超过5分。张数和分差由评分规则（profile）设定，以上为默认值。

为什么：分不出项目优劣的自评，不能支持决策。

例：40个项目的总分都在97.5分至100分之间。

依据：财政部门的审核惯例；张数和分差见评分规则（profile）的batch_forms、batch_band。
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
