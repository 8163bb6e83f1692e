"""The database goes away while the service runs, and comes back."""

import sqlite3
import time
from pathlib import Path

import pytest
from sqlalchemy.engine import make_url

from tests.faults.cable import Cable
from tests.faults.conftest import is_problem, kept_forms, serving, small_app
from tests.web.conftest import hand_in, wait_for


def test_postgresql_is_cut_off_and_comes_back(
    tmp_path: Path, postgres_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """PostgreSQL 断开又恢复

    注入：服务与 PostgreSQL 之间的连接在一个文件等待或读取时全部切断，新连接被拒绝；之后恢复。
    验证：/health 仍为 200；/ready 为 503 并说明是数据库；查询和上传得到 problem+json（503），不含地址以外的任何凭据；
    恢复后不重启即就绪，切断前交来的文件读完，每张表恰好存一次，可以再上传。
    """
    address = make_url(postgres_url)
    cable = Cable(address.host or "127.0.0.1", address.port or 5432)
    through = address.set(host="127.0.0.1", port=cable.port)
    monkeypatch.setenv("JIXIAO_DATABASE_URL", through.render_as_string(hide_password=False))
    with serving(tmp_path) as client:
        job = hand_in(client, "ruled.pdf", "two-sheets.xlsx")
        cable.cut()
        assert client.get("/api/v1/health").status_code == 200
        ready = client.get("/api/v1/ready")
        assert (ready.status_code, ready.json()["database"]) == (503, "StoreUnreachable")
        files = [("files", ("a.txt", b"x"))]
        for refused in (client.get("/api/v1/evaluations"), client.post("/api/v1/documents", files=files)):
            assert refused.status_code == 503 and is_problem(refused), refused.text
        time.sleep(1)
        cable.mend()
        assert client.get("/api/v1/ready").status_code == 200
        over = wait_for(client, job)
        assert {one["state"] for one in over["documents"]} <= {"done", "unchanged"}, over
        assert kept_forms(client) == {"ruled.pdf": 1, "two-sheets.xlsx": 2}
        wait_for(client, hand_in(client, "messy.txt"))
        assert kept_forms(client)["messy.txt"] == 3


def test_sqlite_is_locked_and_released(tmp_path: Path) -> None:
    """SQLite 数据库被别的进程锁住

    注入：另一个连接持有 jixiao.db 的独占写锁，时间超过 store.busy_seconds；之后释放。
    验证：读取（列表）照常；上传得到 503 problem+json，暂存的文件不残留；释放后同样的上传成功，表恰好存一次。
    """
    with serving(tmp_path, small_app(busy_seconds=0.3)) as client:
        wait_for(client, hand_in(client, "ruled.pdf"))
        other = sqlite3.connect(tmp_path / "jixiao.db", isolation_level=None)
        other.execute("BEGIN IMMEDIATE")
        assert client.get("/api/v1/evaluations").status_code == 200
        staged = set((tmp_path / "uploads").iterdir())
        refused = client.post("/api/v1/documents", files=[("files", ("a.txt", b"x"))])
        assert refused.status_code == 503 and is_problem(refused), refused.text
        assert set((tmp_path / "uploads").iterdir()) == staged
        other.execute("ROLLBACK")
        other.close()
        over = wait_for(client, hand_in(client, "two-sheets.xlsx"))
        assert [one["state"] for one in over["documents"]] == ["done"]
        assert kept_forms(client) == {"ruled.pdf": 1, "two-sheets.xlsx": 2}


def test_keeping_meets_a_locked_database(tmp_path: Path) -> None:
    """存入时数据库被锁住

    注入：文件读完、正要存入时，另一个连接持有写锁，时间超过 store.busy_seconds；之后释放。
    验证：这不是文件的过错：文件不被判为失败，锁释放后自动再读并存入，表恰好存一次。
    """
    with serving(tmp_path, small_app(busy_seconds=0.2)) as client:
        parts = client.app.state.parts
        keep = parts.worker._keep
        held: list[sqlite3.Connection] = []

        def keep_while_locked(*arguments):
            if not held:
                held.append(sqlite3.connect(tmp_path / "jixiao.db", isolation_level=None, check_same_thread=False))
                held[0].execute("BEGIN IMMEDIATE")
            return keep(*arguments)

        parts.worker._keep = keep_while_locked
        job = hand_in(client, "ruled.pdf")
        until = time.monotonic() + 60
        while not held:
            assert time.monotonic() < until
            time.sleep(0.05)
        time.sleep(1)
        held[0].execute("ROLLBACK")
        over = wait_for(client, job)
        assert [(one["state"], one["problems"]) for one in over["documents"]] == [("done", [])]
        assert kept_forms(client) == {"ruled.pdf": 1}
