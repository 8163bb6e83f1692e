"""A photo of a sheet of paper to the sheet seen from straight above, cut out of what lies around it."""

import cv2
import numpy as np

from extractor.pages.imaging.raster import Raster, as_raster

_SEARCH_SIDE = 600
"""Pixels of the longer side at which the sheet is looked for."""
_SHEET_SHARE = (0.25, 0.96)
"""Share of the picture that the sheet covers; more is a scan without a border."""
_CONTRAST = 35.0
"""How much lighter than its surroundings, of 255, the sheet is."""
_CORNER = 0.02
"""Deviation from straight sides, as a share of the outline, up to which they are straight."""
_FILLED = 0.9
"""Share of the quadrilateral that the light area fills if it is a sheet."""


def grey_to_sheet(grey: Raster) -> np.ndarray | None:
    """The corners of the sheet in pixels (4 x 2: top left, top right, bottom right, bottom left), or `None`.

    `None` where the sheet fills the picture, or where nothing light with four straight sides stands out.
    """
    scale = min(1.0, _SEARCH_SIDE / max(grey.shape[:2]))
    small = as_raster(cv2.resize(grey, None, fx=scale, fy=scale, interpolation=cv2.INTER_AREA))
    # print is closed away, so that the sheet is one light area
    light = cv2.morphologyEx(cv2.GaussianBlur(small, (5, 5), 0), cv2.MORPH_CLOSE, np.ones((13, 13), np.uint8))
    _, mask = cv2.threshold(light, 0, 255, cv2.THRESH_BINARY | cv2.THRESH_OTSU)
    outlines, _ = cv2.findContours(mask, cv2.RETR_EXTERNAL, cv2.CHAIN_APPROX_SIMPLE)
    if not outlines:
        return None
    outline = cv2.convexHull(max(outlines, key=cv2.contourArea))
    share = cv2.contourArea(outline) / small.size
    corners = cv2.approxPolyDP(outline, _CORNER * cv2.arcLength(outline, True), True)
    if not _SHEET_SHARE[0] <= share <= _SHEET_SHARE[1] or len(corners) != 4:
        return None
    inside = np.zeros_like(small)
    cv2.fillPoly(inside, [corners.astype(np.int32)], (255,))
    if np.count_nonzero(mask[inside > 0]) < _FILLED * np.count_nonzero(inside):
        return None
    sheet, around = as_raster(light)[inside > 0], as_raster(light)[inside == 0]
    if float(np.median(sheet)) - float(np.median(around)) < _CONTRAST:
        return None
    return _in_order(corners.reshape(4, 2).astype(np.float64)) / scale


def _in_order(corners: np.ndarray) -> np.ndarray:
    """The corners clockwise from the top left."""
    middle = corners.mean(axis=0)
    around = corners[np.argsort(np.arctan2(corners[:, 1] - middle[1], corners[:, 0] - middle[0]))]
    first = int(np.argmin(around.sum(axis=1)))
    return np.roll(around, -first, axis=0)


def sheet_to_flat(picture: Raster, corners: np.ndarray) -> tuple[Raster, np.ndarray]:
    """The sheet with these corners as a rectangle whose sides are as long as the longer of the sheet's opposite sides.

    Returns:
        The flat picture, and the 3 x 3 matrix that maps its pixels to those of `picture`.
    """
    top_left, top_right, bottom_right, bottom_left = corners
    width = max(np.linalg.norm(top_right - top_left), np.linalg.norm(bottom_right - bottom_left))
    height = max(np.linalg.norm(bottom_left - top_left), np.linalg.norm(bottom_right - top_right))
    flat = np.array([[0, 0], [width, 0], [width, height], [0, height]], np.float32)
    forward = cv2.getPerspectiveTransform(corners.astype(np.float32), flat)
    size = max(1, round(float(width))), max(1, round(float(height)))
    seen = cv2.warpPerspective(picture, forward, size, flags=cv2.INTER_CUBIC, borderValue=(255, 255, 255))
    return as_raster(seen), np.linalg.inv(forward)
