"""`jixiao extract`: formats, files, exit codes and what is said about inputs that cannot be read."""

import csv
import json
import os
from pathlib import Path

import pytest

from tests.cli.conftest import SAMPLES, Run


def test_json_goes_to_standard_output_and_nothing_else_does(run: Run, sample: Path) -> None:
    code, out, err = run("extract", sample, "--format", "json")
    assert code == 0
    assert err == ""
    (document,) = json.loads(out)["documents"]
    assert document["source"] == str(sample)
    assert len(document["sha256"]) == 64
    assert document["evaluations"][0]["record"]["project_name"]


def test_table_is_the_default_and_shows_the_record(run: Run, sample: Path) -> None:
    code, out, _ = run("extract", sample)
    record = json.loads(run("extract", sample, "-f", "json")[1])["documents"][0]["evaluations"][0]["record"]
    assert code == 0
    assert record["project_name"] in out
    assert "年度资金总额" in out
    assert "\x1b[" not in out  # no colour where standard output is not a terminal


@pytest.mark.parametrize(("suffix", "start"), [("xlsx", b"PK"), ("csv", b"\xef\xbb\xbf"), ("md", b"# ")])
def test_the_format_follows_the_suffix_of_the_output_file(
    run: Run, sample: Path, tmp_path: Path, suffix: str, start: bytes
) -> None:
    target = tmp_path / f"结果.{suffix}"
    code, out, _ = run("extract", sample, "--output", target)
    assert (code, out) == (0, "")
    assert target.read_bytes().startswith(start)
    assert [path.name for path in tmp_path.iterdir()] == [target.name]


def test_csv_has_one_row_an_indicator(run: Run, sample: Path) -> None:
    rows = list(csv.DictReader(run("extract", sample, "--format", "csv")[1].splitlines(keepends=True)))
    record = json.loads(run("extract", sample, "-f", "json")[1])["documents"][0]["evaluations"][0]["record"]
    assert [row["三级指标"] or None for row in rows] == [one["level3"] for one in record["indicators"]]
    assert {row["项目名称"] for row in rows} == {record["project_name"]}


def test_workbook_needs_a_file(run: Run, sample: Path) -> None:
    code, out, err = run("extract", sample, "--format", "xlsx")
    assert (code, out) == (2, "")
    assert "--output" in err


def test_one_bad_input_does_not_stop_the_others(run: Run, sample: Path, tmp_path: Path) -> None:
    broken = tmp_path / "坏.pdf"
    broken.write_bytes(b"%PDF-1.4 cut")
    code, out, err = run("extract", broken, tmp_path / "没有.pdf", sample, "--format", "json")
    documents = json.loads(out)["documents"]
    assert code == 2
    assert [len(document["evaluations"]) for document in documents] == [0, 0, 1]
    assert all(document["problems"] for document in documents[:2])
    assert "坏.pdf" in err and "没有.pdf" in err
    assert str(sample) not in err


def test_strict_returns_1_only_for_error_findings(run: Run, tmp_path: Path) -> None:
    wrong = {"funds": [], "indicators": [{"level3": "数量", "weight": "10", "score": "11"}], "total_score": "11"}
    path = tmp_path / "a.json"
    path.write_text(json.dumps(wrong), encoding="utf-8")
    assert run("check", path)[0] == 0
    assert run("check", path, "--strict")[0] == 1


def test_unread_input_wins_over_strict(run: Run, tmp_path: Path) -> None:
    assert run("extract", tmp_path / "没有.pdf", "--strict")[0] == 2


def test_folder_is_searched_and_lock_and_hidden_files_are_left_out(run: Run, sample: Path, tmp_path: Path) -> None:
    inner = tmp_path / "2023年" / "补报"
    inner.mkdir(parents=True)
    for name in ("b.pdf", ".hidden.pdf", "~$a.docx", "README.md", "笔记.unknown"):
        (inner / name).write_bytes(sample.read_bytes())
    (tmp_path / "2023年" / "a.pdf").write_bytes(sample.read_bytes())
    out = run("extract", tmp_path, "--format", "json")[1]
    sources = [Path(document["source"]).name for document in json.loads(out)["documents"]]
    assert sources == ["a.pdf", "b.pdf"]


