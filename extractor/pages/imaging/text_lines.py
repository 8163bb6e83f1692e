"""Ink to lines of text: by the white between lines inside a cell, by nearness of characters outside of tables."""

from collections.abc import Sequence
from itertools import pairwise

import cv2
import numpy as np

from extractor.pages.imaging.cells import PixelBox
from extractor.pages.imaging.raster import Raster, as_raster

_SPECK = 0.12
"""Ems: components that are smaller both ways are dust."""
_PART = 0.45
"""Ems: a lower run of ink is a part of a character (the strokes of 二, a dot), not a line."""
_TALL = 1.65
"""Ems: a higher run of ink is several lines that touch."""
_APART = 2.2
"""Ems of white from which one line is two words."""


def without_specks(ink: Raster, em: float) -> Raster:
    """The ink without dust."""
    side = max(2.0, _SPECK * em)
    _, labels, stats, _ = cv2.connectedComponentsWithStats(ink, connectivity=8)
    kept = (stats[:, cv2.CC_STAT_WIDTH] >= side) | (stats[:, cv2.CC_STAT_HEIGHT] >= side)
    kept[0] = False
    return as_raster(np.take(kept.astype(np.uint8) * 255, np.asarray(labels, dtype=np.int64)))


def cell_to_lines(ink: Raster, cell: PixelBox, em: float) -> list[PixelBox]:
    """The lines of text in a cell, from top to bottom, each as tight around its ink as it goes."""
    inside = ink[cell.top : cell.bottom, cell.x0 : cell.x1]
    profile = np.count_nonzero(inside, axis=1)
    lines: list[PixelBox] = []
    for top, bottom in _runs_to_lines(_runs(profile > 0), profile, em):
        columns = np.count_nonzero(inside[top:bottom], axis=0) > 0
        for x0, x1 in _words(_runs(columns), em):
            box = PixelBox(cell.x0 + x0, cell.top + top, cell.x0 + x1, cell.top + bottom)
            lines.append(_tight(ink, box))
    return lines


def outside_to_lines(ink: Raster, outside: Raster, em: float) -> list[PixelBox]:
    """The lines of text outside all cells: characters nearer than an em beside each other belong together."""
    own = as_raster(cv2.bitwise_and(ink, outside))
    joined = cv2.morphologyEx(own, cv2.MORPH_CLOSE, np.ones((1, max(3, round(1.2 * em))), np.uint8))
    joined = cv2.morphologyEx(joined, cv2.MORPH_CLOSE, np.ones((max(3, round(0.25 * em)), 1), np.uint8))
    joined = cv2.bitwise_and(joined, outside)
    _, _, stats, _ = cv2.connectedComponentsWithStats(joined, connectivity=8)
    lines: list[PixelBox] = []
    for x, y, width, height, _ in stats[1:].tolist():
        if height < 0.1 * em or height > 6 * em or (width < 0.3 * em and height < 0.3 * em):
            continue
        box = PixelBox(x, y, x + width, y + height)
        lines.extend(cell_to_lines(own, box, em) if height > 2.6 * em else [box])
    return _whole(lines, em)


def _runs(filled: np.ndarray) -> list[tuple[int, int]]:
    """Starts and ends of the stretches that are filled."""
    padded = np.concatenate(([False], filled, [False])).astype(np.int8)
    edges = np.flatnonzero(np.diff(padded))
    return [(int(start), int(end)) for start, end in edges.reshape(-1, 2)]


def _runs_to_lines(runs: Sequence[tuple[int, int]], profile: np.ndarray, em: float) -> list[tuple[int, int]]:
    """Runs of inked rows as lines: parts of characters joined, touching lines parted."""
    lines: list[tuple[int, int]] = []
    for start, end in runs:
        if lines:
            top, bottom = lines[-1]
            small = end - start < _PART * em or bottom - top < _PART * em
            if end - top <= 1.15 * em or (small and start - bottom < 0.35 * em and end - top <= _TALL * em):
                lines[-1] = (top, end)
                continue
        lines.append((start, end))
    return [part for line in lines for part in _parted(line, profile, em)]


def _parted(line: tuple[int, int], profile: np.ndarray, em: float) -> list[tuple[int, int]]:
    """A run too tall for one line cut where the ink is thinnest."""
    top, bottom = line
    if bottom - top <= _TALL * em:
        return [line]
    count = max(2, round((bottom - top) / (1.25 * em)))
    cuts = [top]
    for index in range(1, count):
        middle = top + (bottom - top) * index / count
        low, high = max(cuts[-1] + 1, int(middle - 0.35 * em)), min(bottom - 1, int(middle + 0.35 * em))
        if high > low:
            cuts.append(low + int(np.argmin(profile[low:high])))
    cuts.append(bottom)
    return [(one, other) for one, other in pairwise(cuts) if other - one >= 0.2 * em]


def _words(runs: Sequence[tuple[int, int]], em: float) -> list[tuple[int, int]]:
    """Runs of inked columns joined over white that is no wider than between words of one line."""
    words: list[tuple[int, int]] = []
    for start, end in runs:
        if words and start - words[-1][1] < _APART * em:
            words[-1] = (words[-1][0], end)
        else:
            words.append((start, end))
    return words


def _tight(ink: Raster, box: PixelBox) -> PixelBox:
    rows = np.flatnonzero(ink[box.top : box.bottom, box.x0 : box.x1].any(axis=1))
    return box._replace(top=box.top + int(rows[0]), bottom=box.top + int(rows[-1]) + 1) if len(rows) else box


def _whole(lines: list[PixelBox], em: float) -> list[PixelBox]:
    """Lines without the specks beside them, joined where one lies over the other (a dash above a dot)."""
    kept: list[PixelBox] = []
    for line in sorted(lines, key=lambda one: one.x0 - one.x1):
        for index, other in enumerate(kept):
            inside = other.x0 - 0.3 * em <= line.x0 and line.x1 <= other.x1 + 0.3 * em
            overlap = min(line.bottom, other.bottom) - max(line.top, other.top)
            if inside and overlap > 0.3 * (line.bottom - line.top):
                kept[index] = PixelBox(
                    min(line.x0, other.x0),
                    min(line.top, other.top),
                    max(line.x1, other.x1),
                    max(line.bottom, other.bottom),
                )
                break
        else:
            kept.append(line)
    return kept
