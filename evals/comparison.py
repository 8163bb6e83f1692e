"""Two runs side by side: every metric over the samples that both have, and the samples that changed."""

from collections.abc import Sequence
from dataclasses import dataclass

from evals.metrics import METRICS
from evals.outcomes import Outcome
from evals.statistics import Change, change, paired

_GOOD = ("right", "caught")


@dataclass(frozen=True, slots=True, kw_only=True)
class ChangedSample:
    """A sample with other counts of what is right: before and after."""

    sample: str
    before: float
    after: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Comparison:
    """`changes` of all metrics that both runs have; `shared` samples; `samples` that changed, the worst first."""

    changes: tuple[Change, ...]
    shared: int
    only_before: int
    only_after: int
    samples: tuple[ChangedSample, ...]

    @property
    def worse(self) -> list[Change]:
        """Metrics whose interval of change lies on the bad side of 0."""
        return [one for one in self.changes if one.verdict == "worse"]


def compare(before: Sequence[Outcome], after: Sequence[Outcome]) -> Comparison:
    """Compares two runs. Cost is compared like everything else; whether times mean anything depends on the machines."""
    one, other = paired(before, after)
    timed = all(any("seconds" in outcome.counts for outcome in run) for run in (one, other))
    # committed baselines keep no times
    metrics = [metric for metric in METRICS if timed or metric.unit != "seconds"]
    changes = [found for metric in metrics if (found := change(metric, one, other)) is not None]
    changed = [
        ChangedSample(sample=first.sample, before=_right(first), after=_right(second))
        for first, second in zip(one, other, strict=True)
        if _right(first) != _right(second)
    ]
    return Comparison(
        changes=tuple(changes),
        shared=len(one),
        only_before=len(before) - len(one),
        only_after=len(after) - len(one),
        samples=tuple(sorted(changed, key=lambda sample: sample.after - sample.before)),
    )


def _right(outcome: Outcome) -> float:
    return sum(outcome.counts.get(name, 0.0) for name in _GOOD)
