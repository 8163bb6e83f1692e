"""Degraded pages: the same seed gives the same picture, and the truth lies where the ink is."""

import io
import json
from contextlib import closing
from dataclasses import replace
from pathlib import Path
from typing import Any, cast

import numpy as np
import pymupdf
import pytest
from PIL import Image, ImageOps
from typer.testing import CliRunner

from evals.datasets import load_records
from evals.degradation.__main__ import app
from evals.degradation.corpus import draw_form, planned_forms
from evals.degradation.degradation import Degradation
from evals.degradation.degrade import degrade
from evals.degradation.picture_file import picture_bytes, pictures_bytes
from evals.degradation.placing import place_sheet
from evals.degradation.presets import PRESETS, preset
from evals.degradation.scanned import scan_document
from evals.forms.documents import GeneratedDocument, Recipe, make_document
from evals.forms.expected import read_expected
from evals.forms.named_layouts import LAYOUTS
from evals.forms.pdf import PdfReport
from evals.forms.pdf_style import PdfStyle

CLEAN = Degradation(name="clean", dpi=72)
SAMPLES = {sample.name: sample for sample in load_records("provinces")}
MARK = (150.0, 300.0, 210.0, 330.0)
"""Points: a black patch on an empty page."""


@pytest.fixture(scope="module")
def marked_page() -> Any:
    document = cast("Any", pymupdf.open())
    page = document.new_page(width=420, height=595)
    page.draw_rect(pymupdf.Rect(*MARK), fill=(0, 0, 0), color=None)
    yield page
    document.close()


@pytest.fixture(scope="module")
def form(tmp_path_factory: pytest.TempPathFactory) -> GeneratedDocument:
    path = tmp_path_factory.mktemp("form") / "form.pdf"
    recipe = Recipe(style=PdfStyle(start=420.0))
    document = make_document(path, [(SAMPLES["zhejiang-cost"], LAYOUTS["national-2020"])], recipe)
    assert document.report is not None and document.report.pages == 2
    return document


def small(name: str, dpi: float = 72.0) -> Degradation:
    return replace(preset(name), dpi=dpi)


@pytest.mark.parametrize("name", PRESETS)
def test_every_preset_degrades_a_page(name: str, marked_page: Any) -> None:
    degradation = small(name, 48.0)
    page = degrade(marked_page, degradation, (3, 1), seal_text="某某市财政局", back=marked_page)
    assert page.image.dtype == np.uint8 and page.image.ndim == 3
    assert page.image.shape[1::-1] == page.sheet.image_size
    assert page.image.std() > 3, "a page is never one tone"
    again = degrade(marked_page, degradation, (3, 1), seal_text="某某市财政局", back=marked_page)
    assert np.array_equal(page.image, again.image)


def test_seeds_differ(marked_page: Any) -> None:
    one, other = (degrade(marked_page, small("photo"), (seed,)) for seed in (1, 2))
    assert one.image.shape != other.image.shape or not np.array_equal(one.image, other.image)


@pytest.mark.parametrize("name", ["scan-200", "skewed", "turned", "photo", "photo-steep", "photo-folded", "curl"])
@pytest.mark.parametrize("seed", range(3))
def test_way_back_is_the_inverse(name: str, seed: int) -> None:
    draw = np.random.default_rng(seed)
    size = (595.0, 842.0)
    sheet = place_sheet(size, preset(name), [0.4, 0.7], draw)
    points = draw.uniform((20, 20), (575, 820), size=(200, 2))
    assert np.abs(sheet.to_page(sheet.to_canvas(points)) - points).max() < 0.1


@pytest.mark.parametrize(
    "name", ["scan-200", "skewed", "turned", "photo", "photo-steep", "photo-folded", "curl", "fax"]
)
@pytest.mark.parametrize("seed", range(3))
def test_boxes_follow_the_ink(name: str, seed: int, marked_page: Any) -> None:
    clean = replace(small(name, 100.0), shadows=0.0, uneven=0.0, noise=0.0, specks=0, dropouts=0.0, background="white")
    page = degrade(marked_page, clean, (seed,))
    # darker than half of the paper around it; the rim of a sheet may be dark, so look near the expected place
    x0, top, x1, bottom = page.sheet.box_to_image(MARK)
    reach = 12
    near = page.image[int(top) - reach : int(bottom) + reach, int(x0) - reach : int(x1) + reach].mean(axis=2)
    rows, columns = np.nonzero(near < 110)
    found = (columns.min(), rows.min(), columns.max() + 1, rows.max() + 1)
    expected = (reach + x0 % 1, reach + top % 1, reach + x1 - int(x0), reach + bottom - int(top))
    assert np.abs(np.subtract(found, expected)).max() < 2.5


