"""Pictures of pages as files: channels, compression and the resolution that the file states."""

import io
from typing import Any

import cv2
import numpy as np
from numpy.typing import NDArray

from evals.degradation.degradation import Degradation

KINDS = ("jpg", "png", "tif", "webp", "bmp")
"""Suffixes of picture files; only `tif` holds several pages."""

_FORMATS = {"jpg": "JPEG", "png": "PNG", "tif": "TIFF", "webp": "WEBP", "bmp": "BMP"}
_WITH_EXIF = ("jpg", "png", "webp")
_STORED = {1: 0, 3: 2, 6: 1, 8: 3}
"""Quarter turns against the clock of the stored pixels, by EXIF orientation."""
_ORIENTATION = 0x0112
"""The EXIF tag."""


def in_colours(image: NDArray[np.uint8], degradation: Degradation) -> Any:  # noqa: ANN401
    """The picture (height x width x 3) as a Pillow image with the channels of the degradation."""
    from PIL import Image

    if degradation.colour == "rgb":
        return Image.fromarray(image)
    if degradation.colour == "cmyk":
        return Image.fromarray(image).convert("CMYK")
    grey = cv2.cvtColor(image, cv2.COLOR_RGB2GRAY)
    if degradation.colour == "grey":
        return Image.fromarray(grey)
    # a fax decides by the neighbourhood, so that grey paper stays white
    around = cv2.blur(grey, (int(degradation.dpi) | 1, int(degradation.dpi) | 1)).astype(np.int16)
    return Image.fromarray(np.where(grey < around - 48, 0, 255).astype(np.uint8)).convert("1", dither=Image.Dither.NONE)


def picture_bytes(image: NDArray[np.uint8], degradation: Degradation, kind: str) -> bytes:
    """The picture as a file of `kind`. Raises `ValueError` for an unknown kind."""
    return pictures_bytes([image], degradation, kind)


def pictures_bytes(images: list[NDArray[np.uint8]], degradation: Degradation, kind: str) -> bytes:
    """Pictures of several pages as one file; more than one only as `tif`.

    Scans state their resolution; photographs state none, as they have none.

    Raises:
        ValueError: an unknown kind, or several pages in a kind that holds one.
    """
    if kind not in KINDS or (len(images) > 1 and kind != "tif"):
        raise ValueError(f"{len(images)} pages cannot be a {kind!r} file; kinds: {', '.join(KINDS)}")
    orientation = degradation.exif if kind in _WITH_EXIF else 1
    stored = [np.ascontiguousarray(np.rot90(image, k=_STORED[orientation])) for image in images]
    first, *others = [_suited(in_colours(image, degradation), kind) for image in stored]
    options = _options(first.mode, degradation, kind)
    if orientation != 1:
        options["exif"] = _exif(orientation)
    if not degradation.by_camera:
        options["dpi"] = (degradation.dpi, degradation.dpi)
    if others:
        options |= {"save_all": True, "append_images": others}
    buffer = io.BytesIO()
    first.save(buffer, format=_FORMATS[kind], **options)
    return buffer.getvalue()


def _suited(picture: Any, kind: str) -> Any:  # noqa: ANN401
    """The picture in channels that the kind of file knows."""
    if kind == "jpg" and picture.mode == "1":
        return picture.convert("L")
    if kind in ("png", "webp", "bmp") and picture.mode == "CMYK":
        return picture.convert("RGB")
    if kind == "webp" and picture.mode != "RGB":
        return picture.convert("RGB")
    return picture


def _options(mode: str, degradation: Degradation, kind: str) -> dict[str, Any]:
    quality = degradation.jpeg or 90
    if kind == "jpg":
        return {"quality": quality}
    if kind == "webp":
        return {"quality": quality, "method": 2}
    if kind == "tif":
        if mode == "1":
            return {"compression": "group4"}
        return {"compression": "jpeg", "quality": quality} if degradation.jpeg else {"compression": "tiff_lzw"}
    return {"compress_level": 3} if kind == "png" else {}


def _exif(orientation: int) -> Any:  # noqa: ANN401
    from PIL import Image

    exif = Image.Exif()
    exif[_ORIENTATION] = orientation
    return exif
