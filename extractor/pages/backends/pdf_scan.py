"""PDF pages that are pictures: told from their marks, rendered at the resolution of the scan, and recognised."""

import re
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from extractor.errors import RecognitionMissing
from extractor.pages.imaging import READING_DPI
from extractor.pages.page import PrintedPage, Word
from extractor.problems import Problem

if TYPE_CHECKING:
    from extractor.pages.imaging.raster import Raster

_WHOLE_PAGE = 0.6
"""Share of the page that a picture covers which is a scan of the page."""
_STAMPED = 12
"""Texts on a scan up to which they are a page number or a stamp, not the text of the page."""
_RULED = 4
"""Drawings from which a page is drawn, not scanned: asked first because it costs nothing."""
_UNREADABLE = re.compile("[\ue000-\uf8ff\ufffd\x00-\x08\x0e-\x1f]")
"""Characters that stand for glyphs of unknown meaning: private use, replacement, control."""
_GARBLED = 0.3
"""Share of such characters from which a text layer is useless."""
_RESOLUTIONS = (150.0, READING_DPI)
"""Dots per inch between which a scan is rendered as it is; finer ones take longer and read no better."""
_OUTLINES_RESOLUTION = 200.0
_LONGEST_SIDE = 3600
"""Pixels; larger sheets are rendered coarser."""


def is_scan(page: Any, words: Sequence[Word], drawings: Sequence[Any]) -> bool:
    """Whether a page with a text layer must be recognised nevertheless.

    Its text is invisible over (or hidden under) a picture of the whole page, or is only a stamp on one, or its glyphs
    have no known meaning. A page drawn with lines and readable text is told apart without looking at its marks.
    """
    text = "".join(word.text for word in words)
    if len(_UNREADABLE.findall(text)) > _GARBLED * len(text):
        return True
    if len(drawings) >= _RULED or not page.get_images():
        return False
    area = page.rect.width * page.rect.height
    shown = 0
    covered = False
    for kind, box, *_ in page.get_bboxlog():
        if "image" in kind and (box[2] - box[0]) * (box[3] - box[1]) >= _WHOLE_PAGE * area:
            covered, shown = True, 0
        elif "text" in kind and "ignore" not in kind:
            shown += 1
    return covered and shown <= _STAMPED


def read_scan(page: Any, name: str, number: int) -> PrintedPage | Problem:
    """The page as its picture reads, or why it cannot be read."""
    try:
        from extractor.pages.imaging.raster import can_hold_text
        from extractor.pages.recognition.page_reading import read_picture
        from extractor.pages.recognition.recogniser import loaded_recognisers

        recognisers = loaded_recognisers()
    except (ImportError, RecognitionMissing) as error:
        reason = str(error) if isinstance(error, RecognitionMissing) else "没有安装文字识别（opencv、numpy）"
        message = f"{name} 第 {number} 页：是扫描图像，没有可用的文字层，而{reason}。请重新安装 jixiao，或提供电子版。"
        return Problem(stage="pages", category="no_text_layer", page=number, message=message)
    picture = _rendered(page)
    width, height = page.rect.width, page.rect.height
    legible = can_hold_text(picture)
    found = legible and read_picture(picture, number=number, width=width, height=height, recognisers=recognisers)
    if found is None:
        message = f"{name} 第 {number} 页：空白页。"
        return Problem(stage="pages", category="empty", severity="notice", page=number, message=message)
    if not found or not found.words:
        message = f"{name} 第 {number} 页：是图像，没有认出文字，或字太小看不清。请核对；若是表格，请重新扫描（200 dpi 以上）或提供电子版。"
        return Problem(stage="pages", category="empty", page=number, message=message)
    return found


def _rendered(page: Any) -> "Raster":
    """The page as displayed, at the resolution of the largest picture on it."""
    import numpy as np

    from extractor.pages.imaging.raster import as_raster

    resolution = min(_own_resolution(page), 72.0 * _LONGEST_SIDE / max(page.rect.width, page.rect.height))
    pixmap = page.get_pixmap(dpi=max(1, round(resolution)), alpha=False)
    pixels = np.frombuffer(pixmap.samples, np.uint8).reshape(pixmap.height, pixmap.stride)
    pixels = pixels[:, : pixmap.width * pixmap.n].reshape(pixmap.height, pixmap.width, pixmap.n)
    return as_raster(pixels[:, :, 0].copy() if pixmap.n == 1 else pixels[:, :, 2::-1].copy())


def _own_resolution(page: Any) -> float:
    """Dots per inch of the largest picture, within what is worth rendering."""
    best, largest = _OUTLINES_RESOLUTION, 0.25 * page.rect.width * page.rect.height
    for image in page.get_image_info():
        x0, top, x1, bottom = image["bbox"]
        if (x1 - x0) * (bottom - top) > largest:
            largest = (x1 - x0) * (bottom - top)
            best = max(image["width"], image["height"]) / max(x1 - x0, bottom - top) * 72.0
    return min(max(best, _RESOLUTIONS[0]), _RESOLUTIONS[1])
