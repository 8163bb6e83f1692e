"""What stands between the network and the service: who may do what, from where, how much and how often."""

import os
from collections.abc import Iterator
from dataclasses import replace

import pytest
from fastapi.testclient import TestClient

from extractor.accounts.scopes import Role
from extractor.app import open_app
from extractor.cli.main import main
from extractor.web.options import ServiceOptions
from extractor.web.service import create_service
from tests.web.conftest import client_for, hand_in, wait_for

API = "/api/v1"
REDIS = os.environ.get("JIXIAO_TEST_REDIS", "redis://127.0.0.1:6379/15")
PASSWORD = "correct horse battery"


@pytest.fixture(scope="module")
def guarded(tmp_path_factory) -> Iterator[TestClient]:
    """A service with accounts (a viewer, a reviewer, an administrator) that holds a document."""
    home = tmp_path_factory.mktemp("guarded")
    with client_for(home) as client:
        wait_for(client, hand_in(client, "ruled.pdf"))
    with client_for(home, open_to_local_user=False, hosts=None, reads=False) as client:
        for name, role in (("看的", Role.VIEWER), ("改的", Role.REVIEWER), ("管的", Role.ADMIN)):
            client.app.state.parts.accounts.add_user(name, PASSWORD, role)
        yield client


@pytest.fixture
def visitor(guarded) -> Iterator[TestClient]:
    """Nobody yet: a browser without cookies."""
    guarded.cookies.clear()
    yield guarded
    guarded.cookies.clear()


def sign_in(client, name, password=PASSWORD, **fields):
    return client.post("/login", data={"name": name, "password": password, **fields}, follow_redirects=False)


def bearer(client, user, *scopes):
    secret = client.app.state.parts.accounts.add_token(user, "测试", scopes, days=1)
    return {"Authorization": f"Bearer {secret}"}


def small(tmp_path, **changes) -> TestClient:
    """A service with other limits."""
    app = open_app()
    service = app.settings.service.model_copy(update=changes)
    app = replace(app, settings=app.settings.model_copy(update={"service": service}))
    options = ServiceOptions(hosts={"127.0.0.1"}, open_to_local_user=True, reads=False)
    return TestClient(create_service(app, options, home=tmp_path), base_url="http://127.0.0.1")


def test_nobody_sees_anything_before_signing_in(visitor):
    for address in ("evaluations", "documents", "jobs", "findings", "users", "rules", "evaluations/1/pages/1.png"):
        refused = visitor.get(f"{API}/{address}")
        assert (refused.status_code, refused.headers["www-authenticate"]) == (401, "Bearer")
    assert visitor.get("/metrics").status_code == 401
    there = visitor.get("/projects?year=2023", follow_redirects=False)
    assert (there.status_code, there.headers["location"]) == (303, "/login?next=/projects%3Fyear%3D2023")


def test_sessions_begin_and_end(visitor):
    assert sign_in(visitor, "看的", "wrong password").status_code == 401
    begun = sign_in(visitor, "看的", next="/projects")
    cookie = begun.headers["set-cookie"]
    assert begun.headers["location"] == "/projects"
    assert "HttpOnly" in cookie and "samesite=strict" in cookie.lower()
    assert visitor.get(f"{API}/me").json()["role"] == "viewer"
    kept = dict(visitor.cookies)
    visitor.post("/logout", follow_redirects=False)
    visitor.cookies.update(kept)
    assert visitor.get(f"{API}/me").status_code == 401, "a cookie kept from before opens nothing"


@pytest.mark.parametrize("there", ["//evil.example/", "/\\evil.example", "https://evil.example", "javascript:alert(1)"])
def test_signing_in_leads_nowhere_else(visitor, there):
    assert sign_in(visitor, "看的", next=there).headers["location"] == "/"


def test_roles_do_what_they_may(visitor):
    sign_in(visitor, "看的")
    version = {"If-Match": visitor.get(f"{API}/evaluations/1").headers["etag"]}
    change = {"pointer": "/total_score", "value": "90"}
    assert visitor.patch(f"{API}/evaluations/1", json=change, headers=version).status_code == 403
    assert visitor.post(f"{API}/documents", files=[("files", ("a.txt", b"x"))]).status_code == 403
    assert visitor.delete(f"{API}/documents/1").status_code == 403
    sign_in(visitor, "改的")
    changed = visitor.patch(f"{API}/evaluations/1", json=change, headers=version)
    assert changed.json()["corrections"][-1]["corrected_by"] == "改的"
    assert visitor.get(f"{API}/users").status_code == visitor.get(f"{API}/audit").status_code == 403
    sign_in(visitor, "管的")
    lines = visitor.get(f"{API}/audit").json()
    assert ("改的", "review") in {(line["who"], line["action"]) for line in lines}


