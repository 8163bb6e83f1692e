"""Keeps tests from models and from the network: only what a test itself serves on this machine may be called."""

import os
import socket
from collections.abc import Iterator
from typing import Any

import pytest

from extractor.llm import transport
from tests.llm.endpoint_server import EndpointServer
from tests.llm.local_model import NoModel, some_model

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


@pytest.fixture(scope="session")
def served_model() -> Iterator[dict[str, str] | str]:
    """The environment of a real model for all tests of this process, or why there is none."""
    try:
        with some_model() as found:
            yield found
    except NoModel as why:
        yield str(why)


@pytest.fixture
def real_model(monkeypatch: pytest.MonkeyPatch, served_model: dict[str, str] | str) -> dict[str, str]:
    """The environment that configures a real model. Skips where there is none."""
    if isinstance(served_model, str):
        pytest.skip(served_model)
    monkeypatch.setattr(transport, "ALLOW_REQUESTS", True)
    return served_model
