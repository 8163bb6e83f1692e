"""The process, or one of its readers, is killed in each stage of an upload; another takes over."""

import multiprocessing
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from tests.faults.conftest import kept_forms, serving
from tests.web.conftest import hand_in, wait_for

pytestmark = pytest.mark.skipif(os.name != "posix", reason="kills processes by signal")

_PROGRAM = """
import os, signal, sys, time
from pathlib import Path

def dies_in(owner, name, *, after=False):
    before = getattr(owner, name)
    def dead(*arguments, **options):
        result = before(*arguments, **options) if after else None
        os.killpg(0, signal.SIGKILL)
        return result
    setattr(owner, name, dead)

if __name__ == "__main__":
    import extractor.jobs.ledger as ledger, extractor.store.store as store
    import extractor.store.settling as settling
    import extractor.jobs.staging as staging, extractor.store.index.evidence_index as index
    from tests.faults.conftest import serving
    from tests.web.conftest import hand_in, wait_for

    home, stage = Path(sys.argv[1]), sys.argv[2]
    {
        "staging": lambda: dies_in(staging.os, "fsync"),
        "reading": lambda: dies_in(ledger.Ledger, "begin", after=True),
        "keeping": lambda: dies_in(store, "add_document", after=True),
        "settling": lambda: dies_in(settling, "recheck_across", after=True),
        "indexing": lambda: dies_in(index.EvidenceIndex, "add", after=True),
    }[stage]()
    with serving(home) as client:
        wait_for(client, hand_in(client, "ruled.pdf"))
        time.sleep(150)
"""


def killed_in(stage: str, home: Path) -> None:
    """Runs a service that is killed with its readers in `stage` of an upload of ruled.pdf."""
    words = [sys.executable, "-c", _PROGRAM, str(home), stage]
    environment = {**os.environ, "JIXIAO_DATABASE_URL": "", "JIXIAO_QUEUE_URL": ""}
    root = Path(__file__).parents[2]
    done = subprocess.run(
        words, capture_output=True, check=False, env=environment, cwd=root, start_new_session=True, timeout=200
    )
    assert done.returncode == -signal.SIGKILL, done.stderr.decode()[-2000:]


@pytest.mark.parametrize("stage", ["staging", "reading", "keeping", "settling", "indexing"])
def test_the_service_is_killed(tmp_path: Path, stage: str) -> None:
    """服务在上传的各个阶段被 kill -9

    注入：服务连同读文件的进程，在写暂存文件、刚领了文件要读、表已写而事务未提交、跨表检查、写索引各时刻被 SIGKILL。
    验证：再次启动后，任务（已答复收下的）自动读完；同一文件再传一次也只有一份；每张表恰好一次，索引补齐，没有积压。
    """
    killed_in(stage, tmp_path)
    with serving(tmp_path) as client:
        jobs = client.get("/api/v1/jobs").json()["items"]
        assert len(jobs) == (0 if stage == "staging" else 1)
        for job in jobs:
            over = wait_for(client, job)
            assert {one["state"] for one in over["documents"]} <= {"done", "unchanged"}, over
        over = wait_for(client, hand_in(client, "ruled.pdf"))
        assert {one["state"] for one in over["documents"]} == {"unchanged" if jobs else "done"}
        assert kept_forms(client) == {"ruled.pdf": 1}
        parts = client.app.state.parts
        until = time.monotonic() + 60
        while parts.store.index_due() or parts.settler.trouble is not None:
            assert time.monotonic() < until, parts.settler.trouble
            time.sleep(0.1)
        assert parts.store.check()[0] == []


def test_a_reader_is_killed_and_the_others_go_on(tmp_path: Path) -> None:
    """读文件的进程被系统杀死（如内存不足）

    注入：读文件的进程在读一个长文件时被 SIGKILL。
    验证：服务照常应答；这个文件失败并说明原因，可以重试；排在后面的文件由新的进程读完。
    """
    with serving(tmp_path) as client:
        wait_for(client, hand_in(client, "ruled.pdf"))
        long = b"\n\n".join([(Path(__file__).parents[2] / "evals/samples/messy.txt").read_bytes()] * 400)
        job = client.post("/api/v1/documents", files=[("files", ("长.txt", long))]).json()
        behind = hand_in(client, "two-sheets.xlsx")
        until = time.monotonic() + 60
        while client.get(f"/api/v1/jobs/{job['id']}").json()["documents"][0]["state"] == "waiting":
            assert time.monotonic() < until
            time.sleep(0.02)
        time.sleep(0.3)
        for child in multiprocessing.active_children():
            if child.pid is not None:
                os.kill(child.pid, signal.SIGKILL)
        (document,) = wait_for(client, job)["documents"]
        assert document["state"] == "failed" and "长.txt" in document["problems"][0]["message"]
        assert [one["state"] for one in wait_for(client, behind)["documents"]] == ["done"]
        assert kept_forms(client) == {"ruled.pdf": 1, "two-sheets.xlsx": 2}
        assert client.get("/api/v1/health").status_code == 200
