"""A photo of a sheet of paper to the sheet seen from straight above, cut out of what lies around it."""

from dataclasses import dataclass

import cv2
import numpy as np

from extractor.pages.imaging.ink import grey_to_papered
from extractor.pages.imaging.raster import Raster, as_raster, colour_to_grey
from extractor.pages.imaging.sheet_edges import as_light, edge_support, edges_to_corners

_SEARCH_SIDE = 600
"""Pixels of the longer side at which the sheet is looked for."""
_SHEET_SHARE = (0.25, 0.96)
"""Share of the picture that the sheet covers; more is a scan without a border."""
_CONTRAST = 35.0
"""How much lighter, or less coloured, than its surroundings, of 255, the sheet is."""
_CORNER = 0.02
"""Deviation from straight sides, as a share of the outline, up to which they are straight."""
_FILLED = 0.9
"""Share of the quadrilateral that the light area fills if it is a sheet."""
_SEEN = 0.6
"""Share of each side of the sheet at which its edge is seen."""
_ALIKE = 0.7
"""Shorter to longer of two opposite sides of a sheet that is seen at a slant."""
_LEANING = 0.42
"""Cosine of the angle between two sides at most: 65 degrees."""
_RIM = 0.03
"""Share of the sheet's sides within which its edge may leave the straight line between its corners."""
_EDGE = 0.003
"""The same that is blurred, or in the shadow of the edge."""
_A_SERIES = 2**0.5
"""Longer to shorter side of A4 and A3."""
_ABOUT = 0.1
"""Share by which a sheet seen from the side may differ from that."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Sheet:
    """A sheet of paper in a picture, in pixels.

    `corners`: 4 x 2, top left, top right, bottom right, bottom left. `outline`: N x 2, its edge as it runs.
    """

    corners: np.ndarray
    outline: np.ndarray


def picture_to_sheet(picture: Raster) -> Sheet | None:
    """The sheet in a picture (grey, or blue, green, red) that shows more than it.

    Paper is lighter than what it lies on, or in a shadow less coloured. `None` where the sheet fills the picture, or where
    nothing stands out that has four straight sides and could be a sheet seen from somewhere above.
    """
    scale = min(1.0, _SEARCH_SIDE / max(picture.shape[:2]))
    small = as_raster(cv2.resize(picture, None, fx=scale, fy=scale, interpolation=cv2.INTER_AREA))
    closed = _closed(colour_to_grey(small))
    light = as_light(closed)
    found = [_area_to_sheet(closed)]
    if picture.ndim == 3:
        found.append(_area_to_sheet(_closed(_paleness(small))))
    sheets = [one for one in found if one is not None]
    seen = [(edge_support(light, one.corners), one) for one in sheets]
    if not any(support >= _SEEN for support, _ in seen):
        # a shadow is in the way, but it has no sharp edges
        likely = (one for one in edges_to_corners(light) if _may_be_sheet(one, closed.size))
        seen = [(edge_support(light, one), Sheet(corners=one, outline=one)) for one in likely]
    support, best = max(seen, key=lambda one: one[0], default=(0.0, None))
    if best is None or support < _SEEN:
        return None
    return Sheet(corners=best.corners / scale, outline=best.outline / scale)


def _may_be_sheet(corners: np.ndarray, pixels: int) -> bool:
    """Whether a quadrilateral is large enough, and a rectangle seen at a slant."""
    share = cv2.contourArea(corners.astype(np.float32)) / pixels
    return _SHEET_SHARE[0] <= share <= _SHEET_SHARE[1] and _is_rectangle_seen(corners)


def _closed(small: Raster) -> Raster:
    """The picture with print closed away, so that the sheet is one light area."""
    return as_raster(cv2.morphologyEx(cv2.GaussianBlur(small, (5, 5), 0), cv2.MORPH_CLOSE, np.ones((13, 13), np.uint8)))


def _paleness(colour: Raster) -> Raster:
    """How little colour there is, 255 for none, whatever the light."""
    highest, lowest = colour.max(axis=2).astype(np.float32), colour.min(axis=2).astype(np.float32)
    return as_raster(255.0 * (lowest + 1.0) / (highest + 1.0))


def _area_to_sheet(light: Raster) -> Sheet | None:
    """The largest light area of a small picture, if it is a sheet that stands out."""
    _, mask = cv2.threshold(light, 0, 255, cv2.THRESH_BINARY | cv2.THRESH_OTSU)
    outlines, _ = cv2.findContours(mask, cv2.RETR_EXTERNAL, cv2.CHAIN_APPROX_SIMPLE)
    if not outlines:
        return None
    edge = max(outlines, key=cv2.contourArea)
    outline = cv2.convexHull(edge)
    share = cv2.contourArea(outline) / light.size
    corners = cv2.approxPolyDP(outline, _CORNER * cv2.arcLength(outline, True), True)
    if not _SHEET_SHARE[0] <= share <= _SHEET_SHARE[1] or len(corners) != 4:
        return None
    ordered = _in_order(corners.reshape(4, 2).astype(np.float64))
    if not _is_rectangle_seen(ordered):
        return None
    inside = np.zeros_like(light)
    cv2.fillPoly(inside, [corners.astype(np.int32)], (255,))
    if np.count_nonzero(mask[inside > 0]) < _FILLED * np.count_nonzero(inside):
        return None
    if float(np.median(light[inside > 0])) - float(np.median(light[inside == 0])) < _CONTRAST:
        return None
    return Sheet(corners=ordered, outline=edge.reshape(-1, 2).astype(np.float64))


def _is_rectangle_seen(corners: np.ndarray) -> bool:
    """Whether the corners, in their order, may be those of a rectangle seen from not too low: edges of shadows are not."""
    sides = np.roll(corners, -1, axis=0) - corners
    lengths = np.linalg.norm(sides, axis=1)
    opposite = np.minimum(lengths[:2], lengths[2:]) / np.maximum(lengths[:2], lengths[2:])
    turns = np.sum(sides * np.roll(sides, 1, axis=0), axis=1) / (lengths * np.roll(lengths, 1))
    return bool(opposite.min() >= _ALIKE and np.abs(turns).max() <= _LEANING)


def _in_order(corners: np.ndarray) -> np.ndarray:
    """The corners clockwise from the top left."""
    middle = corners.mean(axis=0)
    around = corners[np.argsort(np.arctan2(corners[:, 1] - middle[1], corners[:, 0] - middle[0]))]
    first = int(np.argmin(around.sum(axis=1)))
    return np.roll(around, -first, axis=0)


def sheet_to_flat(picture: Raster, sheet: Sheet) -> tuple[Raster, np.ndarray]:
    """The sheet as a rectangle with paper up to its sides; one that looks like A4 has its proportions.

    Returns:
        The flat picture, and the 3 x 3 matrix that maps its pixels to those of `picture`.
    """
    width, height = _flat_size(sheet.corners)
    flat = np.array([[0, 0], [width, 0], [width, height], [0, height]], np.float32)
    forward = cv2.getPerspectiveTransform(sheet.corners.astype(np.float32), flat)
    seen = as_raster(
        cv2.warpPerspective(picture, forward, (width, height), flags=cv2.INTER_CUBIC, borderValue=(255, 255, 255))
    )
    outline = cv2.perspectiveTransform(sheet.outline.reshape(-1, 1, 2), forward)
    return grey_to_papered(seen, _outside(np.asarray(outline), width, height)), np.linalg.inv(forward)


def _flat_size(corners: np.ndarray) -> tuple[int, int]:
    """Width and height in pixels: the longer of opposite sides, or as the nearest paper has them."""
    top_left, top_right, bottom_right, bottom_left = corners
    width = max(float(np.linalg.norm(top_right - top_left)), float(np.linalg.norm(bottom_right - bottom_left)))
    height = max(float(np.linalg.norm(bottom_left - top_left)), float(np.linalg.norm(bottom_right - top_right)))
    for longer in (_A_SERIES, 1 / _A_SERIES):
        if abs(height / width / longer - 1) <= _ABOUT:
            area = width * height
            width, height = (area / longer) ** 0.5, (area * longer) ** 0.5
            break
    return max(1, round(width)), max(1, round(height))


def _outside(outline: np.ndarray, width: int, height: int) -> Raster:
    """255 near the sides of the flat picture where the sheet's edge has ended before them."""
    outside = np.full((height, width), 255, np.uint8)
    cv2.fillPoly(outside, [np.round(outline).astype(np.int32)], (0,))
    side = max(1, round(_EDGE * max(width, height)))
    outside = cv2.dilate(outside, np.ones((2 * side + 1, 2 * side + 1), np.uint8))
    # the edge of the picture is an edge of the sheet too
    cv2.rectangle(outside, (0, 0), (width - 1, height - 1), (255,), side)
    rim = max(1, round(_RIM * max(width, height)))
    outside[rim:-rim, rim:-rim] = 0
    return as_raster(outside)
