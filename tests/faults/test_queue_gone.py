"""The queue goes away while the service runs, loses what was in it, and comes back."""

import time
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlsplit

import pytest

from tests.faults.cable import Cable
from tests.faults.conftest import REDIS, kept_forms, serving
from tests.web.conftest import hand_in, wait_for


@pytest.fixture
def cable(monkeypatch: pytest.MonkeyPatch) -> Iterator[Cable]:
    redis = pytest.importorskip("redis")
    queue = redis.Redis.from_url(REDIS)
    try:
        queue.flushdb()
    except redis.RedisError:
        pytest.skip("no Redis here (JIXIAO_TEST_REDIS names another)")
    address = urlsplit(REDIS)
    cable = Cable(address.hostname or "127.0.0.1", address.port or 6379)
    monkeypatch.setenv("JIXIAO_QUEUE_URL", f"redis://127.0.0.1:{cable.port}{address.path}")
    yield cable
    cable.cut()
    queue.flushdb()


def test_redis_is_cut_off_loses_its_queue_and_comes_back(tmp_path: Path, cable: Cable) -> None:
    """Redis 断开、丢失队列又恢复

    注入：服务与 Redis 之间的连接全部切断，新连接被拒绝；断开时上传文件；恢复前把 Redis 里的队列清空。
    验证：/health 仍为 200；/ready 为 503 并说明是队列；上传照常收下（202），查询照常；恢复后不重启即就绪，
    断开时收下的文件自动读完，每张表恰好存一次。
    """
    import redis

    with serving(tmp_path) as client:
        wait_for(client, hand_in(client, "ruled.pdf"))
        cable.cut()
        assert client.get("/api/v1/health").status_code == 200
        ready = client.get("/api/v1/ready")
        assert (ready.status_code, ready.json()["queue"]) == (503, "unreachable")
        job = hand_in(client, "two-sheets.xlsx")
        assert not job["over"]
        assert client.get("/api/v1/evaluations").status_code == 200
        redis.Redis.from_url(REDIS).flushdb()
        time.sleep(0.5)
        cable.mend()
        over = wait_for(client, job)
        assert [one["state"] for one in over["documents"]] == ["done"]
        assert client.get("/api/v1/ready").status_code == 200
        assert kept_forms(client) == {"ruled.pdf": 1, "two-sheets.xlsx": 2}


def test_the_service_starts_without_redis(tmp_path: Path, cable: Cable) -> None:
    """启动时连不上 Redis

    注入：Redis 拒绝连接时启动服务，之后恢复。
    验证：服务照样启动，/ready 说明是队列，上传照常收下；恢复后自动读完。
    """
    cable.cut()
    with serving(tmp_path) as client:
        assert client.get("/api/v1/ready").json()["queue"] == "unreachable"
        job = hand_in(client, "ruled.pdf")
        cable.mend()
        assert [one["state"] for one in wait_for(client, job)["documents"]] == ["done"]
        assert kept_forms(client) == {"ruled.pdf": 1}


def test_the_queue_file_cannot_be_written(tmp_path: Path) -> None:
    """队列文件被锁住

    注入：另一个连接独占 queue.db；其间上传文件；之后释放。
    验证：上传照常收下（202），不报内部错误；释放后自动读完，表恰好存一次。
    """
    import sqlite3

    with serving(tmp_path) as client:
        wait_for(client, hand_in(client, "ruled.pdf"))
        other = sqlite3.connect(tmp_path / "queue.db", isolation_level=None)
        other.execute("BEGIN EXCLUSIVE")
        posted = client.post("/api/v1/documents", files=[("files", ("b.txt", "项目支出绩效自评表\n".encode()))])
        assert posted.status_code == 202, posted.text
        other.execute("ROLLBACK")
        other.close()
        over = wait_for(client, posted.json())
        assert [one["problems"][0]["category"] for one in over["documents"]] != ["internal"]
        assert kept_forms(client) == {"ruled.pdf": 1}
