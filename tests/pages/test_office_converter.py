"""Old Word formats through LibreOffice, for real where it is installed."""

import time
from pathlib import Path

import pytest

from extractor.errors import ConverterMissing, UnreadableDocument
from tests.pages.samples import SOFFICE, converted, read, spans, tables, with_limits, write_zip

office = [pytest.mark.office, pytest.mark.skipif(SOFFICE is None, reason="no LibreOffice")]


@pytest.mark.parametrize(
    ("suffix", "name"),
    [
        pytest.param("doc", "表.doc", marks=office),
        pytest.param("doc", "-表 格.wps", marks=office),
        pytest.param("odt", "表.odt", marks=office),
        pytest.param("rtf", "表.rtf", marks=office),
    ],
)
def test_documents_are_converted_and_read(tmp_path: Path, suffix: str, name: str):
    path = tmp_path / name
    path.write_bytes(converted("docx", suffix))
    pages, problems = read(path)
    assert not problems
    shown = spans(tables(pages[0])[0])
    assert shown["合并"][2] == 2 and shown["末"][0] == 2
    assert list(tmp_path.iterdir()) == [path]


@pytest.mark.parametrize("suffix", [pytest.param("doc", marks=office)])
def test_without_libreoffice(tmp_path: Path, suffix: str, monkeypatch: pytest.MonkeyPatch):
    path = tmp_path / f"表.{suffix}"
    path.write_bytes(converted("docx", suffix))
    monkeypatch.setenv("PATH", "")
    with pytest.raises(ConverterMissing, match=r"安装 LibreOffice，或用 Word、WPS 另存为 \.docx") as caught:
        read(path)
    assert caught.value.problem.category == "converter_missing"
    assert "表.doc" in caught.value.problem.message


def test_rich_text_without_libreoffice(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    path = tmp_path / "表.doc"
    path.write_bytes(b"{\\rtf1 x}")
    monkeypatch.setenv("PATH", "")
    with pytest.raises(ConverterMissing):
        read(path)


@pytest.mark.office
@pytest.mark.skipif(SOFFICE is None, reason="no LibreOffice")
def test_truncated_and_encrypted_documents(tmp_path: Path):
    data = converted("docx", "doc")
    path = tmp_path / "表.doc"
    path.write_bytes(data[:3000])
    with pytest.raises(UnreadableDocument, match=r"表\.doc") as caught:
        read(path)
    assert caught.value.problem.category == "truncated"
    place = data.index(b"\xec\xa5")
    path.write_bytes(data[: place + 11] + bytes([data[place + 11] | 1]) + data[place + 12 :])
    with pytest.raises(UnreadableDocument, match="密码") as caught:
        read(path)
    assert caught.value.problem.category == "encrypted"


def test_hanging_converter_is_stopped(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    """A converter that never ends (here a script in its place) is stopped with all that it started."""
    program = tmp_path / "bin" / "soffice"
    program.parent.mkdir()
    program.write_text(f"#!/bin/sh\nsleep 60 &\necho $! > {tmp_path}/child\nwait\n", encoding="utf-8")
    program.chmod(0o755)
    monkeypatch.setenv("PATH", f"{program.parent}:/usr/bin:/bin")
    path = tmp_path / "表.rtf"
    path.write_bytes(b"{\\rtf1 x}")
    start = time.monotonic()
    with pytest.raises(UnreadableDocument, match="超过 1 秒"):
        read(path, with_limits(converter_seconds=1))
    assert time.monotonic() - start < 10
    child = int((tmp_path / "child").read_text(encoding="utf-8"))
    time.sleep(0.2)
    status = Path(f"/proc/{child}/stat")
    assert not status.exists() or status.read_text(encoding="utf-8").rpartition(")")[2].split()[0] == "Z"


def test_converter_that_yields_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    program = tmp_path / "soffice"
    program.write_text("#!/bin/sh\nexit 1\n", encoding="utf-8")
    program.chmod(0o755)
    monkeypatch.setenv("PATH", str(tmp_path))
    path = tmp_path / "表.rtf"
    path.write_bytes(b"{\\rtf1 x}")
    with pytest.raises(UnreadableDocument, match="无法转换"):
        read(path)


def test_packages_are_checked_before_libreoffice_sees_them(tmp_path: Path):
    from extractor.errors import LimitExceeded

    path = write_zip(tmp_path / "a.odt", {"mimetype": "application/vnd.oasis.opendocument.text", "x": b"0" * 5000000})
    with pytest.raises(LimitExceeded, match="压缩"):
        read(path)
