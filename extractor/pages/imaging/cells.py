"""Rulings to cells: the white areas that rulings enclose, whatever cells are merged."""

from typing import NamedTuple

import cv2
import numpy as np
from numpy.typing import NDArray

from extractor.pages.imaging.raster import Raster, as_raster
from extractor.pages.imaging.rulings import PixelRulings

_RECTANGULAR = 0.9
"""Share of its rectangle that a cell fills; print and specks of walls take the rest."""
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


class CellAreas(NamedTuple):
    """The cells between walls. `areas`: the number of each, from 1 in their order, where it lies; 0 on walls and elsewhere.

    `cells` are rectangles around areas; one whose walls have a hole lies around a neighbour, too, or parts of it. `outside`
    is 255 outside all cells (and on no wall).
    """

    cells: list[PixelBox]
    areas: NDArray[np.int32]
    outside: Raster

    def ink_in(self, ink: Raster, number: int) -> Raster:
        """The ink of the cell with an index: that in its rectangle, but for areas that are not its own."""
        x0, top, x1, bottom = self.cells[number]
        own = self.areas[top:bottom, x0:x1] == number + 1
        if np.count_nonzero(own) >= _RECTANGULAR * own.size:
            return ink
        only = np.zeros_like(ink)
        only[top:bottom, x0:x1] = np.where(own, ink[top:bottom, x0:x1], 0)
        return only


def walls_to_cells(walls: Raster, em: float) -> CellAreas:
    """The cells of at least half an em that walls enclose."""
    open_air = cv2.copyMakeBorder(cv2.bitwise_not(walls), 1, 1, 1, 1, cv2.BORDER_CONSTANT, value=(255,))
    _, labels, stats, _ = cv2.connectedComponentsWithStats(open_air, connectivity=4)
    around = int(labels[0, 0])
    cells: list[PixelBox] = []
    numbers = np.zeros(len(stats), np.int32)
    for label, (x, y, width, height, _) in enumerate(stats.tolist()):
        if label not in (0, around) and width >= 0.5 * em and height >= 0.5 * em:
            cells.append(PixelBox(x - 1, y - 1, x - 1 + width, y - 1 + height))
            numbers[label] = len(cells)
    inner = np.asarray(labels, dtype=np.int64)[1:-1, 1:-1]
    outside = as_raster((inner == around).astype(np.uint8) * 255)
    return CellAreas(cells, np.take(numbers, inner), outside)