def test_tokens_hold_no_more_than_their_scopes_and_their_user(visitor):
    reading, all_of_viewer = bearer(visitor, "改的", "read"), bearer(visitor, "看的", "read")
    assert visitor.get(f"{API}/evaluations", headers=reading).status_code == 200
    for headers in (reading, all_of_viewer):
        assert visitor.patch(f"{API}/findings/1", json={"state": "accepted"}, headers=headers).status_code == 403
    accounts = visitor.app.state.parts.accounts
    accounts.remove_token(accounts.tokens()[-1].id)
    assert 401 in {visitor.get(f"{API}/me", headers=one).status_code for one in (reading, all_of_viewer)}
    assert visitor.get(f"{API}/me", headers={"Authorization": "Bearer x' OR 1=1 --"}).status_code == 401


@pytest.mark.parametrize("host", ["evil.example", "127.0.0.1.evil.example", "[::1", "", "127.0.0.1@evil.example"])
def test_other_names_are_refused(filled, host):
    refused = filled.get(f"{API}/evaluations", headers={"Host": host})
    assert refused.status_code == 421
    assert filled.get("/", headers={"Host": host}).status_code == 421


@pytest.mark.parametrize(
    "headers",
    [
        {"Origin": "http://evil.example"},
        {"Origin": "null"},
        {"Origin": "http://127.0.0.1:9999"},
        {"Sec-Fetch-Site": "cross-site"},
        {"Sec-Fetch-Site": "same-site"},
    ],
)
def test_other_sites_change_nothing(filled, headers):
    for address in (f"{API}/documents", "/login", f"{API}/questions"):
        assert filled.post(address, headers=headers).status_code == 403
    assert filled.delete(f"{API}/documents/1", headers=headers).status_code == 403
    assert filled.get(f"{API}/evaluations", headers={"Origin": "http://127.0.0.1"}).status_code == 200


def test_bodies_are_bounded_however_they_are_announced(tmp_path):
    with small(tmp_path, max_body_bytes=2000, max_upload_bytes=4000, max_upload_files=2) as client:
        assert client.post(f"{API}/questions", json={"question": "问" * 3000}).status_code == 413

        def chunks() -> Iterator[bytes]:
            yield from [b"x" * 1000] * 9

        assert client.post(f"{API}/questions", content=chunks()).status_code == 413
        assert client.post(f"{API}/documents", files=[("files", ("a.pdf", b"x" * 9000))]).status_code == 413
        many = [("files", (f"{number}.txt", b"x")) for number in range(3)]
        assert client.post(f"{API}/documents", files=many).status_code == 413
        assert client.get(f"{API}/jobs").json()["total"] == 0


def test_who_asks_too_often_is_told_when_to_come_again(tmp_path):
    with small(tmp_path, requests="3/minute", sign_ins="1/hour") as client:
        answers = [client.get(f"{API}/health") for _ in range(4)]
        assert [answer.status_code for answer in answers] == [200, 200, 200, 429]
        assert 1 <= int(answers[-1].headers["retry-after"]) <= 61
        assert [sign_in(client, "x").status_code for _ in range(2)] == [401, 429]


def test_processes_count_together_where_they_share_redis(tmp_path, monkeypatch):
    redis = pytest.importorskip("redis")
    shared = redis.Redis.from_url(REDIS)
    try:
        shared.flushdb()
    except redis.RedisError:
        pytest.skip("no Redis here (JIXIAO_TEST_REDIS names another)")
    monkeypatch.setenv("JIXIAO_QUEUE_URL", REDIS)
    with small(tmp_path / "a", requests="3/minute") as one, small(tmp_path / "b", requests="3/minute") as other:
        answers = [client.get(f"{API}/health").status_code for client in (one, other, one, other)]
    shared.flushdb()
    assert answers == [200, 200, 200, 429]


