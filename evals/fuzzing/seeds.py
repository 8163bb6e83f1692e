"""Whole documents that mutations start from: small forms of every kind that the generator writes, and small pictures."""

import io
import tempfile
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from evals.drawing.drawn_record import drawn_samples
from evals.forms.documents import Recipe, make_document
from evals.forms.named_layouts import LAYOUTS
from evals.forms.office import office_available, save_as
from evals.forms.pdf_style import PdfStyle

KINDS = ("pdf", "xlsx", "xls", "docx", "txt", "csv", "html", "md", "png", "jpg", "tif", "webp", "heic")
"""Suffixes of documents that can be mutated."""
PICTURES = frozenset({"png", "jpg", "tif", "webp", "heic"})
_PILLOW = {"png": "PNG", "jpg": "JPEG", "tif": "TIFF", "webp": "WEBP", "heic": "HEIF"}
_PDF_STYLES = (
    PdfStyle(),
    PdfStyle(rulings="none", font="droid"),
    PdfStyle(rulings="rectangles", landscape=True, rotate=90),
    PdfStyle(letters=True, twice="fake_bold"),
)


def seed_documents(kinds: Sequence[str], count: int = 4) -> dict[str, list[bytes]]:
    """`count` documents of each kind, always the same; a kind that cannot be made here (xls without LibreOffice) is left out.

    Raises `ValueError` for an unknown kind.
    """
    unknown = sorted(set(kinds) - set(KINDS))
    if unknown:
        raise ValueError(f"no documents of {', '.join(unknown)}; there are: {', '.join(KINDS)}")
    made: dict[str, list[bytes]] = {}
    with tempfile.TemporaryDirectory(prefix="jixiao-seeds-") as name:
        for kind in kinds:
            if kind in PICTURES:
                made[kind] = [_picture(kind, at) for at in range(count)]
            elif kind != "xls" or office_available():
                made[kind] = [_form(Path(name), kind, at) for at in range(count)]
    return made


def _form(folder: Path, kind: str, number: int) -> bytes:
    layout = list(LAYOUTS.values())[number % len(LAYOUTS)]
    written = "xlsx" if kind == "xls" else kind
    path = folder / f"{kind}-{number}.{written}"
    recipe = Recipe(format=written, style=_PDF_STYLES[number % len(_PDF_STYLES)], nested=number % 2 == 1)
    make_document(path, [(drawn_samples(1, number)[0], layout)], recipe)
    if kind == "xls":
        saved = path.with_suffix(".xls")
        save_as(path, saved, "xls")
        return saved.read_bytes()
    return path.read_bytes()


def _picture(kind: str, number: int) -> bytes:
    """A corner of a form as a picture of two lines, so that recognising it takes little time."""
    from PIL import Image, ImageDraw

    mode = ("L", "RGB", "1" if kind in ("png", "tif") else "L", "RGB")[number % 4]
    picture: Any = Image.new("L", (120, 56), 255)
    draw = ImageDraw.Draw(picture)
    for row in (4, 28, 52):
        draw.line((4, row, 116, row), fill=0)
    for column in (4, 60, 116):
        draw.line((column, 4, column, 52), fill=0)
    draw.text((10, 10), f"{number} 100", fill=0)
    draw.text((66, 34), "99.5%", fill=0)
    stream = io.BytesIO()
    options: dict[str, Any] = {"save_all": True, "append_images": [picture.convert(mode)]} if kind == "tif" else {}
    if kind == "heic":
        import pillow_heif

        pillow_heif.register_heif_opener()  # pyright: ignore[reportUnknownMemberType]
    picture.convert(mode).save(stream, format=_PILLOW[kind], **options)
    return stream.getvalue()
