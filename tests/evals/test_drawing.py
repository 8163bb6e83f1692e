"""Drawn records are valid, and planted defects are what they say."""

from collections import Counter
from decimal import Decimal
from pathlib import Path
from random import Random

import pytest

from evals.drawing.drawn_record import drawn_record, drawn_samples
from evals.outcomes import Outcome
from evals.planting.misprint_cases import misprint_cases
from evals.planting.planted_cases import PLANTINGS, planted_cases
from evals.surroundings import Surroundings
from extractor.checks.catalogue import RULES
from extractor.checks.checker import check_form
from extractor.checks.form_facts import FormFacts
from extractor.checks.recognition import recognise_profile
from extractor.records.evaluation import Evaluation
from extractor.records.reading import FormReading

AROUND = Surroundings()
"""Rules about how a form was read: no record shows them."""


def findings(record: Evaluation) -> list[str]:
    reading = FormReading(record=record)
    profile = recognise_profile(FormFacts(reading), AROUND.app.profiles)
    return [f"{one.rule} {one.message}" for one in check_form(reading, profile)]


@pytest.mark.parametrize("seed", range(900, 940))
def test_drawn_records_are_arithmetically_valid(seed: int) -> None:
    record = drawn_record(seed)
    weights = [Decimal(row.weight or 0) for row in record.indicators]
    scores = [Decimal(row.score or 0) for row in record.indicators]
    total = record.funds[0]
    assert sum(weights) + Decimal(total.weight or 0) == 100
    assert sum(scores) + Decimal(total.score or 0) == Decimal(record.total_score or 0)
    for name in ("initial_budget", "annual_budget", "executed"):
        assert sum(Decimal(getattr(line, name)) for line in record.funds[1:]) == Decimal(getattr(total, name))
    assert findings(record) == []


def test_drawn_records_are_many_and_the_same_for_the_same_seed() -> None:
    records = [sample.record for sample in drawn_samples(60)]
    assert records == [sample.record for sample in drawn_samples(61)][:60]
    assert len({record.project_code for record in records}) == 60
    assert len({(record.implementing_unit, record.project_name) for record in records}) > 50
    targets = [row.target or "" for record in records for row in record.indicators]
    kinds = Counter(one[0] if one[0] in "≥≤" else "exact" if one[0].isdigit() else "words" for one in targets)
    assert min(kinds[kind] for kind in ("≥", "≤", "exact", "words")) > 20
    assert {record.funds_unit for record in records} == {"元", "万元"}
    assert any(row.deviation_reason for record in records for row in record.indicators)


def test_every_rule_is_planted() -> None:
    across = {rule.code for rule in RULES if rule.check_batch is not None}
    planted = {case.rule for case in planted_cases(1) if hasattr(case, "rule")}
    misprinted = {case.rule for case in misprint_cases(1)}
    assert planted | misprinted == {rule.code for rule in RULES}
    assert not planted & misprinted
    assert across <= planted


def test_misprints_are_noted_where_they_are_and_blamed_on_the_print(tmp_path: Path) -> None:
    outcomes = [one for case in misprint_cases(3, seed=900) for one in case.evaluate(tmp_path, AROUND)]
    assert len(outcomes) == 18
    missed = [one.sample for one in outcomes if not (one.counts["pointed"] and one.counts["verdicts_right"])]
    assert not missed
    assert sum(one.counts["false_alarms"] for one in outcomes) <= 1, [one.failures for one in outcomes if one.failures]


@pytest.fixture(scope="module")
def outcomes(tmp_path_factory: pytest.TempPathFactory) -> list[Outcome]:
    folder: Path = tmp_path_factory.mktemp("planted")
    return [one for case in planted_cases(1, seed=400) for one in case.evaluate(folder, AROUND)]


def test_defects_fit_into_drawn_records(outcomes: list[Outcome]) -> None:
    planted = {one.case for one in outcomes if one.counts.get("planted")}
    assert len(planted) == len(PLANTINGS) + 5


def test_rules_catch_what_is_planted_at_its_place(outcomes: list[Outcome]) -> None:
    own = [one for one in outcomes if one.counts.get("planted")]
    missed = [one.sample for one in own if not one.counts["pointed"]]
    assert len(missed) <= 2, missed
    assert sum(one.counts["false_alarms"] for one in outcomes) <= 2, [one.failures for one in outcomes if one.failures]


def test_a_planting_changes_only_what_it_says() -> None:
    for number, planting in enumerate(PLANTINGS):
        for seed in range(30):
            record = drawn_record(seed)
            planted = planting.plant(record, Random(seed))
            if planted is not None:
                assert planted.reading.record != record or planted.reading.printed_level_weights, planting.rule
                break
        else:
            pytest.fail(f"{planting.rule} ({number}) fits into no record")
