"""Lines of one stroke, a dash or a slash alone in its cell, told by their shape: to a model they look like 一 and 1."""

import math
from dataclasses import replace

import numpy as np

from extractor.pages.imaging.raster import Raster
from extractor.pages.recognition.decoding import LineReading

_LEVEL = frozenset("一—–―-－ー_")
_UPRIGHT = frozenset("1lI|/丨／")
"""What a level, and what an upright or slanting stroke alone is read as."""
_FLAT = 0.3
"""Ems: a line that is no higher is a dash, whatever it is read as."""
_DASH = 0.6
"""Ems from which a dash is a long one."""
_SLANT = 0.28
"""How far a slash leans to the right in heights; an italic 1 leans 0.2."""


def stroke_as_seen(reading: LineReading, picture: Raster, size: tuple[float, float], em: float) -> LineReading:
    """The reading, or the dash or slash that its only stroke is, or the 一 of 一级 that was taken for a dash.

    Args:
        reading: of the line.
        picture: of the line, grey.
        size: width and height of the line's ink in pixels.
        em: height of a character in pixels.
    """
    width, height = size
    text = reading.text
    if text[:1] in _LEVEL and text[1:2] == "级":
        # 一级指标 in faint print: nothing begins with a dash before this character
        return replace(reading, text="一" + text[1:])
    if text and _LEVEL.issuperset(text) and height <= _FLAT * em:
        # 一 alone looks the same, but no cell says just 一
        return _of("—" * max(1, round(width / em)) if width >= _DASH * em else "-", max(reading.scores))
    if len(text) == 1 and text in _UPRIGHT and _lean(picture) >= _SLANT:
        return _of("/", max(reading.scores))
    return reading


def _of(text: str, score: float) -> LineReading:
    return LineReading(text=text, scores=(score,) * len(text), places=(0.5,) * len(text))


def _lean(picture: Raster) -> float:
    """How far the ink leans to the right from bottom to top, in heights; 0 for a stroke with a foot or a flag."""
    paper, darkest = float(np.percentile(picture, 90)), float(picture.min())
    ys, xs = np.nonzero(picture < paper - 0.4 * (paper - darkest))
    if len(ys) < 8 or float(ys.std()) == 0.0:
        return 0.0
    covariance = float(((xs - xs.mean()) * (ys - ys.mean())).mean())
    lean = -covariance / float(ys.var())
    # a straight stroke lies close to its own middle line; a flag or a foot does not
    off = float((xs - xs.mean() + lean * (ys - ys.mean())).std())
    return lean if off <= max(1.2, 0.1 * math.sqrt(12) * float(ys.std())) else 0.0
