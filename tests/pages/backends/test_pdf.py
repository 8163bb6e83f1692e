"""PDF pages: what the paper shows, each word once, upright, cut where a line parts it."""

from collections.abc import Callable
from pathlib import Path
from typing import Any, cast

import pymupdf
import pytest

from evals.datasets import load_records
from evals.forms.form_table import form_table
from evals.forms.named_layouts import SHENZHEN_2023
from evals.forms.pdf import render_pdf
from evals.forms.pdf_style import PdfStyle
from extractor.errors import LimitExceeded, UnreadableDocument
from extractor.pages.backends.pdf import read_pdf
from extractor.pages.page import PrintedPage
from extractor.problems import Problem
from tests.pages.samples import LIMITS, limits

FORM = form_table(load_records("provinces")[0].record, SHENZHEN_2023)
Draw = Callable[[Any], None]


def text(page: Any, x: float, y: float, shown: str) -> None:
    page.insert_text((x, y), shown, fontname="china-s", fontsize=10)


def write(path: Path, *pages: Draw, **saving: Any) -> Path:
    document = cast("Any", pymupdf.open())
    for draw in pages:
        draw(document.new_page(width=300, height=400))
    document.save(str(path), **saving)
    return path


def read(path: Path) -> list[PrintedPage | Problem]:
    return list(read_pdf(path, LIMITS))


def read_one(path: Path) -> PrintedPage:
    (page,) = read(path)
    assert isinstance(page, PrintedPage)
    return page


def shown(page: PrintedPage | Problem) -> list[str]:
    assert isinstance(page, PrintedPage), page
    return [word.text for word in page.words]


def hello(page: Any) -> None:
    text(page, 50, 100, "项目名称")


def test_words_and_lines_of_a_page(tmp_path: Path) -> None:
    def draw(page: Any) -> None:
        text(page, 50, 100, "项目名称 10")
        page.draw_line((40, 80), (200, 80))
        page.draw_line((40, 80), (40, 120))

    page = read_one(write(tmp_path / "a.pdf", draw))
    assert (page.number, page.width, page.height, page.source) == (1, 300, 400, "text")
    assert shown(page) == ["项目名称", "10"]
    first = page.words[0]
    assert first.box.x0 == pytest.approx(50, abs=1)
    assert first.box.x1 == pytest.approx(90, abs=1)
    assert first.box.top < 100 < first.box.bottom
    assert first.confidence == 1.0
    assert [ruling.horizontal for ruling in page.rulings] == [True, False]
    assert tuple(page.rulings[0]) == (40, 80, 200, 80)


@pytest.mark.parametrize("rotate", [90, 180, 270])
def test_turned_page_reads_like_the_upright_one(rotate: Any, tmp_path: Path) -> None:
    render_pdf([FORM], tmp_path / "upright.pdf", PdfStyle(font="droid"))
    render_pdf([FORM], tmp_path / "turned.pdf", PdfStyle(font="droid", rotate=rotate))
    for upright, turned in zip(read(tmp_path / "upright.pdf"), read(tmp_path / "turned.pdf"), strict=True):
        assert isinstance(upright, PrintedPage) and isinstance(turned, PrintedPage)
        assert (turned.width, turned.height) == pytest.approx((upright.width, upright.height), abs=0.1)
        assert sorted(shown(turned)) == sorted(shown(upright))
        places = {(word.text, round(word.box.x0), round(word.box.top)) for word in upright.words}
        moved = [
            word
            for word in turned.words
            if not any(
                (word.text, round(word.box.x0) + dx, round(word.box.top) + dy) in places
                for dx in (-1, 0, 1)
                for dy in (-1, 0, 1)
            )
        ]
        assert moved == []
        assert len(turned.rulings) == len(upright.rulings)
        assert sum(one.horizontal for one in turned.rulings) == sum(one.horizontal for one in upright.rulings)


@pytest.mark.parametrize("offset", [0.0, 0.3, 1.0])
def test_text_drawn_twice_counts_once(offset: float, tmp_path: Path) -> None:
    def draw(page: Any) -> None:
        text(page, 50, 100, "年度资金总额")
        text(page, 50 + offset, 100, "年度资金总额")

    assert shown(read_one(write(tmp_path / "a.pdf", draw))) == ["年度资金总额"]


def test_same_number_in_neighbouring_cells_stays_twice(tmp_path: Path) -> None:
    def draw(page: Any) -> None:
        text(page, 50, 100, "2")
        text(page, 70, 100, "2")
        text(page, 50, 111, "2")

    assert shown(read_one(write(tmp_path / "a.pdf", draw))) == ["2", "2", "2"]


