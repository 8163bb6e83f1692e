"""The number of a request stands in its answer and in every line that is logged of what follows from it, in other threads too."""

import io
import json
import logging
from collections.abc import Iterator
from pathlib import Path

import pytest

from extractor.settings import load_settings
from extractor.telemetry.logs import configure_logs
from tests.web.conftest import SAMPLES, client_for, wait_for


@pytest.fixture(autouse=True)
def _handlers_as_before() -> Iterator[None]:
    root = logging.getLogger()
    before = list(root.handlers)
    yield
    root.handlers[:] = before


@pytest.mark.parametrize("asked_for", [False, True])
def test_an_upload_is_followed_from_the_answer_to_the_reader(tmp_path: Path, *, asked_for: bool) -> None:
    stream = io.StringIO()
    chosen = {"log_format": "json", "log_document_text": asked_for}
    configure_logs(load_settings().telemetry.model_copy(update=chosen), {}, stream=stream)
    form = (SAMPLES / "ruled.pdf").read_bytes()
    files = [("files", ("某项目.pdf", form)), ("files", ("坏的.pdf", b"%PDF-1.7 nothing"))]
    with client_for(tmp_path) as client:
        posted = client.post("/api/v1/documents", files=files)
        job = wait_for(client, posted.json())
        other = client.get("/api/v1/jobs").headers["x-request-id"]
    lines = [json.loads(line) for line in stream.getvalue().splitlines()]
    of_documents = {line["document"]: line for line in lines if line.get("document") is not None}
    assert of_documents.keys() == {document["id"] for document in job["documents"]}
    numbers = {line["request_id"] for line in of_documents.values()}
    assert numbers == {posted.headers["x-request-id"]} and other not in numbers
    assert sorted(line["message"] for line in of_documents.values()) == ["done", "not read: corrupt"]
    assert ("某项目" in stream.getvalue(), "坏的" in stream.getvalue()) == (asked_for, asked_for)
