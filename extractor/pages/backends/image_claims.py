"""What the header of a picture claims besides its sides, held against the file: told before decoding makes room for it."""

import math
from typing import TYPE_CHECKING, Any

from extractor.problems import Category
from extractor.settings import PageLimits

if TYPE_CHECKING:
    from PIL.Image import Image

_TILE_WIDTH, _TILE_LENGTH = 322, 323
_ROWS_PER_STRIP, _PLANAR, _SAMPLES = 278, 284, 277
"""Tags of TIFF."""


def unfounded_claim(image: "Image", held: int, limits: PageLimits) -> tuple[Category, str] | None:
    """Why a frame is not to be decoded, in words that follow 图片: its category and what it claims; `None` when it may be.

    `held` is the size of the file in bytes. What is merely cut off is no reason: that is read in part.
    """
    tiles: Any = getattr(image, "tile", ())
    if tiles and all(tile[2] >= held for tile in tiles):
        return "corrupt", "损坏，文件里没有像素"
    if image.format == "TIFF":
        return _claim_of_tiff(image, held, limits)
    return None


def _claim_of_tiff(image: "Image", held: int, limits: PageLimits) -> tuple[Category, str] | None:
    """A tile is made room for as a whole, however small the picture; so is the list of strips, however few there are."""
    tags: Any = getattr(image, "tag_v2", {})
    width, height = (_whole(tags.get(tag), 0) for tag in (_TILE_WIDTH, _TILE_LENGTH))
    if width * height > limits.max_image_pixels:
        return "too_large", f"分成 {width} × {height} 像素的块，超过上限 {limits.max_image_pixels} 像素"
    if width:
        return None
    planes = _whole(tags.get(_SAMPLES), 1) if tags.get(_PLANAR) == 2 else 1
    strips = math.ceil(image.size[1] / max(1, _whole(tags.get(_ROWS_PER_STRIP), image.size[1]))) * planes
    return ("corrupt", f"损坏，自称有 {strips} 条像素，文件却只有 {held} 字节") if strips > held else None


def _whole(value: object, default: int) -> int:
    """A tag's number; `default` where it is missing or no number."""
    return value if isinstance(value, int) and value >= 0 else default
