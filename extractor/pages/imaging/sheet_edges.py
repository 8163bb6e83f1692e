"""The edges of a sheet of paper on something darker: sharp straight lines, which tell it from shadows cast over both."""

from collections.abc import Iterator, Sequence
from itertools import product
from typing import NamedTuple

import cv2
import numpy as np
from numpy.typing import NDArray

from extractor.pages.imaging.raster import Raster

_NEAR = 3
"""Pixels of the small picture to both sides of an edge at which the light is compared."""
_STEP = 0.1
"""Natural logarithm of how much lighter a sheet is than what it lies on, at its edge."""
_SLOPE = np.deg2rad(20.0)
"""Most that the side of a photographed sheet leans."""
_VOTES = 0.3
"""Share of the picture's side along which an edge is seen."""
_LINES = 4
"""Lines for each side that are tried."""
_APART = 8.0
"""Pixels between lines that are not the same."""
_SAMPLES = 80
"""Places along a side at which is looked for its edge."""
_PLAY = 2
"""Pixels by which an edge may leave a straight line, as bent paper does."""

Light = NDArray[np.float32]
"""Natural logarithms of lightness: a difference is a ratio, the same in a shadow as beside it."""


class _Line(NamedTuple):
    """The line of points (x, y) with x cos + y sin = distance."""

    cos: float
    sin: float
    distance: float


def as_light(small: Raster) -> Light:
    """The light of a grey picture with the print closed away, its longer side some hundred pixels."""
    return np.log(small.astype(np.float32) + 1.0)


def edges_to_corners(light: Light) -> Iterator[np.ndarray]:
    """Quadrilaterals that lines of edges around something light enclose: 4 x 2, clockwise from the top left.

    Args:
        light: see `as_light`.
    """
    down, right = _rise(light, 0), _rise(light, 1)
    tops, bottoms = _lines(down >= _STEP, level=True), _lines(down <= -_STEP, level=True)
    lefts, rights = _lines(right >= _STEP, level=False), _lines(right <= -_STEP, level=False)
    for top, right_side, bottom, left in product(tops, rights, bottoms, lefts):
        corners = [
            _crossing(top, left),
            _crossing(top, right_side),
            _crossing(bottom, right_side),
            _crossing(bottom, left),
        ]
        yield np.array(corners)


def edge_support(light: Light, corners: np.ndarray) -> float:
    """Share, 0..1, of the least seen side of a quadrilateral at which it is sharply lighter inside than outside.

    What lies beyond the picture cannot speak against it.
    """
    height, width = light.shape
    middle = corners.mean(axis=0)
    shares: list[float] = []
    plays = np.arange(-_PLAY, _PLAY + 1)[:, None, None]
    for start, end in zip(corners, _next(corners), strict=True):
        places = start + np.linspace(0.03, 0.97, _SAMPLES)[:, None] * (end - start)
        side = (end - start) / max(1e-6, float(np.linalg.norm(end - start)))
        inwards = np.array([-side[1], side[0]])
        inwards = inwards if np.dot(middle - start, inwards) > 0 else -inwards
        inner, outer = places + (plays + _NEAR) * inwards, places + (plays - _NEAR) * inwards
        beyond = (outer < 0).any(axis=2) | (outer[..., 0] > width - 1) | (outer[..., 1] > height - 1)
        seen = np.logical_or(_at(light, inner) - _at(light, outer) >= _STEP, beyond)
        shares.append(np.count_nonzero(seen.any(axis=0)) / _SAMPLES)
        if shares[-1] == 0.0:
            break
    return min(shares)


def _next(corners: np.ndarray) -> np.ndarray:
    return np.concatenate([corners[1:], corners[:1]])


def _at(light: Light, places: np.ndarray) -> np.ndarray:
    height, width = light.shape
    x = np.clip(np.round(places[..., 0]), 0, width - 1).astype(np.int64)
    y = np.clip(np.round(places[..., 1]), 0, height - 1).astype(np.int64)
    return light[y, x]


def _rise(light: Light, axis: int) -> Light:
    """How much lighter it is a little further on than a little before, 0 at the rim."""
    rise = np.zeros_like(light)
    if axis == 0:
        rise[_NEAR:-_NEAR] = light[2 * _NEAR :] - light[: -2 * _NEAR]
    else:
        rise[:, _NEAR:-_NEAR] = light[:, 2 * _NEAR :] - light[:, : -2 * _NEAR]
    return rise


def _lines(steps: NDArray[np.bool_], *, level: bool) -> list[_Line]:
    """The straight lines along which there are most steps, level or upright ones, the first the longest."""
    # upright lines are looked for as level ones, because their angles start again in the middle
    mask = np.ascontiguousarray(steps if level else steps.T).astype(np.uint8) * 255
    extent = mask.shape[1]
    low, high = np.pi / 2 - _SLOPE, np.pi / 2 + _SLOPE
    found = cv2.HoughLines(mask, 1, np.pi / 360, max(20, round(_VOTES * extent)), min_theta=low, max_theta=high)
    lines: list[_Line] = []
    for rho, theta in (found if found is not None else np.empty((0, 1, 2))).reshape(-1, 2).tolist():
        line = _Line(float(np.cos(theta)), float(np.sin(theta)), float(rho))
        if all(_distance(line, other, extent) > _APART for other in lines):
            lines.append(line)
        if len(lines) == _LINES:
            break
    return lines if level else [_Line(one.sin, one.cos, one.distance) for one in lines]


def _distance(one: _Line, other: _Line, extent: int) -> float:
    """How far two level lines lie from each other where they do most."""
    return max(
        abs((one.distance - x * one.cos) / one.sin - (other.distance - x * other.cos) / other.sin)
        for x in (0.0, float(extent))
    )


def _crossing(one: _Line, other: _Line) -> Sequence[float]:
    matrix = np.array([[one.cos, one.sin], [other.cos, other.sin]])
    return np.linalg.solve(matrix, np.array([one.distance, other.distance])).tolist()