def test_rates_are_counted_while_redis_is_out_of_reach(tmp_path, monkeypatch):
    pytest.importorskip("redis")
    monkeypatch.setenv("JIXIAO_QUEUE_URL", "redis://127.0.0.1:1/0")
    service = small(tmp_path, requests="2/minute")  # not started: the queue is not there either
    assert [service.get(f"{API}/health").status_code for _ in range(3)] == [200, 200, 429]


@pytest.mark.parametrize(
    ("method", "address"),
    [
        ("GET", "/"),
        ("GET", "/static/css/app.css"),
        ("GET", f"{API}/evaluations"),
        ("GET", f"{API}/evaluations/99999"),
        ("GET", "/nothing"),
        ("PUT", f"{API}/evaluations"),
        ("POST", f"{API}/questions"),
        ("GET", f"{API}/evaluations/1/pages/1.png?dpi=40"),
    ],
)
def test_every_answer_is_guarded(filled, method, address):
    headers = filled.request(method, address).headers
    assert "default-src 'self'" in headers["content-security-policy"]
    assert "unsafe" not in headers["content-security-policy"]
    assert (headers["x-content-type-options"], headers["x-frame-options"]) == ("nosniff", "DENY")
    assert "cache-control" in headers and "server" not in headers


def test_errors_tell_no_paths_and_no_traces(tmp_path, monkeypatch):
    with client_for(tmp_path, reads=False) as client:

        def broken(*_: object, **__: object) -> None:
            raise RuntimeError(f"secret {tmp_path}")

        monkeypatch.setattr(client.app.state.parts.ledger, "jobs", broken)
        quiet = TestClient(client.app, base_url="http://127.0.0.1", raise_server_exceptions=False)
        answer = quiet.get(f"{API}/jobs")
    assert answer.status_code == 500
    assert answer.headers["content-type"] == "application/problem+json"
    assert answer.headers["x-request-id"] in answer.text
    for hidden in ("secret", str(tmp_path), "Traceback", "RuntimeError", ".py"):
        assert hidden not in answer.text
    assert "default-src 'self'" in answer.headers["content-security-policy"]


@pytest.mark.parametrize(
    "address", ["/static/../../pyproject.toml", "/static/%2e%2e/%2e%2e/service.py", "/static//etc/passwd"]
)
def test_static_files_lie_in_their_folder(filled, address):
    assert filled.get(address).status_code == 404


def test_hostile_names_stay_names(tmp_path):
    names = [
        "../../../../tmp/jixiao-out.txt",
        "C:\\Windows\\x.txt",
        "<img src=x onerror=alert(1)>.txt",
        "a\r\nX: y.txt",
    ]
    with client_for(tmp_path) as client:
        job = client.post(f"{API}/documents", files=[("files", (name, b"no form")) for name in names]).json()
        done = wait_for(client, job)
        assert client.get("/").status_code == 200
    for document in done["documents"]:
        assert document["state"] == "failed"
        assert "/" not in document["document"] and "\\" not in document["document"] and "\n" not in document["document"]
        assert str(tmp_path) not in str(document["problems"])
    assert not [path for path in tmp_path.rglob("*") if path.name in ("jixiao-out.txt", "x.txt")]


def test_pictures_of_a_damaged_original_are_a_problem_and_nothing_more(tmp_path):
    with client_for(tmp_path) as client:
        wait_for(client, hand_in(client, "ruled.pdf"))
        document = client.get(f"{API}/documents").json()["items"][0]
        blob = client.app.state.parts.store.blobs.path(document["sha256"])
        for content in (b"%PDF-1.7\n" + b"1 0 obj << /Kids [1 0 R] >> " * 50, b"\x89PNG" + b"\0" * 100, b""):
            blob.chmod(0o644)
            blob.write_bytes(content)
            answer = client.get(f"{API}/evaluations/1/pages/1.png?dpi={50 + len(content) % 50}")
            assert answer.status_code in (404, 413, 415, 422)
            assert answer.headers["content-type"] == "application/problem+json"
            assert str(tmp_path) not in answer.text and blob.name not in answer.text
        assert client.get(f"{API}/health").json() == {"status": "ok"}


@pytest.mark.parametrize("host", ["0.0.0.0", "::", "192.0.2.7"])
def test_an_open_address_needs_accounts(tmp_path, monkeypatch, capsys, host):
    monkeypatch.setenv("JIXIAO_HOME", str(tmp_path))
    assert main(["serve", "--host", host, "--port", "1"]) == 2
    assert "jixiao users add" in capsys.readouterr().err
