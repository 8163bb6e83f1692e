"""Scans and image files: read like digital files, refused before decoding when too large, honest about damage."""

import io
import socket
import subprocess
import sys
import zlib
from pathlib import Path

import cv2
import numpy as np
import pytest
from PIL import Image

from evals.forms.read_back import differences, value_differences
from extractor.errors import LimitExceeded, UnreadableDocument
from extractor.pages.backends.image import read_image
from extractor.pages.page import PrintedPage
from extractor.pipeline import DocumentReading, read_document
from extractor.problems import Problem
from tests.pages.samples import LIMITS, SETTINGS, limits
from tests.pages.scans import HEIGHT, WIDTH, form_picture, pdf_of, scanned

ocr = pytest.mark.ocr


def problems_of(path: Path, **changes: int) -> list[Problem]:
    found = list(read_image(path, limits(**changes) if changes else LIMITS))
    assert all(isinstance(one, Problem) for one in found)
    return [one for one in found if isinstance(one, Problem)]


def claiming(path: Path, side: int) -> Path:
    """A small PNG whose header claims to be `side` pixels wide and high."""
    Image.new("L", (10, 10), 255).save(path)
    content = bytearray(path.read_bytes())
    content[16:24] = side.to_bytes(4, "big") * 2
    content[29:33] = zlib.crc32(content[12:29]).to_bytes(4, "big")
    path.write_bytes(content)
    return path


def assert_read(document: DocumentReading) -> None:
    (reading,) = document.readings
    assert differences(form_picture()[1], reading.record) == []
    assert {one.source for one in reading.evidence.values()} == {"ocr"}


@ocr
def test_a_scanned_pdf_is_read_whole(tmp_path: Path) -> None:
    document = read_document(pdf_of(tmp_path / "scan.pdf", scanned(form_picture()[0])), SETTINGS)
    assert_read(document)
    assert not document.problems
    boxes = [one.box for one in document.readings[0].evidence.values()]
    assert all(box is not None and 0 <= box[0] < box[2] <= WIDTH and 0 <= box[1] < box[3] <= HEIGHT for box in boxes)


@ocr
def test_an_upside_down_photo_of_a_sheet_is_read_and_boxes_lie_on_the_photo(tmp_path: Path) -> None:
    picture = cv2.rotate(form_picture()[0], cv2.ROTATE_180)
    ground = np.full((picture.shape[0] + 260, picture.shape[1] + 300, 3), (70, 80, 60), np.uint8)
    ground[120:-140, 160:-140] = picture
    path = tmp_path / "photo.jpg"
    cv2.imwrite(str(path), ground)
    document = read_document(path, SETTINGS)
    assert_read(document)
    points = 842.0 / ground.shape[0]
    name = document.readings[0].evidence["/project_name"].box
    total = document.readings[0].evidence["/total_score"].box
    assert name is not None and total is not None
    # what stands at the top of the form is at the bottom of the photo
    assert total[3] < name[1] < (ground.shape[0] - 140) * points


@ocr
def test_an_invisible_text_layer_is_not_believed(tmp_path: Path) -> None:
    path = pdf_of(tmp_path / "lying.pdf", scanned(form_picture()[0]), invisible="项目名称 谎言")
    assert_read(read_document(path, SETTINGS))


def test_pages_of_a_tiff_and_small_pictures(tmp_path: Path) -> None:
    blank = Image.new("1", (800, 1100), 1)
    blank.save(tmp_path / "fax.tif", save_all=True, append_images=[blank, blank])
    found = problems_of(tmp_path / "fax.tif")
    assert [(one.page, one.category, one.severity) for one in found] == [(n, "empty", "notice") for n in (1, 2, 3)]


@pytest.mark.parametrize("mode", ["CMYK", "RGBA", "LA", "P", "I;16", "L", "1"])
def test_every_kind_of_pixel_is_decoded(tmp_path: Path, mode: str) -> None:
    path = tmp_path / ("a.tif" if mode in ("CMYK", "I;16") else "a.png")
    Image.new(
        mode, (300, 400), 0 if mode == "CMYK" else None if mode == "P" else "white" if mode != "I;16" else 65535
    ).save(path)
    (found,) = problems_of(path)
    assert found.category == "empty"


def test_exif_orientation_is_followed(tmp_path: Path) -> None:
    picture = np.full((900, 600), 255, np.uint8)
    for y in range(150, 850, 100):
        cv2.putText(picture, "AB 12", (60, y), cv2.FONT_HERSHEY_SIMPLEX, 1.0, 0, 2)
    image = Image.fromarray(cv2.rotate(picture, cv2.ROTATE_90_COUNTERCLOCKWISE))
    exif = Image.Exif()
    exif[0x0112] = 6
    image.save(tmp_path / "a.jpg", exif=exif)
    (page,) = read_image(tmp_path / "a.jpg", LIMITS)
    assert isinstance(page, PrintedPage)
    assert page.height > page.width
    assert [word.text for word in page.words] == ["AB12"] * 7


def test_too_many_pixels_are_refused_from_the_header(tmp_path: Path) -> None:
    (found,) = problems_of(claiming(tmp_path / "large.png", 12000))
    assert found.category == "too_large" and "12000 × 12000" in found.message


def test_absurd_headers_and_page_counts_are_refused(tmp_path: Path) -> None:
    with pytest.raises(LimitExceeded):
        list(read_image(claiming(tmp_path / "bomb.png", 400000), LIMITS))
    page = Image.new("1", (100, 100), 1)
    page.save(tmp_path / "many.tif", save_all=True, append_images=[page] * 5)
    with pytest.raises(LimitExceeded):
        list(read_image(tmp_path / "many.tif", limits(max_pages=3)))


