"""Straight horizontal and vertical lines among the drawings of a PDF page."""

from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from extractor.pages.page import Ruling

RULING_THICKNESS = 3.0
"""Points: filled rectangles thinner than this are lines; the thickest border that Word offers is 6, the usual 0.5."""
STRAIGHT = 1.5
"""Points by which a line may lean and still be horizontal or vertical."""
SHORTEST = 1.5
"""Points: strokes shorter than this are dots; dashes of a dashed line are longer and are joined later."""
_WHITE = 0.98


def page_rulings(drawings: Iterable[Any]) -> list[Ruling]:
    """The rulings in PyMuPDF drawings (`get_cdrawings`), in points, in the page's own orientation.

    Stroked lines and the sides of stroked rectangles count, and filled rectangles thinner than `RULING_THICKNESS`
    (how Word draws borders); white ones and filled areas do not.
    """
    rulings: list[Ruling] = []
    for drawing in drawings:
        for x0, y0, x1, y1 in _strokes(drawing):
            left, right = (x0, x1) if x0 < x1 else (x1, x0)
            top, bottom = (y0, y1) if y0 < y1 else (y1, y0)
            short, long = (right - left, bottom - top) if right - left < bottom - top else (bottom - top, right - left)
            if short <= STRAIGHT and long >= SHORTEST:
                rulings.append(Ruling(left, top, right, bottom))
    return rulings


def _strokes(drawing: Any) -> Iterator[tuple[float, float, float, float]]:
    """The line segments that a drawing shows."""
    stroked = drawing["type"] != "f"
    colour = drawing.get("color") if stroked else drawing.get("fill")
    if colour is not None and min(colour) > _WHITE:
        return
    for item in drawing["items"]:
        kind = item[0]
        if kind == "l" and stroked:
            yield (*item[1], *item[2])
        elif kind in ("re", "qu"):
            yield from _rectangle(item[1], stroked=stroked)
    if not stroked:
        yield from _filled_outlines(drawing["items"])


def _rectangle(shape: Any, *, stroked: bool) -> Iterator[tuple[float, float, float, float]]:
    if len(shape) == 4 and not isinstance(shape[0], int | float):
        xs, ys = [point[0] for point in shape], [point[1] for point in shape]
        x0, y0, x1, y1 = min(xs), min(ys), max(xs), max(ys)
    else:
        x0, y0, x1, y1 = shape
    if min(abs(x1 - x0), abs(y1 - y0)) <= RULING_THICKNESS:
        if abs(x1 - x0) >= abs(y1 - y0):
            yield x0, (y0 + y1) / 2, x1, (y0 + y1) / 2
        else:
            yield (x0 + x1) / 2, y0, (x0 + x1) / 2, y1
    elif stroked:
        yield x0, y0, x1, y0
        yield x1, y0, x1, y1
        yield x0, y1, x1, y1
        yield x0, y0, x0, y1


def _filled_outlines(items: Sequence[Any]) -> Iterator[tuple[float, float, float, float]]:
    """Thin filled polygons made of lines are lines too; one drawing may hold many (all borders of a turned page)."""
    if any(item[0] == "c" for item in items):
        return
    for corners in _outlines(items):
        xs, ys = zip(*corners, strict=True)
        x0, y0, x1, y1 = min(xs), min(ys), max(xs), max(ys)
        if x1 - x0 <= RULING_THICKNESS or y1 - y0 <= RULING_THICKNESS:
            yield from _rectangle((x0, y0, x1, y1), stroked=False)


def _outlines(items: Iterable[Any]) -> Iterator[list[tuple[float, float]]]:
    """The corners of each polygon: connected lines, until they come back to where they began."""
    corners: list[tuple[float, float]] = []
    for item in items:
        if item[0] != "l":
            continue
        if corners and item[1] == corners[-1] != corners[0]:
            corners.append(item[2])
            continue
        if corners:
            yield corners
        corners = [item[1], item[2]]
    if corners:
        yield corners
