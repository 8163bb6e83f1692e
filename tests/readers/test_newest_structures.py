"""Structures that the newest layouts taught: read right in tables and in text with tabs."""

from pathlib import Path

import pytest

from evals.datasets import load_records
from evals.forms.documents import Recipe, make_document
from evals.forms.newest_layouts import NEWEST
from evals.forms.read_back import value_differences
from extractor.pipeline import read_document
from extractor.settings import load_settings

SAMPLES = load_records("provinces")
MARKED_IN_TEXT = {"name-and-weight"}
"""名称 | 权重 below each level: in text, places do not tell which is whose; all of it is under review."""


@pytest.mark.parametrize("kind", ["xlsx", "docx", "txt"])
@pytest.mark.parametrize("name", NEWEST)
def test_a_structure_is_read_or_marked(tmp_path: Path, name: str, kind: str) -> None:
    sample = SAMPLES[list(NEWEST).index(name) % len(SAMPLES)]
    path = tmp_path / f"form.{kind}"
    (form,) = make_document(path, [(sample, NEWEST[name])], Recipe(format=kind)).forms
    (reading,) = read_document(path, load_settings()).readings
    wrong = value_differences(form, reading.record)
    marked = [item.pointer for item in reading.review]
    silent = [one for one in wrong if not any(one.pointer.startswith(pointer) for pointer in marked)]
    if kind == "txt" and name in MARKED_IN_TEXT:
        assert wrong and not silent
    else:
        assert len(wrong) <= 2, wrong
