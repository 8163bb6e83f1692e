"""SCO and EXP rules over the open forms, against what careful readers found in them."""

import csv
import json
import re
from pathlib import Path
from typing import Any

import pytest

from extractor.checks.catalogue import RULES
from extractor.checks.form_facts import FormFacts
from extractor.checks.profile import load_profiles
from extractor.records.evaluation import Evaluation
from extractor.records.reading import FormReading

ROOT = Path(__file__).parents[2]
FORMS = ROOT.parent / "shared" / "forms"
PROFILE = load_profiles(ROOT / "configs" / "profiles")["national-2020"]
OUR_SEVERITY = {"warn": "warning", "error": "error", "info": "info"}
Place = tuple[str, str, int | None]
"""Project code, rule, and indicator row; `None` for a finding about the funds, the total or all rows."""

pytestmark = [
    pytest.mark.shared,
    pytest.mark.skipif(not FORMS.is_dir(), reason="the shared folder with the open forms is not beside the project"),
]

EXTRA: dict[Place, str] = {
    ("440303210301500004143", "EXP002", 1): "the readers note 'a cause, no improvement measure' in their SCO001 line",
    ("440303210301500004143", "EXP002", 4): "the readers note 'a cause, no improvement measure' in their SCO001 line",
    (
        "440303210301500003219",
        "EXP006",
        2,
    ): "133.3% is called 无偏差, as in the row of 440303210301500003483 they do list",
}
"""What we find and the readers do not list, with the reason why it stays."""

OTHER_SEVERITY: dict[Place, str] = {
    (
        "440303231551500005000",
        "EXP001",
        0,
    ): "a gold record has no reading notes; with REA002 it is a warning, see below",
    ("440303231550216305004", "EXP005", None): "the readers list it twice, as error and as info; we say error",
    ("440303210301500003483", "EXP003", 6): "the readers list it twice; a reason is given, so the rule says info",
}
"""Where we differ in severity, with the reason."""


def records() -> dict[str, dict[str, Any]]:
    found: dict[str, dict[str, Any]] = {}
    for path in sorted((FORMS / "gold").glob("*.json")):
        record = json.loads(path.read_text(encoding="utf-8"))
        for row in record["indicators"]:
            row.pop("level2_also_accepted", None)
        found[path.stem] = record
    return found


def listed() -> dict[Place, set[str]]:
    """The readers' findings of our codes, with their severities; a line of the text gives the indicator row."""
    lines = (FORMS / "luohu-2023.txt").read_text(encoding="utf-8").splitlines()
    gold = records()
    with (FORMS / "findings.tsv").open(encoding="utf-8", newline="") as file:
        entries = list(csv.DictReader(file, delimiter="\t"))
    shifts = {code: shift_of([entry for entry in entries if entry["project_code"] == code], lines) for code in gold}
    found: dict[Place, set[str]] = {}
    for entry in entries:
        if entry["rule"][:3] not in ("SCO", "EXP"):
            continue
        code, whole_form = entry["project_code"], "-" in entry["lines"] or entry["rule"] == "SCO004"
        for line in entry["lines"].split(","):
            row = None if whole_form else row_of(lines[int(line) - 1 - shifts[code]], gold[code])
            found.setdefault((code, entry["rule"], row), set()).add(OUR_SEVERITY[entry["severity"]])
    return found


def shift_of(entries: list[dict[str, str]], lines: list[str]) -> int:
    """By how many lines the readers' numbers of a form run ahead of the text (0 or 1): what fits their evidence best."""

    def hits(shift: int) -> int:
        numbered = [entry for entry in entries if entry["lines"].isdigit()]
        return sum(
            cell.strip() in entry["evidence"]
            for entry in numbered
            for cell in lines[int(entry["lines"]) - 1 - shift].split("\t")
            if len(cell.strip()) > 1
        )

    return 1 if hits(1) > hits(0) else 0


def row_of(line: str, record: dict[str, Any]) -> int | None:
    """The indicator whose name, target and actual stand in the line; `None` for a line of funds or the total."""
    cells = [re.sub(r"\s", "", cell) for cell in line.split("\t")]
    for index, row in enumerate(record["indicators"]):
        texts = (row["level3"], row["target"], row["actual"])
        if all(text and re.sub(r"\s", "", text) in cells for text in texts):
            return index
    return None


def found() -> dict[Place, str]:
    places: dict[Place, str] = {}
    for code, record in records().items():
        form = FormFacts(FormReading(record=Evaluation.model_validate(record)))
        for rule in RULES:
            if rule.code[:3] in ("SCO", "EXP") and rule.check is not None:
                for finding in rule.check(form, PROFILE):
                    parts = finding.pointer.split("/")
                    of_row = parts[1] == "indicators" and len(parts) > 2 and rule.code != "SCO004"
                    place = (code, rule.code, int(parts[2]) if of_row else None)
                    assert place not in places, f"{place} is found twice"
                    places[place] = finding.severity
    return places


def test_everything_the_readers_list_is_found() -> None:
    assert sorted(map(str, listed().keys() - found().keys())) == []


def test_everything_else_we_find_is_explained() -> None:
    assert found().keys() - listed().keys() == EXTRA.keys()


def test_severities_agree_or_are_explained() -> None:
    ours, theirs = found(), listed()
    differing = {place for place in ours.keys() & theirs.keys() if theirs[place] != {ours[place]}}
    assert differing == OTHER_SEVERITY.keys()


def test_a_cut_reason_column_makes_a_missing_reason_a_warning() -> None:
    note = {"code": "REA002", "pointer": "/indicators", "message": "右侧“偏差原因分析及改进措施”栏被裁切"}
    record = records()["440303231551500005000"]
    form = FormFacts(FormReading.model_validate({"record": record, "notes": [note]}))
    rule = next(rule for rule in RULES if rule.code == "EXP001")
    assert rule.check is not None
    assert [finding.severity for finding in rule.check(form, PROFILE)] == ["warning"]
