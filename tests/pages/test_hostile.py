"""Hostile and damaged input: always a typed error that names the file, never a hang, never a leak."""

import os
import struct
import tracemalloc
import zipfile
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from extractor.errors import DocumentError, LimitExceeded, UnreadableDocument
from extractor.pages.loader import read_pages, sha256_of
from tests.pages.samples import (
    SOFFICE,
    converted,
    read,
    replace_member,
    with_limits,
    write_docx,
    write_minimal_xlsx,
    write_ods,
    write_xlsx,
    write_zip,
)


def category(path: Path) -> str:
    with pytest.raises(DocumentError) as caught:
        read(path)
    message = caught.value.problem.message
    assert path.name in message
    assert str(path.parent) not in message
    return caught.value.problem.category


def test_missing_empty_and_folder(tmp_path: Path):
    assert category(tmp_path / "没有.xlsx") == "not_found"
    assert category(tmp_path / ("长" * 300)) in ("not_found", "corrupt")
    empty = tmp_path / "空.xlsx"
    empty.touch()
    assert category(empty) == "empty"
    folder = tmp_path / "文件夹.pdf"
    folder.mkdir()
    assert category(folder) == "not_found"
    if hasattr(os, "mkfifo"):
        os.mkfifo(tmp_path / "管道.txt")
        assert category(tmp_path / "管道.txt") == "not_found"
    with pytest.raises(UnreadableDocument):
        sha256_of(tmp_path / "没有.xlsx")


