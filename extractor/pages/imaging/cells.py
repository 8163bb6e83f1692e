"""Rulings to cells: the white areas that rulings enclose, whatever cells are merged."""

from typing import NamedTuple

import cv2
import numpy as np

from extractor.pages.imaging.raster import Raster, as_raster
from extractor.pages.imaging.rulings import PixelRulings

_WALL = 3
"""Pixels of a ruling as drawn between cells."""


class PixelBox(NamedTuple):
    """A rectangle in whole pixels; the right and bottom sides are outside."""

    x0: int
    top: int
    x1: int
    bottom: int


def rulings_to_walls(rulings: PixelRulings, height: int, width: int) -> Raster:
    """255 where a ruling runs, as wide as it is printed and a little more."""
    walls = np.zeros((height, width), np.uint8)
    for one in rulings.horizontal:
        start, end, y = round(one.start), round(one.end), round(one.at)
        cv2.line(walls, (start, y), (end, y), 255, max(_WALL, round(one.thick) + 2))
    for one in rulings.vertical:
        start, end, x = round(one.start), round(one.end), round(one.at)
        cv2.line(walls, (x, start), (x, end), 255, max(_WALL, round(one.thick) + 2))
    return walls


def walls_to_cells(walls: Raster, em: float) -> tuple[list[PixelBox], Raster]:
    """The cells between walls, and a mask that is 255 outside all cells (and on no wall)."""
    open_air = cv2.copyMakeBorder(cv2.bitwise_not(walls), 1, 1, 1, 1, cv2.BORDER_CONSTANT, value=(255,))
    _, labels, stats, _ = cv2.connectedComponentsWithStats(open_air, connectivity=4)
    around = int(labels[0, 0])
    cells: list[PixelBox] = []
    for label, (x, y, width, height, _) in enumerate(stats.tolist()):
        if label not in (0, around) and width >= 0.5 * em and height >= 0.5 * em:
            cells.append(PixelBox(x - 1, y - 1, x - 1 + width, y - 1 + height))
    outside = as_raster((labels == around)[1:-1, 1:-1].astype(np.uint8) * 255)
    return cells, outside
