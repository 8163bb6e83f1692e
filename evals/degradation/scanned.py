"""Whole documents as scans and photographs: PDFs of picture pages, mixed PDFs, and picture files."""

from collections.abc import Collection
from contextlib import closing
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, cast

from evals.degradation.degradation import Degradation
from evals.degradation.degrade import DegradedPage, degrade
from evals.degradation.picture_file import KINDS, picture_bytes, pictures_bytes
from evals.degradation.text_layers import TextLayer, write_text_layer
from evals.forms.documents import GeneratedDocument
from evals.forms.expected import ExpectedForm
from evals.forms.pdf import PdfReport, ValuePlace

CONTAINERS = ("pdf", *KINDS)
"""Suffixes of scanned documents."""

_LONGER_SIDE = 842.0
"""Points of the longer side of A4."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ScannedDocument:
    """A written scan: the forms in it, and where their values stand in points of the pages as displayed.

    `points_per_pixel`: of each page that is a picture, by 1-based number. Where a picture file states no resolution
    (photographs outside PDFs), its longer side counts as that of A4, 842 points.
    """

    path: Path
    forms: tuple[ExpectedForm, ...]
    report: PdfReport
    points_per_pixel: dict[int, float]


def scan_document(
    document: GeneratedDocument,
    path: Path,
    degradation: Degradation,
    *,
    seed: int = 0,
    native_pages: Collection[int] = (),
    text_layer: TextLayer = "no",
) -> ScannedDocument:
    """Writes a drawn PDF as a scan to `path`; the suffix says what kind of file. Same seed, same file.

    `native_pages` (1-based) stay as they are and `text_layer` lies under the others: in PDFs only.

    Raises:
        ValueError: the document is no drawn PDF, the suffix is unknown, or it takes one page and there are more.
    """
    import pymupdf

    kind = path.suffix.removeprefix(".").lower()
    if document.report is None or kind not in CONTAINERS:
        raise ValueError(
            f"{document.path.name} cannot be written as {path.name}: drawn PDFs as {', '.join(CONTAINERS)}"
        )
    seal_text = next((form.record.implementing_unit or "" for form in document.forms), "").split("(")[0].split("（")[0]
    with closing(cast("Any", pymupdf.open(str(document.path)))) as source:
        count = int(source.page_count)
        scanned = {number for number in range(1, count + 1) if kind != "pdf" or number not in native_pages}
        pages = {
            number: degrade(
                source[number - 1],
                degradation,
                (seed, number),
                seal_text=seal_text,
                back=source[(number - 1) ^ 1] if (number - 1) ^ 1 < count else source[0],
            )
            for number in sorted(scanned)
        }
        stated = kind == "pdf" or not degradation.by_camera
        per_pixel = {
            number: 72.0 / degradation.dpi if stated else _LONGER_SIDE / max(page.sheet.image_size)
            for number, page in pages.items()
        }
        if kind == "pdf":
            _write_pdf(source, pages, path, degradation, text_layer, seed)
        else:
            images = [pages[number].image for number in sorted(pages)]
            path.write_bytes(pictures_bytes(images, degradation, kind))
    return ScannedDocument(
        path=path,
        forms=document.forms,
        report=moved_report(document.report, pages, per_pixel),
        points_per_pixel=per_pixel,
    )


def _write_pdf(
    source: Any,  # noqa: ANN401
    pages: dict[int, DegradedPage],
    path: Path,
    degradation: Degradation,
    text_layer: TextLayer,
    seed: int,
) -> None:
    import pymupdf

    degradation = replace(degradation, exif=1)  # viewers of PDFs do not look at it
    per_pixel = 72.0 / degradation.dpi
    kind = "png" if degradation.jpeg is None else "jpg"
    with closing(cast("Any", pymupdf.open())) as target:
        for number in range(1, source.page_count + 1):
            picture = pages.get(number)
            if picture is None:
                target.insert_pdf(source, from_page=number - 1, to_page=number - 1)
                continue
            width, height = picture.sheet.image_size
            page = target.new_page(width=width * per_pixel, height=height * per_pixel)
            page.insert_image(page.rect, stream=picture_bytes(picture.image, degradation, kind))
            write_text_layer(page, source[number - 1], picture, text_layer, per_pixel, seed + number)
        if text_layer != "no":
            target.subset_fonts()
        target.save(str(path), garbage=3, deflate=True, no_new_id=True)


def moved_report(report: PdfReport, pages: dict[int, DegradedPage], points_per_pixel: dict[int, float]) -> PdfReport:
    """The places of values on the pictures `pages` (by number) instead of the flat pages; other pages keep theirs."""

    def moved(place: ValuePlace) -> ValuePlace:
        picture = pages.get(place.page)
        if picture is None:
            return place

        def on_picture(box: tuple[float, float, float, float]) -> tuple[float, float, float, float]:
            x0, top, x1, bottom = (side * points_per_pixel[place.page] for side in picture.sheet.box_to_image(box))
            return x0, top, x1, bottom

        return replace(place, box=on_picture(place.box), cell=on_picture(place.cell) if place.cell else None)

    places = tuple(
        {pointer: tuple(moved(place) for place in found) for pointer, found in form.items()} for form in report.places
    )
    return PdfReport(pages=report.pages, places=places)
