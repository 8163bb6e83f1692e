"""Boxes on a page: points (1/72 inch) from the top left corner, as `x0, top, x1, bottom`."""

from collections.abc import Iterable
from typing import NamedTuple


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
