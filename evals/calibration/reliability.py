"""How well probabilities hold: said against seen, and what a threshold for review costs and lets through."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path
from typing import Any, cast

from evals.calibration.observations import Observation
from extractor.confidence.calibration import Calibration

_BINS = (0.0, 0.5, 0.8, 0.9, 0.95, 0.98, 0.99, 0.995, 0.998, 1.000001)
THRESHOLDS = (0.5, 0.7, 0.8, 0.85, 0.9, 0.93, 0.95, 0.97, 0.98, 0.985, 0.99, 0.995)


@dataclass(frozen=True, slots=True, kw_only=True)
class Bin:
    """Values of about the same probability: `said` the mean of it, `seen` the share that is right."""

    values: int
    said: float
    seen: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Threshold:
    """What review below `at` means: `marked` share of values, `silent` wrong ones that are not marked, per 10,000."""

    at: float
    marked: float
    silent: float


def confidence_of(one: Observation, calibration: Calibration) -> float:
    """The confidence that the product gives the value, short of other doubts."""
    return min(one.placed, calibration.probability(one.score, one.evidence))


def reliability(observations: Sequence[Observation], calibration: Calibration) -> list[Bin]:
    """Said against seen in bins of probability, the surest last. Values doubted for other reasons are left out."""
    pairs = [(confidence_of(one, calibration), one.right) for one in observations if not one.doubted]
    bins: list[Bin] = []
    for low, high in pairwise(_BINS):
        own = [(said, right) for said, right in pairs if low <= said < high]
        if own:
            count = len(own)
            said, seen = sum(one for one, _ in own) / count, sum(right for _, right in own) / count
            bins.append(Bin(values=count, said=said, seen=seen))
    return bins


def thresholds(observations: Sequence[Observation], calibration: Calibration) -> list[Threshold]:
    """What each of `THRESHOLDS` costs and lets through. Values doubted for other reasons count as marked."""
    sure = [1.0 if one.doubted else confidence_of(one, calibration) for one in observations]
    found: list[Threshold] = []
    for at in THRESHOLDS:
        marked = sum(one.doubted or own < at for one, own in zip(observations, sure, strict=True))
        silent = sum(
            not one.right and not one.doubted and own >= at for one, own in zip(observations, sure, strict=True)
        )
        found.append(Threshold(at=at, marked=marked / len(observations), silent=silent / len(observations) * 10_000))
    return found


def draw_reliability(path: Path, bins: Sequence[Bin]) -> None:
    """The reliability diagram as SVG: the probability of being wrong, said against seen, on logarithmic axes."""
    import matplotlib

    matplotlib.use("svg")
    from matplotlib import pyplot

    draw = cast("Any", pyplot)
    figure, axes = draw.subplots(figsize=(5, 4.5))
    # a bin without a wrong value is drawn where half a wrong one would stand
    said = [max(1 - one.said, 1e-5) for one in bins]
    seen = [max(1 - one.seen, 0.5 / one.values) for one in bins]
    axes.plot([1e-4, 1], [1e-4, 1], color="grey", linewidth=1)
    axes.scatter(said, seen, s=[12 + 0.02 * one.values for one in bins])
    for x, y, one in zip(said, seen, bins, strict=True):
        axes.annotate(f"n={one.values}", (x, y), textcoords="offset points", xytext=(6, -10), fontsize=8)
    axes.set(xscale="log", yscale="log", xlabel="said: probability of being wrong", ylabel="seen: share that is wrong")
    figure.tight_layout()
    figure.savefig(path, format="svg", metadata={"Date": None})
    draw.close(figure)
