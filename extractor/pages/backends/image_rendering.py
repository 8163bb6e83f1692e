"""Frames of image files as pictures for people, upright and on white, in the space that boxes are given in."""

import io
import warnings
from collections.abc import Generator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from extractor.errors import UnreadableDocument
from extractor.geometry import Box
from extractor.pages.backends.image import decoded_frame, paper_size, stored_resolution
from extractor.pages.intake import shown_name

if TYPE_CHECKING:
    from PIL.Image import Image

_FILE_ERRORS = (OSError, ValueError, SyntaxError, EOFError, IndexError, TypeError, KeyError, RuntimeError, MemoryError)


def image_page_sizes(path: Path, numbers: Sequence[int]) -> dict[int, tuple[float, float]]:
    """Width and height in points of the frames `numbers` (1-based) as displayed; what cannot be decoded is left out.

    Raises:
        UnreadableDocument: the file cannot be opened.
    """
    sizes: dict[int, tuple[float, float]] = {}
    with _opened(path) as image:
        for number in numbers:
            try:
                sizes[number] = _frame(image, number)[1]
            except _FILE_ERRORS:
                continue
    return sizes


def render_image(path: Path, number: int, *, dpi: int, box: Box | None = None) -> bytes:
    """A frame (1-based) as PNG at `dpi`, never above the picture's own resolution, or the part of it in `box` (points).

    Raises:
        UnreadableDocument: the file or the frame cannot be opened.
    """
    with _opened(path) as image:
        try:
            shown, (width, height) = _frame(image, number)
        except _FILE_ERRORS as error:
            raise UnreadableDocument("corrupt", f"{shown_name(path)} 第 {number} 页：这一页损坏，画不出来。") from error
    scale = shown.width / width
    if box is not None:
        inside = (max(0.0, box.x0), max(0.0, box.top), min(width, box.x1), min(height, box.bottom))
        if inside[2] > inside[0] and inside[3] > inside[1]:
            left, top, right, bottom = (round(edge * scale) for edge in inside)
            shown = shown.crop((left, top, right, bottom))
    reduction = min(1.0, dpi / 72.0 / scale)
    if reduction < 1.0:
        shown = shown.resize((max(1, round(shown.width * reduction)), max(1, round(shown.height * reduction))))
    out = io.BytesIO()
    shown.save(out, "PNG", compress_level=1)
    return out.getvalue()


@contextmanager
def _opened(path: Path) -> "Generator[Image]":
    from PIL import Image

    with warnings.catch_warnings():
        # sizes were checked when the document was read
        warnings.simplefilter("ignore")
        try:
            image = Image.open(io.BytesIO(path.read_bytes()))
        except (Image.DecompressionBombError, *_FILE_ERRORS) as error:
            raise UnreadableDocument("corrupt", f"{shown_name(path)}：图片打不开，画不出页面。") from error
        with image:
            yield image


def _frame(image: "Image", number: int) -> "tuple[Image, tuple[float, float]]":
    """The frame as displayed, and the size in points of its paper."""
    from PIL import Image

    image.seek(number - 1)
    longest = max(image.size)
    resolution = stored_resolution(image)
    pixels, _ = decoded_frame(image)
    size = paper_size(longest, pixels, resolution)
    return Image.fromarray(pixels if pixels.ndim == 2 else pixels[:, :, ::-1].copy()), size
