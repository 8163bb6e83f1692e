"""Bands of an unruled page: runs of lines that share columns, found by the white rivers that run down through them.

A river is a strip of white that no text of the band covers. The page's lines are cut into bands by dynamic programming
so that many lines share many rivers: a form's head, funds, goals and indicators each have their own columns.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from extractor.pages.page import Word

_STEPS = 2
"""Resolution of the coverage masks: steps a point."""
RIVER = 3.0
"""Points: narrower white is space between words or letters."""
_NEW_BAND = 12
"""What a further band costs, in lines times squared rivers."""
_CUT_CELL = 300
"""What a boundary through a cell's text costs."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Band:
    """Lines that share columns; `columns` are their left and right ends in points, rivers halved between them."""

    lines: tuple[tuple[Word, ...], ...]
    columns: tuple[tuple[float, float], ...]


def _coverage(line: Sequence[Word]) -> int:
    """A mask with one bit for each half point that the line's words cover."""
    mask = 0
    for word in line:
        start, end = int(word.box.x0 * _STEPS), int(word.box.x1 * _STEPS) + 1
        mask |= ((1 << max(1, end - start)) - 1) << max(0, start)
    return mask


def _rivers(mask: int) -> list[tuple[int, int]]:
    """The white strips inside the covered part, as first and last-plus-one step."""
    found: list[tuple[int, int]] = []
    position = 0
    # reversed, the string runs from left to right
    for gap in bin(mask)[:1:-1].split("1"):
        if len(gap) >= RIVER * _STEPS and position:
            found.append((position, position + len(gap)))
        position += len(gap) + 1
    return found


def _gaps_below(lines: Sequence[Sequence[Word]]) -> list[float]:
    """For each line: the smallest white between one of its words and a word under it in one of the next lines."""
    gaps: list[float] = []
    for index, line in enumerate(lines):
        smallest = float("inf")
        for word in line:
            for below in (one for following in lines[index + 1 : index + 4] for one in following):
                shared = min(word.box.x1, below.box.x1) - max(word.box.x0, below.box.x0)
                if shared > 0 and below.box.top > word.box.y_mid:
                    smallest = min(smallest, below.box.top - word.box.bottom)
        gaps.append(smallest)
    return gaps


def widest_leading(lines: Sequence[Sequence[Word]], height: float) -> float:
    """The widest white, in points, at which two lines under one another are still of one cell.

    The tightest leading of the page, and a quarter of the usual line height.
    """
    return min((gap for gap in _gaps_below(lines) if gap > -height / 2), default=0.0) + height / 4


def _inside_cells(lines: Sequence[Sequence[Word]], leading: float) -> list[bool]:
    """For each line: whether a band cannot end below it, because a cell's text goes on in a later line."""
    held = [False] * len(lines)
    for index, line in enumerate(lines):
        for offset, following in enumerate(lines[index + 1 : index + 4], start=1):
            if any(
                min(word.box.x1, below.box.x1) > max(word.box.x0, below.box.x0)
                and -leading - 6 < below.box.top - word.box.bottom <= leading
                for word in line
                for below in following
            ):
                held[index : index + offset] = [True] * offset
    return held


def page_bands(lines: Sequence[Sequence[Word]], leading: float) -> list[Band]:
    """The bands of a page's lines (each from left to right, in order from the top); no band ends inside a cell."""
    held = _inside_cells(lines, leading)
    masks = [_coverage(line) for line in lines]
    best: list[tuple[int, int]] = [(0, 0)]
    for end in range(1, len(lines) + 1):
        mask = 0
        options: list[tuple[int, int]] = []
        for start in range(end - 1, -1, -1):
            mask |= masks[start]
            rivers = len(_rivers(mask))
            cut = _CUT_CELL if start and held[start - 1] else 0
            options.append((best[start][0] + (end - start) * rivers * rivers - _NEW_BAND - cut, start))
            if rivers == 0:
                break
        best.append(max(options))
    bands: list[Band] = []
    end = len(lines)
    while end:
        start = best[end][1]
        bands.append(_band(lines[start:end], masks[start:end]))
        end = start
    return bands[::-1]


def _band(lines: Sequence[Sequence[Word]], masks: Sequence[int]) -> Band:
    mask = 0
    for one in masks:
        mask |= one
    middles = [(start + end) / 2 / _STEPS for start, end in _rivers(mask)]
    left = min(word.box.x0 for line in lines for word in line)
    right = max(word.box.x1 for line in lines for word in line)
    edges = [left - RIVER / 2, *middles, right + RIVER / 2]
    return Band(lines=tuple(tuple(line) for line in lines), columns=tuple(pairwise(edges)))
