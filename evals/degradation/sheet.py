"""The shape of a sheet of paper and where a camera sees it: page points to image pixels, and back."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]

_CAMERA_DISTANCE = 1.9
"""Distance of a phone from the sheet, in heights of the sheet."""
_EXACT = 0.02
"""Pixels by which the way back may miss."""
_SAMPLES = 400
"""Places along a side at which the height of the sheet is known."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Profile:
    """The height of the sheet along one side: `length` points of paper, height and slope at evenly spaced places.

    `run` is how far along the desk each place lies: a bent sheet reaches less far than a flat one.
    """

    length: float
    height: Floats
    slope: Floats
    run: Floats

    def at(self, along: Floats) -> tuple[Floats, Floats]:
        """Distance along the desk and height, in points, of places `along` the paper; flat beyond its ends."""
        inside = np.clip(along, 0.0, self.length)
        places = np.linspace(0.0, self.length, len(self.height))
        return np.interp(inside, places, self.run) + (along - inside), np.interp(inside, places, self.height)

    def slope_at(self, along: Floats) -> Floats:
        """Rise per point of paper."""
        return np.interp(along, np.linspace(0.0, self.length, len(self.slope)), self.slope)


def profile(length: float, height: Floats) -> Profile:
    """The profile of paper with `height` (points) at evenly spaced places; gentle slopes only (below 45 degrees)."""
    step = length / (len(height) - 1)
    rise = np.clip(np.diff(height) / step, -0.7, 0.7)
    run = np.concatenate([[0.0], np.cumsum(np.sqrt(1.0 - rise**2) * step)])
    # the paper stays centred on its place
    return Profile(length=length, height=height, slope=np.gradient(height, step), run=run + (length - run[-1]) / 2)


def curled(length: float, bulge: float, draw: np.random.Generator) -> Profile:
    """Paper that curls as a page of a stapled or bound stack does: one steep side, one gentle; `bulge` in points."""
    places = np.linspace(0.0, 1.0, _SAMPLES)
    top = draw.uniform(0.2, 0.4)
    height = bulge * np.where(
        places < top,
        np.abs(np.sin(np.pi / 2 * places / top)) ** 1.3,
        np.abs(np.cos(np.pi / 2 * (places - top) / (1 - top))) ** 1.6,
    )
    height += bulge * 0.12 * np.sin(2 * np.pi * (places * draw.uniform(1.0, 2.0) + draw.random()))
    return profile(length, height if draw.random() < 0.5 else height[::-1].copy())


def creased(length: float, creases: list[float], angle: float, draw: np.random.Generator) -> Profile:
    """Paper that was folded at `creases` (shares of its length) and opened again; `angle` degrees left in each crease."""
    places = np.linspace(0.0, 1.0, _SAMPLES)
    ends = [0.0, *creases, 1.0]
    lift = np.tan(np.radians(angle)) * length / (len(creases) + 1) / 2
    levels = [0.0, *(lift * draw.uniform(0.5, 1.0) * (1 if index % 2 else -1) for index in range(len(creases))), 0.0]
    height = np.interp(places, ends, levels)
    return profile(length, height)


def flat(length: float) -> Profile:
    """Flat paper."""
    return profile(length, np.zeros(_SAMPLES))


