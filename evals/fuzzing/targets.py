"""What a guided run calls with bytes: each backend, with bytes where it is easily led astray, and the checker."""

import io
import tempfile
import zipfile
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from evals.fuzzing.drawn_reading import drawn_reading
from evals.fuzzing.hostile_pdf import pdf
from evals.fuzzing.seeds import seed_documents
from extractor.checks.checker import check_forms
from extractor.checks.profile import load_profiles
from extractor.pipeline import read_document
from extractor.settings import load_settings, resource_folder

_FOLDER = Path(tempfile.mkdtemp(prefix="jixiao-guided-"))
_SETTINGS = load_settings()
_PROFILES = load_profiles(resource_folder("configs") / "profiles")
_PARTS = {
    "xlsx": (
        "xl/worksheets/sheet1.xml",
        "xl/workbook.xml",
        "xl/styles.xml",
        "xl/sharedStrings.xml",
        "xl/_rels/workbook.xml.rels",
    ),
    "docx": ("word/document.xml", "word/_rels/document.xml.rels", "_rels/.rels"),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Target:
    """`run` raises where our code is at fault; `seeds` are inputs to begin with."""

    run: Callable[[bytes], None]
    seeds: Callable[[], list[bytes]]


def _read(content: bytes, suffix: str) -> None:
    path = _FOLDER / f"input.{suffix}"
    path.write_bytes(content)
    reading = read_document(path, _SETTINGS)
    if not reading.readings and not any(problem.severity == "error" for problem in reading.problems):
        raise AssertionError("neither a form nor a problem")


def _pdf(data: bytes) -> None:
    """The first byte decides whether the rest is a file or the content of a page."""
    if data:
        _read(pdf(data[1:]) if data[0] & 1 else data[1:], "pdf")


def _pdf_seeds() -> list[bytes]:
    return [b"\0" + one for one in seed_documents(["pdf"])["pdf"]] + [
        b"\1BT /F 12 Tf 72 720 Td (a) Tj ET 1 1 m 9 9 l S"
    ]


def _workbook(data: bytes) -> None:
    """The first byte decides whether the rest is a stream of .xls or which part of a .xlsx."""
    if not data:
        return
    if data[0] >= len(_PARTS["xlsx"]):
        _read(data[1:], "xls")
    else:
        _read(_with_part("xlsx", _PARTS["xlsx"][data[0]], data[1:]), "xlsx")


def _workbook_seeds() -> list[bytes]:
    seeds = _part_seeds("xlsx")
    for whole in seed_documents(["xls"]).get("xls", []):
        begin = whole.find(b"\x09\x08\x10\x00\x00\x06\x05\x00")
        seeds.append(b"\xff" + whole[begin:])
    return seeds


def _document(data: bytes) -> None:
    if data:
        _read(_with_part("docx", _PARTS["docx"][data[0] % len(_PARTS["docx"])], data[1:]), "docx")


def _text(data: bytes) -> None:
    """The first byte decides what the rest is called."""
    if data:
        _read(data[1:], ("txt", "csv", "html", "md", "mht")[data[0] % 5])


def _text_seeds() -> list[bytes]:
    return [
        bytes([at]) + one
        for at, kind in enumerate(("txt", "csv", "html", "md"))
        for one in seed_documents([kind])[kind]
    ]


def _picture(data: bytes) -> None:
    """Everything but recognition, which would take most of the time and knows only pixels."""
    from extractor.pages.recognition import page_reading

    page_reading.read_picture = _blank
    _read_picture(data)


def _blank(*_: object, **__: object) -> None:
    return None


def _read_picture(data: bytes) -> None:
    path = _FOLDER / "input.png"
    path.write_bytes(data)
    read_document(path, _SETTINGS)


def _picture_seeds() -> list[bytes]:
    made = seed_documents(["png", "jpg", "tif", "webp", "heic"], 2)
    return [one for several in made.values() for one in several]


def _check(data: bytes) -> None:
    reading = drawn_reading(data)
    if len(check_forms([reading], _PROFILES)) != 1:
        raise AssertionError("a form without its findings")


_BASES = {kind: seed_documents([kind], 1)[kind][0] for kind in _PARTS}


def _with_part(kind: str, part: str, content: bytes) -> bytes:
    with zipfile.ZipFile(io.BytesIO(_BASES[kind])) as archive:
        members = {name: archive.read(name) for name in archive.namelist()}
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        for name, old in (members | {part: content}).items():
            archive.writestr(name, content if name == part else old)
    return buffer.getvalue()


def _part_seeds(kind: str) -> list[bytes]:
    seeds: list[bytes] = []
    for whole in seed_documents([kind])[kind]:
        with zipfile.ZipFile(io.BytesIO(whole)) as archive:
            names: Sequence[str] = archive.namelist()
            seeds += [bytes([at]) + archive.read(part) for at, part in enumerate(_PARTS[kind]) if part in names]
    return seeds


TARGETS: dict[str, Target] = {
    "pdf": Target(run=_pdf, seeds=_pdf_seeds),
    "workbook": Target(run=_workbook, seeds=_workbook_seeds),
    "document": Target(run=_document, seeds=lambda: _part_seeds("docx")),
    "text": Target(run=_text, seeds=_text_seeds),
    "picture": Target(run=_picture, seeds=_picture_seeds),
    "checker": Target(run=_check, seeds=lambda: [bytes(range(256)) * 4]),
}
