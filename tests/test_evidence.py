"""Every value of a record can be shown on its document: where it stands, and that it stands there."""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any, cast

import openpyxl
import pymupdf
import pytest

from evals.datasets import load_records
from evals.forms.documents import Recipe, make_document
from evals.forms.make_samples import FOLDER
from evals.forms.named_layouts import LAYOUTS, SHENZHEN_2023
from evals.forms.pdf_style import PdfStyle
from extractor.grids.text_grid import strip_markup
from extractor.pipeline import DocumentReading, read_document
from extractor.readers.vocabulary import narrow
from extractor.records.reading import FormReading
from extractor.settings import load_settings

SETTINGS = load_settings()
DOCUMENTS = sorted(path.name for path in FOLDER.iterdir() if path.suffix not in (".md", ".json"))
SAMPLES = {sample.name: sample for name in ("luohu-2023", "provinces") for sample in load_records(name)}
LEVEL = re.compile(r"/indicators/\d+/level[12]")
TARGET = re.compile(r"/indicators/\d+/target")


def values(data: Any, base: str = "") -> Iterator[tuple[str, str]]:
    """Pointer and text of every value that is not null, without what no text prints as such."""
    if isinstance(data, dict):
        for key, one in cast("dict[str, Any]", data).items():
            if key != "source":
                yield from values(one, f"{base}/{key}")
    elif isinstance(data, list):
        for index, one in enumerate(cast("list[Any]", data)):
            yield from values(one, f"{base}/{index}")
    elif data is not None:
        yield base, str(data)


def bare(text: str) -> str:
    """`text` as values are compared with their print: without white space and thousands separators."""
    return re.sub(r"[\s,，]", "", narrow(text))


def is_shown(pointer: str, value: str, reading: FormReading) -> bool:
    evidence = reading.evidence[pointer]
    printed, wanted = bare(evidence.text), bare(value)
    if wanted in printed:
        return True
    if TARGET.fullmatch(pointer):
        # joined from operator, value and unit: each of its parts stands there
        return all(part in printed for part in re.findall(r"[\d.]+|[^\d.≥≤<>=]+", wanted))
    if LEVEL.fullmatch(pointer):
        # a level that no cell prints follows from another text of the row, and is less sure
        labels = (bare(one.text) for other, one in reading.evidence.items() if LEVEL.fullmatch(other))
        return evidence.confidence < 0.999 and not any(wanted in label for label in labels)
    return False


def documents() -> Iterator[tuple[Path, DocumentReading]]:
    for name in DOCUMENTS:
        yield FOLDER / name, read_document(FOLDER / name, SETTINGS)


@pytest.fixture(scope="module")
def read(tmp_path_factory: pytest.TempPathFactory) -> list[tuple[Path, FormReading]]:
    """The forms of the committed samples, and of some generated ones, each with its document."""
    folder = tmp_path_factory.mktemp("documents")
    found = [(path, reading) for path, document in documents() for reading in document.readings]
    for number, layout in enumerate(LAYOUTS.values()):
        sample = list(SAMPLES.values())[number * 2]
        for kind in ("pdf", "xlsx", "docx", "txt", "html", "md"):
            style = PdfStyle(font="droid", rotate=(0, 90, 180, 270)[number % 4], twice="fake_bold")
            path = folder / f"{layout.name}.{kind}"
            make_document(path, [(sample, layout)], Recipe(format=kind, style=style))
            found += [(path, reading) for reading in read_document(path, SETTINGS).readings]
    assert len(found) > 60
    return found


def test_every_value_has_evidence_that_shows_it(read: list[tuple[Path, FormReading]]) -> None:
    missing: list[str] = []
    for path, reading in read:
        for pointer, value in values(reading.record.model_dump()):
            evidence = reading.evidence.get(pointer)
            if evidence is None or not is_shown(pointer, value, reading):
                missing.append(f"{path.name} {pointer}: {value!r} not in {evidence.text if evidence else None!r}")
    assert missing == []