@dataclass(frozen=True, slots=True, kw_only=True)
class Sheet:
    """A sheet seen from above: page points (from the top left) to pixels of the image.

    `across`, `down`: the profiles along the width and the height. `turning`: rotation of the sheet under the camera
    (3 x 3). `distance`: of the camera in points, `None` for a scanner, which sees straight down. `scale`: pixels per
    point at the middle of the sheet. `offset`: the pixel where the middle of the sheet lies. `turn`: the finished
    image of `canvas` (width, height in pixels, before it) is turned clockwise by so many degrees.
    """

    across: Profile
    down: Profile
    turning: Floats
    distance: float | None
    scale: float
    offset: tuple[float, float]
    canvas: tuple[int, int]
    turn: int = 0

    @property
    def image_size(self) -> tuple[int, int]:
        """Width and height of the finished image in pixels."""
        width, height = self.canvas
        return (height, width) if self.turn in (90, 270) else (width, height)

    def to_image(self, points: Floats) -> Floats:
        """Pixels (n x 2, continuous, from the top left corner of the finished image) of page points (n x 2)."""
        return self._turned(self.to_canvas(points))

    def to_canvas(self, points: Floats) -> Floats:
        """As `to_image`, before the image is turned."""
        x, z_across = self.across.at(points[:, 0])
        y, z_down = self.down.at(points[:, 1])
        middle = np.array([self.across.length / 2, self.down.length / 2, 0.0])
        seen = (np.stack([x, y, z_across + z_down], axis=1) - middle) @ self.turning.T
        nearer = 1.0 if self.distance is None else (self.distance / (self.distance - seen[:, 2]))[:, None]
        return seen[:, :2] * nearer * self.scale + np.array(self.offset)

    def _turned(self, pixels: Floats) -> Floats:
        width, height = self.canvas
        x, y = pixels[:, 0], pixels[:, 1]
        if self.turn == 90:
            return np.stack([height - y, x], axis=1)
        if self.turn == 180:
            return np.stack([width - x, height - y], axis=1)
        if self.turn == 270:
            return np.stack([y, width - x], axis=1)
        return pixels

    def box_to_image(self, box: tuple[float, float, float, float]) -> tuple[float, float, float, float]:
        """The smallest upright box in image pixels around a box of the page; its edges may be bent, so many places count."""
        x0, top, x1, bottom = box
        along = np.linspace(0.0, 1.0, 9)
        xs, ys = x0 + (x1 - x0) * along, top + (bottom - top) * along
        edges = [
            np.stack([xs, np.full_like(xs, top)], axis=1),
            np.stack([xs, np.full_like(xs, bottom)], axis=1),
            np.stack([np.full_like(ys, x0), ys], axis=1),
            np.stack([np.full_like(ys, x1), ys], axis=1),
        ]
        pixels = self.to_image(np.concatenate(edges))
        (left, upper), (right, lower) = pixels.min(axis=0), pixels.max(axis=0)
        return float(left), float(upper), float(right), float(lower)

    def to_page(self, pixels: Floats) -> Floats:
        """Page points seen at pixels of the canvas (n x 2): the inverse of `to_canvas`, by Newton's method."""
        points = self._guess(pixels)
        for _ in range(8):
            error = self.to_canvas(points) - pixels
            if np.abs(error).max() < _EXACT:
                break
            points = points - _solve(self._jacobian(points), error)
        return points

    def _guess(self, pixels: Floats) -> Floats:
        # the flat sheet seen by the same camera, near its middle
        middle = np.array([[self.across.length / 2, self.down.length / 2]])
        return (
            middle
            + (pixels - self.to_canvas(middle))
            @ np.asarray(np.linalg.inv(self._jacobian(middle)[0]), dtype=np.float64).T
        )

    def _jacobian(self, points: Floats) -> Floats:
        """Pixels per point of paper, n x 2 x 2, from differences over 2 points."""
        columns = [
            (self.to_canvas(points + step) - self.to_canvas(points - step)) / 2.0
            for step in (np.array([1.0, 0.0]), np.array([0.0, 1.0]))
        ]
        return np.stack(columns, axis=2)


def _solve(matrices: Floats, right: Floats) -> Floats:
    a, b, c, d = matrices[:, 0, 0], matrices[:, 0, 1], matrices[:, 1, 0], matrices[:, 1, 1]
    determinant = a * d - b * c
    determinant = np.where(np.abs(determinant) < 1e-9, 1e-9, determinant)
    x, y = right[:, 0], right[:, 1]
    return np.stack([(d * x - b * y) / determinant, (a * y - c * x) / determinant], axis=1)


def camera_distance(height: float) -> float:
    """Points from the camera to a sheet of that height (points)."""
    return _CAMERA_DISTANCE * height
