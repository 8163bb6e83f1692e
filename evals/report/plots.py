"""The plots of the report as SVG, drawn by matplotlib; texts stay texts, so that the reader's own face shows Chinese."""

import io
import logging
import re
import warnings
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any, cast

from evals.outcomes import Confidence, Outcome

EDGES = (0.0, 0.5, 0.7, 0.8, 0.9, 0.95, 0.98, 0.99, 0.995, 0.998, 1.000001)
INK, SOFT, BLUE, RED = "#1f2933", "#9aa5b1", "#2463a8", "#b4382c"


@dataclass(frozen=True, slots=True, kw_only=True)
class Bin:
    """Values of about the same confidence: how many, the mean of what was said, the share that is right."""

    values: int
    said: float
    seen: float


@dataclass(frozen=True, slots=True, kw_only=True)
class RiskPoint:
    """Of the surest `coverage` (0..1) of the values, `risk` is the share that is wrong."""

    coverage: float
    risk: float


def confidences_of(outcomes: Sequence[Outcome]) -> list[Confidence]:
    """All confidences of the outcomes."""
    return [one for outcome in outcomes for one in outcome.confidences]


def reliability_bins(confidences: Sequence[Confidence]) -> list[Bin]:
    """Said against seen in bins of confidence, from low to high; empty bins are left out."""
    bins: list[Bin] = []
    for low, high in pairwise(EDGES):
        own = [one for one in confidences if low <= one.said < high]
        if own:
            said, seen = sum(one.said for one in own), sum(one.right for one in own)
            bins.append(Bin(values=len(own), said=said / len(own), seen=seen / len(own)))
    return bins


def calibration_error(confidences: Sequence[Confidence]) -> float | None:
    """Expected calibration error: |said - seen|, averaged over the values by bin; `None` without values."""
    if not confidences:
        return None
    return sum(one.values * abs(one.said - one.seen) for one in reliability_bins(confidences)) / len(confidences)


def risk_coverage(confidences: Sequence[Confidence], points: int = 200) -> list[RiskPoint]:
    """The risk at rising coverage, the surest values first; values of one confidence come in together."""
    ordered = sorted(confidences, key=lambda one: -one.said)
    found: list[RiskPoint] = []
    wrong = 0
    for taken, one in enumerate(ordered, start=1):
        wrong += not one.right
        if taken == len(ordered) or ordered[taken].said != one.said:
            found.append(RiskPoint(coverage=taken / len(ordered), risk=wrong / taken))
    step = max(1, len(found) // points)
    return [*found[::step], found[-1]] if found else []


def reliability_svg(confidences: Sequence[Confidence]) -> str:
    """The reliability diagram: the probability of being wrong, said against seen, on logarithmic axes."""
    figure, axes = _figure()
    bins = reliability_bins(confidences)
    axes.plot([1e-4, 1], [1e-4, 1], color=SOFT, linewidth=1)
    # a bin without a wrong value is drawn where half a wrong one would stand
    said = [max(1 - one.said, 1e-4) for one in bins]
    seen = [max(1 - one.seen, 0.5 / one.values) for one in bins]
    sure = [one.seen < 1 for one in bins]
    axes.scatter(said, seen, s=40, facecolors=[BLUE if own else "none" for own in sure], edgecolors=BLUE)
    for x, y, one in zip(said, seen, bins, strict=True):
        axes.annotate(f"{one.values}", (x, y), textcoords="offset points", xytext=(6, -11), fontsize=8, color=INK)
    axes.set(xscale="log", yscale="log", xlim=(8e-5, 1.3), ylim=(8e-5, 1.3))
    axes.set_xlabel("说的出错概率")
    axes.set_ylabel("实际出错的比例")
    return _svg(figure)


def risk_coverage_svg(confidences: Sequence[Confidence]) -> str:
    """The risk-coverage curve."""
    figure, axes = _figure()
    points = risk_coverage(confidences)
    # as many of the surest values as are of one confidence carry one risk
    coverage = [0.0, *(100 * one.coverage for one in points)]
    axes.step(coverage, [100 * points[0].risk, *(100 * one.risk for one in points)], color=BLUE, where="pre")
    axes.set_xlabel("留用的值（%），把握大的在先")
    axes.set_ylabel("其中错的（%）")
    axes.set_xlim(0, 101)
    axes.set_ylim(0, max(1.0, 110 * max(one.risk for one in points)))
    return _svg(figure)


def _figure() -> tuple[Any, Any]:
    import matplotlib
    from matplotlib.figure import Figure

    settings = cast("Any", matplotlib).rcParams
    settings["svg.fonttype"] = "none"
    settings["svg.hashsalt"] = "jixiao"
    settings["font.family"] = "sans-serif"
    figure = cast("Any", Figure)(figsize=(5.2, 3.6))
    axes = figure.subplots()
    for side in ("top", "right"):
        axes.spines[side].set_visible(False)
    axes.grid(color="#e4e7eb", linewidth=0.6)
    axes.set_axisbelow(True)
    return figure, axes


def _svg(figure: Any) -> str:  # noqa: ANN401 - matplotlib
    # metrics of Chinese glyphs are not in its own face; the browser draws them with one that has them
    logging.getLogger("matplotlib").setLevel(logging.ERROR)
    stream = io.StringIO()
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", UserWarning)
        figure.tight_layout()
        figure.savefig(stream, format="svg", metadata={"Date": None, "Creator": None, "Format": None, "Type": None})
    text = stream.getvalue()
    text = text[text.index("<svg") :]
    return re.sub(r"<metadata>.*?</metadata>", "", text, flags=re.DOTALL)
