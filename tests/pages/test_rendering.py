"""Pages as pictures: sizes in the space of boxes, whole pages, crops; scans of any format."""

import io
from pathlib import Path

import cv2
import pytest
from PIL import Image

from extractor.errors import UnreadableDocument
from extractor.geometry import Box
from extractor.pages.loader import read_pages
from extractor.pages.page import PrintedPage
from extractor.pages.rendering import crop_image, has_page_images, page_image, page_sizes
from extractor.settings import load_settings
from tests.pages.scans import form_picture

SAMPLES = Path(__file__).parents[2] / "evals" / "samples"


def picture(png: bytes) -> Image.Image:
    image = Image.open(io.BytesIO(png))
    assert image.format == "PNG"
    return image


@pytest.mark.parametrize("name", ["ruled.pdf", "landscape-rotated.pdf", "columns-cut.pdf"])
def test_a_page_of_a_pdf_is_as_large_as_its_boxes_suppose(name):
    path = SAMPLES / name
    pages = [page for page in read_pages(path, load_settings()) if isinstance(page, PrintedPage)]
    sizes = page_sizes(path, [page.number for page in pages])
    for page in pages:
        shown = (page.height, page.width) if page.turned in (90, 270) else (page.width, page.height)
        assert sizes[page.number] == pytest.approx(shown)
    width, height = sizes[1]
    image = picture(page_image(path, 1, dpi=72))
    assert image.size == (pytest.approx(width, abs=1), pytest.approx(height, abs=1))


def test_a_crop_shows_the_box_and_a_little_around_it():
    path = SAMPLES / "ruled.pdf"
    image = picture(crop_image(path, 1, Box(100, 100, 200, 120), dpi=144))
    assert image.size == (2 * 108, 2 * 28)


def test_a_crop_outside_the_page_is_the_page():
    path = SAMPLES / "ruled.pdf"
    assert (
        picture(crop_image(path, 1, Box(5000, 5000, 5100, 5100), dpi=72)).size
        == picture(page_image(path, 1, dpi=72)).size
    )


def test_the_resolution_is_kept_within_bounds():
    path = SAMPLES / "ruled.pdf"
    assert picture(page_image(path, 1, dpi=5)).width == pytest.approx(595 / 2, abs=2)
    assert picture(page_image(path, 1, dpi=99999)).width == pytest.approx(595 / 72 * 300, abs=3)


@pytest.mark.parametrize(("suffix", "turned"), [(".png", False), (".jpg", True), (".tif", False)])
def test_an_image_file_is_shown_upright_at_its_paper_size(tmp_path, suffix, turned):
    pixels, _ = form_picture(100)
    path = tmp_path / f"scan{suffix}"
    image = Image.fromarray(cv2.cvtColor(pixels, cv2.COLOR_BGR2RGB))
    if turned:
        exif = Image.Exif()
        exif[0x0112] = 6  # a camera held upright: turn by 90 degrees to show
        image.transpose(Image.Transpose.ROTATE_90).save(path, exif=exif, dpi=(100, 100))
    else:
        image.save(path, dpi=(100, 100))
    width, height = page_sizes(path, [1])[1]
    assert (width, height) == (pytest.approx(595, abs=2), pytest.approx(842, abs=2))
    assert picture(page_image(path, 1, dpi=72)).size == (pytest.approx(595, abs=2), pytest.approx(842, abs=2))
    # never larger than the scan itself
    assert picture(page_image(path, 1, dpi=300)).width == image.width


def test_a_scan_of_several_pages_shows_each(tmp_path):
    frames = [Image.new("L", (827, 1169), shade) for shade in (200, 100)]
    path = tmp_path / "scan.tif"
    frames[0].save(path, save_all=True, append_images=frames[1:], dpi=(100, 100))
    assert picture(page_image(path, 2, dpi=72)).convert("L").getpixel((10, 10)) == 100
    assert set(page_sizes(path, [1, 2, 3])) == {1, 2}


@pytest.mark.parametrize("name", ["two-sheets.xlsx", "messy.txt", "report.docx", "page.html"])
def test_formats_without_pages_say_so(name):
    assert not has_page_images(SAMPLES / name)
    assert page_sizes(SAMPLES / name, [1]) == {}
    with pytest.raises(UnreadableDocument, match="没有页面图像"):
        page_image(SAMPLES / name, 1, dpi=72)


def test_pages_that_are_not_there_and_files_that_are_broken_are_told(tmp_path):
    with pytest.raises(UnreadableDocument, match="第 9 页"):
        page_image(SAMPLES / "ruled.pdf", 9, dpi=72)
    broken = tmp_path / "broken.pdf"
    broken.write_bytes(b"%PDF-1.7\n" + b"\x00" * 100)
    with pytest.raises(UnreadableDocument):
        page_image(broken, 1, dpi=72)
    cut = tmp_path / "cut.png"
    cut.write_bytes(b"\x89PNG\r\n\x1a\n" + b"\x00" * 40)
    with pytest.raises(UnreadableDocument):
        page_image(cut, 1, dpi=72)
