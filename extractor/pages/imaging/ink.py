"""Lightness to ink: paper evened out, seals taken away by colour, and what is darker than its surroundings."""

import cv2
import numpy as np

from extractor.pages.imaging.raster import Raster, as_raster, colour_to_grey

_RED_EXCESS = 40
"""How much more red than green and blue a pixel is that belongs to a seal, of 255."""
_RED_SHARE = 0.0005
"""Share of red pixels from which a page bears a seal."""
_BACKGROUND_SIDE = 400
"""Pixels of the longer side at which the light on the paper is measured."""
_BESIDE = 33
"""Small pixels within which there is paper beside what is not on the sheet."""
_EVEN = 12
"""Spread of the paper's lightness, of 255, up to which it counts as evenly lit."""


def colour_to_unsealed(colour: Raster) -> Raster:
    """A grey picture without the red of seals; grey as it is where nothing is red.

    Where a seal is pressed on, the picture is made as much lighter as the seal's ink is darker than paper, in measure
    of how red it is. Print under a seal stays as dark in relation to the paper around it as it is elsewhere.
    """
    grey = colour_to_grey(colour)
    if colour.ndim == 2:
        return grey
    blue, green, red = cv2.split(colour)
    excess = cv2.subtract(as_raster(red), as_raster(cv2.max(blue, green)))
    reddish = excess > _RED_EXCESS
    if np.count_nonzero(reddish) < _RED_SHARE * reddish.size:
        return grey
    paper = float(np.percentile(grey[::4, ::4], 75))
    # print under the seal is no part of its own colour
    plain = reddish & (grey > 0.6 * np.median(grey[reddish]))
    usual_grey, usual_red = float(np.median(grey[plain])), float(np.median(np.asarray(red)[plain]))
    # JPEG keeps colours coarsely: the rim of a seal is as dark as its inside but less red, so redness is taken wider
    near = np.asarray(cv2.dilate(excess, np.ones((5, 5), np.uint8)), dtype=np.float32)
    redness = np.clip(near / float(np.median(excess[plain])), 0.0, 1.0)
    redness[near < 0.5 * _RED_EXCESS] = 0.0
    by_light = grey * (1.0 + redness * (paper / max(usual_grey, 1.0) - 1.0))
    by_red = np.asarray(red, dtype=np.float32) * (paper / max(usual_red, 1.0))
    return as_raster(np.where(redness > 0, np.minimum(np.maximum(by_light, by_red), 255.0), grey))


def grey_to_even(grey: Raster) -> Raster:
    """The picture as if its paper were white everywhere: shadows and yellowed paper divided out.

    An evenly lit white page is returned as it is.
    """
    paper = _grey_to_paper(grey)
    low, high = np.percentile(paper, (2, 98))
    if high - low <= _EVEN and low > 225:
        return grey
    return as_raster(cv2.divide(grey, _as_large(paper, grey), scale=255))


def _grey_to_paper(grey: Raster, side: int = 9) -> Raster:
    """The lightness of the paper, small: of the lightest place within a square of `side` small pixels."""
    scale = min(1.0, _BACKGROUND_SIDE / max(grey.shape))
    small = cv2.resize(grey, None, fx=scale, fy=scale, interpolation=cv2.INTER_AREA)
    # the lightest value near a place is paper: print is thinner than 15 of these pixels
    return as_raster(cv2.medianBlur(cv2.dilate(small, np.ones((side, side), np.uint8)), 15))


def _as_large(small: Raster, grey: Raster) -> Raster:
    return as_raster(cv2.resize(small, (grey.shape[1], grey.shape[0]), interpolation=cv2.INTER_LINEAR))


def grey_to_papered(grey: Raster, outside: Raster) -> Raster:
    """The picture with paper, as light as that beside it, where `outside` is 255: what is not on the sheet."""
    if not outside.any():
        return grey
    sheet = as_raster(np.where(outside > 0, 0, grey))
    return as_raster(np.where(outside > 0, _as_large(_grey_to_paper(sheet, _BESIDE), grey), grey))


def grey_to_noise(grey: Raster) -> float:
    """Standard deviation of the paper's grain, of 255: half of all pixels differ less from the next but one."""
    sample = grey[::3].astype(np.int16)
    differences = np.abs(sample[:, 2:] - sample[:, :-2])
    return float(np.percentile(differences, 50)) / 0.6745 / float(np.sqrt(2.0))


def grey_to_ink(grey: Raster, *, window: int, margin: int) -> Raster:
    """255 where a pixel is darker than the mean of the `window` pixels around it by more than `margin` of 255."""
    side = max(3, window | 1)
    return as_raster(cv2.adaptiveThreshold(grey, 255, cv2.ADAPTIVE_THRESH_MEAN_C, cv2.THRESH_BINARY_INV, side, margin))
