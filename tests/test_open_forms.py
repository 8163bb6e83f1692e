"""The open forms: 17 real forms as messy text against the records that careful readers made of them."""

import json
from pathlib import Path

import pytest

from evals.datasets import Sample, sample_of
from evals.forms.expected import ExpectedForm
from evals.forms.read_back import differences
from extractor.pipeline import DocumentReading, read_document
from extractor.settings import load_settings

FORMS = Path(__file__).parents[1].parent / "shared" / "forms"

pytestmark = [
    pytest.mark.shared,
    pytest.mark.skipif(not FORMS.is_dir(), reason="the shared folder with the open forms is not beside the project"),
]


@pytest.fixture(scope="module")
def document() -> DocumentReading:
    return read_document(FORMS / "luohu-2023.txt", load_settings())


@pytest.fixture(scope="module")
def gold() -> dict[str, Sample]:
    paths = sorted((FORMS / "gold").glob("*.json"))
    return {path.stem: sample_of(path.stem, json.loads(path.read_text(encoding="utf-8"))) for path in paths}


def test_every_form_is_found_once(document: DocumentReading, gold: dict[str, Sample]) -> None:
    codes = [reading.record.project_code for reading in document.readings]
    assert len(codes) == 17
    assert sorted(map(str, codes)) == sorted(gold)
    assert [problem for problem in document.problems if problem.severity == "error"] == []


def test_every_field_is_right(document: DocumentReading, gold: dict[str, Sample]) -> None:
    wrong: dict[str, list[str]] = {}
    for reading in document.readings:
        sample = gold[str(reading.record.project_code)]
        form = ExpectedForm(record=sample.record, level2_also_accepted=sample.level2_also_accepted)
        found = differences(form, reading.record)
        if found:
            wrong[sample.name] = found
    assert wrong == {}


def test_forms_come_in_the_order_of_the_text(document: DocumentReading) -> None:
    lines = [reading.evidence["/project_code"].line or 0 for reading in document.readings]
    assert lines == sorted(lines)


def test_what_is_odd_about_the_print_is_noted(document: DocumentReading) -> None:
    notes = {note.code for reading in document.readings for note in reading.notes}
    assert {"REA001", "REA002", "REA003", "REA004", "REA006"} <= notes


def test_surest_values_are_the_many(document: DocumentReading) -> None:
    confidences = [one.confidence for reading in document.readings for one in reading.evidence.values()]
    assert sum(confidence >= 0.9 for confidence in confidences) > 0.95 * len(confidences)
