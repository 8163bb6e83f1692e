"""The ARI rules on the open forms: exactly what careful readers found, and nothing else."""

import csv
import json
from collections import Counter
from pathlib import Path

import pytest

from extractor.checks.catalogue import RULES
from extractor.checks.form_facts import FormFacts
from extractor.checks.profile import load_profiles
from extractor.checks.recognition import recognise
from extractor.records.evaluation import Evaluation
from extractor.records.reading import FormReading

REPOSITORY = Path(__file__).parents[2]
FORMS = REPOSITORY.parent / "shared" / "forms"
PROFILES = load_profiles(REPOSITORY / "configs" / "profiles")
SEVERITIES = {"warn": "warning", "error": "error", "info": "info"}
CODES = sorted(path.stem for path in (FORMS / "gold").glob("*.json")) if FORMS.is_dir() else [None]

pytestmark = pytest.mark.shared


def _form(code: str | None) -> FormFacts:
    if code is None:
        pytest.skip("the folder shared/forms with the open forms is not beside the project")
    data = json.loads((FORMS / "gold" / f"{code}.json").read_text(encoding="utf-8"))
    for row in data["indicators"]:
        for key in [key for key in row if key.endswith("_also_accepted")]:
            del row[key]  # a note of the transcribers, no field of the record
    return FormFacts(FormReading(record=Evaluation.model_validate(data)))


@pytest.mark.parametrize("code", CODES)
def test_arithmetic_rules_find_what_readers_found(code: str | None) -> None:
    form = _form(code)
    profile = recognise(form, PROFILES).profile
    rules = [rule for rule in RULES if rule.code.startswith("ARI") and rule.check is not None]
    found = Counter((one.rule, one.severity) for rule in rules if rule.check for one in rule.check(form, profile))
    with (FORMS / "findings.tsv").open(encoding="utf-8", newline="") as file:
        lines = list(csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE))
    expected = Counter(
        (line["rule"], SEVERITIES[line["severity"]])
        for line in lines
        if line["project_code"] == code and line["rule"].startswith("ARI")
    )
    assert found == expected


@pytest.mark.parametrize("code", CODES)
def test_open_forms_are_shenzhen_forms(code: str | None) -> None:
    found = recognise(_form(code), PROFILES)
    assert (found.profile.name, found.sure) == ("shenzhen", True)


def test_the_missing_scores_and_total_are_recomputed() -> None:
    checked = {rule.code: rule.check for rule in RULES}
    for code, rule, recomputed in (
        ("440303210301500001278", "ARI004", "1.68"),
        ("440303221550216305000", "ARI004", "9.98"),
        ("440303231551500005000", "ARI004", "0"),
        ("440303210301500002808", "ARI008", "98.96"),
        ("440303210301500004143", "ARI011", "2.88"),
    ):
        form = _form(code if FORMS.is_dir() else None)
        check = checked[rule]
        assert check is not None
        assert [one.recomputed for one in check(form, PROFILES["shenzhen"])] == [recomputed]
