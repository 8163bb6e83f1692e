"""`jixiao check`: every shape of input, and findings that are computed anew."""

import json
from pathlib import Path
from typing import Any

import pytest

from tests.cli.conftest import SAMPLES, Run


@pytest.fixture
def extracted(run: Run, sample: Path) -> dict[str, Any]:
    return json.loads(run("extract", sample, "-f", "json")[1])


def _check(run: Run, tmp_path: Path, data: object) -> tuple[int, dict[str, Any], str]:
    path = tmp_path / "in.json"
    path.write_text(json.dumps(data, ensure_ascii=False), encoding="utf-8")
    code, out, err = run("check", path, "-f", "json")
    return code, json.loads(out), err


@pytest.mark.parametrize(
    "name", ["ruled.pdf", "columns-cut.pdf", "two-sheets.xlsx", "messy.txt", "landscape-rotated.pdf"]
)
def test_checking_the_output_changes_nothing(run: Run, tmp_path: Path, name: str) -> None:
    data = json.loads(run("extract", SAMPLES / name, "-f", "json")[1])
    assert _check(run, tmp_path, data)[:2] == (0, data)


def test_old_findings_are_not_believed(run: Run, tmp_path: Path, extracted: dict[str, Any]) -> None:
    expected = json.loads(json.dumps(extracted))
    extracted["documents"][0]["evaluations"][0]["findings"] = [{"rule": "gone"}]
    assert _check(run, tmp_path, extracted)[1] == expected


def test_a_corrected_value_changes_the_findings(run: Run, tmp_path: Path, extracted: dict[str, Any]) -> None:
    evaluation = extracted["documents"][0]["evaluations"][0]
    evaluation["record"]["total_score"] = "12.34"
    _, data, _ = _check(run, tmp_path, extracted)
    assert "ARI007" in {finding["rule"] for finding in data["documents"][0]["evaluations"][0]["findings"]}


def test_record_evaluation_and_lists_of_them_are_taken(run: Run, tmp_path: Path, extracted: dict[str, Any]) -> None:
    evaluation = extracted["documents"][0]["evaluations"][0]
    for data, forms in ((evaluation["record"], 1), (evaluation, 1), ([evaluation, evaluation["record"]], 2)):
        code, result, _ = _check(run, tmp_path, data)
        assert code == 0
        (document,) = result["documents"]
        assert document["source"].endswith("in.json")
        assert [one["record"] for one in document["evaluations"]] == [evaluation["record"]] * forms


def test_numbers_keep_their_digits(run: Run, tmp_path: Path) -> None:
    path = tmp_path / "a.json"
    path.write_text('{"year": 2023, "indicators": [{"level3": "甲", "weight": 10, "score": 8.60}]}', encoding="utf-8")
    record = json.loads(run("check", path, "-f", "json")[1])["documents"][0]["evaluations"][0]["record"]
    assert (record["year"], record["indicators"][0]["weight"], record["indicators"][0]["score"]) == (2023, "10", "8.60")


def test_unknown_field_is_dropped_and_said(run: Run, tmp_path: Path) -> None:
    code, data, err = _check(run, tmp_path, {"year": 2023, "note": "x", "indicators": [{"level3": "甲", "memo": 1}]})
    assert code == 0
    assert "record/note" in err and "record/indicators/0/memo" in err
    assert "note" not in data["documents"][0]["evaluations"][0]["record"]


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("", "JSON"),
        ('{"documents": [', "第 1 行"),
        ("[]", "没有自评表记录"),
        ('{"a": 1}', "不是自评表记录"),
        ('{"year": "去年"}', "record/year"),
        ('{"funds": [{"source": "lottery"}]}', "funds/0/source"),
        ("[" * 100_000, "JSON"),
    ],
)
def test_what_is_wrong_with_the_file_is_said(run: Run, tmp_path: Path, text: str, said: str) -> None:
    path = tmp_path / "a.json"
    path.write_text(text, encoding="utf-8")
    code, _, err = run("check", path)
    assert code == 2
    assert said in err
    assert "Traceback" not in err and "内部错误" not in err


def test_utf16_from_powershell_is_read(run: Run, tmp_path: Path, extracted: dict[str, Any]) -> None:
    path = tmp_path / "a.json"
    path.write_text(json.dumps(extracted), encoding="utf-16")
    assert json.loads(run("check", path, "-f", "json")[1]) == extracted
    path.write_bytes(b"\xff\xff\xff")
    code, _, err = run("check", path)
    assert code == 2 and "UTF-8" in err


def test_missing_file_is_named(run: Run, tmp_path: Path) -> None:
    code, _, err = run("check", tmp_path / "没有.json")
    assert code == 2 and "没有.json" in err
