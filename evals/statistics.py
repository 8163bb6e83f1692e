"""Error bars and comparisons: bootstrap over samples, which are drawn whole, and a test by exchanging runs."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, cast

from evals.metrics import SCALES, Metric
from evals.outcomes import Outcome

_RESAMPLES = 2000
_SEED = 20230101
_SELDOM = 0.05


@dataclass(frozen=True, slots=True, kw_only=True)
class Estimate:
    """A metric over `samples` samples: its value and 95 % interval in its unit; no interval for a single sample.

    The errors of one document are not independent of each other, so documents are drawn whole (Efron and Tibshirani,
    An Introduction to the Bootstrap, 1993, chapter 13).
    """

    value: float
    low: float | None
    high: float | None
    samples: int


def estimate(metric: Metric, outcomes: Sequence[Outcome]) -> Estimate | None:
    """The metric with its interval; `None` where nothing is counted."""
    parts, wholes = metric.counts(outcomes)
    if not sum(wholes):
        return None
    scale = SCALES[metric.unit]
    interval = _interval((parts, wholes), _share)
    low, high = (scale * interval[0], scale * interval[1]) if interval else (None, None)
    return Estimate(value=scale * sum(parts) / sum(wholes), low=low, high=high, samples=len(parts))


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """A metric in two runs over the same samples: both values, the difference (after - before) and its 95 % interval.

    `chance`: how often exchanging the runs sample by sample gives a difference at least as large, by permutation;
    `None` where what is counted on differs between the runs, or there are too few samples.
    """

    metric: Metric
    before: float
    after: float
    low: float | None
    high: float | None
    chance: float | None
    samples: int

    @property
    def difference(self) -> float:
        """After - before, in the metric's unit."""
        return self.after - self.before

    @property
    def verdict(self) -> str:
        """`better`, `worse`, `changed` (a metric without a good direction) or `same`.

        Something is said only where the interval leaves out 0 and exchanging the runs seldom does as much: a bootstrap over
        a handful of samples is too sure of itself.
        """
        if self.low is None or self.high is None or self.low <= 0 <= self.high:
            return "same"
        if self.chance is not None and self.chance > _SELDOM:
            return "same"
        if self.metric.better is None:
            return "changed"
        return "better" if (self.difference > 0) == (self.metric.better == "higher") else "worse"

    @property
    def drop(self) -> float:
        """By how much it got worse, in the metric's unit; 0 or less where it did not."""
        return {"higher": -self.difference, "lower": self.difference}.get(self.metric.better or "", 0.0)


def paired(before: Sequence[Outcome], after: Sequence[Outcome]) -> tuple[list[Outcome], list[Outcome]]:
    """The outcomes of the samples that both runs have, in one order."""
    first = {one.sample: one for one in before}
    second: Mapping[str, Outcome] = {one.sample: one for one in after}
    shared = [name for name in first if name in second]
    return [first[name] for name in shared], [second[name] for name in shared]


def change(metric: Metric, before: Sequence[Outcome], after: Sequence[Outcome]) -> Change | None:
    """The metric of two runs compared over the samples that both have; `None` where one has nothing to count."""
    one, other = paired(before, after)
    pairs = [pair for pair in zip(one, other, strict=True) if pair[0].task == metric.task]
    columns = [
        [side.counts.get(name, 0.0) for side in sides]
        for sides in zip(*pairs, strict=True)
        for name in (metric.part, metric.whole)
    ]
    if not columns or not sum(columns[1]) or not sum(columns[3]):
        return None
    scale = SCALES[metric.unit]
    interval = _interval(columns, _difference)
    return Change(
        metric=metric,
        before=scale * sum(columns[0]) / sum(columns[1]),
        after=scale * sum(columns[2]) / sum(columns[3]),
        low=scale * interval[0] if interval else None,
        high=scale * interval[1] if interval else None,
        chance=_chance(columns),
        samples=len(pairs),
    )


def _share(parts: Any, wholes: Any, axis: int = -1) -> Any:  # noqa: ANN401 - arrays
    import numpy

    total = wholes.sum(axis)
    return parts.sum(axis) / numpy.maximum(total, 1e-9)


def _difference(*columns: Any, axis: int = -1) -> Any:  # noqa: ANN401 - arrays
    return _share(*columns[2:], axis=axis) - _share(*columns[:2], axis=axis)


def _gain(before: Any, after: Any, axis: int = -1) -> Any:  # noqa: ANN401 - arrays
    return (after - before).sum(axis=axis)


def _interval(columns: Sequence[Sequence[float]], statistic: Any) -> tuple[float, float] | None:  # noqa: ANN401
    """Percentiles of the statistic over resampled samples; `None` for fewer than two."""
    import numpy
    from scipy import stats

    if len(columns[0]) < 2:
        return None
    found = (
        cast("Any", stats)
        .bootstrap(
            [numpy.asarray(column, dtype=float) for column in columns],
            statistic,
            paired=True,
            vectorized=True,
            n_resamples=_RESAMPLES,
            batch=200,
            method="percentile",
            rng=_SEED,
        )
        .confidence_interval
    )
    return float(found.low), float(found.high)


def _chance(columns: Sequence[Sequence[float]]) -> float | None:
    import numpy
    from scipy import stats

    before, whole, after, other_whole = (numpy.asarray(column, dtype=float) for column in columns)
    if len(before) < 2 or (whole != other_whole).any():
        return None
    if (before == after).all():
        return 1.0
    found = cast("Any", stats).permutation_test(
        (before, after),
        _gain,
        permutation_type="samples",
        vectorized=True,
        n_resamples=_RESAMPLES,
        batch=200,
        rng=_SEED,
    )
    return float(found.pvalue)
