"""Boxes on a page: points (1/72 inch) from the top left corner, as `x0, top, x1, bottom`."""

from collections.abc import Iterable
from typing import Literal, NamedTuple

Turn = Literal[0, 90, 180, 270]
"""Degrees clockwise."""


class Box(NamedTuple):
    """An axis-aligned rectangle in points from the top left of the page as it is displayed."""

    x0: float
    top: float
    x1: float
    bottom: float

    @property
    def width(self) -> float:
        """Horizontal extent in points."""
        return self.x1 - self.x0

    @property
    def height(self) -> float:
        """Vertical extent in points."""
        return self.bottom - self.top

    @property
    def x_mid(self) -> float:
        """Horizontal middle in points."""
        return (self.x0 + self.x1) / 2

    @property
    def y_mid(self) -> float:
        """Vertical middle in points."""
        return (self.top + self.bottom) / 2


def bounding_box(boxes: Iterable[Box]) -> Box | None:
    """The smallest box that covers all `boxes`; `None` when there are none."""
    some = list(boxes)
    if not some:
        return None
    return Box(
        min(b.x0 for b in some),
        min(b.top for b in some),
        max(b.x1 for b in some),
        max(b.bottom for b in some),
    )


def turned_box(box: Box, turn: Turn, width: float, height: float) -> Box:
    """`box` on a page of `width` × `height` points after the whole page is turned clockwise by `turn`."""
    if turn == 90:
        return Box(height - box.bottom, box.x0, height - box.top, box.x1)
    if turn == 180:
        return Box(width - box.x1, height - box.bottom, width - box.x0, height - box.top)
    if turn == 270:
        return Box(box.top, width - box.x1, box.bottom, width - box.x0)
    return box


class Homography(NamedTuple):
    """A map of the plane that keeps straight lines straight, as the nine numbers of a 3 x 3 matrix, row by row."""

    xx: float
    xy: float
    x: float
    yx: float
    yy: float
    y: float
    wx: float
    wy: float
    w: float

    def point(self, x: float, y: float) -> tuple[float, float]:
        """Where the point (x, y) comes to lie."""
        depth = self.wx * x + self.wy * y + self.w
        return (self.xx * x + self.xy * y + self.x) / depth, (self.yx * x + self.yy * y + self.y) / depth

    def box(self, box: Box) -> Box:
        """The smallest box around the four corners of `box` where they come to lie."""
        corners = [self.point(x, y) for x in (box.x0, box.x1) for y in (box.top, box.bottom)]
        xs, ys = sorted(x for x, _ in corners), sorted(y for _, y in corners)
        return Box(xs[0], ys[0], xs[-1], ys[-1])


class Bend(NamedTuple):
    """A map of the plane from a page drawn flat to the page as it was, bent: straight lines become curves.

    `right` and `down` are how far places lie off, in points: rows of a mesh whose places are `step` points apart, the first
    at the upper left corner; in between they are interpolated, beyond the mesh they are those at its rim. `after` then maps
    the bent page.
    """

    step: float
    right: tuple[tuple[float, ...], ...]
    down: tuple[tuple[float, ...], ...]
    after: Homography

    def point(self, x: float, y: float) -> tuple[float, float]:
        """Where the point (x, y) comes to lie."""
        return self.after.point(x + self._at(self.right, x, y), y + self._at(self.down, x, y))

    def box(self, box: Box) -> Box:
        """The smallest box around the corners and the middles of the sides of `box` where they come to lie."""
        marks = [self.point(x, y) for x in (box.x0, box.x_mid, box.x1) for y in (box.top, box.y_mid, box.bottom)]
        xs, ys = sorted(x for x, _ in marks), sorted(y for _, y in marks)
        return Box(xs[0], ys[0], xs[-1], ys[-1])

    def _at(self, mesh: tuple[tuple[float, ...], ...], x: float, y: float) -> float:
        column = min(max(x / self.step, 0.0), len(mesh[0]) - 1.001)
        row = min(max(y / self.step, 0.0), len(mesh) - 1.001)
        left, top = int(column), int(row)
        u, v = column - left, row - top
        upper = mesh[top][left] * (1 - u) + mesh[top][left + 1] * u
        lower = mesh[top + 1][left] * (1 - u) + mesh[top + 1][left + 1] * u
        return upper * (1 - v) + lower * v