def test_crop_box_hides_text_and_cuts_a_word(tmp_path: Path) -> None:
    def draw(page: Any) -> None:
        text(page, 60, 100, "看得见")
        text(page, 60, 120, "绩效自评年度2023")
        text(page, 250, 100, "看不见")
        text(page, 60, 380, "在下面")
        page.set_cropbox(pymupdf.Rect(50, 50, 128, 300))

    page = read_one(write(tmp_path / "a.pdf", draw))
    assert (page.width, page.height) == (78, 250)
    assert shown(page) == ["看得见", "绩效自评年度2"]
    assert page.words[0].box.x0 == pytest.approx(10, abs=1)
    assert page.words[0].box.y_mid == pytest.approx(47, abs=3)


def test_crop_box_of_a_turned_page(tmp_path: Path) -> None:
    render_pdf([FORM], tmp_path / "upright.pdf", PdfStyle(font="droid", crop_columns=2))
    render_pdf([FORM], tmp_path / "turned.pdf", PdfStyle(font="droid", crop_columns=2, rotate=90))
    upright, turned = read(tmp_path / "upright.pdf"), read(tmp_path / "turned.pdf")
    assert sorted(shown(upright[0])) == sorted(shown(turned[0]))
    assert isinstance(turned[0], PrintedPage)
    assert all(0 <= word.box.x_mid <= turned[0].width for word in turned[0].words)


def test_words_run_together_are_cut_at_the_line_between_them(tmp_path: Path) -> None:
    def draw(page: Any) -> None:
        for y in (100, 150):
            page.insert_text((50, y), "1210000.00", fontsize=10)
            page.insert_text((104, y), "1497400.00", fontsize=10)
        # the line ends above the second row
        page.draw_line((103.5, 85), (103.5, 110))

    page = read_one(write(tmp_path / "a.pdf", draw))
    assert shown(page) == ["1210000.00", "1497400.00", "1210000.001497400.00"]
    assert page.words[0].box.x1 < 103.5 < page.words[1].box.x0


DAMAGES: dict[str, Callable[[Any], object]] = {
    "no content": lambda document: document.xref_set_key(document.page_xref(1), "Contents", "999 0 R"),
    "no page": lambda document: document.update_object(document.page_xref(1), "[ 1 2 3 ]"),
    "rubbish": lambda document: document.update_stream(document[1].get_contents()[0], b"\x00\x01 ((( BT /F1"),
}


@pytest.mark.parametrize("damage", DAMAGES)
def test_damaged_page_is_a_problem_and_the_others_go_on(damage: str, tmp_path: Path) -> None:
    path = write(tmp_path / "a.pdf", hello, hello, hello)
    document = cast("Any", pymupdf.open(str(path)))
    DAMAGES[damage](document)
    document.save(str(tmp_path / "broken.pdf"))
    before, broken, after = read(tmp_path / "broken.pdf")
    assert shown(before) == shown(after) == ["项目名称"]
    assert isinstance(broken, Problem)
    assert (broken.category, broken.severity, broken.page) == ("corrupt", "error", 2)
    assert "第 2 页" in broken.message and "broken.pdf" in broken.message


def test_page_with_only_an_empty_image_says_so(tmp_path: Path) -> None:
    def draw(page: Any) -> None:
        pixels = cast("Any", pymupdf).Pixmap(pymupdf.csGRAY, pymupdf.IRect(0, 0, 20, 20))
        pixels.clear_with(128)
        page.insert_image(pymupdf.Rect(0, 0, 300, 400), pixmap=pixels)

    scan, good = read(write(tmp_path / "a.pdf", draw, hello))
    assert isinstance(scan, Problem)
    assert (scan.category, scan.severity, scan.page) == ("empty", "notice", 1)
    assert shown(good) == ["项目名称"]


def test_letters_turned_into_outlines_are_no_blank_page(tmp_path: Path) -> None:
    def draw(page: Any) -> None:
        for index in range(300):
            x, y = 20 + index % 20 * 12, 50 + index // 20 * 15
            page.draw_polyline([(x, y), (x + 8, y + 3), (x + 2, y + 9)], color=None, fill=(0, 0, 0), closePath=True)

    (outlines,) = read(write(tmp_path / "a.pdf", draw))
    assert isinstance(outlines, Problem)
    assert (outlines.category, outlines.severity) == ("empty", "error")


