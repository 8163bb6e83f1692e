"""`jixiao serve` as it is run: killed and started again, and several processes over one store."""

import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from extractor.client import Client
from extractor.errors import ServiceUnavailable
from tests.store.conftest import postgres_url  # noqa: F401 - a fixture

SAMPLES = Path(__file__).parents[2] / "evals" / "samples"
NAMES = ("ruled.pdf", "two-sheets.xlsx", "columns-cut.pdf", "messy.txt", "landscape-rotated.pdf", "unruled.pdf")
REDIS = os.environ.get("JIXIAO_TEST_REDIS", "redis://127.0.0.1:6379/15")
"""A database of its own: what is queued there is for the stores of these tests."""

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="kills process groups")


@contextmanager
def serving(home: Path, *options: str, **variables: str) -> Iterator[tuple[Client, subprocess.Popen[bytes]]]:
    """A client of a `jixiao serve` of its own, and its process."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    process = subprocess.Popen(
        [sys.executable, "-m", "extractor", "serve", "--port", str(port), *options],
        env=os.environ | {"JIXIAO_HOME": str(home)} | variables,
        start_new_session=True,
    )
    try:
        with Client(f"http://127.0.0.1:{port}") as client:
            until = time.monotonic() + 90
            while not _answers(client):
                assert process.poll() is None and time.monotonic() < until
                time.sleep(0.1)
            yield client, process
    finally:
        if process.poll() is None:
            process.terminate()
        try:
            process.wait(30)
        finally:
            _kill(process)


def _answers(client: Client) -> bool:
    try:
        return list(client.evaluations(code="-")) == []
    except ServiceUnavailable:
        return False


def _kill(process: subprocess.Popen[bytes]) -> None:
    """The service with its readers at once, as when power fails."""
    try:
        os.killpg(process.pid, signal.SIGKILL)
    except ProcessLookupError:
        return
    process.wait(30)


def _sources(client: Client) -> dict[str, int]:
    """How many forms of every document are in the store, superseded ones too."""
    counted: dict[str, int] = {}
    for form in client.evaluations(superseded=True):
        counted[form.source] = counted.get(form.source, 0) + 1
    return counted


def _whole(home: Path) -> dict[str, int]:
    with serving(home) as (client, _):
        client.wait(client.upload([SAMPLES / name for name in NAMES]), seconds=120)
        return _sources(client)


def test_killed_midway_and_started_again_every_document_is_kept_once(tmp_path):
    with serving(tmp_path / "killed") as (client, process):
        job = client.upload([SAMPLES / name for name in NAMES])
        until = time.monotonic() + 60
        while not any(one.state in ("done", "checking") for one in client.job(job.id).documents):
            assert time.monotonic() < until
            time.sleep(0.02)
        _kill(process)
    with serving(tmp_path / "killed") as (client, _):
        over = client.wait(job.id, seconds=120)
        assert {document.state for document in over.documents} <= {"done", "unchanged"}
        kept = _sources(client)
    assert kept == _whole(tmp_path / "whole")


def test_processes_share_postgresql_and_redis(tmp_path, request):
    redis = pytest.importorskip("redis")
    queue = redis.Redis.from_url(REDIS)
    try:
        queue.ping()
    except redis.RedisError:
        pytest.skip("no Redis here (JIXIAO_TEST_REDIS names another)")
    database = request.getfixturevalue("postgres_url")
    shared = {"JIXIAO_DATABASE_URL": database, "JIXIAO_QUEUE_URL": REDIS}
    with (
        serving(tmp_path, "--accept-only", **shared) as (accepting, _),
        serving(tmp_path, **shared) as (_, first),
        serving(tmp_path, **shared) as (second, _),
    ):
        job = accepting.upload([SAMPLES / name for name in NAMES[:4]])
        time.sleep(0.5)
        _kill(first)
        over = second.wait(job, seconds=120)
        assert {document.state for document in over.documents} <= {"done", "unchanged"}
        assert sorted(_sources(accepting)) == sorted(NAMES[:4])
        assert max(document.attempts for document in over.documents) <= 2
