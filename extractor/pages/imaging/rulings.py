"""Ink to rulings: long thin straight strokes, also broken ones, that hold together as tables do."""

from collections.abc import Sequence
from typing import NamedTuple

import cv2
import numpy as np

from extractor.pages.imaging.raster import Raster, as_raster

_MARGIN = 10.0
"""How much darker than its surroundings a ruling is, of 255; rulings are often faint."""
_CLEAR = 4.0
"""Standard deviations of the paper's grain that are ink."""
_CROWDED = 0.3
"""Share of ink beside a stroke from which it belongs to text."""
_STROKE = 1.5
"""Ems: the shortest unbroken stroke that can be a piece of a ruling; strokes of characters are shorter."""
_ENDS = 0.4
"""Ems at each end of a stroke where other rulings cross it."""
_CERTAIN = 9.0
"""Ems: a stroke this long is a ruling; a shorter one only when it ends at another ruling."""
_ALONE = 3.0
"""Ems: a stroke shorter than this is a ruling only when both its ends are at other rulings (the side of a cell)."""
_GAP = 0.9
"""Ems: the widest gap in a broken ruling, between pieces of at least `_ALONE`; less between shorter ones."""
_THICKEST = 0.45
"""Ems: thicker strokes are shades or bars, no rulings."""
_DRIFT = 0.15
"""Ems by which the pieces of one ruling may lie beside each other (a bent sheet, a rest of skew)."""
_ASTRAY = 0.35
"""Ems by which the ink of a bent ruling may lie beside its straight line; lines of text stand further off."""
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


class ThinInk(NamedTuple):
    """Thin strokes of a picture, 255 where they run: horizontal ones, and vertical ones mirrored at the diagonal.

    `runs` are those that run on for longer than strokes of characters do. Both are whole where others cross them.
    """

    across: Raster
    down: Raster
    runs_across: Raster
    runs_down: Raster


def grey_to_thin_ink(grey: Raster, em: float, noise: float) -> ThinInk:
    """What is darker than the paper on both its sides.

    Args:
        grey: a level picture.
        em: height of its characters in pixels.
        noise: grain of its paper.
    """
    across, down = _thin_ink(grey, em, noise), _thin_ink(np.ascontiguousarray(grey.T), em, noise)
    long_across, long_down = _runs(across, em), _runs(down, em)
    across, down = _with_crossings(across, long_down, em), _with_crossings(down, long_across, em)
    return ThinInk(across, down, _runs(across, em), _runs(down, em))


def thin_ink_to_rulings(thin: ThinInk, em: float) -> PixelRulings:
    """The rulings among thin strokes."""
    across, down = _pieces(thin.runs_across, em), _pieces(thin.runs_down, em)
    horizontal = _joined(_strokes(thin.across, across, down, em), em)
    vertical = _joined(_strokes(thin.down, down, across, em), em)
    return rulings_as_table(horizontal, vertical, em)


def rulings_to_ink(rulings: PixelRulings, thin: ThinInk, em: float) -> Raster:
    """255 where the ink of rulings is, also where a bent one leaves its straight line."""
    return as_raster(
        cv2.bitwise_or(
            _beside(rulings.horizontal, thin.runs_across, em),
            np.ascontiguousarray(_beside(rulings.vertical, thin.runs_down, em).T),
        )
    )


def _beside(strokes: Sequence[Stroke], runs: Raster, em: float) -> Raster:
    """The horizontal runs, a little wider than they are, that lie along one of the strokes."""
    near = np.zeros(runs.shape, np.uint8)
    for one in strokes:
        start, end, y = round(one.start), round(one.end), round(one.at)
        cv2.line(near, (start, y), (end, y), 255, max(3, round(2 * _ASTRAY * em)))
    return as_raster(cv2.dilate(cv2.bitwise_and(runs, near), np.ones((3, 3), np.uint8)))


def rulings_as_table(horizontal: Sequence[Stroke], vertical: Sequence[Stroke], em: float) -> PixelRulings:
    """The strokes that hold together as tables do, their ends drawn to those they meet."""
    kept = _attached(list(horizontal), list(vertical), em)
    return PixelRulings(tuple(kept[0]), tuple(kept[1]))


def _thin_ink(grey: Raster, em: float, noise: float) -> Raster:
    """What is darker than the paper both above and below it: thin strokes, but no shades and no edges of shades."""
    kernel = np.ones((max(5, round(_THICKEST * em) + 2), 1), np.uint8)
    depth = cv2.morphologyEx(grey, cv2.MORPH_BLACKHAT, kernel)
    margin = max(_MARGIN, _CLEAR * noise)
    return as_raster(cv2.threshold(depth, margin, 255, cv2.THRESH_BINARY)[1])