def test_blank_page_is_a_notice(tmp_path: Path) -> None:
    blank, _ = read(write(tmp_path / "a.pdf", lambda page: None, hello))
    assert isinstance(blank, Problem)
    assert (blank.category, blank.severity) == ("empty", "notice")


def test_password_is_asked_for_and_only_an_opening_one(tmp_path: Path) -> None:
    aes = cast("Any", pymupdf).PDF_ENCRYPT_AES_256
    locked = write(tmp_path / "locked.pdf", hello, encryption=aes, user_pw="geheim", owner_pw="x")
    with pytest.raises(UnreadableDocument, match=r"locked\.pdf.*密码") as caught:
        read(locked)
    assert caught.value.problem.category == "encrypted"
    guarded = write(tmp_path / "guarded.pdf", hello, encryption=aes, owner_pw="x")
    assert shown(read_one(guarded)) == ["项目名称"]


NO_PAGES = (
    b"%PDF-1.4\n1 0 obj\n<</Type/Catalog/Pages 2 0 R>>\nendobj\n2 0 obj\n<</Type/Pages/Kids[]/Count 0>>\nendobj\n"
    b"xref\n0 3\n0000000000 65535 f \n0000000009 00000 n \n0000000054 00000 n \n"
    b"trailer\n<</Size 3/Root 1 0 R>>\nstartxref\n101\n%%EOF\n"
)


def test_no_pages(tmp_path: Path) -> None:
    path = tmp_path / "none.pdf"
    path.write_bytes(NO_PAGES)
    with pytest.raises(UnreadableDocument, match="没有任何页面") as caught:
        read(path)
    assert caught.value.problem.category == "empty"


@pytest.mark.parametrize("content", [b"%PDF-1.7\n", b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\nnothing of a PDF here\n"])
def test_rubbish_behind_the_signature(content: bytes, tmp_path: Path) -> None:
    path = tmp_path / "rubbish.pdf"
    path.write_bytes(content)
    with pytest.raises(UnreadableDocument) as caught:
        read(path)
    assert caught.value.problem.category in ("corrupt", "empty")


@pytest.mark.parametrize("share", [30, 60, 80, 90, 95, 98])
def test_truncated_file_says_so_and_lost_content_is_an_error(share: int, tmp_path: Path) -> None:
    render_pdf([FORM], tmp_path / "whole.pdf", PdfStyle(font="droid"))
    whole = (tmp_path / "whole.pdf").read_bytes()
    words = {one.number: shown(one) for one in read(tmp_path / "whole.pdf") if isinstance(one, PrintedPage)}
    path = tmp_path / "cut.pdf"
    path.write_bytes(whole[: len(whole) * share // 100])
    *found, notice = read(path)
    assert isinstance(notice, Problem)
    assert (notice.category, notice.severity) == ("truncated", "notice")
    lost = {one.page for one in found if isinstance(one, Problem) and one.severity == "error"}
    for number, printed in words.items():
        whole_page = any(isinstance(one, PrintedPage) and shown(one) == printed for one in found)
        assert whole_page or number in lost


def test_page_read_in_part_is_followed_by_an_error(tmp_path: Path) -> None:
    path = write(tmp_path / "a.pdf", hello, hello)
    document = cast("Any", pymupdf.open(str(path)))
    content = document.xref_stream(document[0].get_contents()[0])
    document.update_stream(document[0].get_contents()[0], content + b"\n[ (x) ) ] TJ >> 5 ]")
    document.save(str(tmp_path / "broken.pdf"))
    page, problem, _ = read(tmp_path / "broken.pdf")
    assert shown(page) == ["项目名称"]
    assert isinstance(problem, Problem)
    assert (problem.category, problem.severity, problem.page) == ("corrupt", "error", 1)


def test_limits(tmp_path: Path) -> None:
    def lined(page: Any) -> None:
        for index in range(5):
            text(page, 50, 100 + 20 * index, "项目名称")
            page.draw_line((40, 80 + 20 * index), (200, 80 + 20 * index))

    path = write(tmp_path / "a.pdf", hello, lined)
    with pytest.raises(LimitExceeded, match="共 2 页，超过上限 1 页"):
        list(read_pdf(path, limits(max_pages=1)))
    _, words = read_pdf(path, limits(max_words_per_page=4))
    _, rulings = read_pdf(path, limits(max_rulings_per_page=4))
    for problem, what in ((words, "文字"), (rulings, "线条")):
        assert isinstance(problem, Problem)
        assert (problem.category, problem.page) == ("too_large", 2)
        assert what in problem.message
