"""PLA, TXT and BAT rules over the open forms, against what careful readers found in them."""

import csv
import json
import re
from collections import defaultdict
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from extractor.checks.checker import check_forms
from extractor.checks.finding import Finding
from extractor.checks.profile import load_profiles
from extractor.records.evaluation import Evaluation
from extractor.records.reading import FormReading

ROOT = Path(__file__).parents[2]
FORMS = ROOT.parent / "shared" / "forms"
OURS = ("PLA", "TXT", "BAT")
SEVERITIES = {"warn": "warning", "error": "error", "info": "info"}
Place = tuple[str, str]
"""Project code and rule."""

pytestmark = [
    pytest.mark.shared,
    pytest.mark.skipif(not FORMS.is_dir(), reason="the shared folder with the open forms is not beside the project"),
]

MISSED: dict[Place, str] = {
    ("440303210301500003219", "PLA003"): "3 of 7 thresholds are hit exactly; the rule asks for 75 %",
    ("440303210301500003345", "PLA008"): "a remark that ≤5% is a reverse indicator; both sides are percentages",
    ("440303210301500004143", "PLA009"): "符合 for a purchase of nothing: links two rows by meaning",
    ("440303221550216305000", "PLA009"): "有效满足 does not fit 提高办公效率: grammar",
}
"""What the readers list and we do not find, with the reason; each is a known miss in its rule's cases or no defect."""

EXTRA: dict[Place, str] = {
    ("440303210300200001884", "BAT004"): "智慧城市建设的中心: the readers list the slip as REA008",
    ("440303221550216300000", "BAT004"): "智慧城市建设的中心: the readers list the slip as REA008",
    (
        "440303221550216300000",
        "PLA004",
    ): "11 of 12 actuals are their targets word for word; the readers say so of numbers",
    (
        "440303221550216300001",
        "PLA004",
    ): "12 of 13 actuals are their targets word for word; the readers say so of numbers",
    ("440303221550216305000", "PLA004"): "all 5 actuals are their targets word for word",
    ("440303210301500003219", "PLA006"): "资金支出 100%: the readers list the row as TXT004 only",
    ("440303210301500003345", "PLA006"): "支出进度完成情况 is 支出进度达标率, which they list in two other forms",
    ("440303210301500004536", "PLA008"): "1 and ≥200 without any unit, as in the form where they list it",
    ("440303231550216305002", "PLA008"): "all four quantities without any unit, as in the form where they list it",
    ("440303210300200001884", "PLA011"): "经区政府概算审核部门审核 under 成本: they list it in 440303221550216305000",
    ("440303231550216305002", "PLA011"): "经区政府概算审核部门审核 under 成本: they list it in 440303221550216305000",
    ("440303210301500004143", "PLA011"): "a response time under 成本; they list the drift of the labels there (REA004)",
    ("440303221550216305000", "TXT003"): "goal 支付, report 完成: they say so in their REA007 line",
}
"""What we find and the readers do not list, with the reason why it stays."""

OTHER_SEVERITY: dict[Place, str] = {}
"""Where the gravest of our severities is none of the readers', with the reason."""


@cache
def records() -> dict[str, dict[str, Any]]:
    found: dict[str, dict[str, Any]] = {}
    for path in sorted((FORMS / "gold").glob("*.json")):
        record = json.loads(path.read_text(encoding="utf-8"))
        for row in record["indicators"]:
            row.pop("level2_also_accepted", None)
        found[path.stem] = record
    return found


@cache
def found() -> dict[Place, list[Finding]]:
    """All forms checked in one run, so that the batch rules see them together."""
    readings = [FormReading(record=Evaluation.model_validate(record)) for record in records().values()]
    findings = check_forms(readings, load_profiles(ROOT / "configs" / "profiles"))
    places: dict[Place, list[Finding]] = defaultdict(list)
    for code, of_form in zip(records(), findings, strict=True):
        for finding in of_form:
            if finding.rule.startswith(OURS):
                places[code, finding.rule].append(finding)
    return dict(places)


@cache
def listed() -> dict[Place, list[dict[str, str]]]:
    places: dict[Place, list[dict[str, str]]] = defaultdict(list)
    with (FORMS / "findings.tsv").open(encoding="utf-8", newline="") as file:
        for entry in csv.DictReader(file, delimiter="\t"):
            if entry["rule"].startswith(OURS):
                places[entry["project_code"], entry["rule"]].append(entry)
    return dict(places)


def listed_rows() -> set[tuple[str, str, int]]:
    """Project code, rule and row, where a line of the readers holds name, target and actual of an indicator.

    The readers' line numbers run up to one ahead of the text; a line counts when exactly one of the two is an indicator
    whose name or target the evidence quotes. Lists and ranges of lines are left to the comparison by rule.
    """
    lines = (FORMS / "luohu-2023.txt").read_text(encoding="utf-8").splitlines()
    rows: set[tuple[str, str, int]] = set()
    for (code, rule), entries in listed().items():
        for entry in entries:
            if not entry["lines"].isdigit():
                continue
            candidates = {row_of(lines[int(entry["lines"]) - 1 - shift], records()[code]) for shift in (0, 1)} - {None}
            quoted = {
                row
                for row in candidates
                if row is not None and quotes(entry["evidence"], records()[code]["indicators"][row])
            }
            if len(quoted) == 1:
                rows.add((code, rule, quoted.pop()))
    return rows


def row_of(line: str, record: dict[str, Any]) -> int | None:
    cells = [re.sub(r"\s", "", cell) for cell in line.split("\t")]
    for index, row in enumerate(record["indicators"]):
        texts = (row["level3"], row["target"], row["actual"])
        if all(text and re.sub(r"\s", "", text) in cells for text in texts):
            return index
    return None


def quotes(evidence: str, row: dict[str, Any]) -> bool:
    return row["level3"][:6] in evidence or (row["target"] in evidence and len(row["target"]) > 1)


def test_everything_the_readers_list_is_found_or_explained() -> None:
    assert listed().keys() - found().keys() == MISSED.keys()


def test_everything_else_we_find_is_explained() -> None:
    assert found().keys() - listed().keys() == EXTRA.keys()


def test_the_rows_agree() -> None:
    named = {
        (*place, int(pointer.split("/")[2]))
        for place, findings in found().items()
        for finding in findings
        for pointer in finding.pointers
        if pointer.startswith("/indicators/")
    }
    rows = {one for one in listed_rows() if one[:2] not in MISSED}
    assert len(rows) > 30
    assert sorted(rows - named) == []


def test_the_gravest_severity_is_one_of_the_readers() -> None:
    order = ("error", "warning", "info")
    differing: set[Place] = set()
    for place in found().keys() & listed().keys():
        gravest = min((finding.severity for finding in found()[place]), key=order.index)
        if gravest not in {SEVERITIES[entry["severity"]] for entry in listed()[place]}:
            differing.add(place)
    assert differing == OTHER_SEVERITY.keys()


def test_every_quote_stands_in_the_form() -> None:
    for (code, rule), findings in found().items():
        whole = json.dumps(records()[code], ensure_ascii=False)
        for finding in findings:
            for quote in finding.quotes:
                assert json.dumps(quote, ensure_ascii=False)[1:-1] in whole, (code, rule, quote)


def test_lost_digits_are_a_matter_of_reading() -> None:
    of_form = found()["440303210301500003345", "TXT001"]
    assert [(finding.verdict, finding.repair.proposed if finding.repair else None) for finding in of_form] == [
        ("reading", "140436件"),
        ("reading", "51篇"),
    ]
