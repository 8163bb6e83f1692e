"""The database or the index of words is damaged or taken away while the service runs."""

import sqlite3
import time
from pathlib import Path

import pytest

from tests.faults.conftest import is_problem, serving
from tests.web.conftest import hand_in, wait_for

_QUESTIONS = ("哪个项目总分最高？", "哪些地方提到紧日子？")


def _overwritten(database: Path) -> None:
    with database.open("r+b") as file:
        file.seek(4096)
        file.write(b"\xa5" * (database.stat().st_size - 8192))


def _taken_away(database: Path) -> None:
    for path in database.parent.glob("jixiao.db*"):
        path.rename(path.with_name(f"old-{path.name}"))


def _settled(parts, seconds: float = 30) -> None:
    until = time.monotonic() + seconds
    while parts.store.index_due():
        assert time.monotonic() < until
        time.sleep(0.1)


@pytest.mark.parametrize("damage", [_overwritten, _taken_away])
def test_the_database_is_damaged_while_the_service_runs(tmp_path: Path, damage) -> None:
    """运行中数据库损坏或被拿走

    注入：服务运行、库里有一张表时，把 jixiao.db 第一页以后全部写坏；或把它改名拿走。
    验证：提问和列表得到 503 problem+json，说明数据库怎么了、怎样由原件恢复，不含服务器上的路径；/health 仍为 200；
    原件一个不少。
    """
    with serving(tmp_path) as client:
        wait_for(client, hand_in(client, "ruled.pdf"))
        parts = client.app.state.parts
        _settled(parts)
        with sqlite3.connect(tmp_path / "jixiao.db") as database:
            database.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        database.close()
        parts.store.database.close()
        damage(tmp_path / "jixiao.db")
        for question in _QUESTIONS:
            answer = client.post("/api/v1/questions", json={"question": question})
            assert answer.status_code == 503 and is_problem(answer), answer.text
            assert "jixiao reindex --restore" in answer.json()["detail"] and str(tmp_path) not in answer.text
        assert client.get("/api/v1/evaluations").status_code == 503
        assert client.get("/api/v1/health").status_code == 200
        assert len(list(parts.store.blobs.all())) == 1


def test_the_index_of_words_is_damaged_while_the_service_runs(tmp_path: Path) -> None:
    """运行中字词索引损坏

    注入：服务运行时，把数据库里字词索引的数据换成随机字节。
    验证：只用到行的问题照常回答；要查索引的问题得到 503 problem+json，说明是索引损坏、用 jixiao reindex 重建；重建后不重启即可回答。
    """
    with serving(tmp_path) as client:
        wait_for(client, hand_in(client, "ruled.pdf"))
        parts = client.app.state.parts
        _settled(parts)
        assert client.post("/api/v1/questions", json={"question": _QUESTIONS[1]}).json()["answered"]
        with sqlite3.connect(tmp_path / "jixiao.db") as database:
            database.execute("UPDATE index_terms_data SET block = randomblob(length(block)) WHERE id > 10")
        database.close()
        assert client.post("/api/v1/questions", json={"question": _QUESTIONS[0]}).json()["answered"]
        answer = client.post("/api/v1/questions", json={"question": _QUESTIONS[1]})
        assert answer.status_code == 503 and is_problem(answer), answer.text
        assert "字词索引已损坏" in answer.json()["detail"]
        parts.store.rebuild_index(parts.settler._open_index())
        assert client.post("/api/v1/questions", json={"question": _QUESTIONS[1]}).json()["answered"]
