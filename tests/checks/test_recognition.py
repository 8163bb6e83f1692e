"""A form's profile follows from its weights, whatever its labels look like."""

from pathlib import Path
from typing import Any

import pytest

from extractor.checks.form_facts import FormFacts
from extractor.checks.profile import load_profiles
from extractor.checks.recognition import recognise
from extractor.errors import SettingsError
from extractor.records.evaluation import Evaluation
from extractor.records.reading import FormReading

PROFILES = load_profiles(Path(__file__).parents[2] / "configs" / "profiles")


def _form(
    execution: str | None,
    rows: list[tuple[str | None, str | None, str | None]],
    *,
    code: str | None = None,
    full: str | None = "100",
    printed: dict[str, str] | None = None,
) -> FormFacts:
    record: dict[str, Any] = {
        "project_code": code,
        "funds": [{"source": "total", "weight": execution}],
        "indicators": [{"level1": level1, "level2": level2, "level3": "甲", "weight": w} for level1, level2, w in rows],
        "total_weight": full,
    }
    return FormFacts(FormReading(record=Evaluation.model_validate(record), printed_level_weights=printed or {}))


NATIONAL: list[tuple[str | None, str | None, str | None]] = [
    ("产出指标", None, "50"),
    ("效益指标", None, "30"),
    ("满意度指标", None, "10"),
]


def test_exact_weights_are_recognised_for_sure() -> None:
    found = recognise(_form("10", NATIONAL), PROFILES)
    assert (found.profile.name, found.sure, found.distance) == ("national-2020", True, 0)
    assert "全国通用" in found.reason


def test_the_place_decides_between_equal_weights() -> None:
    assert recognise(_form("10", NATIONAL, code="440303210301500004143"), PROFILES).profile.name == "shenzhen"
    assert recognise(_form("10", NATIONAL, code="330103210301500004143"), PROFILES).profile.name == "national-2020"


@pytest.mark.parametrize(
    "labels", [("产出", "效益", "满意度"), ("产出指标（50分）", "效益 指标(30分)", "服务对象满意度指标")]
)
def test_label_variants_are_one_group(labels: tuple[str, str, str]) -> None:
    rows = [(label, None, weight) for label, weight in zip(labels, ("50", "30", "10"), strict=True)]
    assert recognise(_form("10", list(rows)), PROFILES).sure


def test_missing_level1_follows_from_level2() -> None:
    rows: list[tuple[str | None, str | None, str | None]] = [
        (None, "数量指标", "30"),
        (None, "成本指标", "20"),
        (None, "社会效益指标", "30"),
        (None, "服务对象满意度指标", "10"),
    ]
    assert recognise(_form("10", rows), PROFILES).profile.name == "national-2020"


def test_cost_as_a_group_of_its_own() -> None:
    rows: list[tuple[str | None, str | None, str | None]] = [
        ("成本指标", "经济成本指标", "20"),
        ("产出指标", "数量指标", "40"),
        ("效益指标", "社会效益指标", "20"),
        ("满意度指标", "服务对象满意度指标", "10"),
    ]
    assert recognise(_form("10", rows), PROFILES).profile.name == "cost-2021"


@pytest.mark.parametrize("split", [("40", "40", None), ("50", "20", "10"), ("35", "35", "10")])
def test_execution_20_and_indicators_80(split: tuple[str, str, str | None]) -> None:
    rows = [(level, None, weight) for level, weight in zip(("产出指标", "效益指标", "满意度指标"), split, strict=True)]
    assert recognise(_form("20", list(rows)), PROFILES).profile.name == "hubei-20-80"


@pytest.mark.parametrize(
    "rows",
    [
        [("产出指标", None, "50"), ("效益指标", None, "40")],
        [("产出指标", None, "60"), ("效益指标", None, "30")],
        [("产出指标", None, "50"), ("效益指标", None, "30")],
        [("产出指标", None, "50"), ("效益指标", None, "30"), ("满意度指标", None, None)],
        [("产出指标", None, "52"), ("效益指标", None, "28"), ("满意度指标", None, "10")],
    ],
)
def test_near_weights_are_recognised_without_certainty(rows: list[tuple[str | None, str | None, str | None]]) -> None:
    found = recognise(_form("10", rows), PROFILES)
    assert (found.profile.name, found.sure) == ("national-2020", False)


def test_one_misread_row_does_not_matter_where_the_labels_print_their_points() -> None:
    rows = [("产出指标", None, "20"), *NATIONAL[1:]]
    printed = {"产出指标": "50", "效益指标": "30", "满意度指标": "10"}
    assert recognise(_form("10", list(rows), printed=printed), PROFILES).profile.name == "national-2020"


def test_the_execution_weight_follows_from_the_total() -> None:
    assert recognise(_form(None, NATIONAL), PROFILES).sure


@pytest.mark.parametrize("execution", ["30", "15"])
def test_other_weights_are_local(execution: str) -> None:
    rows: list[tuple[str | None, str | None, str | None]] = [("产出指标", None, "25"), ("效益指标", None, "45")]
    found = recognise(_form(execution, rows), PROFILES)
    assert (found.profile.name, found.sure, found.distance) == ("local", False, None)


def test_a_form_without_weights_is_local() -> None:
    assert recognise(_form("10", [("产出指标", None, None)]), PROFILES).profile.name == "local"
    assert recognise(_form(None, []), PROFILES).profile.name == "local"


def test_profiles_without_a_fallback_are_refused() -> None:
    with pytest.raises(SettingsError, match="local"):
        recognise(_form("10", NATIONAL), {"shenzhen": PROFILES["shenzhen"]})
