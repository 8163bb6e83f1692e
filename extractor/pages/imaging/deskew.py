"""Turning a picture by a few degrees until its lines run level."""

import math

import cv2
import numpy as np

from extractor.pages.imaging.raster import Raster, as_raster

_LARGEST_ANGLE = 10.0
"""Degrees up to which a page counts as skewed."""
_SEARCH_SIDE = 1000
"""Pixels of the longer side at which the angle is looked for."""
_LEVEL = 0.04
"""Degrees that are not worth a turn: a third of a point over the width of a page."""
_SLIGHT = 0.2
_AS_SHARP = 0.97
_MAX_POINTS = 60000


def ink_to_skew(ink: Raster) -> float:
    """Degrees by which lines of text and rulings fall to the right (negative: rise); 0.0 for a page without any.

    The angle at which the ink, projected onto the left margin, stands in the sharpest heaps.
    """
    scale = min(1.0, _SEARCH_SIDE / max(ink.shape[:2]))
    small = as_raster(cv2.resize(ink, None, fx=scale, fy=scale, interpolation=cv2.INTER_AREA))
    ys, xs = np.nonzero(small > 60)
    if len(ys) < 200:
        return 0.0
    if len(ys) > _MAX_POINTS:
        chosen = np.random.default_rng(0).choice(len(ys), _MAX_POINTS, replace=False)
        ys, xs = ys[chosen], xs[chosen]
    x, y = xs.astype(np.float32), ys.astype(np.float32)

    def sharpness(angle: float) -> float:
        rows = y - x * math.tan(math.radians(angle))
        heaps = np.bincount((rows - rows.min()).astype(np.int64)).astype(np.float64)
        return float(np.square(heaps).sum())

    best, step = 0.0, 0.5
    candidates = np.arange(-_LARGEST_ANGLE, _LARGEST_ANGLE + step, step)
    for _ in range(4):
        best = max((float(angle) for angle in candidates), key=sharpness)
        candidates = best + np.arange(-4, 5) * (step / 4)
        step /= 4
    # a level page is not turned for a gain that may come from the raster of pixels
    level = abs(best) <= _LEVEL or (abs(best) < _SLIGHT and sharpness(0.0) > _AS_SHARP * sharpness(best))
    return 0.0 if level else best


def skewed_to_level(picture: Raster, skew: float) -> tuple[Raster, np.ndarray]:
    """The picture turned about its middle by `skew` degrees, same size, white beyond its edges.

    Returns:
        The turned picture, and the 3 x 3 matrix that maps its pixels to those of `picture`.
    """
    height, width = picture.shape[:2]
    forward = cv2.getRotationMatrix2D((width / 2, height / 2), skew, 1.0)
    turned = cv2.warpAffine(picture, forward, (width, height), flags=cv2.INTER_LINEAR, borderValue=(255, 255, 255))
    whole = np.vstack([forward, [0.0, 0.0, 1.0]])
    return as_raster(turned), np.linalg.inv(whole)
