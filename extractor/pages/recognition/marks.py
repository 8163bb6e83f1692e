"""Full or half width: which of two marks that look the same a line shows, told by the white around the mark.

A full-width mark fills a square of an em, so its neighbours stand an em and their own white apart; around a half-width
one it is a third of an em, with a space after it two thirds. The model hardly sees this, it sees the mark.
"""

from collections import Counter
from collections.abc import Hashable, Sequence
from dataclasses import replace

import numpy as np

from extractor.pages.imaging.raster import Raster
from extractor.pages.recognition.decoding import LineReading

_FULL_WIDTH = {",": "，", ":": "：", ";": "；", "!": "！", "?": "？", "(": "（", ")": "）"}
_HALF_WIDTH = {full: half for half, full in _FULL_WIDTH.items()}
_FULL_WHITE = 0.85
"""Ems between the neighbours of a mark from which it is full-width."""
_WIDEST_MARK = 0.5
"""Ems: a wider run of ink is the mark run together with a neighbour."""

Width = bool | None
"""Whether a mark is full-width; `None` where the line does not show it."""
Counts = Counter[tuple[str, bool]]
"""How often each mark (in its half-width form) was seen in full width, and how often in half width."""


def with_seen_marks(
    readings: Sequence[LineReading], pictures: Sequence[Raster], cells: Sequence[Hashable], em: float
) -> list[LineReading]:
    """The readings with each mark in the width that its line shows.

    Where a line does not show it, a mark is as most in its cell, else as most on its page.

    Args:
        readings: of the lines of one page.
        pictures: of the same lines, grey.
        cells: what tells which lines stand in one cell.
        em: height of a character in pixels.
    """
    seen = [_seen(reading, picture, em) for reading, picture in zip(readings, pictures, strict=True)]
    page: Counts = Counter()
    own: dict[Hashable, Counts] = {}
    for reading, widths, cell in zip(readings, seen, cells, strict=True):
        found = [(_half(reading.text[index]), width) for index, width in widths.items() if width is not None]
        page.update(found)
        own.setdefault(cell, Counter()).update(found)
    return [
        _rewritten(reading, widths, (own[cell], page))
        for reading, widths, cell in zip(readings, seen, cells, strict=True)
    ]


def _half(mark: str) -> str:
    return _HALF_WIDTH.get(mark, mark)


def _seen(reading: LineReading, picture: Raster, em: float) -> dict[int, Width]:
    """The width of each mark of a line by its index in the text."""
    marks = [index for index, character in enumerate(reading.text) if _half(character) in _FULL_WIDTH]
    if not marks:
        return {}
    runs = _ink_runs(picture)
    return {index: _is_full(reading, index, picture.shape[1], runs, em) for index in marks}


def _ink_runs(picture: Raster) -> list[tuple[int, int]]:
    """Starts and ends of the stretches of columns that hold ink."""
    paper = float(np.percentile(picture, 90))
    darkest = float(picture.min())
    columns = (picture < paper - 0.4 * (paper - darkest)).any(axis=0)
    edges = np.flatnonzero(np.diff(np.concatenate(([0], columns.astype(np.int8), [0]))))
    return [(int(start), int(end)) for start, end in edges.reshape(-1, 2)]


def _is_full(reading: LineReading, index: int, width: int, runs: Sequence[tuple[int, int]], em: float) -> Width:
    x = reading.places[index] * width
    near = [number for number, (start, end) in enumerate(runs) if start - 0.35 * em <= x <= end + 0.35 * em]
    near = [number for number in near if runs[number][1] - runs[number][0] <= _WIDEST_MARK * em]
    if not near:
        return None
    own = min(near, key=lambda number: abs((runs[number][0] + runs[number][1]) / 2 - x))
    if own == 0 or own + 1 >= len(runs):
        return None
    return runs[own + 1][0] - runs[own - 1][1] >= _FULL_WHITE * em


def _rewritten(reading: LineReading, widths: dict[int, Width], usual: Sequence[Counts]) -> LineReading:
    if not widths:
        return reading
    characters = list(reading.text)
    opened: Width = None
    for index, seen in widths.items():
        half = _half(characters[index])
        width = seen
        if width is None:
            width = opened if half == ")" and opened is not None else _usual(half, usual)
        opened = width if half == "(" else opened
        if width is not None:
            characters[index] = _FULL_WIDTH[half] if width else half
    return replace(reading, text="".join(characters))


def _usual(mark: str, usual: Sequence[Counts]) -> Width:
    """The width of most marks of a kind, else of most marks, in the first of the counts that tells; else `None`."""
    for counts in usual:
        wide = sum(count for (_, full), count in counts.items() if full)
        for full, narrow in ((counts[mark, True], counts[mark, False]), (wide, sum(counts.values()) - wide)):
            if full != narrow:
                return full > narrow
    return None
