"""Pages as pictures, for people: whole pages and crops of a box, of the formats that have pages."""

from collections.abc import Sequence
from pathlib import Path

from extractor.errors import UnreadableDocument
from extractor.geometry import Box
from extractor.pages.formats import sniff_format
from extractor.pages.intake import shown_name

LOWEST_DPI, HIGHEST_DPI = 36, 300
_MARGIN = 4.0
"""Points around the box of a crop, so that the rulings of its cell are seen."""


def has_page_images(path: Path) -> bool:
    """Whether the document has pages to be drawn; workbooks, Word, web pages and text have none."""
    return sniff_format(path) in ("pdf", "image")


def page_sizes(path: Path, numbers: Sequence[int]) -> dict[int, tuple[float, float]]:
    """Width and height in points of the pages `numbers` (1-based) as displayed: the space that boxes are given in.

    A page that cannot be opened is left out; empty for formats without pages.

    Raises:
        UnreadableDocument: the file cannot be opened.
    """
    kind = sniff_format(path)
    if kind == "pdf":
        from extractor.pages.backends.pdf_rendering import pdf_page_sizes

        return pdf_page_sizes(path, numbers)
    if kind == "image":
        from extractor.pages.backends.image_rendering import image_page_sizes

        return image_page_sizes(path, numbers)
    return {}


def page_image(path: Path, number: int, *, dpi: int) -> bytes:
    """The page (1-based) as displayed, as PNG; `dpi` is kept within 36 and 300.

    Raises:
        UnreadableDocument: the format has no pages, or file or page cannot be opened.
    """
    return _rendered(path, number, dpi, None)


def crop_image(path: Path, number: int, box: Box, *, dpi: int) -> bytes:
    """The part of a page (1-based) in `box` (points from the top left as displayed) with a little around it, as PNG.

    Raises:
        UnreadableDocument: the format has no pages, or file or page cannot be opened.
    """
    around = Box(box.x0 - _MARGIN, box.top - _MARGIN, box.x1 + _MARGIN, box.bottom + _MARGIN)
    return _rendered(path, number, dpi, around)


def _rendered(path: Path, number: int, dpi: int, box: Box | None) -> bytes:
    bounded = min(max(dpi, LOWEST_DPI), HIGHEST_DPI)
    kind = sniff_format(path)
    if kind == "pdf":
        from extractor.pages.backends.pdf_rendering import render_pdf

        return render_pdf(path, number, dpi=bounded, box=box)
    if kind == "image":
        from extractor.pages.backends.image_rendering import render_image

        return render_image(path, number, dpi=bounded, box=box)
    raise UnreadableDocument("unsupported", f"{shown_name(path)}：这种格式没有页面图像。")