def test_pattern_is_expanded_for_shells_that_do_not(run: Run, sample: Path, tmp_path: Path) -> None:
    for name in ("甲.pdf", "乙.pdf"):
        (tmp_path / name).write_bytes(sample.read_bytes())
    out = run("extract", tmp_path / "*.pdf", tmp_path / "甲.pdf", "--format", "json")[1]
    assert len(json.loads(out)["documents"]) == 2
    code, _, err = run("extract", tmp_path / "*.docx")
    assert code == 2 and "没有文件符合" in err


def test_picture_in_a_folder_is_not_passed_over_in_silence(run: Run, tmp_path: Path) -> None:
    (tmp_path / "扫描.png").write_bytes(b"\x89PNG\r\n\x1a\n" + bytes(64))
    code, _, err = run("extract", tmp_path)
    assert code == 2 and "扫描.png" in err


def test_notices_are_said_unless_quiet(run: Run) -> None:
    noisy = run("extract", SAMPLES / "report.docx", "--format", "json")
    quiet = run("extract", SAMPLES / "report.docx", "--format", "json", "--quiet")
    assert noisy[0] == quiet[0] == 0
    assert "提示" in noisy[2] and quiet[2] == ""
    assert noisy[1] == quiet[1]


def test_model_engine_says_what_it_needs(run: Run, sample: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("JIXIAO_LLM_BASE_URL", raising=False)
    code, out, err = run("extract", sample, "--engine", "llm")
    assert (code, out) == (2, "")
    assert "JIXIAO_LLM_BASE_URL" in err and "--engine rules" in err


def test_auto_and_rules_read_the_same(run: Run, sample: Path) -> None:
    assert run("extract", sample, "-f", "json") == run("extract", sample, "-f", "json", "--engine", "rules")


def test_profile_is_taken_and_an_unknown_one_lists_the_known(run: Run, sample: Path) -> None:
    out = run("extract", sample, "-f", "json", "--profile", "national-2020")[1]
    assert json.loads(out)["documents"][0]["evaluations"][0]["profile"] == "national-2020"
    code, _, err = run("extract", sample, "--profile", "没有")
    assert code == 2 and "national-2020" in err


def test_output_never_overwrites_an_input(run: Run, sample: Path, tmp_path: Path) -> None:
    copy = tmp_path / "a.csv"
    copy.write_bytes(sample.read_bytes())
    code, _, err = run("extract", copy, "--output", copy)
    assert code == 2 and "输入文件" in err
    assert copy.read_bytes() == sample.read_bytes()


def test_output_into_a_missing_folder_is_refused_before_any_work(run: Run, sample: Path, tmp_path: Path) -> None:
    code, _, err = run("extract", sample, "--output", tmp_path / "无" / "a.json")
    assert code == 2 and "不存在" in err


def test_config_is_laid_over_and_a_wrong_one_is_named(run: Run, sample: Path, tmp_path: Path) -> None:
    config = tmp_path / "local.toml"
    config.write_text("[limits]\nmax_file_bytes = 10\n", encoding="utf-8")
    code, out, _ = run("extract", sample, "-f", "json", "--config", config)
    assert code == 2
    assert json.loads(out)["documents"][0]["problems"][0]["category"] == "too_large"
    config.write_text("[limits]\nmax_fil_bytes = 10\n", encoding="utf-8")
    code, _, err = run("extract", sample, "--config", config)
    assert code == 2 and "max_fil_bytes" in err


@pytest.mark.skipif(os.name == "nt", reason="POSIX file names are bytes")
@pytest.mark.parametrize(("content", "code"), [(None, 0), (b"%PDF-1.4 cut", 2)])
def test_file_name_that_is_not_text_still_gives_json(
    run: Run, tmp_path: Path, content: bytes | None, code: int
) -> None:
    odd = Path(os.fsdecode(os.fsencode(tmp_path) + b"/\xb1\xed.txt"))
    odd.write_bytes(content or (SAMPLES / "messy.txt").read_bytes())
    found, out, _ = run("extract", tmp_path, "-f", "json")
    assert found == code
    assert json.loads(out)["documents"][0]["source"].endswith(".txt")
