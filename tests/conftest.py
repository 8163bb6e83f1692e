"""Keeps tests from models and from the network: only what a test itself serves on this machine may be called."""

import os
import socket
from collections.abc import Iterator
from typing import Any

import httpx
import pytest

from extractor.llm import transport
from tests.llm.endpoint_server import EndpointServer

for _name in [name for name in os.environ if name.startswith(("JIXIAO_LLM_", "JIXIAO_EMBEDDING_"))]:
    # at once and not in a fixture, so that commands which tests start do not see a developer's model either
    os.environ[f"_KEPT_{_name}"] = os.environ.pop(_name)

_connect = socket.socket.connect


def _connect_here(self: socket.socket, address: Any) -> None:
    if self.family in (socket.AF_INET, socket.AF_INET6):
        host = str(address[0])
        if not host.startswith("127.") and host not in ("::1", "localhost", "0.0.0.0"):
            raise AssertionError(f"a test tried to reach {host}: tests use no network")
    _connect(self, address)


@pytest.fixture(autouse=True, scope="session")
def _no_network() -> Iterator[None]:
    patch = pytest.MonkeyPatch()
    patch.setattr(socket.socket, "connect", _connect_here)
    yield
    patch.undo()


@pytest.fixture(autouse=True)
def _no_models(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(transport, "ALLOW_REQUESTS", False)


@pytest.fixture
def endpoint_server(monkeypatch: pytest.MonkeyPatch) -> Iterator[EndpointServer]:
    """A chat endpoint that this test scripts; requests to models are allowed while it runs."""
    monkeypatch.setattr(transport, "ALLOW_REQUESTS", True)
    server = EndpointServer()
    yield server
    server.close()


LOCAL_MODEL = "http://127.0.0.1:8091/v1"
"""Where `../shared/tools/local_llm serve` serves."""


@pytest.fixture
def real_model(monkeypatch: pytest.MonkeyPatch) -> dict[str, str]:
    """The environment that configures a real model: JIXIAO_TEST_LLM_BASE_URL's, else the founders' local one.

    Skips where none answers.
    """
    base_url = os.environ.get("JIXIAO_TEST_LLM_BASE_URL", LOCAL_MODEL)
    try:
        listed = httpx.get(f"{base_url}/models", timeout=2, trust_env=False).json()["data"]
    except (httpx.HTTPError, ValueError, LookupError):
        pytest.skip(f"no real model answers at {base_url}: start ../shared/tools/local_llm serve")
    monkeypatch.setattr(transport, "ALLOW_REQUESTS", True)
    return {"JIXIAO_LLM_BASE_URL": base_url, "JIXIAO_LLM_MODEL": listed[0]["id"]}
