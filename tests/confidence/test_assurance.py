"""Confidence of recognised values: calibrated, raised where arithmetic closes, lowered where it does not, never a text."""

from pathlib import Path
from typing import Any

import pytest

from extractor.checks.form_facts import FormFacts
from extractor.checks.profile import load_profiles
from extractor.confidence.assurance import assured
from extractor.confidence.calibration import Calibration, load_calibration
from extractor.confidence.closure import value_evidence
from extractor.errors import SettingsError
from extractor.records.evaluation import Evaluation
from extractor.records.reading import Evidence, FormReading, Recognised
from extractor.settings import load_settings, resource_folder

PROFILE = load_profiles(Path(__file__).parents[2] / "configs" / "profiles")["national-2020"]
CALIBRATION = Calibration(
    made_by={},
    curves={
        "read": [(0.0, 0.1), (1.0, 0.9)],
        "closed": [(0.0, 0.95), (1.0, 1.0)],
        "broken": [(0.0, 0.0), (1.0, 0.8)],
    },
)


def scanned(*, total: str = "100", unsure: dict[str, list[str]] | None = None) -> FormReading:
    """A form of two rows read from a picture; values at the pointers of `unsure` were read in other ways too."""
    rows = [
        {"level1": "产出指标", "level2": "数量指标", "level3": "甲", "target": "≥5", "weight": "60", "score": "60"},
        {"level1": "效益指标", "level2": "社会效益指标", "level3": "乙", "target": "≥7", "weight": "40", "score": "40"},
    ]
    record: dict[str, Any] = {"indicators": rows, "total_weight": "100", "total_score": total}
    texts = {f"/indicators/{at}/{field}": text for at, row in enumerate(rows) for field, text in row.items()}
    texts["/total_score"] = total
    others = unsure or {}
    return FormReading(
        record=Evaluation.model_validate(record),
        evidence={
            pointer: Evidence(
                page=1, box=(1, 2, 3, 4), text=text, source="ocr", confidence=0.9, alternatives=others.get(pointer)
            )
            for pointer, text in texts.items()
        },
        recognised={pointer: Recognised(0.4 if pointer in others else 0.95, 0.999) for pointer in texts},
    )


def weighed(reading: FormReading, *, below: float = 0.9) -> FormReading:
    return assured(reading, PROFILE, CALIBRATION, review_below=below)


def test_values_of_a_sum_that_closes_are_surer_than_others() -> None:
    found = weighed(scanned())
    assert found.evidence["/total_score"].confidence > 0.99
    assert found.evidence["/indicators/0/score"].confidence > 0.99
    assert found.evidence["/indicators/0/target"].confidence == pytest.approx(0.86)


def test_a_sum_that_does_not_close_makes_its_values_unsure_and_changes_none() -> None:
    before = scanned(total="95")
    found = weighed(before)
    assert found.evidence["/total_score"].confidence < 0.8
    assert found.record == before.record
    assert {"/total_score", "/indicators/1/score"} <= {item.pointer for item in found.review}


def test_known_labels_are_vouched_for() -> None:
    evidence = value_evidence(FormFacts(scanned()), PROFILE)
    assert evidence["/indicators/0/level1"] == evidence["/indicators/1/level2"] == "closed"
    assert "/indicators/0/level3" not in evidence


def test_what_is_unsure_is_reviewed_with_the_other_reading_and_its_place() -> None:
    found = weighed(scanned(unsure={"/indicators/1/target": ["27"]}), below=0.8)
    (item,) = found.review
    assert item.pointer == "/indicators/1/target" and item.alternatives == ["27"]
    assert "27" in item.reason and item.points_at_stake == "40"
    assert found.evidence[item.pointer].box == (1, 2, 3, 4)
    assert "alternatives" in item.model_dump(mode="json")


def test_a_second_reading_that_makes_everything_close_is_proposed_and_not_applied() -> None:
    found = weighed(scanned(total="108", unsure={"/total_score": ["100"]}))
    first = found.review[0]
    assert found.record.total_score == "108"
    assert first.pointer == "/total_score" and first.alternatives[0] == "100"
    assert first.confidence <= 0.5


def test_a_number_read_for_sure_that_does_not_close_is_the_fault_of_the_form() -> None:
    sure = CALIBRATION.model_copy(update={"curves": {**CALIBRATION.curves, "broken": [(0.0, 0.99), (1.0, 0.99)]}})
    found = assured(scanned(total="108"), PROFILE, sure, review_below=0.9)
    assert "/total_score" not in {item.pointer for item in found.review}
    assert FormFacts(found).surely_read("/total_score")
    assert not FormFacts(weighed(scanned(total="108"))).surely_read("/total_score")


def test_review_is_ordered_by_points() -> None:
    stakes = [float(item.points_at_stake) for item in weighed(scanned(total="95"), below=1.0).review]
    assert stakes == sorted(stakes, reverse=True) and stakes[0] == 100


def test_digital_values_are_left_alone() -> None:
    reading = scanned(total="95").model_copy(update={"recognised": {}})
    assert weighed(reading).evidence == reading.evidence


@pytest.mark.parametrize(
    "text",
    [
        "[made_by]\n[curves]\nread = [[0, 0]]",
        "[made_by]\n[curves]\nread = [[0, 0.9], [1, 0.1]]\nclosed = [[0, 0]]\nbroken = [[0, 0]]",
        "curves = 1",
    ],
)
def test_a_calibration_that_is_none_is_refused_by_name(tmp_path: Path, text: str) -> None:
    path = tmp_path / "wrong.toml"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(SettingsError, match=r"wrong\.toml"):
        load_calibration(path)


def test_the_calibration_in_use_says_how_it_was_made_and_rises() -> None:
    path = resource_folder("configs") / "calibration" / f"{load_settings().reader.calibration}.toml"
    calibration = load_calibration(path)
    assert calibration.made_by["command"] == "python -m evals.tasks.calibration"
    for kind in ("read", "closed", "broken"):
        sure = [calibration.probability(score / 100, kind) for score in range(101)]
        assert sure == sorted(sure)
    assert calibration.probability(0.3, "closed") >= calibration.probability(0.3, "read")