def test_no_permission(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    path = tmp_path / "锁.txt"
    path.write_text("x", encoding="utf-8")

    def refuse(*_: object, **__: object):
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(Path, "open", refuse)
    with pytest.raises(UnreadableDocument, match="权限"):
        read(path)


def test_too_many_bytes(tmp_path: Path):
    path = tmp_path / "a.txt"
    path.write_bytes(b"x" * 2000)
    with pytest.raises(LimitExceeded, match="max_file_bytes"):
        read(path, with_limits(max_file_bytes=1000))


def test_undecodable_name(tmp_path: Path):
    path = Path(os.fsdecode(os.fsencode(tmp_path) + b"/\xff\xfe.xlsx"))
    with pytest.raises(UnreadableDocument):
        read(path)


def test_truncated_packages(tmp_path: Path):
    for path in (write_xlsx(tmp_path / "a.xlsx"), write_docx(tmp_path / "a.docx"), write_ods(tmp_path / "a.ods", "")):
        path.write_bytes(path.read_bytes()[:-100])
        assert category(path) == "truncated"


def compound_file(names: list[str]) -> bytes:
    """A minimal OLE compound file ([MS-CFB] version 3) with blank streams of these names."""
    header = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(16) + struct.pack("<5H6x", 0x3E, 3, 0xFFFE, 9, 6)
    header += struct.pack("<9I", 0, 1, 1, 0, 4096, 0xFFFFFFFE, 0, 0xFFFFFFFE, 0) + struct.pack(
        "<109I", 0, *[0xFFFFFFFF] * 108
    )
    sectors = struct.pack("<128I", 0xFFFFFFFD, 0xFFFFFFFE, *[0xFFFFFFFF] * 126)
    entries = b""
    for i, name in enumerate(["Root Entry", *names]):
        text = name.encode("utf-16-le") + b"\x00\x00"
        child = 1 if i == 0 else 0xFFFFFFFF
        right = i + 1 if 0 < i < len(names) else 0xFFFFFFFF
        entries += text.ljust(64, b"\x00") + struct.pack(
            "<HBB3I", len(text), 5 if i == 0 else 2, 1, 0xFFFFFFFF, right, child
        )
        entries += bytes(36) + struct.pack("<IQ", 0xFFFFFFFE, 0)
    return header + sectors + entries.ljust(512, b"\x00")


@pytest.mark.parametrize("suffix", ["xlsx", "docx"])
def test_encrypted_office_files(tmp_path: Path, suffix: str):
    path = tmp_path / f"密.{suffix}"
    path.write_bytes(compound_file(["EncryptedPackage", "EncryptionInfo"]))
    assert category(path) == "encrypted"


def test_encrypted_zip_members_and_ods(tmp_path: Path):
    path = write_xlsx(tmp_path / "a.xlsx")
    data = bytearray(path.read_bytes())
    start = 0
    while (start := data.find(b"PK\x01\x02", start)) >= 0:
        data[start + 8] |= 1
        start += 4
    path.write_bytes(data)
    assert category(path) == "encrypted"
    path = write_ods(tmp_path / "a.ods", "")
    replace_member(path, "META-INF/manifest.xml", "<manifest><file-entry><encryption-data/></file-entry></manifest>")
    assert category(path) == "encrypted"


def test_zip_bombs(tmp_path: Path):
    path = write_xlsx(tmp_path / "a.xlsx")
    replace_member(path, "xl/media/x.bin", b"\x00" * 20_000_000)
    assert category(path) == "too_large"
    path = write_xlsx(tmp_path / "b.xlsx")
    with pytest.raises(LimitExceeded, match="max_unpacked_bytes"):
        read(path, with_limits(max_unpacked_bytes=1000))
    with pytest.raises(LimitExceeded, match="max_package_members"):
        read(path, with_limits(max_package_members=5))
    with pytest.raises(LimitExceeded, match="max_part_bytes"):
        read(write_docx(tmp_path / "a.docx"), with_limits(max_part_bytes=500))


def test_directory_of_a_million_entries_is_refused_unread(tmp_path: Path):
    path = write_zip(tmp_path / "a.xlsx", {"xl/workbook.xml": "x"})
    data = bytearray(path.read_bytes())
    end = data.rfind(b"PK\x05\x06")
    data[end + 12 : end + 16] = struct.pack("<I", 100_000_000)
    path.write_bytes(data)
    assert category(path) == "too_large"


def test_member_that_lies_about_its_size(tmp_path: Path):
    path = write_docx(tmp_path / "a.docx")
    with zipfile.ZipFile(path) as archive:
        size = archive.getinfo("word/document.xml").file_size
    data = path.read_bytes().replace(struct.pack("<I", size), struct.pack("<I", 100))
    path.write_bytes(data)
    assert category(path) in ("corrupt", "truncated")


def test_member_whose_two_names_differ(tmp_path: Path):
    path = write_minimal_xlsx(tmp_path / "a.xlsx")
    path.write_bytes(path.read_bytes().replace(b"xl/sharedStrings.xml", b"xl/sharedStrinks.xml", 1))
    assert category(path) == "corrupt"


BOMB = (
    '<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a "{0}"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">'
    '<!ENTITY c "&b;&b;&b;&b;&b;&b;&b;&b;"><!ENTITY f SYSTEM "file:///etc/passwd">]>{1}'
)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16"])
def test_entities_are_refused(tmp_path: Path, encoding: str):
    bomb = BOMB.format("x" * 1000, "<worksheet>&c;&f;</worksheet>").encode(encoding)
    assert category(replace_member(write_docx(tmp_path / "a.docx"), "word/document.xml", bomb)) == "corrupt"
    for member in ("xl/workbook.xml", "xl/styles.xml", "xl/sharedStrings.xml", "_rels/.rels"):
        path = replace_member(write_minimal_xlsx(tmp_path / "a.xlsx"), member, bomb)
        assert category(path) == "corrupt"
    pages, problems = read(replace_member(write_xlsx(tmp_path / "b.xlsx"), "xl/worksheets/sheet1.xml", bomb))
    assert [page.number for page in pages] == [3]
    assert "root:" not in repr(problems)
    assert ("corrupt", 1) in [(problem.category, problem.page) for problem in problems]


def test_document_type_behind_a_long_comment(tmp_path: Path):
    late = BOMB.format("x", "<worksheet>&c;</worksheet>").replace("<!DOCTYPE", f"<!--{'-x' * 50000}--><!DOCTYPE")
    assert category(replace_member(write_docx(tmp_path / "a.docx"), "word/document.xml", late)) == "corrupt"


def test_paths_that_climb_out_are_only_names(tmp_path: Path):
    path = write_xlsx(tmp_path / "a.xlsx")
    before = set(tmp_path.parent.iterdir())
    replace_member(path, "../../climbed.txt", "x")
    relations = (
        '<Relationships><Relationship Id="rId1" Type="x/worksheet" Target="../../../../etc/passwd"/></Relationships>'
    )
    replace_member(path, "xl/_rels/workbook.xml.rels", relations)
    pages, problems = read(path)
    assert not pages
    assert {problem.category for problem in problems} == {"corrupt", "hidden"}
    assert set(tmp_path.parent.iterdir()) == before


def test_deeply_nested_document(tmp_path: Path):
    assert category(write_docx(tmp_path / "a.docx", "<w:sdt>" * 5000 + "</w:sdt>" * 5000)) == "corrupt"
    nested = "<w:tbl><w:tr><w:tc>" * 60 + "<w:p><w:r><w:t>x</w:t></w:r></w:p>" + "</w:tc></w:tr></w:tbl>" * 60
    pages, _ = read(write_docx(tmp_path / "b.docx", nested))
    assert len(pages) == 1


def biff(*records: tuple[int, bytes]) -> bytes:
    """Records of an Excel 97-2003 workbook stream."""
    return b"".join(struct.pack("<HH", kind, len(body)) + body for kind, body in records)


def test_one_cell_far_out_makes_no_billions_of_blank_ones(tmp_path: Path):
    begin = [(0x809, struct.pack("<HHHHII", 0x600, kind, 0, 0x7CC, 0, 6)) for kind in (5, 0x10)]
    cell = struct.pack("<HHHd", 1500, 40_000, 0, 95.5)
    sheet = biff(begin[1], (0x203, cell), (0xA, b""))
    name = b"\x01\x00a"
    start = len(biff(begin[0], (0x85, bytes(6) + name), (0xA, b"")))
    path = tmp_path / "远.xls"
    path.write_bytes(biff(begin[0], (0x85, struct.pack("<IBB", start, 0, 0) + name), (0xA, b"")) + sheet)
    tracemalloc.start()
    read(path)
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert peak < 50_000_000


def only_typed_errors(path: Path) -> None:
    try:
        list(read_pages(path, with_limits(converter_seconds=1)))
    except DocumentError as error:
        assert error.problem.message


HOSTILE = settings(max_examples=150, deadline=None, suppress_health_check=list(HealthCheck))
SUFFIXES = st.sampled_from([".xlsx", ".xls", ".ods", ".docx", ".txt", ".csv", ".html", ".et", ""])
STARTS = st.sampled_from(
    [
        b"",
        b"PK\x03\x04",
        b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1",
        b"\x09\x08\x10\x00\x00\x06\x05\x00",
        b"<html>",
        b"\xff\xfe",
        b"MIME-Version: 1.0\r\nContent-Type: multipart/related\r\n",
    ]
)


@HOSTILE
@given(STARTS, st.binary(max_size=2000), SUFFIXES)
def test_random_bytes(tmp_path: Path, start: bytes, data: bytes, suffix: str):
    path = tmp_path / f"乱{suffix}"
    path.write_bytes(start + data)
    only_typed_errors(path)


EDITS = st.lists(
    st.tuples(st.floats(0, 1, exclude_max=True), st.binary(min_size=1, max_size=8)), min_size=1, max_size=12
)


def mutated(data: bytes, edits: list[tuple[float, bytes]]) -> bytes:
    changed = bytearray(data)
    for place, new in edits:
        at = int(place * len(changed))
        changed[at : at + len(new)] = new
    return bytes(changed)


@HOSTILE
@given(st.sampled_from(["xlsx", "docx"]), EDITS, st.floats(0.5, 1))
def test_mutated_packages(tmp_path: Path, kind: str, edits: list[tuple[float, bytes]], kept: float):
    path = tmp_path / f"变.{kind}"
    data = (write_xlsx if kind == "xlsx" else write_docx)(path).read_bytes()
    path.write_bytes(mutated(data, edits)[: int(len(data) * kept) if kept < 0.9 else None])
    only_typed_errors(path)


@HOSTILE
@given(
    st.sampled_from(
        ["xl/workbook.xml", "xl/worksheets/sheet1.xml", "xl/styles.xml", "xl/sharedStrings.xml", "word/document.xml"]
    ),
    EDITS,
)
def test_mutated_parts(tmp_path: Path, part: str, edits: list[tuple[float, bytes]]):
    path = tmp_path / ("变.docx" if part.startswith("word") else "变.xlsx")
    (write_docx if part.startswith("word") else write_minimal_xlsx)(path)
    with zipfile.ZipFile(path) as archive:
        data = archive.read(part)
    replace_member(path, part, mutated(data, edits))
    only_typed_errors(path)


@pytest.mark.office
@pytest.mark.skipif(SOFFICE is None, reason="no LibreOffice")
@HOSTILE
@given(EDITS, st.booleans())
def test_mutated_old_workbooks(tmp_path: Path, edits: list[tuple[float, bytes]], bare: bool):
    data = converted("xlsx", "xls")
    if bare:
        # The workbook stream alone: mutations hit its records instead of the file system around it.
        import io

        import olefile

        with olefile.OleFileIO(io.BytesIO(data)) as container:
            data = container.openstream("Workbook").read()
    path = tmp_path / "变.xls"
    path.write_bytes(mutated(data, edits))
    only_typed_errors(path)


@HOSTILE
@given(st.text("<>/tabledivspanrowcol=\"'0123456789 &;甲\n", max_size=300))
def test_random_mark_up(tmp_path: Path, text: str):
    path = tmp_path / "变.html"
    path.write_text("<html><table><tr><td>" + text, encoding="utf-8")
    only_typed_errors(path)
