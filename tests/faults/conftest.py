"""Services to do harm to: small, quick to notice what happened, with one reading process."""

import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

import pytest
from fastapi.testclient import TestClient

from extractor.app import App, open_app
from extractor.web.options import ServiceOptions
from extractor.web.service import create_service
from tests.store.conftest import postgres_url  # noqa: F401 - a fixture
from tests.store.index.conftest import chroma_server  # noqa: F401 - a fixture

REDIS = os.environ.get("JIXIAO_TEST_REDIS", "redis://127.0.0.1:6379/14")
"""A database of its own, emptied by these tests."""

Serve = Callable[..., object]


@pytest.fixture(autouse=True)
def _quick(monkeypatch: pytest.MonkeyPatch) -> None:
    """Beats, claims and second tries within a second or two instead of half a minute."""
    monkeypatch.setattr("extractor.jobs.ledger.CLAIM_SECONDS", 2)
    monkeypatch.setattr("extractor.jobs.heartbeat.CLAIM_SECONDS", 2)
    monkeypatch.setattr("extractor.jobs.settler._AGAIN_SECONDS", 0.5)
    for name in ("JIXIAO_DATABASE_URL", "JIXIAO_QUEUE_URL"):
        monkeypatch.delenv(name, raising=False)


def small_app(
    *, vectors: bool = False, chroma_url: str = "", model: dict[str, object] | None = None, **store: object
) -> App:
    """An app with one reading process, which searches by words only unless `vectors` are asked for.

    These are with the Chroma server at `chroma_url`, else in the data folder. `model` and `store` change settings of those sections.
    """
    app = open_app()
    settings = app.settings
    changed = {
        "workers": settings.workers.model_copy(update={"count": 1}),
        "index": settings.index.model_copy(update={"chroma_url": chroma_url} if vectors else {"embedder": "none"}),
        "model": settings.model.model_copy(update=model or {}),
        "store": settings.store.model_copy(update=store),
    }
    return replace(app, settings=settings.model_copy(update=changed))


@contextmanager
def serving(home: Path, app: App | None = None, *, reads: bool = True) -> Iterator[TestClient]:
    """A service over `home`, answering errors as it does to others instead of raising them here."""
    options = ServiceOptions(hosts=frozenset({"127.0.0.1"}), open_to_local_user=True, reads=reads)
    service = create_service(app or small_app(), options, home=home)
    service.state.parts.images.warm = lambda: None  # no page is drawn here
    with TestClient(service, base_url="http://127.0.0.1", raise_server_exceptions=False) as client:
        yield client


def is_problem(response) -> bool:
    """Whether an answer is a problem in words, without a path, an address or a trace."""
    if response.headers["content-type"] != "application/problem+json":
        return False
    detail = response.json()["detail"] or ""
    return "Traceback" not in detail and "geheim" not in detail and any("一" <= char <= "鿿" for char in detail)


def kept_forms(client: TestClient) -> dict[str, int]:
    """How many forms of every document are in the store, superseded ones too."""
    answer = client.get("/api/v1/evaluations", params={"superseded": True, "limit": 100}).json()
    counted: dict[str, int] = {}
    for form in answer["items"]:
        counted[form["source"]] = counted.get(form["source"], 0) + 1
    return counted
