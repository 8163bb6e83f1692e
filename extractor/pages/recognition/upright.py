"""Which side of a picture is up: told by how sure the reading of a few lines is, because only upright lines make sense."""

from dataclasses import dataclass

import numpy as np

from extractor.pages.imaging.layout import PageLayout, TextLine, grey_to_layout, line_picture
from extractor.pages.imaging.raster import Raster, as_raster
from extractor.pages.recognition.decoding import LineReading
from extractor.pages.recognition.recogniser import Recogniser

_SAMPLE = 12
"""Lines by which is told whether a page stands upright."""
_LOWEST = 0.6
"""Ems: lower runs of ink are dashes and stains, which say nothing about what is up."""
_STAINS = 4
"""One of so many lines in which nothing is read may be a stain; more speak against the side."""
_UPRIGHT = 0.9
"""Sureness of the sample from which a page stands upright."""
_DENSE = 0.7
"""Characters for each em of an upright line; fewer are columns of lying text read across."""
_BETTER = 0.05
"""By how much another side must read better to be up, when it shows enough text."""
_MUCH_BETTER = 0.4
"""The same when it shows little."""
_ENOUGH = 20
"""Characters in the sample that are enough text."""


@dataclass(frozen=True, slots=True, kw_only=True)
class UprightReading:
    """A page read upright: its layout, the pictures of its lines and their readings, in the order of `layout.lines`.

    `turns`: quarter turns to the left that set the picture upright.
    """

    layout: PageLayout
    pictures: tuple[Raster, ...]
    readings: tuple[LineReading, ...]
    turns: int


def read_upright(grey: Raster, recogniser: Recogniser) -> UprightReading:
    """Reads a grey picture of a page, whichever side is up."""
    layout = grey_to_layout(grey)
    sample, sureness = _sampled(layout, recogniser)
    turns = 0
    if layout.lines and sureness < _UPRIGHT:
        # the tables of a lying page are found all the same, but its lines make no sense
        for other in (1, 2, 3):
            turned = grey_to_layout(as_raster(np.rot90(grey, other).copy()))
            found, own = _sampled(turned, recogniser)
            enough = sum(len(one.text) for one in found.values()) >= _ENOUGH
            if own > sureness + (_BETTER if enough else _MUCH_BETTER):
                layout, sample, sureness, turns = turned, found, own, other
    pictures = [line_picture(layout, line) for line in layout.lines]
    rest = [index for index in range(len(pictures)) if index not in sample]
    known = sample | dict(zip(rest, recogniser.read([pictures[index] for index in rest]), strict=True))
    readings = tuple(known[index] for index in range(len(pictures)))
    return UprightReading(layout=layout, pictures=tuple(pictures), readings=readings, turns=turns)


def _sampled(layout: PageLayout, recogniser: Recogniser) -> tuple[dict[int, LineReading], float]:
    """Readings of some lines of middling length by index, and how sure they are together, 0..1."""
    lines = layout.lines
    telling = [at for at, line in enumerate(lines) if line.box.bottom - line.box.top >= _LOWEST * layout.em]
    order = sorted(telling or range(len(lines)), key=lambda index: abs(_ems(layout, lines[index]) - 6))
    chosen = order[:_SAMPLE]
    readings = recogniser.read([line_picture(layout, layout.lines[index]) for index in chosen])
    sureness = [
        sum(reading.scores) / len(reading.scores) * min(1.0, len(reading.scores) / (_DENSE * _ems(layout, line)))
        if reading.scores
        else 0.0
        for reading, line in zip(readings, (layout.lines[index] for index in chosen), strict=True)
    ]
    stains = min(sureness.count(0.0), len(sureness) // _STAINS)
    told = sorted(sureness)[stains:]
    return dict(zip(chosen, readings, strict=True)), float(np.mean(told)) if told else 0.0


def _ems(layout: PageLayout, line: TextLine) -> float:
    return (line.box.x1 - line.box.x0) / max(layout.em, 1.0)
