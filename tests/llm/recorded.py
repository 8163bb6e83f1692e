"""Replies of a real model, recorded once and replayed: JIXIAO_RECORD=1 asks the model and writes, otherwise no network.

Only bodies are kept, never headers, so no key can be. A question that was not recorded fails the test that asks it.
"""

import hashlib
import json
import os
from pathlib import Path

import httpx

from extractor.llm.calling import Caller
from extractor.llm.chat import ChatModel
from extractor.llm.connection import Connection
from extractor.llm.endpoint import Endpoint
from tests.llm.asking import impatient

FOLDER = Path(__file__).parent / "recordings"
RECORDING = os.environ.get("JIXIAO_RECORD") == "1"
MODEL = "qwen2.5-coder-1.5b-instruct-q4_k_m"
BASE_URL = os.environ.get("JIXIAO_TEST_LLM_BASE_URL", "http://127.0.0.1:8091/v1")


class RecordedTransport(httpx.BaseTransport):
    """Answers from the file `recordings/<name>.json`, by what is asked; records there when the flag is on."""

    def __init__(self, name: str) -> None:
        self._path = FOLDER / f"{name}.json"
        kept = self._path.is_file()
        self._replies: dict[str, dict[str, object]] = json.loads(self._path.read_text("utf-8")) if kept else {}

    def handle_request(self, request: httpx.Request) -> httpx.Response:
        body = json.dumps(json.loads(request.read()), sort_keys=True)
        asked = hashlib.sha256(f"{request.url.path} {body}".encode()).hexdigest()[:16]
        if RECORDING:
            with httpx.Client(timeout=900, trust_env=False) as client:
                answer = client.post(
                    str(request.url), content=request.content, headers={"content-type": "application/json"}
                )
            self._replies[asked] = {"status": answer.status_code, "body": answer.json()}
            FOLDER.mkdir(exist_ok=True)
            text = json.dumps(self._replies, ensure_ascii=False, indent=1, sort_keys=True)
            self._path.write_text(text + "\n", encoding="utf-8")
        if asked not in self._replies:
            raise LookupError(f"{self._path.name} holds no reply to question {asked}: record with JIXIAO_RECORD=1")
        kept = self._replies[asked]
        return httpx.Response(int(str(kept["status"])), json=kept["body"], request=request)


def recorded_model(name: str) -> ChatModel:
    """The small local model as recorded in `recordings/<name>.json`."""
    endpoint = Endpoint(base_url=BASE_URL, model=MODEL, timeout_seconds=900, max_concurrent=1)
    settings = impatient(max_attempts=1)
    client = httpx.Client(transport=RecordedTransport(name))
    return ChatModel(Caller(Connection(endpoint, settings, client=client), settings), settings)
