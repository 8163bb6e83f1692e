"""The disk fills up while the service runs, and is cleared."""

import errno
import os
import shutil
import subprocess
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from extractor.batch.delivery import Destination
from extractor.errors import JixiaoError
from extractor.inputs import Input
from tests.faults.conftest import is_problem, kept_forms, serving, small_app
from tests.web.conftest import SAMPLES, hand_in, wait_for


class SmallDisk:
    """A file system of its own of 64 MB, which can be filled and cleared."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._filler = folder / "filler"

    def fill(self) -> None:
        """Leaves no byte."""
        with self._filler.open("wb", buffering=0) as out:
            for size in (1 << 20, 4096, 1):
                try:
                    while True:
                        out.write(bytes(size))
                except OSError:
                    continue

    @property
    def filled(self) -> bool:
        """Whether there is no room."""
        return self._filler.exists()

    def clear(self) -> None:
        """Gives the room back."""
        self._filler.unlink()


@pytest.fixture
def disk(tmp_path: Path) -> Iterator[SmallDisk]:
    folder = tmp_path / "disk"
    folder.mkdir()
    mounted = shutil.which("mount") and subprocess.run(
        ["mount", "-t", "tmpfs", "-o", "size=64m", "tmpfs", str(folder)], capture_output=True, check=False
    )
    if not mounted or mounted.returncode:
        pytest.skip("a disk of 64 MB cannot be mounted here (needs root on Linux)")
    yield SmallDisk(folder)
    subprocess.run(["umount", "-l", str(folder)], check=False)


def test_the_disk_is_full_and_cleared(disk: SmallDisk) -> None:
    """磁盘写满又腾出

    注入：数据文件夹在一块 64 MB 的盘上，运行中把它写满，一个字节不剩；上传；之后腾出空间。
    验证：/health 仍为 200，已存的表照样能看；上传得到 507 problem+json，说明磁盘已满，不残留半个文件；
    腾出后不重启，同样的上传成功，每张表恰好存一次，以前的表一张不少。
    """
    with serving(disk.folder) as client:
        wait_for(client, hand_in(client, "ruled.pdf"))
        until = time.monotonic() + 60
        while client.app.state.parts.store.index_due() and time.monotonic() < until:
            time.sleep(0.1)
        staged = set((disk.folder / "uploads").iterdir())
        disk.fill()
        assert client.get("/api/v1/health").status_code == 200
        assert client.get("/api/v1/evaluations").json()["total"] == 1
        file = [("files", ("two-sheets.xlsx", (SAMPLES / "two-sheets.xlsx").read_bytes()))]
        refused = client.post("/api/v1/documents", files=file)
        assert refused.status_code == 507 and is_problem(refused), refused.text
        assert set((disk.folder / "uploads").iterdir()) == staged
        disk.clear()
        over = wait_for(client, hand_in(client, "two-sheets.xlsx"))
        assert [one["state"] for one in over["documents"]] == ["done"]
        assert kept_forms(client) == {"ruled.pdf": 1, "two-sheets.xlsx": 2}
        assert client.get("/api/v1/ready").status_code == 200


def test_the_disk_fills_up_before_a_document_is_kept(disk: SmallDisk) -> None:
    """读完要存入时磁盘写满

    注入：文件收下并读完，正要存入时磁盘写满；之后腾出空间，用户点“重试”。
    验证：文件失败并说明磁盘已满，库里没有半张表；腾出后重试即成功，不必重新上传，表恰好存一次。
    """
    with serving(disk.folder) as client:
        parts = client.app.state.parts
        keep, filled = parts.worker._keep, []

        def keep_on_a_full_disk(*arguments):
            if not filled:
                filled.append(True)
                disk.fill()
                try:
                    return keep(*arguments)
                finally:
                    disk.clear()
            return keep(*arguments)

        parts.worker._keep = keep_on_a_full_disk
        job = wait_for(client, hand_in(client, "ruled.pdf"))
        (document,) = job["documents"]
        assert document["state"] == "failed" and "磁盘已满" in document["problems"][0]["message"], document
        assert kept_forms(client) == {}
        assert client.post(f"/api/v1/jobs/{job['id']}/retry").status_code in (200, 202)
        over = wait_for(client, job)
        assert [one["state"] for one in over["documents"]] == ["done"]
        assert kept_forms(client) == {"ruled.pdf": 1}


@pytest.mark.parametrize("stage", ["beginning", "reading", "delivering"])
@pytest.mark.parametrize("name", ["out.jsonl", "out.xlsx", "out"])
def test_a_batch_fills_the_disk_and_goes_on(disk: SmallDisk, stage: str, name: str) -> None:
    """批量读取时磁盘写满

    注入：jixiao batch 的输出在一块 64 MB 的盘上，一开始、读完第一个文件、要写结果时把它写满；之后腾出空间，再运行同样的命令。
    验证：第一次停下并说明磁盘满了、腾出空间再运行，不留下半个结果；第二次接着做完，每个文件恰好出现一次。
    """
    app, destination = small_app(), Destination(disk.folder / name, None)
    inputs = [Input(source=one, path=SAMPLES / one) for one in ("ruled.pdf", "two-sheets.xlsx", "messy.txt")]
    with pytest.MonkeyPatch.context() as patch:
        if stage == "beginning":
            disk.fill()
        if stage == "delivering":
            deliver = Destination.deliver
            patch.setattr(Destination, "deliver", lambda self, journal: (disk.fill(), deliver(self, journal)))
        on_done = (lambda _: disk.filled or disk.fill()) if stage == "reading" else (lambda _: None)
        with pytest.raises(JixiaoError, match=r"磁盘满了.*腾出空间"):
            app.batch(workers=1).run(inputs, destination, on_done=on_done)
    assert not destination.output.exists()
    disk.clear()
    outcome = app.batch(workers=1).run(inputs, destination)
    assert (outcome.forms, outcome.unread, destination.output.exists()) == (6, False, True)
    assert outcome.counts.read + outcome.counts.known == len(inputs)


@pytest.mark.parametrize("place", ["staging", "spool"])
def test_no_room_for_an_upload(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, place: str) -> None:
    """上传落盘时没有空间（不需要 root）

    注入：写暂存文件（或接收大文件的临时文件）时系统报 ENOSPC；之后恢复。
    验证：上传得到 507 problem+json；不残留文件、不留下任务；恢复后同样的上传被收下。
    """

    def full(*_: object, **__: object):
        raise OSError(errno.ENOSPC, "No space left on device")

    content = b"x" * 3_000_000
    with serving(tmp_path, reads=False) as client:
        with monkeypatch.context() as patch:
            if place == "staging":
                patch.setattr("extractor.jobs.staging.os.fsync", full)
            else:
                patch.setattr(tempfile.SpooledTemporaryFile, "rollover", full)
            refused = client.post("/api/v1/documents", files=[("files", ("大.txt", content))])
        assert refused.status_code == 507 and is_problem(refused), refused.text
        assert not (tmp_path / "uploads").exists() or os.listdir(tmp_path / "uploads") == []  # noqa: PTH208
        assert client.get("/api/v1/jobs").json()["total"] == 0
        assert client.post("/api/v1/documents", files=[("files", ("大.txt", content))]).status_code == 202
