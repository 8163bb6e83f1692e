"""Forms of other places read right in every format they come in; see `handmade_form` for how they are written."""

import re
from pathlib import Path

import pytest

from evals.forms.office import office_available
from extractor.pipeline import read_document
from extractor.records.evaluation import Evaluation
from extractor.settings import load_settings
from tests.readers.handmade.handmade_form import HandmadeForm, all_forms
from tests.readers.handmade.rendering import render

_OFFICE = [
    pytest.mark.office,
    pytest.mark.skipif(not office_available(), reason="LibreOffice (soffice) is not installed"),
]
CASES = [
    pytest.param(form, kind, id=f"{form.name}-{kind}", marks=_OFFICE if kind.endswith("pdf") else [])
    for form in all_forms()
    for kind in form.formats
]


def without_white_space(record: Evaluation) -> Evaluation:
    """Where lines break differs by format; everything else must be the same."""
    return Evaluation.model_validate_json(re.sub(r"(?:\\[nrt]|\s)+", "", record.model_dump_json()))


@pytest.mark.parametrize(("form", "kind"), CASES)
def test_reads_as_a_careful_reader_does(form: HandmadeForm, kind: str, tmp_path: Path) -> None:
    document = read_document(render(form, kind, tmp_path), load_settings())
    found = [without_white_space(reading.record) for reading in document.readings]
    assert found == [without_white_space(record) for record in form.records]
