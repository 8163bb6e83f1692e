"""`jixiao batch` as a user runs it."""

import csv
import json
from decimal import Decimal
from pathlib import Path

import fsspec
import openpyxl
import pyarrow.parquet as pq
import pytest

from tests.cli.conftest import SAMPLES, Run

NAMES = ("ruled.pdf", "two-sheets.xlsx", "unruled.pdf")


@pytest.fixture
def forms(tmp_path: Path) -> Path:
    folder = tmp_path / "forms"
    folder.mkdir()
    for name in NAMES:
        (folder / name).write_bytes((SAMPLES / name).read_bytes())
    return folder


def lines(path: Path) -> list[dict]:
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]


def test_json_lines_hold_what_extract_gives(run: Run, forms: Path, tmp_path: Path) -> None:
    output = tmp_path / "out.jsonl"
    code, out, err = run("batch", forms, "--output", output, "--workers", "2")
    assert (code, err) == (0, "")
    assert "3 个文件，4 份自评表" in out
    extracted = json.loads(run("extract", forms, "--format", "json", "--engine", "rules")[1])
    expected = [
        {"sha256": document["sha256"], "source": document["source"], "form": number, **evaluation}
        for document in extracted["documents"]
        for number, evaluation in enumerate(document["evaluations"], start=1)
    ]
    assert [{key: value for key, value in line.items() if key != "pages"} for line in lines(output)] == expected
    assert lines(tmp_path / "out.report.jsonl") == []
    assert not (tmp_path / "out.jsonl.jixiao-run").exists()


def test_parquet_holds_typed_tables_that_join(run: Run, forms: Path, tmp_path: Path) -> None:
    (forms / "坏.pdf").write_bytes(b"%PDF-1.7 nothing")
    (forms / "=又一份.pdf").write_bytes((SAMPLES / "ruled.pdf").read_bytes())
    output = tmp_path / "out"
    code, _, err = run("batch", forms, "--output", output, "--workers", "1")
    assert code == 2
    assert "report.csv" in err
    tables = {path.stem: pq.read_table(path) for path in output.glob("*.parquet")}
    assert set(tables) == {"records", "funds", "indicators", "findings", "evidence", "review"}
    records = tables["records"].to_pylist()
    assert len(records) == 4
    assert all(isinstance(one["year"], int) and isinstance(one["total_score"], Decimal) for one in records)
    keys = {(one["sha256"], one["form"]) for one in records}
    for table in tables.values():
        assert {(one["sha256"], one["form"]) for one in table.to_pylist()} <= keys
    assert tables["indicators"].num_rows == sum(one["indicators"] for one in records)
    assert tables["findings"].num_rows == sum(one["errors"] + one["warnings"] + one["notes"] for one in records)
    evidence = tables["evidence"].to_pylist()[0]
    assert evidence["pointer"].startswith("/") and evidence["page"] >= 1
    report = list(csv.DictReader((output / "report.csv").read_text(encoding="utf-8-sig").splitlines()))
    assert {(one["status"], Path(one["source"]).name) for one in report} == {
        ("unread", "坏.pdf"),
        ("duplicate", "ruled.pdf"),
    }
    assert all("。" in one["message"] for one in report)
    (forms / "坏.pdf").unlink()
    code, out, _ = run("batch", forms, "--output", output)
    assert code == 0
    assert "其中 3 个上次已读" in out
    assert pq.read_table(output / "records.parquet").num_rows == 4


def test_a_workbook_and_a_list(run: Run, forms: Path, tmp_path: Path) -> None:
    listed = tmp_path / "清单.txt"
    listed.write_text("forms/two-sheets.xlsx\n", encoding="utf-8")
    assert run("batch", f"@{listed}", "--output", tmp_path / "out.xlsx", "--workers", "1")[0] == 0
    assert openpyxl.load_workbook(tmp_path / "out.xlsx")["项目"].max_row == 3


def test_an_address_reads_the_same_under_its_own_name(run: Run, forms: Path, tmp_path: Path) -> None:
    memory = fsspec.filesystem("memory")
    memory.pipe_file("/province/two-sheets.xlsx", (SAMPLES / "two-sheets.xlsx").read_bytes())
    memory.pipe_file("/province/坏.pdf", b"%PDF-1.7 nothing")
    output = tmp_path / "out.jsonl"
    assert run("batch", "memory://province", "--output", output, "--workers", "1")[0] == 2
    assert {line["source"] for line in lines(output)} == {"memory:///province/two-sheets.xlsx"}
    told = lines(tmp_path / "out.report.jsonl")
    assert [one["message"].startswith("坏.pdf") for one in told] == [True]
    assert "document-" not in (tmp_path / "out.report.jsonl").read_text(encoding="utf-8")
    memory.rm("/province", recursive=True)


def test_the_output_inside_the_folder_that_is_read_is_not_read(run: Run, forms: Path) -> None:
    for _ in range(2):
        code, out, _ = run("batch", forms, "--output", forms / "out", "--workers", "1")
        assert code == 0
        assert "3 个文件，4 份" in out


def test_other_settings_on_an_unfinished_run_are_said(run: Run, forms: Path, tmp_path: Path) -> None:
    (forms / "坏.pdf").write_bytes(b"%PDF-1.7 nothing")
    arguments = ("batch", forms, "--output", tmp_path / "out.jsonl", "--workers", "1")
    assert run(*arguments)[0] == 2
    code, _, err = run(*arguments, "--profile", "local")
    assert code == 2
    assert "--restart" in err and "--profile" in err
    assert run(*arguments, "--profile", "local", "--restart")[0] == 2


def test_into_the_store(run: Run, forms: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("JIXIAO_HOME", str(tmp_path / "home"))
    config = tmp_path / "config.toml"
    config.write_text('[index]\nembedder = "none"\n', encoding="utf-8")
    for added, unchanged in ((3, 0), (0, 3)):
        code, out, _ = run("batch", forms, "--store", "--workers", "2", "--config", config)
        assert code == 0
        assert f"新存入 {added} 个文件，未变 {unchanged}" in out
    assert len(json.loads(run("list", "--format", "json")[1])["evaluations"]) == 4


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        ((), "--output"),
        (("--output", "{tmp}/out.csv"), ".jsonl"),
        (("--output", "{tmp}/no/out"), "不存在"),
        (("--output", "{tmp}/forms"), "换一个名字"),
        (("--store", "--format", "jsonl"), "--store"),
        (("--output", "{tmp}/out", "--address", "auto"), "--engine ray"),
        (("--output", "{tmp}/out", "--profile", "没有"), "没有名为"),
    ],
)
def test_what_cannot_be_done_is_said_before_any_work(
    run: Run, forms: Path, tmp_path: Path, arguments: tuple[str, ...], said: str
) -> None:
    code, _, err = run("batch", forms, *(one.format(tmp=tmp_path) for one in arguments))
    assert code == 2
    assert said in err
    assert not list(tmp_path.glob("out*"))
