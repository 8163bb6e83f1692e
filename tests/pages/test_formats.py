"""What a file is, told by its content."""

import zipfile
from pathlib import Path

import pytest

from extractor.errors import UnreadableDocument
from extractor.pages.formats import FORMAT_NAMES
from extractor.pages.loader import BACKENDS, read_pages, sniff_format
from extractor.problems import Problem
from tests.pages.samples import SETTINGS, SOFFICE, converted, write_docx, write_ods, write_xlsx, write_zip

JPEG = b"\xff\xd8\xff\xe0\x00\x10JFIF\x00" + bytes(range(256))
needs_office = [pytest.mark.office, pytest.mark.skipif(SOFFICE is None, reason="no LibreOffice")]


@pytest.mark.parametrize(
    ("content", "kind"),
    [
        (b"%PDF-1.7\n", "pdf"),
        (b"\r\n junk %PDF-1.4\n", "pdf"),
        (JPEG, "image"),
        (b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR", "image"),
        (b"RIFF\x10\x00\x00\x00WEBPVP8 ", "image"),
        (b"BM\x36\x04\x00\x00\x00\x00\x00\x00" + b"\x00" * 60, "image"),
        (b"II*\x00\x08\x00\x00\x00", "image"),
        (b"{\\rtf1\\ansi x}", "rtf"),
        (b"Rar!\x1a\x07\x00", "archive"),
        (b"\x09\x08\x10\x00\x00\x06\x05\x00", "xls"),
        (b"\x00\x01\x02\x03" * 100, "binary"),
        ("项目\t支出".encode(), "text"),
        ("项目\t支出绩效自评表".encode("utf-16-le"), "text"),
        (b"<!doctype HTML><p>x", "html"),
        (b"\xef\xbb\xbf <!-- c --> <html>", "html"),
        (b'<?xml version="1.0"?><Workbook xmlns="urn:schemas-microsoft-com:office:spreadsheet"/>', "excel-xml"),
        (b'<?xml version="1.0"?><w:d xmlns:w="http://schemas.microsoft.com/office/word/2003/wordml"/>', "word-xml"),
    ],
)
def test_content_decides(tmp_path: Path, content: bytes, kind: str):
    path = tmp_path / "文件.bin"
    path.write_bytes(content)
    assert sniff_format(path) == kind


def test_packages(tmp_path: Path):
    assert sniff_format(write_xlsx(tmp_path / "a.docx")) == "xlsx"
    assert sniff_format(write_docx(tmp_path / "b.xlsx")) == "docx"
    assert sniff_format(write_ods(tmp_path / "c.zip", "")) == "ods"
    assert sniff_format(write_zip(tmp_path / "d.ofd", {"OFD.xml": "<x/>"})) == "ofd"
    assert sniff_format(write_zip(tmp_path / "e.txt", {"a.txt": "x"})) == "zip"
    assert sniff_format(write_zip(tmp_path / "f.xlsb", {"xl/workbook.bin": "x"})) == "xlsb"


@pytest.mark.parametrize(
    ("kind", "suffix", "name", "expected"),
    [
        pytest.param("xlsx", "xls", "a.et", "xls", marks=needs_office),
        pytest.param("docx", "doc", "a.doc", "doc", marks=needs_office),
        pytest.param("docx", "doc", "a.wps", "wps", marks=needs_office),
        pytest.param("docx", "doc", "a.xls", "doc", marks=needs_office),
    ],
)
def test_ole_files(tmp_path: Path, kind: str, suffix: str, name: str, expected: str):
    path = tmp_path / name
    path.write_bytes(converted(kind, suffix))
    assert sniff_format(path) == expected


def refusal(path: Path) -> tuple[list[Problem], UnreadableDocument]:
    noted: list[Problem] = []
    with pytest.raises(UnreadableDocument) as caught:
        for item in read_pages(path, SETTINGS):
            assert isinstance(item, Problem)
            noted.append(item)
    return noted, caught.value


def test_picture_called_pdf_is_named_for_what_it_is(tmp_path: Path):
    path = tmp_path / "自评表.pdf"
    path.write_bytes(JPEG)
    noted, error = refusal(path)
    assert [problem.category for problem in noted] == ["mislabelled"]
    assert "扩展名是 .pdf，内容却是图片" in noted[0].message
    assert error.problem.category == "corrupt"
    assert "自评表.pdf" in error.problem.message and "图片损坏" in error.problem.message
    assert str(tmp_path) not in error.problem.message


def test_archive_called_text(tmp_path: Path):
    noted, error = refusal(write_zip(tmp_path / "a.txt", {"x": "y"}))
    assert [problem.category for problem in noted] == ["mislabelled"]
    assert "请解压" in error.problem.message


def test_scan_is_not_mislabelled(tmp_path: Path):
    path = tmp_path / "扫描.jpg"
    path.write_bytes(JPEG)
    noted, error = refusal(path)
    assert not noted
    assert error.problem.category == "corrupt"


def test_workbook_called_document_is_read(tmp_path: Path):
    items = list(read_pages(write_xlsx(tmp_path / "a.docx"), SETTINGS))
    assert isinstance(items[0], Problem) and items[0].category == "mislabelled" and items[0].severity == "notice"
    assert any(not isinstance(item, Problem) for item in items)


def test_every_format_has_a_name_and_a_reader_or_a_refusal(tmp_path: Path):
    from importlib import import_module

    for kind, (module, function) in BACKENDS.items():
        assert kind in FORMAT_NAMES
        assert callable(getattr(import_module(module), function))


def test_truncated_package_keeps_its_kind(tmp_path: Path):
    path = write_xlsx(tmp_path / "a.xlsx")
    path.write_bytes(path.read_bytes()[:3000])
    assert not zipfile.is_zipfile(path)
    _, error = refusal(path)
    assert error.problem.category == "truncated"
