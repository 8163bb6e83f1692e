"""Pages of a PDF as pictures, and how large they are as displayed."""

from collections.abc import Generator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any, cast

from extractor.errors import UnreadableDocument
from extractor.geometry import Box
from extractor.pages.backends.pdf_failures import pdf_failures
from extractor.pages.intake import shown_name

_LONGEST_SIDE = 5000
"""Pixels; larger sheets are rendered coarser."""


def pdf_page_sizes(path: Path, numbers: Sequence[int]) -> dict[int, tuple[float, float]]:
    """Width and height in points of the pages `numbers` (1-based) as displayed; pages that cannot be opened are left out.

    Raises:
        UnreadableDocument: the file cannot be opened.
    """
    sizes: dict[int, tuple[float, float]] = {}
    with _opened(path) as document:
        for number in numbers:
            page = _page(document, number)
            if page is not None:
                sizes[number] = (page.rect.width, page.rect.height)
    return sizes


def render_pdf(path: Path, number: int, *, dpi: int, box: Box | None = None) -> bytes:
    """A page (1-based) as PNG, or the part of it in `box` (points as displayed).

    Raises:
        UnreadableDocument: the file or the page cannot be opened or drawn.
    """
    pymupdf = _pymupdf()
    with _opened(path) as document:
        page = _page(document, number)
        if page is None:
            raise UnreadableDocument("corrupt", f"{shown_name(path)} 第 {number} 页：画不出来，这一页不存在或已损坏。")
        part = page.rect if box is None else pymupdf.Rect(*box) & page.rect
        if part.is_empty:
            part = page.rect
        fitting = 72.0 * _LONGEST_SIDE / max(part.width, part.height, 1.0)
        scale = min(dpi, fitting) / 72.0
        try:
            pixmap = page.get_pixmap(matrix=pymupdf.Matrix(scale, scale), clip=part, alpha=False, annots=True)
            return cast(bytes, pixmap.tobytes("png"))
        except pdf_failures() as error:
            raise UnreadableDocument("corrupt", f"{shown_name(path)} 第 {number} 页：这一页损坏，画不出来。") from error


def _pymupdf() -> Any:
    import pymupdf

    return cast(Any, pymupdf)


@contextmanager
def _opened(path: Path) -> Generator[Any]:
    pymupdf = _pymupdf()
    pymupdf.TOOLS.mupdf_display_errors(False)
    pymupdf.TOOLS.mupdf_display_warnings(False)
    try:
        # the bytes, because MuPDF takes only names in UTF-8
        document = pymupdf.open(stream=path.read_bytes(), filetype="pdf")
    except (OSError, *pdf_failures()) as error:
        raise UnreadableDocument("corrupt", f"{shown_name(path)}：PDF 打不开，画不出页面。") from error
    with document:
        yield document


def _page(document: Any, number: int) -> Any:
    """The page, `None` when there is none or it is broken."""
    try:
        if document.needs_pass or not 1 <= number <= document.page_count:
            return None
        return document.load_page(number - 1)
    except pdf_failures():
        return None
