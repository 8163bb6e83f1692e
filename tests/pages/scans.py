"""Pictures of generated forms for tests: a form drawn as PDF, rendered, and saved as a scan."""

from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, cast

import cv2
import numpy as np
import pymupdf

from evals.datasets import load_records
from evals.forms.documents import Recipe, make_document
from evals.forms.expected import ExpectedForm
from evals.forms.named_layouts import LAYOUTS
from evals.forms.pdf_style import PdfStyle
from extractor.pages.imaging.raster import Raster

WIDTH, HEIGHT = 595.3, 841.9


@cache
def form_picture(dpi: int = 200) -> tuple[Raster, ExpectedForm]:
    """A form of one page in colours, and what must be read from it."""
    (sample,) = [one for one in load_records("luohu-2023") if one.name.endswith("3483")]
    with TemporaryDirectory() as folder:
        path = Path(folder) / "form.pdf"
        style = PdfStyle(font="droid")
        made = make_document(path, [(sample, LAYOUTS["national-2020"])], Recipe(style=style))
        document = cast("Any", pymupdf).open(path)
        assert len(document) == 1
        pixmap = document[0].get_pixmap(dpi=dpi)
        pixels = np.frombuffer(pixmap.samples, np.uint8).reshape(pixmap.height, pixmap.width, 3)
    return pixels[:, :, ::-1].copy(), made.forms[0]


def scanned(picture: Raster, *, angle: float = 0.6, quality: int = 70) -> bytes:
    """A JPEG of the picture, a little askew and grainy."""
    height, width = picture.shape[:2]
    turn = cv2.getRotationMatrix2D((width / 2, height / 2), angle, 1.0)
    askew = cv2.warpAffine(picture, turn, (width, height), borderValue=(255, 255, 255), flags=cv2.INTER_CUBIC)
    grain = np.random.default_rng(1).normal(0, 5, askew.shape[:2])[:, :, None]
    grainy = np.clip(askew * 0.95 + grain, 0, 255).astype(np.uint8)
    return cv2.imencode(".jpg", grainy, [cv2.IMWRITE_JPEG_QUALITY, quality])[1].tobytes()


def pdf_of(path: Path, *pictures: bytes, invisible: str = "") -> Path:
    """A PDF with a picture on every page, over an invisible text."""
    document = cast("Any", pymupdf.open())
    for picture in pictures:
        page = document.new_page(width=WIDTH, height=HEIGHT)
        page.insert_image(page.rect, stream=picture)
        if invisible:
            page.insert_text((72, 72), invisible, fontname="china-s", render_mode=3)
    document.save(str(path))
    return path
