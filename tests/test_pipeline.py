"""One document, end to end: its forms in order, and a problem for everything that was not read."""

import subprocess
import sys
from pathlib import Path
from typing import Any, cast

import pymupdf
import pytest

from evals.datasets import load_records
from evals.forms.documents import Part, Recipe, make_document, write_parts
from evals.forms.expected import read_expected
from evals.forms.form_table import form_table
from evals.forms.make_samples import FOLDER
from evals.forms.named_layouts import NATIONAL_2020, SHENZHEN_2023
from evals.forms.other_kinds import OTHER_KINDS
from evals.forms.pdf_style import PdfStyle
from evals.forms.read_back import differences
from extractor.pipeline import read_document
from extractor.settings import load_settings

SETTINGS = load_settings()
EXPECTED = read_expected(FOLDER / "expected.json")
SAMPLES = load_records("provinces")
DROID = PdfStyle(font="droid")


@pytest.mark.parametrize("name", sorted(name for name, forms in EXPECTED.items() if forms))
def test_committed_samples_are_read_as_expected(name: str) -> None:
    found = read_document(FOLDER / name, SETTINGS)
    assert len(found.readings) == len(EXPECTED[name])
    wrong = [differences(form, one.record) for form, one in zip(EXPECTED[name], found.readings, strict=True)]
    assert [line for lines in wrong for line in lines] == []
    assert [one for one in found.problems if one.severity == "error"] == []


@pytest.mark.parametrize("name", sorted(name for name, forms in EXPECTED.items() if not forms))
def test_other_kinds_of_forms_are_named_and_not_read(name: str) -> None:
    found = read_document(FOLDER / name, SETTINGS)
    assert found.readings == []
    assert [one.category for one in found.problems if one.severity == "error"] == ["no_form"]
    others = " ".join(one.message for one in found.problems if one.category == "other_form")
    for kind in ("绩效目标申报表", "绩效监控表", "部门整体支出绩效自评表"):
        assert kind in others
    assert all(one.page for one in found.problems if one.category == "other_form")


@pytest.mark.parametrize("kind", ["pdf", "xlsx", "docx", "txt"])
def test_forms_among_other_kinds(kind: str, tmp_path: Path) -> None:
    record = SAMPLES[0].record
    parts: list[Part] = [OTHER_KINDS[name](record) for name in OTHER_KINDS]
    parts.insert(1, form_table(SAMPLES[1].record, NATIONAL_2020))
    parts.append(form_table(SAMPLES[2].record, SHENZHEN_2023))
    path = tmp_path / f"mixed.{kind}"
    write_parts(parts, path, Recipe(format=kind, style=DROID))
    found = read_document(path, SETTINGS)
    names = [one.record.project_name for one in found.readings]
    assert names == [SAMPLES[1].record.project_name, SAMPLES[2].record.project_name]
    assert {one.severity for one in found.problems} == {"notice"}


def test_source_hash_and_pages(tmp_path: Path) -> None:
    found = read_document(FOLDER / "ruled.pdf", SETTINGS)
    assert found.source == str(FOLDER / "ruled.pdf")
    assert found.pages == 2
    assert found.sha256 is not None and len(found.sha256) == 64
    copy = tmp_path / "other name.pdf"
    copy.write_bytes((FOLDER / "ruled.pdf").read_bytes())
    assert read_document(copy, SETTINGS).sha256 == found.sha256


def test_missing_file_is_a_problem(tmp_path: Path) -> None:
    found = read_document(tmp_path / "none.pdf", SETTINGS)
    assert (found.sha256, found.pages, found.readings) == (None, 0, [])
    assert [one.category for one in found.problems] == ["not_found"]


@pytest.mark.parametrize(
    ("name", "content", "category"),
    [
        ("a.pdf", b"", "empty"),
        ("a.txt", b"", "empty"),
        ("a.pdf", b"%PDF-1.7\nrubbish", "corrupt"),
        ("a.txt", "会议纪要\n一、研究预算".encode(), "no_form"),
        ("a.jpg", b"\xff\xd8\xff\xe0" + b"\x00" * 100, "corrupt"),
        ("a.bin", bytes(range(256)) * 4, "unsupported"),
    ],
)
def test_what_cannot_be_read_is_one_error(name: str, content: bytes, category: str, tmp_path: Path) -> None:
    path = tmp_path / name
    path.write_bytes(content)
    found = read_document(path, SETTINGS)
    assert found.readings == []
    assert [one.category for one in found.problems if one.severity == "error"] == [category]


def test_damaged_page_costs_only_its_form(tmp_path: Path) -> None:
    forms = [(sample, NATIONAL_2020) for sample in SAMPLES[:3]]
    for number, form in enumerate(forms):
        make_document(tmp_path / f"{number}.pdf", [form], Recipe(style=DROID))
    whole = cast("Any", pymupdf.open())
    starts: list[int] = []
    for number in range(3):
        starts.append(len(whole))
        whole.insert_pdf(pymupdf.open(str(tmp_path / f"{number}.pdf")))
    for page in range(starts[1], starts[2]):
        whole.xref_set_key(whole.page_xref(page), "Contents", "9999 0 R")
    whole.save(str(tmp_path / "whole.pdf"))
    found = read_document(tmp_path / "whole.pdf", SETTINGS)
    names = [one.record.project_name for one in found.readings]
    assert names == [SAMPLES[0].record.project_name, SAMPLES[2].record.project_name]
    errors = {one.page for one in found.problems if one.severity == "error"}
    assert errors == set(range(starts[1] + 1, starts[2] + 1))


def test_too_many_pages_are_refused() -> None:
    limits = SETTINGS.limits.model_copy(update={"max_pages": 1})
    small = SETTINGS.model_copy(update={"limits": limits})
    found = read_document(FOLDER / "ruled.pdf", small)
    assert [one.category for one in found.problems] == ["too_large"]


def test_messages_are_chinese_and_name_the_file(tmp_path: Path) -> None:
    paths = [FOLDER / "other-kinds.pdf", tmp_path / "none.pdf"]
    for path in paths:
        for problem in read_document(path, SETTINGS).problems:
            assert path.name in problem.message
            assert "。" in problem.message


def test_reading_a_pdf_imports_no_reader_of_another_format() -> None:
    code = (
        "import sys; from pathlib import Path; from extractor.pipeline import read_document; "
        "from extractor.settings import load_settings; "
        f"r = read_document(Path({str(FOLDER / 'ruled.pdf')!r}), load_settings()); assert r.readings; "
        "print([m for m in ('openpyxl', 'docx', 'lxml', 'xlrd', 'numpy', 'yaml', 'rich', 'typer') if m in sys.modules])"
    )
    done = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True, cwd=FOLDER.parents[1]
    )
    assert done.stdout.strip() == "[]"
