"""A round official seal: red ring, star, the unit's name along the ring; 42 mm across, as bureaus have them."""

from functools import lru_cache
from typing import Any, cast

import numpy as np
from numpy.typing import NDArray

from evals.degradation.ink import Print, smooth_noise

_DIAMETER = 119.0
"""Points: 42 mm."""
_RED = np.array([205, 28, 38], dtype=np.float32) / 255
_STEEL = 0.82
"""How much of the light the ink takes away at its strongest."""


@lru_cache(maxsize=8)
def seal_print(text: str, pixels_per_point: float) -> Print:
    """Densities of the clean seal of the unit `text`, square, 0..1."""
    import pymupdf

    document = cast("Any", pymupdf.open())
    page = document.new_page(width=_DIAMETER, height=_DIAMETER)
    middle, radius = pymupdf.Point(_DIAMETER / 2, _DIAMETER / 2), _DIAMETER / 2 - 2.5
    shape = page.new_shape()
    shape.draw_circle(middle, radius)
    shape.finish(width=3.2)
    points: list[Any] = [
        middle + pymupdf.Point(np.sin(angle), -np.cos(angle)) * (radius * (0.36 if index % 2 == 0 else 0.1375))
        for index, angle in enumerate(np.linspace(0, 2 * np.pi, 11)[:-1])
    ]
    shape.draw_polyline(points)
    shape.finish(fill=(0, 0, 0), color=None, width=0, closePath=True)
    shape.commit()
    _arc_text(page, text[:22], middle, radius)
    picture = page.get_pixmap(matrix=pymupdf.Matrix(pixels_per_point, pixels_per_point), colorspace="gray")
    grey = np.frombuffer(picture.samples, dtype=np.uint8).reshape(picture.height, picture.width)
    document.close()
    return (1 - grey.astype(np.float32) / 255).astype(np.float32)


def _arc_text(page: Any, text: str, middle: Any, radius: float) -> None:  # noqa: ANN401
    import pymupdf

    face = pymupdf.Font("cjk")
    size = min(15.0, 250.0 / max(1, len(text)))
    spread = min(270.0, len(text) * 27.0)
    for index, character in enumerate(text):
        angle = 0.0 if len(text) == 1 else -spread / 2 + spread * index / (len(text) - 1)
        writer = cast("Any", pymupdf.TextWriter(page.rect))
        at = pymupdf.Point(middle.x - size / 2, middle.y - radius + 4.5 + size * 0.9)
        writer.append(at, character, font=face, fontsize=size)
        writer.write_text(page, morph=(middle, pymupdf.Matrix(-angle)), render_mode=0)


def stamp(
    page: NDArray[np.float32], text: str, at: tuple[float, float], scale: float, draw: np.random.Generator
) -> None:
    """Presses the seal onto `page` (height x width x 3 reflectances, changed in place), its middle `at` those pixels."""
    import cv2

    clean = seal_print(text, scale)
    side = clean.shape[0]
    turned = cv2.getRotationMatrix2D((side / 2, side / 2), float(draw.uniform(-12, 12)), 1.0)
    ink = cast("Print", cv2.warpAffine(clean, turned, (side, side)))
    # a hand presses unevenly: one side pale, and the paper's grain shows
    pressure = 0.55 + 0.45 * smooth_noise(ink.shape, 45 * scale, draw)
    grain = np.where(smooth_noise(ink.shape, 0.9 * scale, draw) < 0.12, 0.35, 1.0)
    ink = ink * pressure * grain * float(draw.uniform(0.8, 1.0))
    top, left = int(at[1] - side / 2), int(at[0] - side / 2)
    rows, columns = _overlap(top, side, page.shape[0]), _overlap(left, side, page.shape[1])
    piece = ink[rows.start - top : rows.stop - top, columns.start - left : columns.stop - left, None]
    page[rows, columns] *= 1 - piece * _STEEL * (1 - _RED)


def _overlap(start: int, length: int, limit: int) -> slice:
    return slice(max(0, start), max(0, min(limit, start + length)))
