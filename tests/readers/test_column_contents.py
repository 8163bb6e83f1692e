"""Headings that no vocabulary has and no word explains are told by what stands below them, and marked for review."""

from dataclasses import replace
from pathlib import Path

import pytest

from evals.datasets import load_records
from evals.forms.documents import Recipe, make_document
from evals.forms.named_layouts import LAYOUTS
from evals.forms.read_back import value_differences
from evals.forms.unseen_layouts import with_labels
from extractor.pipeline import read_document
from extractor.records.reading import FormReading
from extractor.settings import load_settings

SETTINGS = load_settings()
SAMPLES = [*load_records("provinces"), *load_records("luohu-2023")[:4]]


def read(folder: Path, number: int, headings: dict[str, str], layout: str = "national-2020") -> tuple[FormReading, int]:
    shape = LAYOUTS[layout]
    shape = replace(shape, labels=with_labels(shape.labels, indicators=headings))
    path = folder / f"{number}.xlsx"
    (form,) = make_document(path, [(SAMPLES[number], shape)], Recipe(format="xlsx")).forms
    (reading,) = read_document(path, SETTINGS).readings
    return reading, len(value_differences(form, reading.record))


@pytest.mark.parametrize("number", range(7))
@pytest.mark.parametrize(
    "columns",
    [("target",), ("actual",), ("weight",), ("score",), ("weight", "score"), ("actual", "score")],
    ids="+".join,
)
def test_columns_are_told_by_what_stands_in_them(tmp_path: Path, number: int, columns: tuple[str, ...]) -> None:
    headings = dict(zip(columns, ("甲栏", "乙栏"), strict=False))
    reading, wrong = read(tmp_path, number, headings)
    assert wrong == 0
    reasons = [item.reason for item in reading.review if item.pointer == "/indicators"]
    assert all(any(f"“{heading}”" in reason for reason in reasons) for heading in headings.values())


def test_targets_below_a_heading_of_actuals_are_told_by_their_comparators(tmp_path: Path) -> None:
    reading, wrong = read(tmp_path, 1, {"target": "完成值", "actual": "乙栏"})
    assert wrong == 0
    assert any("“完成值”" in item.reason and "年度指标值" in item.reason for item in reading.review)


def test_a_column_that_cannot_be_told_stays_unread_and_marked(tmp_path: Path) -> None:
    # targets in words, actuals in per cent: nothing shows that the one belongs to the other
    reading, wrong = read(tmp_path, 7, {"target": "甲栏"})
    assert wrong > 0 and all(row.target is None for row in reading.record.indicators)
    assert any(item.pointer == "/indicators" and "认不出的列“甲栏”" in item.reason for item in reading.review)


def test_names_below_an_unknown_heading_are_told_by_their_place_and_difference(tmp_path: Path) -> None:
    reading, wrong = read(tmp_path, 1, {"level3": "甲栏", "score": "乙栏"})
    assert wrong == 0
    assert any("“甲栏”" in item.reason and "三级指标" in item.reason for item in reading.review)