def test_a_page_turned_is_the_page_turned(marked_page: Any) -> None:
    for turn in (90, 180, 270):
        page = degrade(marked_page, replace(CLEAN, turns=(turn,)), (0,))
        upright = degrade(marked_page, CLEAN, (0,))
        assert np.array_equal(np.rot90(page.image, k=turn // 90), upright.image)


def test_seal_is_red_and_text_under_it_stays_dark(marked_page: Any) -> None:
    page = degrade(marked_page, replace(small("seal"), seal="table"), (1,), seal_text="某某市财政局")
    red = page.image[:, :, 0].astype(int) - page.image[:, :, 1]
    assert 500 < (red > 60).sum() < 0.1 * red.size
    assert page.image.min() < 60


def test_faint_print_is_paler_and_rulings_break(form: GeneratedDocument) -> None:
    with closing(cast("Any", pymupdf.open(form.path))) as document:
        plain = degrade(document[0], replace(CLEAN, dpi=100), (1,)).image
        faint = degrade(document[0], replace(CLEAN, dpi=100, ink=0.5, rulings=0.5, ruling_gaps=0.3), (1,)).image
    assert (255.0 - faint).sum() < 0.8 * (255.0 - plain).sum()
    assert faint.min() > plain.min() + 30


@pytest.mark.parametrize(
    ("colour", "kind", "mode"),
    [
        ("rgb", "jpg", "RGB"),
        ("grey", "jpg", "L"),
        ("cmyk", "jpg", "CMYK"),
        ("bilevel", "tif", "1"),
        ("bilevel", "jpg", "L"),
        ("grey", "tif", "L"),
        ("rgb", "png", "RGB"),
        ("cmyk", "png", "RGB"),
        ("rgb", "webp", "RGB"),
        ("rgb", "bmp", "RGB"),
    ],
)
def test_picture_files(colour: Any, kind: str, mode: str, marked_page: Any) -> None:
    degradation = replace(CLEAN, dpi=150, colour=colour)
    page = degrade(marked_page, degradation, (0,))
    picture = Image.open(io.BytesIO(picture_bytes(page.image, degradation, kind)))
    assert picture.mode == mode
    assert picture.size == page.sheet.image_size
    if kind in ("jpg", "tif", "png"):
        assert round(float(picture.info["dpi"][0])) == 150
    grey = np.asarray(picture.convert("L"))
    x0, top, x1, bottom = (int(side) for side in page.sheet.box_to_image(MARK))
    assert grey[top + 4 : bottom - 4, x0 + 4 : x1 - 4].mean() < 60 < 200 < grey[:100, :100].mean()


def test_fax_pages_in_one_tiff_and_photos_without_resolution(marked_page: Any) -> None:
    fax = small("fax", 100)
    images = [degrade(marked_page, fax, (number,)).image for number in range(3)]
    picture = Image.open(io.BytesIO(pictures_bytes(images, fax, "tif")))
    assert getattr(picture, "n_frames", 1) == 3 and picture.info["compression"] == "group4"
    with pytest.raises(ValueError, match="3 pages"):
        pictures_bytes(images, fax, "jpg")
    photo = small("photo")
    assert "dpi" not in Image.open(io.BytesIO(picture_bytes(images[0], photo, "png"))).info
    with pytest.raises(ValueError, match="scan-200"):
        preset("nothing")


def test_photo_stored_lying_shows_upright(marked_page: Any) -> None:
    photo = replace(CLEAN, exif=6)
    page = degrade(marked_page, photo, (0,))
    picture = Image.open(io.BytesIO(picture_bytes(page.image, photo, "png")))
    assert picture.size == page.sheet.image_size[::-1]
    upright = ImageOps.exif_transpose(picture)
    assert upright is not None and np.array_equal(np.asarray(upright), page.image)


def _boxes(report: PdfReport | None, page: int) -> list[tuple[float, ...]]:
    assert report is not None
    return [place.box for found in report.places[0].values() for place in found if place.page == page]


def test_scanned_pdf_has_pictures_only_and_the_values_lie_on_ink(form: GeneratedDocument, tmp_path: Path) -> None:
    scan = scan_document(form, tmp_path / "scan.pdf", small("photo", 100), seed=4)
    assert set(scan.points_per_pixel) == {1, 2}
    assert scan.forms == form.forms
    with closing(cast("Any", pymupdf.open(scan.path))) as document:
        assert document.page_count == 2
        assert not any(page.get_text().strip() for page in document)
        page = document[0]
        picture = page.get_pixmap(dpi=100, colorspace="gray")
        grey = np.frombuffer(picture.samples, np.uint8).reshape(picture.height, picture.width)
        for x0, top, x1, bottom in _boxes(scan.report, 1):
            assert 0 <= x0 < x1 <= page.rect.width and 0 <= top < bottom <= page.rect.height
            piece = grey[int(top / 0.72) : int(bottom / 0.72) + 1, int(x0 / 0.72) : int(x1 / 0.72) + 1]
            assert int(piece.max()) - int(piece.min()) > 40, "text on paper has contrast"
    again = scan_document(form, tmp_path / "again.pdf", small("photo", 100), seed=4)
    assert again.report == scan.report


def test_mixed_pdf_keeps_native_pages(form: GeneratedDocument, tmp_path: Path) -> None:
    scan = scan_document(form, tmp_path / "mixed.pdf", small("scan-200"), seed=1, native_pages=[1])
    assert set(scan.points_per_pixel) == {2}
    with closing(cast("Any", pymupdf.open(scan.path))) as document:
        assert "绩效自评表" in document[0].get_text()
        assert not document[1].get_text().strip()
    assert _boxes(scan.report, 1) == _boxes(form.report, 1)
    assert _boxes(scan.report, 2) != _boxes(form.report, 2)


def test_text_layers(form: GeneratedDocument, tmp_path: Path) -> None:
    texts: dict[str, str] = {}
    for layer in ("mark", "faithful", "garbled"):
        path = tmp_path / f"{layer}.pdf"
        scan_document(form, path, small("scan-200"), text_layer=cast("Any", layer))
        with closing(cast("Any", pymupdf.open(path))) as document:
            texts[layer] = "".join(document[0].get_text().split())
    assert texts["mark"] == "由扫描全能王扫描创建"
    assert "项目支出绩效自评表" in texts["faithful"]
    assert len(texts["garbled"]) == pytest.approx(len(texts["faithful"]), rel=0.05)
    same = sum(one == other for one, other in zip(texts["garbled"], texts["faithful"], strict=False))
    assert same < 0.9 * len(texts["faithful"])


def test_documents_that_cannot_be_scanned(form: GeneratedDocument, tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="doc"):
        scan_document(form, tmp_path / "scan.doc", CLEAN)
    with pytest.raises(ValueError, match="drawn PDFs"):
        scan_document(replace(form, report=None), tmp_path / "scan.pdf", CLEAN)
    with pytest.raises(ValueError, match="2 pages"):
        scan_document(form, tmp_path / "scan.jpg", CLEAN)


def test_corpus_is_seeded_and_varied(tmp_path: Path) -> None:
    samples = list(SAMPLES.values())
    plans = planned_forms(samples, 12, 7, unruled=True, random_layouts=True)
    assert plans == planned_forms(samples, 12, 7, unruled=True, random_layouts=True)
    assert plans[:3] != planned_forms(samples, 3, 8)
    assert len({plan.name for plan in plans}) == 12
    assert len({plan.layout.name for plan in plans}) >= 9
    assert len({plan.style.font for plan in plans}) >= 4
    document = draw_form(plans[0], tmp_path / "one.pdf", one_page=True)
    assert document is not None and document.report is not None and document.report.pages == 1


def test_command_writes_documents_and_truth(tmp_path: Path) -> None:
    arguments = [
        "--out",
        str(tmp_path),
        "--preset",
        "scan-72",
        "--dataset",
        "provinces",
        "--limit",
        "1",
        "--container",
        "jpg",
    ]
    result = CliRunner().invoke(app, arguments)
    assert result.exit_code == 0, result.output
    expected = read_expected(tmp_path / "expected.json")
    places = json.loads((tmp_path / "places.json").read_text(encoding="utf-8"))
    (name,) = expected
    assert (tmp_path / name).exists()
    assert {"page", "box", "cell"} == set(places[name][0]["/project_name"][0])
    wrong = CliRunner().invoke(app, ["--out", str(tmp_path), "--preset", "nothing"])
    assert wrong.exit_code == 2
