"""One page of a PDF as paper, scanner or camera and file format leave it, with the geometry that led there."""

from dataclasses import dataclass
from typing import Any, cast

import cv2
import numpy as np
from numpy.typing import NDArray

from evals.degradation.degradation import Degradation
from evals.degradation.ink import Print, creased_ink, with_back_page, worn
from evals.degradation.light import Picture, desk, dirtied, illumination, sensed, tint
from evals.degradation.placing import crease_places, place_sheet
from evals.degradation.seal import stamp
from evals.degradation.sheet import Sheet

_MESH = 16
"""Every so many pixels the way back to the page is computed; between them it is interpolated."""


@dataclass(frozen=True, slots=True, kw_only=True)
class DegradedPage:
    """A picture of a page, height x width x 3 of red, green, blue, and where the points of the page lie on it.

    `page_size`: width and height of the page in points.
    """

    image: NDArray[np.uint8]
    sheet: Sheet
    page_size: tuple[float, float]


def degrade(
    page: Any,  # noqa: ANN401
    degradation: Degradation,
    seed: tuple[int, ...],
    *,
    seal_text: str = "",
    back: Any = None,  # noqa: ANN401
) -> DegradedPage:
    """Degrades a page of an open PyMuPDF document; `back` is the page printed on its other side. Same seed, same picture."""
    draw = np.random.default_rng(seed)
    size = (float(page.rect.width), float(page.rect.height))
    creases = crease_places(degradation, draw)
    sheet = place_sheet(size, degradation, creases, draw)
    scale = degradation.dpi / 72.0
    ink = worn(print_of(page, scale), degradation, scale, draw)
    if back is not None and degradation.bleed:
        ink = with_back_page(ink, print_of(back, scale), degradation.bleed)
    light = np.ones(ink.shape, dtype=np.float32)
    if creases:
        ink, light = creased_ink(ink, creases, scale, draw)
    paper = np.array(degradation.paper, dtype=np.float32) / 255
    surface = cast("Picture", (1 - ink * np.float32(0.94))[:, :, None] * paper)
    if degradation.seal != "no":
        stamp(surface, seal_text or "绩效评价专用章", _seal_place(ink, degradation, scale, draw), scale, draw)
    surface *= (light * _relief(sheet, ink.shape, scale))[:, :, None]
    picture = _seen(surface, sheet, degradation, scale, draw)
    image = sensed(picture, degradation, draw)
    dirtied(image, degradation, draw)
    if degradation.resave:
        image = _resaved(image, degradation.resave)
    turned = np.ascontiguousarray(np.rot90(image, k=-sheet.turn // 90))
    return DegradedPage(image=turned, sheet=sheet, page_size=size)


def print_of(page: Any, scale: float) -> Print:  # noqa: ANN401
    """Ink densities of a page of an open PyMuPDF document at `scale` pixels per point."""
    import pymupdf

    picture = page.get_pixmap(matrix=pymupdf.Matrix(scale, scale), colorspace="gray", alpha=False)
    grey = np.frombuffer(picture.samples, dtype=np.uint8).reshape(picture.height, picture.width)
    return (1 - grey.astype(np.float32) / 255).astype(np.float32)


def _seal_place(ink: Print, degradation: Degradation, scale: float, draw: np.random.Generator) -> tuple[float, float]:
    """Middle of the seal in pixels: across the table, or at its lower right corner."""
    rows, columns = (np.flatnonzero(ink.max(axis=axis) > 0.3) for axis in (1, 0))
    if not len(rows):
        return ink.shape[1] / 2, ink.shape[0] / 2
    height, width = rows[-1] - rows[0], columns[-1] - columns[0]
    if degradation.seal == "table":
        return columns[0] + width * float(draw.uniform(0.25, 0.8)), rows[0] + height * float(draw.uniform(0.2, 0.8))
    return columns[-1] - float(draw.uniform(50, 90)) * scale, rows[-1] - float(draw.uniform(-20, 40)) * scale


def _relief(sheet: Sheet, shape: tuple[int, int], scale: float) -> Print:
    """Brightness of bent paper: sides that face the lamp are light, the others dark."""
    across = sheet.across.slope_at(np.arange(shape[1]) / scale)
    down = sheet.down.slope_at(np.arange(shape[0]) / scale)
    return np.clip(1 - 0.55 * across[None, :] - 0.45 * down[:, None], 0.4, 1.15).astype(np.float32)


def _seen(surface: Picture, sheet: Sheet, degradation: Degradation, scale: float, draw: np.random.Generator) -> Picture:
    """The sheet and what lies around it as the camera sees them, lit."""
    width, height = sheet.canvas
    along, down = _way_back(sheet, scale)
    paper = cv2.remap(surface, along, down, cv2.INTER_LINEAR, borderMode=cv2.BORDER_REPLICATE)
    inside = (along >= -0.5) & (along <= surface.shape[1] - 0.5) & (down >= -0.5) & (down <= surface.shape[0] - 0.5)
    cover = cast("Print", cv2.GaussianBlur(inside.astype(np.float32), (0, 0), 0.7))
    around: Picture = np.full((height, width, 3), 0.03 if degradation.background == "black" else 1.0, np.float32)
    if degradation.background == "desk":
        around = desk((height, width), scale, draw)
        near = cv2.GaussianBlur(cover[::4, ::4].copy(), (0, 0), 2.0 * scale)
        shadow = cv2.resize(np.roll(near, (int(scale), int(scale)), axis=(0, 1)), (width, height))
        around *= (1 - 0.6 * shadow)[:, :, None]
    elif degradation.background == "white":
        around *= np.array(degradation.paper, dtype=np.float32) / 255
    picture = cast("Picture", around + (paper - around) * cover[:, :, None])
    picture *= illumination((height, width), degradation, draw)[:, :, None] * tint(degradation, draw)
    if degradation.by_camera:
        # automatic exposure: white paper comes out light grey, rarely white
        picture *= np.float32(draw.uniform(0.78, 0.95))
    return picture


def _way_back(sheet: Sheet, scale: float) -> tuple[Print, Print]:
    """For every pixel of the canvas the pixel of the flat page seen there, as two maps for `cv2.remap`."""
    width, height = sheet.canvas
    columns, rows = (np.arange(0, side + _MESH, _MESH, dtype=np.float64) for side in (width, height))
    grid = np.stack(np.meshgrid(columns, rows), axis=2).reshape(-1, 2)
    points = sheet.to_page(grid).reshape(len(rows), len(columns), 2) * scale
    # pixel i covers i .. i + 1, so its middle lies at i + 0.5 in both pictures
    x, y = (np.arange(side, dtype=np.float32) + 0.5 for side in (width, height))
    mesh_x, mesh_y = np.meshgrid(x / _MESH, y / _MESH)
    way = cv2.remap(points.astype(np.float32), mesh_x, mesh_y, cv2.INTER_LINEAR)
    return way[:, :, 0] - np.float32(0.5), way[:, :, 1] - np.float32(0.5)


def _resaved(image: NDArray[np.uint8], quality: int) -> NDArray[np.uint8]:
    """The image after a chat program made it smaller and saved it again."""
    height, width = image.shape[:2]
    small = cv2.resize(image, (width * 3 // 4, height * 3 // 4), interpolation=cv2.INTER_AREA)
    _, data = cv2.imencode(".jpg", small[:, :, ::-1], [cv2.IMWRITE_JPEG_QUALITY, quality])
    back = cv2.imdecode(data, cv2.IMREAD_COLOR)
    if back is None:
        raise RuntimeError("the picture could not be decoded again")
    return cast("NDArray[np.uint8]", cv2.resize(back, (width, height), interpolation=cv2.INTER_LINEAR)[:, :, ::-1])
