"""Traces of worn rulings: dots of a fax, patches of an empty cartridge, judged from crossing to crossing of the table.

A worn ruling is in no place a stroke that could be told from a stroke of a character. But it runs straight through the
whole table: the mean of many pixels along it is darker than the paper above and below, and other rulings cross it.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import NamedTuple

import cv2
import numpy as np
from numpy.typing import NDArray

from extractor.pages.imaging.raster import Raster
from extractor.pages.imaging.rulings import PixelRulings, Stroke, rulings_as_table

_WINDOW = 4.0
"""Ems along which the paper is averaged to find where worn rulings run."""
_DENSE = 0.5
"""Share of such a window that shows traces where a ruling runs."""
_LEAST = 5.0
"""Ems of traces in one line from which there is a ruling."""
_FAINT = 2.5
"""How much darker than the paper beside it, of 255, a trace is at least."""
_CLEAR = 4.5
"""Standard deviations of a mean that are a trace."""
_BIN = 0.7
"""Ems of a ruling that are judged together."""
_SHARE = 0.45
"""Share of a side of a cell that must show traces."""
_LITTLE = 0.2
"""The same for a side between two whole ones."""
_GONE = 7.0
"""Ems of such a side of which nothing need be seen."""
_HOLE = 3.0
"""Ems without a trace up to which a side of a cell is whole."""
_ASTRIDE = 0.22
"""Ems to both sides of a line that a character covers which stands on it."""
_THICK = 2.0
"""Pixels of a worn ruling."""
_SAME = 0.3
"""Ems between lines that are one ruling."""
_OPEN = 0.25
"""Open ends for each ruling above which a table is worn."""
_SIDE = 0.45
"""Ems: shorter sides of cells are not judged by themselves."""

_Floats = NDArray[np.float32]
_Flags = NDArray[np.bool_]


class _Line(NamedTuple):
    """A straight horizontal line that may be a ruling, with what is seen of it in bins of equal width.

    `seen`: a bin shows a trace. `known`: enough of a bin is not covered by text. `crossed`: characters stand on the line in a
    bin, as they do on no ruling.
    """

    at: float
    seen: _Flags
    known: _Flags
    crossed: _Flags


@dataclass(frozen=True, slots=True, kw_only=True)
class _Surface:
    """The paper with its text painted over. `width`: pixels of a bin."""

    grey: _Floats
    free: _Flags
    em: float
    noise: float

    @property
    def bin(self) -> int:
        """Pixels of a ruling that are judged together."""
        return max(4, round(_BIN * self.em))

    def least(self, pixels: int) -> float:
        """How much darker than the paper beside it the mean of so many pixels of a trace is."""
        return max(_FAINT, _CLEAR * self.noise / pixels**0.5)

    @property
    def reach(self) -> int:
        """Pixels from the middle of a ruling to the paper beside it."""
        return max(3, round(0.14 * self.em))

    def turned(self) -> "_Surface":
        return _Surface(
            grey=np.ascontiguousarray(self.grey.T), free=np.ascontiguousarray(self.free.T), em=self.em, noise=self.noise
        )


def with_traces(rulings: PixelRulings, grey: Raster, ink: Raster, em: float, noise: float) -> PixelRulings:
    """The rulings completed by what is left of worn ones on a level page; `ink` is 255 where there is ink."""
    surface = _surface(grey, ink, em, noise)
    turned = surface.turned()
    rows = [_line(surface, y, rulings.horizontal) for y in _places(surface, rulings.horizontal)]
    columns = [_line(turned, x, rulings.vertical) for x in _places(turned, rulings.vertical)]
    horizontal, rows = _seen_sides(rows, [one.at for one in columns], surface)
    # lines of text are in line too, but have no whole side; they must not part the sides of others
    vertical, columns = _seen_sides(columns, [one.at for one in rows], surface)
    horizontal, _ = _seen_sides(rows, [one.at for one in columns], surface)
    return rulings_as_table(
        _united([*rulings.horizontal, *_new(horizontal, rulings.horizontal, em)], em),
        _united([*rulings.vertical, *_new(vertical, rulings.vertical, em)], em),
        em,
    )


def _seen_sides(lines: Sequence[_Line], across: Sequence[float], surface: _Surface) -> tuple[list[Stroke], list[_Line]]:
    """The sides of cells seen along lines, and the lines that have any."""
    sides = [_sides(line, across, surface) for line in lines]
    kept = [line for line, own in zip(lines, sides, strict=True) if own]
    return [side for own in sides for side in own], kept


def is_worn(rulings: PixelRulings, em: float) -> bool:
    """Whether no rulings were found, or many end at no other: in a table that was printed well there are few.

    Only then traces are looked for, because on good paper they are print of the back page, folds and dirt.
    """
    count = len(rulings.horizontal) + len(rulings.vertical)
    open_ends = _open(rulings.horizontal, rulings.vertical, em) + _open(rulings.vertical, rulings.horizontal, em)
    return not rulings.horizontal or not rulings.vertical or open_ends > _OPEN * count


def _open(strokes: Sequence[Stroke], across: Sequence[Stroke], em: float) -> int:
    reach = _SAME * em
    return sum(
        not any(abs(one.at - end) <= reach and one.start - reach <= stroke.at <= one.end + reach for one in across)
        for stroke in strokes
        for end in (stroke.start, stroke.end)
    )


def _new(sides: Sequence[Stroke], strokes: Sequence[Stroke], em: float) -> list[Stroke]:
    """The sides of cells that no stroke covers."""
    new: list[Stroke] = []
    for side in sides:
        near = [one for one in strokes if abs(one.at - side.at) <= _SAME * em]
        covered = sum(max(0.0, min(one.end, side.end) - max(one.start, side.start)) for one in near)
        if covered < 0.9 * side.length:
            new.append(side)
    return new


def _united(strokes: Sequence[Stroke], em: float) -> list[Stroke]:
    """Strokes of one line that touch or overlap as one, where its longest lies."""
    lines: list[Stroke] = []
    for one in sorted(strokes, key=lambda stroke: stroke.start):
        for index, line in enumerate(lines):
            if abs(line.at - one.at) <= _SAME * em and one.start - line.end <= 2.0:
                longer = max(line, one, key=lambda stroke: stroke.length)
                lines[index] = longer._replace(start=line.start, end=max(line.end, one.end))
                break
        else:
            lines.append(one)
    return lines


def _surface(grey: Raster, ink: Raster, em: float, noise: float) -> _Surface:
    text = _text_mask(ink, em)
    paper = float(np.percentile(grey[::4, ::4], 60))
    plain = np.where(text, paper, np.minimum(grey, paper + 6)).astype(np.float32)
    return _Surface(grey=plain, free=~text, em=em, noise=noise)


def _text_mask(ink: Raster, em: float) -> _Flags:
    """Where characters stand, a little more than their ink."""
    closed = cv2.morphologyEx(ink, cv2.MORPH_CLOSE, np.ones((3, 3), np.uint8))
    _, _, stats, _ = cv2.connectedComponentsWithStats(closed, connectivity=8)
    width, height, area = stats[:, cv2.CC_STAT_WIDTH], stats[:, cv2.CC_STAT_HEIGHT], stats[:, cv2.CC_STAT_AREA]
    dense = area / np.maximum(1, width * height)
    single = (width <= 2.2 * em) & (height <= 2.2 * em) & (width >= 0.2 * em) & (height >= 0.35 * em) & (dense > 0.12)
    joined = (height >= 0.5 * em) & (height <= 1.8 * em) & (dense > 0.22)
    text = single | joined
    text[0] = False
    mask = np.zeros(ink.shape, np.uint8)
    rim = max(1, round(0.06 * em))
    for x, y, wide, high, _ in stats[text].tolist():
        mask[max(0, y - rim) : y + high + rim, max(0, x - rim) : x + wide + rim] = 1
    return mask.astype(np.bool_)


def _places(surface: _Surface, strokes: Sequence[Stroke]) -> list[float]:
    """Where horizontal rulings run: at the strokes found, and where enough traces lie in one line."""
    em, reach = surface.em, surface.reach
    size, window = surface.bin, max(9, round(_WINDOW * em))
    depth = _depth(np.asarray(cv2.blur(surface.grey, (size, 1)), dtype=np.float32), reach)
    crest = np.asarray(cv2.dilate(depth, np.ones((2 * reach + 1, 1), np.uint8)), dtype=np.float32)
    traces = ((depth >= surface.least(size)) & (depth >= crest)).astype(np.float32)
    # a rest of skew spreads a line over a few rows
    spread = np.asarray(cv2.dilate(traces, np.ones((3, 1), np.uint8)), dtype=np.float32)
    support = np.count_nonzero(cv2.blur(spread, (window, 1)) >= _DENSE, axis=1).astype(np.float32)
    found = [(one.length + 1e6, one.at) for one in strokes]
    found += [(float(support[y]), float(y)) for y in np.flatnonzero(support >= _LEAST * em)]
    places: list[float] = []
    for _, y in sorted(found, reverse=True):
        if all(abs(y - other) > _SAME * em for other in places):
            places.append(y)
    return sorted(places)


def _depth(mean: _Floats, reach: int) -> _Floats:
    """How much darker a row is than both those above and below it."""
    above, below = np.full_like(mean, 0.0), np.full_like(mean, 0.0)
    above[reach:], below[:-reach] = mean[:-reach], mean[reach:]
    return np.minimum(above, below) - mean


def _line(surface: _Surface, at: float, strokes: Sequence[Stroke]) -> _Line:
    """What is seen of the line at `at`, in bins; strokes found there before are seen."""
    reach, play, size = surface.reach, max(1, round(0.1 * surface.em)), surface.bin
    height, width = surface.grey.shape
    count = width // size
    middle = round(at)
    rows = np.clip(np.arange(middle - play - reach, middle + play + reach + 1), 0, height - 1)
    band = surface.grey[rows, : count * size].reshape(len(rows), count, size).mean(axis=2)
    free = surface.free[rows[reach:-reach], : count * size].all(axis=0).reshape(count, size).mean(axis=1)
    depth = _depth(band.astype(np.float32), reach)[reach:-reach]
    seen = depth.max(axis=0) >= surface.least(size)
    known = free >= 0.5
    beside = np.clip(
        [middle - round(_ASTRIDE * surface.em), middle, middle + round(_ASTRIDE * surface.em)], 0, height - 1
    )
    astride = ~surface.free[beside, : count * size].any(axis=0)
    crossed = astride.reshape(count, size).mean(axis=1) >= 0.5
    for one in strokes:
        if abs(one.at - at) <= _SAME * surface.em:
            first, last = round(one.start / size), round(one.end / size)
            seen[first:last] = True
            known[first:last] = True
            crossed[first:last] = False
    return _Line(at, seen & known, known, crossed)


def _sides(line: _Line, across: Sequence[float], surface: _Surface) -> list[Stroke]:
    """The stretches of a line between crossing lines that show traces."""
    posts: list[float] = []
    for place in across:
        if not posts or place - posts[-1] >= _SIDE * surface.em:
            posts.append(place)
    size = surface.bin
    spans = [(round(start / size), max(round(start / size) + 1, round(end / size))) for start, end in pairwise(posts)]
    whole = [_is_whole(line, first, last, surface.em / size) for first, last in spans]
    # a ruling that goes on on both sides needs less to be seen in between
    likely = [False, *(_is_likely(line, first, last, surface.em / size) for first, last in spans[1:-1]), False]
    between = [True, *(before and after for before, after in zip(whole, whole[2:], strict=False)), True]
    return [
        Stroke(line.at, start, end, _THICK)
        for (start, end), sure, maybe, held in zip(pairwise(posts), whole, likely, between, strict=False)
        if sure or (maybe and held)
    ]


def _is_likely(line: _Line, first: int, last: int, bins_per_em: float) -> bool:
    """Whether a side between two whole ones is one too: some of it is seen, or it is so short that it may be all gone."""
    if _is_crossed(line, first, last):
        return False
    known = line.known[first:last]
    return last - first <= _GONE * bins_per_em or (
        bool(known.any()) and float(line.seen[first:last][known].mean()) >= _LITTLE
    )


def _is_crossed(line: _Line, first: int, last: int) -> bool:
    """Whether characters stand on a side; at its ends crossing rulings may look like some."""
    return bool(line.crossed[first + 1 : last - 1].any())


def _is_whole(line: _Line, first: int, last: int, bins_per_em: float) -> bool:
    known = line.known[first:last]
    seen = line.seen[first:last][known]
    if len(seen) < 0.34 * (last - first) or not len(seen) or _is_crossed(line, first, last):
        return False
    marks = np.flatnonzero(np.concatenate(([True], seen, [True])))
    hole = int(np.diff(marks).max()) - 1
    ends = bool(line.seen[first] or line.seen[last - 1])
    return ends and bool(seen.mean() >= _SHARE) and hole <= min(_HOLE * bins_per_em, 0.6 * len(seen))
