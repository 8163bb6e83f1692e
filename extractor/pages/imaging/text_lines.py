"""Ink to lines of text: by the white between lines inside a cell, by nearness of characters outside of tables."""

from collections.abc import Sequence
from itertools import pairwise

import cv2
import numpy as np

from extractor.pages.imaging.cells import PixelBox
from extractor.pages.imaging.raster import Raster, as_raster

_SPECK = 0.12
"""Ems: components that are smaller both ways are dust."""
_DOT = 0.28
"""Ems: components smaller both ways are dots: full stops, colons, or dirt."""
_BESIDE, _ABOVE = 0.7, 0.35
"""Ems beside and above larger ink within which a dot belongs to it."""
_PART = 0.45
"""Ems: a lower run of ink is a part of a character (the strokes of 二, a dot), not a line."""
_TALL = 1.65
"""Ems: a higher run of ink is several lines that touch."""
_BLOCKS = 0.8
"""Ems of white from top to bottom of a cell that part blocks of text whose lines are not level."""
_SEAM = 0.15
"""Ems to both sides of a ruling's place that may hold its remains."""
_LEVEL = 0.35
"""Ems by which the middles of level lines differ at most."""
_APART = 2.2
"""Ems of white from which one line is two words."""


def without_specks(ink: Raster, em: float) -> Raster:
    """The ink without dust, and without dots that stand too far from characters to belong to them."""
    side, dot = max(2.0, _SPECK * em), _DOT * em
    _, labels, stats, centres = cv2.connectedComponentsWithStats(ink, connectivity=8)
    widths, heights = stats[:, cv2.CC_STAT_WIDTH], stats[:, cv2.CC_STAT_HEIGHT]
    kept = (widths >= side) | (heights >= side)
    dots = kept & (widths < dot) & (heights < dot)
    kept[0] = dots[0] = False
    numbers = np.asarray(labels, dtype=np.int64)
    if dots.any():
        large = as_raster(np.take((kept & ~dots).astype(np.uint8) * 255, numbers))
        reach = 2 * round(_BESIDE * em) + 1, 2 * round(_ABOVE * em) + 1
        near = cv2.dilate(large, np.ones((reach[1], reach[0]), np.uint8))
        x, y = centres[dots].round().astype(np.int64).T
        kept[dots] = near[y, x] > 0
    return as_raster(np.take(kept.astype(np.uint8) * 255, numbers))


def cell_to_lines(ink: Raster, cell: PixelBox, em: float, seams: Sequence[float] = ()) -> list[PixelBox]:
    """The lines of text in a cell, from top to bottom, each as tight around its ink as it goes.

    Where a ruling was not seen, the cell holds blocks of text beside each other whose lines are not level: each block then
    has lines of its own. `seams`: where upright rulings run elsewhere, whose remains do not count as ink between blocks.
    """
    lines = _block_to_lines(ink, cell, em)
    # remains of level rulings may run through all of the cell
    columns = np.count_nonzero(ink[cell.top : cell.bottom, cell.x0 : cell.x1], axis=0) > _SEAM * em
    for seam in seams:
        if cell.x0 < seam < cell.x1:
            middle, rim = round(seam) - cell.x0, max(1, round(_SEAM * em))
            columns[max(0, middle - rim) : middle + rim + 1] = False
    blocks = _words(_runs(columns), _BLOCKS * em)
    if len(blocks) < 2:
        return lines
    own = [_block_to_lines(ink, cell._replace(x0=cell.x0 + x0, x1=cell.x0 + x1), em) for x0, x1 in blocks]
    uneven = any(_uneven(one, other, em) for before, after in pairwise(own) for one in before for other in after)
    return [line for block in own for line in block] if uneven else lines


def _uneven(one: PixelBox, other: PixelBox, em: float) -> bool:
    """Whether two lines as high as characters overlap without being level."""
    if min(one.bottom - one.top, other.bottom - other.top) < 0.6 * em:
        return False
    off = abs(one.top + one.bottom - other.top - other.bottom) / 2
    return off > _LEVEL * em and min(one.bottom, other.bottom) > max(one.top, other.top)


def _block_to_lines(ink: Raster, cell: PixelBox, em: float) -> list[PixelBox]:
    inside = ink[cell.top : cell.bottom, cell.x0 : cell.x1]
    profile = np.count_nonzero(inside, axis=1)
    lines: list[PixelBox] = []
    for top, bottom in _runs_to_lines(_runs(profile > 0), profile, em):
        columns = np.count_nonzero(inside[top:bottom], axis=0) > 0
        for x0, x1 in _words(_runs(columns), _APART * em):
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


def _words(runs: Sequence[tuple[int, int]], apart: float) -> list[tuple[int, int]]:
    """Runs of inked columns joined over white that is narrower than `apart` pixels."""
    words: list[tuple[int, int]] = []
    for start, end in runs:
        if words and start - words[-1][1] < apart:
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
