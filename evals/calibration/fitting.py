"""Scores to probabilities: shares of right values in bands of scores, made to rise (isotonic regression)."""

from collections.abc import Sequence
from typing import Any, cast, get_args

from evals.calibration.observations import Observation
from extractor.confidence.calibration import Calibration, Curve
from extractor.confidence.closure import Evidence

_BANDS = (0.0, 0.1, 0.2, 0.3, 0.4, 0.55, 0.7, 0.8, 0.9, 0.95, 0.98, 0.99, 0.995, 0.999, 0.9999, 1.000001)
"""Edges of the bands of scores: narrow where most values lie, and at the bounds of readings at odds, 0.4 and 0.7."""
_FEWEST = 3
"""Values that a band needs to count by itself; smaller ones join the next."""


def fit(observations: Sequence[Observation], made_by: dict[str, str | int]) -> Calibration:
    """The calibration of what was observed. Values that the reader doubts for other reasons are left out.

    Raises:
        ValueError: too few observations of a kind of evidence.
    """
    curves: dict[Evidence, Curve] = {}
    for kind in get_args(Evidence):
        own = [one for one in observations if one.evidence == kind and not one.doubted]
        curves[kind] = _curve(own, kind)
    return Calibration(made_by=made_by, curves=curves)


def _curve(observations: Sequence[Observation], kind: str) -> Curve:
    """Knots at the mean score of each band.

    The share of a band is (right + 1/2) / (all + 1), the mean of Jeffreys' prior, so that a few right values do not make
    a certainty.
    """
    from scipy.optimize import isotonic_regression

    bands = _bands(sorted(observations, key=lambda one: one.score))
    if len(bands) < 2:
        raise ValueError(f"too few observations of values whose evidence is {kind!r}: {len(observations)}")
    scores = [sum(one.score for one in band) / len(band) for band in bands]
    shares = [(sum(one.right for one in band) + 0.5) / (len(band) + 1) for band in bands]
    found = cast("Any", isotonic_regression)(shares, weights=[len(band) for band in bands])
    rising = [round(float(one), 5) for one in found.x]
    knots = list(zip((round(score, 6) for score in scores), rising, strict=True))
    # of a level stretch only its ends say something
    inner = range(1, len(knots) - 1)
    level = {at for at in inner if knots[at - 1][1] == knots[at][1] == knots[at + 1][1]}
    return [knot for at, knot in enumerate(knots) if at not in level]


def _bands(observations: Sequence[Observation]) -> list[list[Observation]]:
    bands: list[list[Observation]] = []
    for edge in _BANDS[1:]:
        taken = sum(len(band) for band in bands)
        own = [one for one in observations[taken:] if one.score < edge]
        if bands and len(bands[-1]) < _FEWEST:
            bands[-1].extend(own)
        elif own:
            bands.append(own)
    if len(bands) > 1 and len(bands[-1]) < _FEWEST:
        bands[-2].extend(bands.pop())
    return bands


def calibration_text(calibration: Calibration) -> str:
    """The calibration as TOML."""
    lines = [
        "# Made by the command below; not written by hand. Scores of recognition to probabilities of being right.",
        "",
    ]
    lines.append("[made_by]")
    lines += [
        f"{key} = {value if isinstance(value, int) else _quoted(value)}" for key, value in calibration.made_by.items()
    ]
    lines += ["", "[curves]"]
    for kind, knots in calibration.curves.items():
        lines.append(f"{kind} = [")
        lines += [f"    [{score}, {probability}]," for score, probability in knots]
        lines.append("]")
    return "\n".join(lines) + "\n"


def _quoted(text: str) -> str:
    escaped = text.replace("\\", "\\\\").replace('"', '\\"')
    return f'"{escaped}"'
