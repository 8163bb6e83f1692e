"""Pictures in memory: arrays of 8 bits a value, and the size of their characters."""

from typing import Any

import cv2
import numpy as np
from numpy.typing import NDArray

Raster = NDArray[np.uint8]
"""A picture: height x width (grey, 0 black to 255 white), or height x width x 3 (blue, green, red)."""

_CHARACTER_SHAPE = (0.55, 1.8)
"""Width to height of a component that can be a Chinese character."""
_LARGEST_CHARACTER = 0.06
"""Height of the largest character that counts, as a share of the picture's shorter side."""
_USUAL_EM = 1 / 90
"""Height of a character as a share of the page's longer side, where no character shows it."""
_FEW = 8
"""Single characters below which lines tell the height."""
_SMALLEST_CHARACTER = 7
"""Pixels below which a component is no character."""
_LOWEST_LINE = 12
"""Pixels that a line of text needs at least."""
_THINNEST = 100
"""Times that a side of a page may be as long as the other; the longest strip of paper that is scanned has 20."""


def as_raster(array: Any) -> Raster:  # noqa: ANN401
    """The array as a picture; OpenCV's own types tell less than that."""
    return np.asarray(array, dtype=np.uint8)


def reduced(picture: Raster, scale: float) -> Raster:
    """The picture `scale` times (below 1) as large, each pixel the mean of those it stands for."""
    return as_raster(cv2.resize(picture, None, fx=scale, fy=scale, interpolation=cv2.INTER_AREA))


def can_hold_text(picture: Raster) -> bool:
    """Whether a picture is large enough for a line of text, and no strip that stays nothing when it is made smaller."""
    shorter, longer = sorted(picture.shape[:2])
    return shorter >= _LOWEST_LINE and longer <= _THINNEST * shorter


def colour_to_grey(colour: Raster) -> Raster:
    """A grey picture as it is, a coloured one by its lightness."""
    return colour if colour.ndim == 2 else as_raster(cv2.cvtColor(colour, cv2.COLOR_BGR2GRAY))


def ink_to_em(ink: Raster) -> float:
    """Height of a Chinese character of the body text in pixels; 0.0 where there is no ink.

    `ink` is 255 where there is ink. Characters whose parts do not touch are put together by closing gaps of 2 pixels.
    """
    closed = cv2.morphologyEx(ink, cv2.MORPH_CLOSE, np.ones((3, 3), np.uint8))
    _, _, stats, _ = cv2.connectedComponentsWithStats(closed, connectivity=8)
    widths, heights = stats[1:, cv2.CC_STAT_WIDTH], stats[1:, cv2.CC_STAT_HEIGHT]
    shape = widths / np.maximum(heights, 1)
    largest = _LARGEST_CHARACTER * min(ink.shape[:2])
    fits = (shape >= _CHARACTER_SHAPE[0]) & (shape <= _CHARACTER_SHAPE[1])
    fits &= (heights >= _SMALLEST_CHARACTER) & (heights <= largest)
    sides = np.maximum(widths, heights)[fits]
    if len(sides) < _FEW:
        # blurred or dense print: characters touch, but lines are as high as their characters
        sides = heights[(heights >= _SMALLEST_CHARACTER) & (heights <= largest) & (widths >= heights)]
    if len(sides) == 0:
        return max(ink.shape[:2]) * _USUAL_EM if ink.any() else 0.0
    # parts of characters are smaller and titles larger: the body's characters are the upper middle
    return float(np.percentile(sides, 70))