def test_no_evidence_without_a_value(read: list[tuple[Path, FormReading]]) -> None:
    for path, reading in read:
        pointers = {pointer for pointer, _ in values(reading.record.model_dump())}
        assert set(reading.evidence) <= pointers, path.name


def test_evidence_of_a_pdf_lies_on_its_page(read: list[tuple[Path, FormReading]]) -> None:
    for path, reading in read:
        if path.suffix != ".pdf":
            continue
        with pymupdf.open(str(path)) as opened:
            sizes = [(page.rect.width, page.rect.height) for page in cast("Any", opened)]
        for pointer, one in reading.evidence.items():
            assert one.source == "text" and one.box is not None, pointer
            assert one.line is None and one.cell is None
            width, height = sizes[one.page - 1]
            x0, top, x1, bottom = one.box
            assert 0 <= x0 < x1 <= width + 0.5, (path.name, pointer, one.box)
            assert 0 <= top < bottom <= height + 0.5, (path.name, pointer, one.box)


def test_text_in_the_box_is_the_value(tmp_path: Path) -> None:
    sample = SAMPLES["gansu-water"]
    for rotate in (0, 90, 180, 270):
        path = tmp_path / f"{rotate}.pdf"
        make_document(path, [(sample, SHENZHEN_2023)], Recipe(style=PdfStyle(font="droid", rotate=rotate)))
        (reading,) = read_document(path, SETTINGS).readings
        with pymupdf.open(str(path)) as opened:
            document = cast("Any", opened)
            for pointer in ("/project_name", "/funds/0/executed", "/indicators/3/actual", "/total_score"):
                one = reading.evidence[pointer]
                page = document[one.page - 1]
                place = pymupdf.Rect(one.box) * page.derotation_matrix
                inside = [
                    word[4] for word in page.get_text("words") if cast("Any", pymupdf.Rect(word[:4])).intersects(place)
                ]
                assert bare(dict(values(reading.record.model_dump()))[pointer]) in bare("".join(inside)), (
                    rotate,
                    pointer,
                )


def test_evidence_of_a_workbook_names_sheet_and_cell(read: list[tuple[Path, FormReading]]) -> None:
    for path, reading in read:
        if path.suffix != ".xlsx":
            continue
        book = openpyxl.load_workbook(path)
        for pointer, one in reading.evidence.items():
            assert one.source == "workbook" and one.sheet and one.cell and one.box is None
            assert book.sheetnames[one.page - 1] == one.sheet
            stored = book[one.sheet][one.cell].value
            assert stored is not None, (path.name, pointer)
            if isinstance(stored, str) and not TARGET.fullmatch(pointer):
                assert stored.strip() == one.text, (path.name, pointer)


def test_evidence_of_a_document_names_table_and_cell(read: list[tuple[Path, FormReading]]) -> None:
    for path, reading in read:
        if path.suffix not in (".docx", ".html"):
            continue
        for pointer, one in reading.evidence.items():
            assert one.source == "document" and one.page == 1 and one.box is None
            if one.cell is None:
                assert pointer in ("/year", "/funds_unit"), (path.name, pointer)
            else:
                assert one.table and re.fullmatch(r"R\d+C\d+", one.cell), (path.name, pointer)


def test_evidence_of_a_text_names_line_and_columns(read: list[tuple[Path, FormReading]]) -> None:
    for path, reading in read:
        if path.suffix not in (".txt", ".md"):
            continue
        lines = path.read_text(encoding="utf-8").split("\n")
        for pointer, one in reading.evidence.items():
            assert one.line is not None and one.columns is not None, (path.name, pointer)
            start, end = one.columns
            printed = bare(strip_markup(lines[one.line - 1][start:end].strip()))
            if TARGET.fullmatch(pointer) or "goals" in pointer:
                continue
            assert printed in bare(one.text) or bare(one.text) in printed, (path.name, pointer)
