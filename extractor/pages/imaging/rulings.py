"""Ink to rulings: long thin straight strokes, also broken ones, that hold together as tables do."""

from collections.abc import Sequence
from typing import NamedTuple

import cv2
import numpy as np

from extractor.pages.imaging.raster import Raster, as_raster

_STROKE = 1.5
"""Ems: the shortest unbroken stroke that can be a piece of a ruling; strokes of characters are shorter."""
_ALONE = 3.0
"""Ems: a stroke shorter than this is a ruling only when it ends at two longer ones (the side of a cell)."""
_GAP = 0.9
"""Ems: the widest gap in a broken ruling, between pieces of at least `_ALONE`; less between shorter ones."""
_THICKEST = 0.45
"""Ems: thicker strokes are shades or bars, no rulings."""
_DRIFT = 0.15
"""Ems by which the pieces of one ruling may lie beside each other (a bent sheet, a rest of skew)."""
_REACH = 0.5
"""Ems by which a ruling may fall short of the one that it meets."""


class Stroke(NamedTuple):
    """A straight stroke along one axis: `at` across it, from `start` to `end` along it, `thick` pixels."""

    at: float
    start: float
    end: float
    thick: float

    @property
    def length(self) -> float:
        """Pixels along the stroke."""
        return self.end - self.start


class PixelRulings(NamedTuple):
    """The rulings of a picture in pixels; `at` of horizontal ones is y, of vertical ones x."""

    horizontal: tuple[Stroke, ...]
    vertical: tuple[Stroke, ...]


def ink_to_rulings(ink: Raster, em: float) -> PixelRulings:
    """The rulings in a level picture whose characters are `em` pixels high."""
    horizontal = _joined(_strokes(ink, em), em)
    vertical = _joined(_strokes(np.ascontiguousarray(ink.T), em), em)
    horizontal, vertical = _attached(horizontal, vertical, em)
    return PixelRulings(tuple(horizontal), tuple(vertical))


def _strokes(ink: Raster, em: float) -> list[Stroke]:
    """Unbroken horizontal strokes; a slight slope shows as steps, which thickening bridges."""
    thick = as_raster(cv2.dilate(ink, np.ones((3, 1), np.uint8)))
    kernel = np.ones((1, max(9, round(_STROKE * em))), np.uint8)
    runs = as_raster(cv2.morphologyEx(thick, cv2.MORPH_OPEN, kernel))
    _, _, stats, centres = cv2.connectedComponentsWithStats(runs, connectivity=8)
    found: list[Stroke] = []
    for (x, _, width, _, area), (_, y) in zip(stats[1:].tolist(), centres[1:].tolist(), strict=True):
        thickness = max(1.0, area / width - 2)
        if thickness <= max(3.0, _THICKEST * em) and width >= 4 * thickness:
            found.append(Stroke(y, x, x + width, thickness))
    return found


def _joined(strokes: Sequence[Stroke], em: float) -> list[Stroke]:
    """Pieces of one broken ruling as one stroke."""
    drift, gap, longest = max(2.0, _DRIFT * em), _GAP * em, _ALONE * em
    left = sorted(strokes, key=lambda one: one.start)
    lines: list[Stroke] = []
    for piece in left:
        before = [
            index
            for index, line in enumerate(lines)
            if abs(line.at - piece.at) <= drift
            and piece.start - line.end <= gap * min(1.0, piece.length / longest, line.length / longest)
        ]
        if not before:
            lines.append(piece)
            continue
        index = min(before, key=lambda one: abs(lines[one].at - piece.at))
        line = lines[index]
        total = line.length + piece.length
        lines[index] = Stroke(
            (line.at * line.length + piece.at * piece.length) / total,
            line.start,
            max(line.end, piece.end),
            (line.thick * line.length + piece.thick * piece.length) / total,
        )
    return lines


def _attached(horizontal: list[Stroke], vertical: list[Stroke], em: float) -> tuple[list[Stroke], list[Stroke]]:
    """Without strokes of characters: short ones must end at two others; ends just short of another are drawn to it."""
    for _ in range(3):
        counts = len(horizontal), len(vertical)
        horizontal = [one for one in horizontal if _is_ruling(one, vertical, em)]
        vertical = [one for one in vertical if _is_ruling(one, horizontal, em)]
        if counts == (len(horizontal), len(vertical)):
            break
    return [_drawn_out(one, vertical, em) for one in horizontal], [_drawn_out(one, horizontal, em) for one in vertical]


def _is_ruling(stroke: Stroke, across: Sequence[Stroke], em: float) -> bool:
    reach = _REACH * em
    if stroke.length >= 3 * _ALONE * em:
        return True
    short = stroke.length < _ALONE * em
    frame = [one for one in across if one.length >= _ALONE * em] if short else across
    met = [_meeting(end, stroke.at, frame, reach) is not None for end in (stroke.start, stroke.end)]
    return all(met) if short else any(met)


def _meeting(end: float, at: float, across: Sequence[Stroke], reach: float) -> Stroke | None:
    """The stroke of the other direction nearest to a stroke's end, within `reach`."""
    near = [one for one in across if abs(one.at - end) <= reach and one.start - reach <= at <= one.end + reach]
    return min(near, key=lambda one: abs(one.at - end), default=None)


def _drawn_out(stroke: Stroke, across: Sequence[Stroke], em: float) -> Stroke:
    first = _meeting(stroke.start, stroke.at, across, _REACH * em)
    last = _meeting(stroke.end, stroke.at, across, _REACH * em)
    start = first.at if first is not None else stroke.start
    end = last.at if last is not None else stroke.end
    return stroke._replace(start=start, end=end) if end > start else stroke