def _with_crossings(ink: Raster, other: Raster, em: float) -> Raster:
    """Thin horizontal ink, and the places where long vertical runs (of the mirrored picture `other`) cross it."""
    reach = max(5, round(_THICKEST * em) + 4)
    crossing = cv2.dilate(other, np.ones((1, reach), np.uint8))
    return as_raster(cv2.bitwise_or(ink, np.ascontiguousarray(crossing.T)))


def _runs(ink: Raster, em: float) -> Raster:
    """Unbroken horizontal runs of ink as long as a stroke; a slight slope shows as steps, which thickening bridges."""
    thick = cv2.dilate(ink, np.ones((3, 1), np.uint8))
    return as_raster(cv2.morphologyEx(thick, cv2.MORPH_OPEN, np.ones((1, max(9, round(_STROKE * em))), np.uint8)))


class _Piece(NamedTuple):
    """An unbroken stroke and the rows of pixels that it takes, the last one excluded."""

    stroke: Stroke
    top: int
    bottom: int


def _pieces(runs: Raster, em: float) -> list[_Piece]:
    """The horizontal runs that are thin enough for rulings."""
    _, _, stats, centres = cv2.connectedComponentsWithStats(runs, connectivity=8)
    found: list[_Piece] = []
    for (x, top, width, height, area), (_, y) in zip(stats[1:].tolist(), centres[1:].tolist(), strict=True):
        thickness = max(1.0, area / width - 2)
        if thickness <= max(3.0, _THICKEST * em) and width >= 4 * thickness:
            found.append(_Piece(Stroke(y, x, x + width, thickness), top, top + height))
    return found


def _strokes(ink: Raster, pieces: Sequence[_Piece], others: Sequence[_Piece], em: float) -> list[Stroke]:
    """The pieces that are rulings: long ones, and those with paper on both sides; `others` run the other way."""
    crossing = [one.stroke for one in others if one.stroke.length >= _CERTAIN * em]
    return [one.stroke for one in pieces if one.stroke.length >= _CERTAIN * em or _stands_alone(ink, one, crossing, em)]


def _stands_alone(ink: Raster, piece: _Piece, crossing: Sequence[Stroke], em: float) -> bool:
    """Whether there is mostly paper on both sides: strokes that lines of text run together into have ink on one.

    Left out are the ends, where the rulings are that the side of a cell ends at, and where other rulings cross it.
    """
    stroke = piece.stroke
    end = min(_ENDS * em, 0.25 * stroke.length)
    start, stop = round(stroke.start + end), round(stroke.end - end)
    looked_at = np.ones(max(0, stop - start), bool)
    reach = max(2.0, _THICKEST * em / 2)
    for other in crossing:
        if other.start <= stroke.at <= other.end and start - reach < other.at < stop + reach:
            looked_at[max(0, round(other.at - reach) - start) : max(0, round(other.at + reach) + 1 - start)] = False
    above = ink[max(0, piece.top - 3) : max(0, piece.top - 1), start:stop]
    below = ink[piece.bottom + 1 : piece.bottom + 3, start:stop]
    shown = np.count_nonzero(looked_at)
    return all(
        side.size == 0
        or shown == 0
        or np.count_nonzero(side[:, looked_at[: side.shape[1]]]) <= _CROWDED * shown * len(side)
        for side in (above, below)
    )


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
    """The strokes that hold together with long ones, their ends drawn to those they meet; strokes of characters do not."""
    kept = _long(horizontal, em), _long(vertical, em)
    while True:
        found = _held(horizontal, kept[1], em), _held(vertical, kept[0], em)
        if (len(found[0]), len(found[1])) == (len(kept[0]), len(kept[1])):
            break
        kept = found
    return [_drawn_out(one, kept[1], em) for one in kept[0]], [_drawn_out(one, kept[0], em) for one in kept[1]]


def _long(strokes: Sequence[Stroke], em: float) -> list[Stroke]:
    return [one for one in strokes if one.length >= _CERTAIN * em]


def _held(strokes: Sequence[Stroke], across: Sequence[Stroke], em: float) -> list[Stroke]:
    """Long strokes, and those that end at one of `across`; short ones must do so at both ends."""
    held: list[Stroke] = []
    for one in strokes:
        if one.length < _CERTAIN * em:
            met = [_meeting(end, one.at, across, _REACH * em) is not None for end in (one.start, one.end)]
            if not (all(met) if one.length < _ALONE * em else any(met)):
                continue
        held.append(one)
    return held


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
