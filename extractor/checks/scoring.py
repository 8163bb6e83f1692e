"""The scoring formulas of self-evaluation forms, in decimals, rounded half up.

Sources: 财预〔2020〕10号 附件 (得分一次性计分, 定量指标按完成比例计分, 定性指标分档计分) and the rules printed on provincial forms;
what differs by place is an argument, taken from the profile. Targets are `t`, actuals `a`, weights `w`. The execution
rate has its own rounding and stands in `execution`.
"""

from decimal import Decimal
from typing import Literal

from extractor.records.amounts import round_half_up

Tradition = Literal["linear", "inverse"]
"""How a missed ≤ target is scored: linear (1-(a-t)/t)·w, nothing beyond 2t; inverse w·t/a."""


def forward_share(target: Decimal, actual: Decimal) -> Decimal:
    """Share 0..1 of the weight for "more is better" (≥, >, 以上, or a bare number): a ≥ t is all, else a/t.

    Source: 财预〔2020〕10号, 定量指标按完成比例计分; deployed provincial systems.
    """
    if actual >= target:
        return Decimal(1)
    return max(actual / target, Decimal(0)) if target > 0 else Decimal(0)


def equal_share(target: Decimal, actual: Decimal) -> Decimal:
    """Share 0..1 for a target without comparator or with "=": as forward, but a target of 0 allows nothing above it.

    Source: deployed provincial systems.
    """
    if target == 0:
        return Decimal(1) if actual <= 0 else Decimal(0)
    return forward_share(target, actual)


def reverse_share(target: Decimal, actual: Decimal, tradition: Tradition) -> Decimal:
    """Share 0..1 for "less is better" (≤, <, 以内, 不超过): a ≤ t is all, beyond it by `tradition`.

    Source: deployed provincial systems (linear); the inverse ratio is a second tradition, chosen by the profile.
    """
    if actual <= target:
        return Decimal(1)
    if target <= 0:
        return Decimal(0)
    return max(1 - (actual - target) / target, Decimal(0)) if tradition == "linear" else target / actual


def range_share(low: Decimal, high: Decimal, actual: Decimal) -> Decimal | None:
    """Share 0..1 for a target range: all within it, a/low below it; `None` above it, for which no rule is known."""
    if actual > high:
        return None
    return forward_share(low, actual)


def rescaled(score: Decimal, applicable_weight: Decimal, full: Decimal, places: int = 2) -> Decimal | None:
    """A total over the applicable weights brought to `full` marks; `None` when nothing is applicable.

    Source: rules printed on forms: 不适用 indicators score nothing and their points are spread over the others.
    """
    return round_half_up(score * full / applicable_weight, places) if applicable_weight > 0 else None
