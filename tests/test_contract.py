"""The JSON output, key by key, against the contract that other programs rely on."""

import json
import re
from pathlib import Path
from typing import Any

import pytest

from extractor.app import open_app

SAMPLES = Path(__file__).parents[1] / "evals" / "samples"
TEXT = (str, type(None))
RECORD = {
    "project_code": TEXT,
    "project_name": TEXT,
    "year": (int, type(None)),
    "implementing_unit": TEXT,
    "supervising_unit": TEXT,
    "funds_unit": TEXT,
    "funds": list,
    "goals": dict,
    "indicators": list,
    "total_weight": TEXT,
    "total_score": TEXT,
}
FUND = dict.fromkeys(("initial_budget", "annual_budget", "executed", "weight", "execution_rate", "score"), TEXT)
INDICATOR = dict.fromkeys(
    ("level1", "level2", "level3", "target", "actual", "weight", "score", "deviation_reason"), TEXT
)
EVIDENCE = {"page": int, "box": (list, type(None)), "text": str, "source": str, "confidence": float}
REVIEW = {"pointer": str, "reason": str, "confidence": float, "points_at_stake": (int, float)}
FINDING = {
    "rule": str,
    "severity": str,
    "verdict": str,
    "pointer": str,
    "message": str,
    "printed": TEXT,
    "recomputed": TEXT,
    "repair": (dict, type(None)),
}
PROBLEM = {"stage": str, "category": str, "page": (int, type(None)), "message": str}
NUMBERS = ("initial_budget", "annual_budget", "executed", "weight", "execution_rate", "score")


def _has(item: dict[str, Any], shape: dict[str, Any], *, only: bool = False) -> None:
    for key, kind in shape.items():
        assert key in item, key
        assert isinstance(item[key], kind), (key, item[key])
    if only:
        assert list(item) == list(shape)


def _resolves(pointer: str, record: Any) -> bool:
    for part in pointer.strip("/").split("/") if pointer.strip("/") else []:
        if isinstance(record, list):
            if not part.isdecimal() or int(part) >= len(record):
                return False
            record = record[int(part)]
        elif isinstance(record, dict) and part in record:
            record = record[part]
        else:
            return False
    return True


@pytest.fixture(scope="module")
def documents() -> list[dict[str, Any]]:
    app = open_app()
    result = app.extract(app.inputs([str(SAMPLES), str(SAMPLES / "does-not-exist.pdf")]))
    data = json.loads(result.model_dump_json())
    assert list(data) == ["documents"]
    return data["documents"]


@pytest.fixture(scope="module")
def evaluations(documents: list[dict[str, Any]]) -> list[dict[str, Any]]:
    found = [evaluation for document in documents for evaluation in document["evaluations"]]
    assert len(found) >= 10
    return found


def test_documents(documents: list[dict[str, Any]]) -> None:
    for document in documents:
        _has(document, {"source": str, "sha256": TEXT, "pages": int, "evaluations": list, "problems": list}, only=True)
        for problem in document["problems"]:
            _has(problem, PROBLEM)
            assert problem["severity"] in ("error", "notice")
    assert all(re.fullmatch("[0-9a-f]{64}", document["sha256"]) for document in documents[:-1])
    assert documents[-1]["sha256"] is None and documents[-1]["problems"]
    assert all(document["pages"] >= 1 for document in documents[:-1])


def test_records(evaluations: list[dict[str, Any]]) -> None:
    for evaluation in evaluations:
        record = evaluation["record"]
        _has(record, RECORD, only=True)
        _has(record["goals"], {"expected": TEXT, "actual": TEXT}, only=True)
        for line in record["funds"]:
            _has(line, {"source": str, **FUND}, only=True)
        for row in record["indicators"]:
            _has(row, INDICATOR, only=True)
        values = [row.get(key) for row in (*record["funds"], *record["indicators"]) for key in NUMBERS]
        assert all(value is None or re.fullmatch(r"[+-]?\d+(\.\d+)?", value) for value in values), values


def test_evidence_review_and_findings_point_into_the_record(evaluations: list[dict[str, Any]]) -> None:
    for evaluation in evaluations:
        assert list(evaluation)[:4] == ["record", "evidence", "review", "findings"]
        assert isinstance(evaluation["profile"], str)
        record = evaluation["record"]
        for pointer, evidence in evaluation["evidence"].items():
            assert _resolves(pointer, record), pointer
            _has(evidence, EVIDENCE)
            assert evidence["source"] in ("text", "ocr", "workbook", "document", "llm")
            assert 0 <= evidence["confidence"] <= 1
            assert evidence["box"] is None or len(evidence["box"]) == 4
        for item in evaluation["review"]:
            _has(item, REVIEW)
            assert _resolves(item["pointer"], record), item
        for finding in evaluation["findings"]:
            _has(finding, FINDING)
            assert finding["severity"] in ("error", "warning", "info")
            assert finding["verdict"] in ("form", "reading")
            assert all(_resolves(one, record) for one in (finding["pointer"], *finding["pointers"])), finding


def test_every_printed_value_has_evidence(evaluations: list[dict[str, Any]]) -> None:
    for evaluation in evaluations:
        record = evaluation["record"]
        for index, row in enumerate(record["indicators"]):
            for key in ("target", "actual", "weight", "score"):
                if row[key] is not None:
                    assert f"/indicators/{index}/{key}" in evaluation["evidence"], (record["project_name"], index, key)
