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
_UNTOLD = 0.06
"""Ems about that within which it is not told: a half-width mark with a space after it may be as wide."""
_WIDEST_MARK = 0.5
"""Ems: a wider run of ink is the mark run together with a neighbour."""

White = float | None
"""Ems between the neighbours of a mark; `None` where the line does not show them."""
Counts = Counter[tuple[str, bool]]
"""How often each mark (in its half-width form, brackets as their opening one) was seen in full width, and in half width."""
Place = tuple[int, int]
"""The number of a line and the index of a character in it."""


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
    whites: dict[Place, White] = {}
    for number, (reading, picture) in enumerate(zip(readings, pictures, strict=True)):
        whites |= {(number, index): white for index, white in _whites(reading, picture, em).items()}
    _agree(whites, _pairs(readings, cells))
    page: Counts = Counter()
    own: dict[Hashable, Counts] = {}
    for (number, index), white in whites.items():
        if white is not None:
            found = (_kind(readings[number].text[index]), white >= _FULL_WHITE)
            page[found] += 1
            own.setdefault(cells[number], Counter())[found] += 1
    return [
        _rewritten(
            reading,
            {index: white for (line, index), white in whites.items() if line == number},
            (own.get(cell, Counter()), page),
        )
        for number, (reading, cell) in enumerate(zip(readings, cells, strict=True))
    ]


def _pairs(readings: Sequence[LineReading], cells: Sequence[Hashable]) -> list[tuple[Place, Place]]:
    """The brackets that belong together, in one line or in two lines of a cell that follow each other."""
    pairs: list[tuple[Place, Place]] = []
    opened: list[Place] = []
    for number, (reading, cell) in enumerate(zip(readings, cells, strict=True)):
        opened = [one for one in opened if one[0] == number - 1 and cells[one[0]] == cell]
        for index, character in enumerate(reading.text):
            if _half(character) == "(":
                opened.append((number, index))
            elif _half(character) == ")" and opened:
                pairs.append((opened.pop(), (number, index)))
    return pairs


def _agree(whites: dict[Place, White], pairs: Sequence[tuple[Place, Place]]) -> None:
    """Gives both brackets of a pair the same white, that of both together: nobody sets one full and the other half."""
    for pair in pairs:
        seen = [white for place in pair if (white := whites[place]) is not None]
        if seen:
            whites |= dict.fromkeys(pair, sum(seen) / len(seen))


def _half(mark: str) -> str:
    return _HALF_WIDTH.get(mark, mark)


def _kind(mark: str) -> str:
    return "(" if _half(mark) == ")" else _half(mark)


def _whites(reading: LineReading, picture: Raster, em: float) -> dict[int, White]:
    """The white around each mark of a line by its index in the text."""
    marks = [index for index, character in enumerate(reading.text) if _half(character) in _FULL_WIDTH]
    if not marks:
        return {}
    runs = _ink_runs(picture)
    return {index: _white(reading, index, picture.shape[1], runs, em) for index in marks}


def _ink_runs(picture: Raster) -> list[tuple[int, int]]:
    """Starts and ends of the stretches of columns that hold ink."""
    paper = float(np.percentile(picture, 90))
    darkest = float(picture.min())
    columns = (picture < paper - 0.4 * (paper - darkest)).any(axis=0)
    edges = np.flatnonzero(np.diff(np.concatenate(([0], columns.astype(np.int8), [0]))))
    return [(int(start), int(end)) for start, end in edges.reshape(-1, 2)]


def _white(reading: LineReading, index: int, width: int, runs: Sequence[tuple[int, int]], em: float) -> White:
    x = reading.places[index] * width
    near = [number for number, (start, end) in enumerate(runs) if start - 0.35 * em <= x <= end + 0.35 * em]
    near = [number for number in near if runs[number][1] - runs[number][0] <= _WIDEST_MARK * em]
    if not near:
        return None
    own = min(near, key=lambda number: abs((runs[number][0] + runs[number][1]) / 2 - x))
    if own == 0 or own + 1 >= len(runs):
        return None
    white = (runs[own + 1][0] - runs[own - 1][1]) / em
    return white if abs(white - _FULL_WHITE) > _UNTOLD else None


def _rewritten(reading: LineReading, whites: dict[int, White], usual: Sequence[Counts]) -> LineReading:
    characters = list(reading.text)
    for index, white in whites.items():
        half = _half(characters[index])
        width = _usual(_kind(half), usual) if white is None else white >= _FULL_WHITE
        if width is not None:
            characters[index] = _FULL_WIDTH[half] if width else half
    return replace(reading, text="".join(characters)) if whites else reading


def _usual(mark: str, usual: Sequence[Counts]) -> bool | None:
    """Whether most marks of a kind, else most marks, are full-width, by the first of the counts that tells; else `None`."""
    for counts in usual:
        wide = sum(count for (_, full), count in counts.items() if full)
        for full, narrow in ((counts[mark, True], counts[mark, False]), (wide, sum(counts.values()) - wide)):
            if full != narrow:
                return full > narrow
    return None
