"""The Python client against a real service on a port of its own."""

import json
import socket
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
import uvicorn

from extractor.accounts.scopes import Role
from extractor.app import open_app
from extractor.client import Client
from extractor.errors import (
    NothingThere,
    NotPermitted,
    RequestRefused,
    ServiceUnavailable,
    TooManyRequests,
    VersionConflict,
)
from extractor.web.options import ServiceOptions
from extractor.web.service import create_service

SAMPLES = Path(__file__).parents[1] / "evals" / "samples"


@contextmanager
def served(home: Path, *, accounts: bool = False) -> Iterator[tuple[str, object]]:
    """The address of a service, and its parts."""
    listening = socket.socket()
    listening.bind(("127.0.0.1", 0))
    options = ServiceOptions(hosts={"127.0.0.1"}, open_to_local_user=not accounts, reads=not accounts)
    service = create_service(open_app(), options, home=home)
    server = uvicorn.Server(uvicorn.Config(service, log_level="error"))
    thread = threading.Thread(target=server.run, kwargs={"sockets": [listening]}, daemon=True)
    thread.start()
    until = time.monotonic() + 60
    while not server.started:
        assert thread.is_alive() and time.monotonic() < until
        time.sleep(0.05)
    yield f"http://127.0.0.1:{listening.getsockname()[1]}", service.state.parts
    server.should_exit = True
    thread.join(20)


@pytest.fixture(scope="module")
def client(tmp_path_factory) -> Iterator[Client]:
    with served(tmp_path_factory.mktemp("served")) as (address, _), Client(address) as client:
        yield client


@pytest.fixture(scope="module")
def job(client):
    heard = []
    opened = client.upload([SAMPLES / "ruled.pdf", SAMPLES / "two-sheets.xlsx"], idempotency_key="一次".encode().hex())
    job = client.wait(opened, heard.append, seconds=120)
    assert {document.document for document in heard} == {"ruled.pdf", "two-sheets.xlsx"}
    assert [document.state for document in job.documents] == ["done", "done"]
    return job


def test_forms_are_listed_read_corrected_and_put_back(client, job):
    rows = list(client.evaluations(year=2023))
    assert sorted(row.id for row in client.evaluations()) == sorted(
        number for document in job.documents for number in document.evaluation_ids
    )
    assert {row.year for row in rows} <= {2023}
    seen = client.evaluation(job.documents[0].evaluation_ids[0])
    corrected = client.correct(seen, "/total_score", "90")
    assert corrected.record["total_score"] == "90"
    with pytest.raises(VersionConflict, match="刷新"):
        client.correct(seen, "/total_score", "80")
    with pytest.raises(RequestRefused, match="要填一个数"):
        client.correct(corrected, "/total_score", "很多")
    assert client.undo(corrected, "/total_score").record == seen.record


def test_findings_are_decided(client, job):
    finding = next(client.findings(severity="error"))
    assert client.decide(finding.id, "dismissed", reason="已核实").state == "dismissed"
    assert client.decide(finding.id, "open").state == "open"
    assert sum(1 for _ in client.findings()) > 1


def test_questions_follow_up(client, job):
    answer = client.ask("总分最高的项目是哪个？")
    assert answer.answered and answer.citations
    assert client.ask("它的执行率是多少？", previous=answer).answer


def test_exports_and_opinions_are_files(client, job, tmp_path):
    lines = client.export(tmp_path / "a.jsonl", format="jsonl").read_text(encoding="utf-8").splitlines()
    assert {json.loads(line)["source"] for line in lines} == {"ruled.pdf", "two-sheets.xlsx"}
    assert client.opinion(job.documents[0].evaluation_ids[0], tmp_path / "a.docx").read_bytes().startswith(b"PK")


def test_what_goes_wrong_is_said_by_kind(client):
    with pytest.raises(NothingThere, match="没有") as error:
        client.evaluation(999_999)
    assert error.value.status == 404
    with pytest.raises(ServiceUnavailable, match="jixiao serve"):
        Client("http://127.0.0.1:9").job("0" * 32)
    with pytest.raises(TimeoutError):
        client.wait(client.upload([SAMPLES / "columns-cut.pdf"]), seconds=0)


def test_tokens_do_what_they_may(tmp_path):
    with served(tmp_path, accounts=True) as (address, parts):
        parts.accounts.add_user("小李", "correct horse battery", Role.REVIEWER)
        reading = parts.accounts.add_token("小李", "汇总", ["read"], days=None)
        with Client(address, reading) as client, Client(address, "wrong") as stranger:
            assert list(client.evaluations()) == []
            with pytest.raises(NotPermitted, match="upload"):
                client.upload([SAMPLES / "ruled.pdf"])
            with pytest.raises(NotPermitted, match="登录"):
                list(stranger.evaluations())


def test_the_wait_before_another_try_is_told(client, monkeypatch):
    import httpx

    answer = httpx.Response(429, headers={"Retry-After": "7"}, json={"title": "请求太频繁", "status": 429})
    monkeypatch.setattr(client._http, "request", lambda *_, **__: answer)
    with pytest.raises(TooManyRequests) as error:
        client.job("0" * 32)
    assert error.value.retry_after == 7
