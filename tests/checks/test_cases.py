"""Every rule against its case file: passing forms stay silent, failing forms yield what the case expects."""

from pathlib import Path
from typing import Any

import pytest
import yaml

from extractor.checks.catalogue import RULES
from extractor.checks.form_facts import FormFacts
from extractor.checks.profile import load_profiles
from extractor.records.evaluation import Evaluation
from extractor.records.reading import FormReading

CASES = Path(__file__).parent / "cases"
PROFILES = load_profiles(Path(__file__).parents[2] / "configs" / "profiles")
RULE_BY_CODE = {rule.code: rule for rule in RULES}


def _cases(kind: str) -> list[Any]:
    found: list[Any] = []
    for path in sorted(CASES.glob("*.yml")):
        data = yaml.safe_load(path.read_text(encoding="utf-8"))
        for name, case in (data.get(kind) or {}).items():
            found.append(pytest.param(path.stem, case, id=f"{path.stem}-{name}"))
    return found


def _reading(form: dict[str, Any], case: dict[str, Any] | None = None) -> FormReading:
    """A reading of the record `form`; `reading` in the case may add evidence, review, notes, printed_level_weights."""
    return FormReading(record=Evaluation.model_validate(form), **((case or {}).get("reading") or {}))


def _run(code: str, case: dict[str, Any]) -> list[tuple[int, Any]]:
    """Findings with the index of their form. A case holds `form` (one record) or `forms` (several, for batch rules)."""
    profile = PROFILES[case.get("profile", "national-2020")]
    rule = RULE_BY_CODE[code]
    forms = [FormFacts(_reading(form, case)) for form in (case.get("forms") or [case["form"]])]
    if rule.check_batch is not None:
        return list(rule.check_batch(forms, profile))
    assert rule.check is not None
    return [(0, finding) for finding in rule.check(forms[0], profile)]


def _as_case(case: dict[str, Any]) -> dict[str, Any]:
    return case if "form" in case or "forms" in case else {"form": case}


@pytest.mark.parametrize(("code", "case"), _cases("passing"))
def test_passing_case_is_silent(code: str, case: dict[str, Any]) -> None:
    assert _run(code, _as_case(case)) == []


@pytest.mark.parametrize(("code", "case"), _cases("failing"))
def test_failing_case_yields_what_it_expects(code: str, case: dict[str, Any]) -> None:
    found = _run(code, case)
    assert len(found) == len(case["expect"])
    for (index, finding), expected in zip(found, case["expect"], strict=True):
        assert finding.rule == code
        assert index == expected.get("form", 0)
        for key, value in expected.items():
            if key == "message_has":
                assert value in finding.message
            elif key == "repair" and value is not None:
                assert finding.repair is not None
                assert {part: getattr(finding.repair, part) for part in value} == value
            elif key != "form":
                assert getattr(finding, key) == value, key


@pytest.mark.parametrize(("code", "case"), _cases("known_misses"))
def test_known_miss_is_still_missed(code: str, case: dict[str, Any]) -> None:
    """Fails when a rule has become better: then move the case to `failing`."""
    assert _run(code, _as_case(case)) == []


def test_every_rule_has_cases_that_pass_and_fail() -> None:
    for code in RULE_BY_CODE:
        data = yaml.safe_load((CASES / f"{code}.yml").read_text(encoding="utf-8"))
        assert data["rule"] == code
        assert data.get("passing") and data.get("failing"), code


def test_every_rule_file_is_registered_once() -> None:
    folder = Path(__file__).parents[2] / "extractor" / "checks" / "rules"
    files = sorted(path.stem for path in folder.glob("[A-Z]*.py"))
    assert sorted(RULE_BY_CODE) == files
    assert len(RULES) == len(files)
