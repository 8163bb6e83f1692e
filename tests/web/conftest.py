"""A service of one's own over a store of its own, on a free port of the loopback, without a browser."""

import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from fastapi.testclient import TestClient

from extractor.app import open_app
from extractor.web.options import ServiceOptions
from extractor.web.service import create_service

SAMPLES = Path(__file__).parents[2] / "evals" / "samples"


def client_for(home: Path, **changes) -> TestClient:
    options = {"hosts": {"127.0.0.1"}, "open_to_local_user": True} | changes
    service = create_service(open_app(), ServiceOptions(**options), home=home)
    return TestClient(service, base_url="http://127.0.0.1")


def hand_in(client: TestClient, *names: str, **kwargs) -> dict:
    files = [("files", (name, (SAMPLES / name).read_bytes())) for name in names]
    return client.post("/api/v1/documents", files=files, **kwargs).json()


def wait_for(client: TestClient, job: dict, seconds: float = 120) -> dict:
    until = time.monotonic() + seconds
    while not (job := client.get(f"/api/v1/jobs/{job['id']}").json())["over"]:
        assert time.monotonic() < until, job
        time.sleep(0.1)
    return job


@pytest.fixture(scope="session")
def filled(tmp_path_factory) -> Iterator[TestClient]:
    """A service that holds two documents; tests that change forms restore them or use their own service."""
    with client_for(tmp_path_factory.mktemp("filled")) as client:
        wait_for(client, hand_in(client, "ruled.pdf", "two-sheets.xlsx"))
        yield client


@pytest.fixture
def empty(tmp_path) -> Iterator[TestClient]:
    with client_for(tmp_path) as client:
        yield client