@ocr
def test_a_jpeg_without_its_end_is_read_in_part(tmp_path: Path) -> None:
    content = scanned(form_picture()[0], angle=0)
    path = tmp_path / "cut.jpg"
    path.write_bytes(content[: len(content) * 2 // 3])
    page, problem = read_image(path, LIMITS)
    assert isinstance(page, PrintedPage) and page.words
    assert isinstance(problem, Problem) and problem.category == "truncated"


@ocr
@pytest.mark.parametrize("kind", ["72 dpi", "fax", "CMYK"])
def test_poor_pictures_of_a_form_are_read_or_refused(tmp_path: Path, kind: str) -> None:
    picture, form = form_picture(72 if kind == "72 dpi" else 200)
    image = Image.fromarray(np.ascontiguousarray(picture[:, :, ::-1]))
    path = tmp_path / "a.tif"
    if kind == "fax":
        image.convert("L").point(lambda value: 255 if value > 128 else 0).convert("1").save(path, compression="group4")
    else:
        (image.convert("CMYK") if kind == "CMYK" else image).save(path)
    reading = read_document(path, SETTINGS)
    if kind == "72 dpi":
        # characters of nine pixels: to be told, not guessed
        assert not reading.readings
        assert any(problem.severity == "error" and "200 dpi" in problem.message for problem in reading.problems)
        return
    marked = tuple(item.pointer for item in reading.readings[0].review)
    wrong = [one.pointer for one in value_differences(form, reading.readings[0].record)]
    assert len(wrong) <= 2
    assert not [one for one in wrong if not one.startswith(marked)]


def test_noise_and_rubbish_are_typed_problems(tmp_path: Path) -> None:
    (tmp_path / "a.png").write_bytes(b"\x89PNG\r\n\x1a\n" + bytes(100))
    (tmp_path / "a.heic").write_bytes(b"\x00\x00\x00\x18ftypheic" + bytes(100))
    for name, category in (("a.png", "corrupt"), ("a.heic", "corrupt")):
        with pytest.raises(UnreadableDocument) as caught:
            list(read_image(tmp_path / name, LIMITS))
        assert caught.value.problem.category == category


def test_heic_without_its_library_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "pillow_heif", None)
    (tmp_path / "a.heic").write_bytes(b"\x00\x00\x00\x18ftypheic" + bytes(100))
    with pytest.raises(UnreadableDocument, match="pillow-heif"):
        list(read_image(tmp_path / "a.heic", LIMITS))


@pytest.mark.ocr
def test_a_photo_of_a_phone_is_read(tmp_path: Path) -> None:
    heif = pytest.importorskip("pillow_heif")
    picture, _ = form_picture()
    photo = Image.fromarray(np.ascontiguousarray(picture[:900, :, ::-1]))
    path = tmp_path / "a.heic"
    heif.from_pillow(photo).save(path, quality=80)
    (page,) = read_image(path, LIMITS)
    assert isinstance(page, PrintedPage) and page.source == "ocr"
    assert any("绩效自评" in word.text for word in page.words)


def test_a_picture_of_something_else_is_never_sure(tmp_path: Path) -> None:
    noise = np.random.default_rng(3).integers(0, 255, (400, 500, 3), dtype=np.uint8)
    blurred = cv2.GaussianBlur(noise, (0, 0), 4)
    Image.fromarray(cv2.normalize(blurred, None, 0, 255, cv2.NORM_MINMAX)).save(tmp_path / "a.png")
    for item in read_image(tmp_path / "a.png", LIMITS):
        if isinstance(item, PrintedPage):
            assert not [word for word in item.words if word.confidence > 0.9 and len(word.text) > 2]


def test_recognition_opens_no_connection(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object, **__: object) -> None:
        raise AssertionError("a connection was opened")

    monkeypatch.setattr(socket.socket, "connect", refuse)
    monkeypatch.setattr(socket, "getaddrinfo", refuse)
    content = io.BytesIO()
    Image.new("L", (300, 400), 255).save(content, "PNG")
    (tmp_path / "a.png").write_bytes(content.getvalue())
    assert problems_of(tmp_path / "a.png")


def test_native_files_load_nothing_of_this() -> None:
    code = (
        "import sys; from pathlib import Path; from extractor.pipeline import read_document;"
        "from extractor.settings import load_settings;"
        "read_document(Path('evals/samples/ruled.pdf'), load_settings());"
        "print(sorted({'cv2', 'numpy', 'PIL', 'openvino', 'onnxruntime', 'rapidocr'} & set(sys.modules)))"
    )
    folder = Path(__file__).parents[3]
    shown = subprocess.run([sys.executable, "-c", code], cwd=folder, capture_output=True, text=True, check=True)
    assert shown.stdout.strip() == "[]"


@pytest.mark.parametrize(("dpi", "longest"), [(300, 240 * 11.69), (150, 150 * 11.69)])
def test_a_fine_scan_is_read_at_the_resolution_that_reading_takes(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, dpi: int, longest: float
) -> None:
    seen: list[tuple[int, ...]] = []
    place = "extractor.pages.recognition.page_reading.read_picture"
    monkeypatch.setattr(place, lambda picture, **_: seen.append(picture.shape[:2]))
    path = tmp_path / "扫描.png"
    Image.new("L", (round(8.27 * dpi), round(11.69 * dpi)), 255).save(path, dpi=(dpi, dpi))
    problems_of(path)
    assert max(seen[0]) == pytest.approx(longest, rel=0.01)
