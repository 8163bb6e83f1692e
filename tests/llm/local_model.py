"""A real small model for tests: the one that is served already, else one started for them, if that is soon done."""

import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Generator
from contextlib import contextmanager
from pathlib import Path

import httpx

SERVED = "http://127.0.0.1:8091/v1"
"""Where `../shared/tools/local_llm serve` serves unless told otherwise."""
TOOL = Path(__file__).parents[3] / "shared" / "tools" / "local_llm"
START_SECONDS = 120
"""In which a started server must answer; where its model has to be fetched first it does not."""


class NoModel(Exception):
    """Why there is no real model."""


def model_name(base_url: str) -> str | None:
    """The model that answers at `base_url`; `None` where none does."""
    try:
        return str(httpx.get(f"{base_url}/models", timeout=5, trust_env=False).json()["data"][0]["id"])
    except (httpx.HTTPError, ValueError, LookupError):
        return None


@contextmanager
def some_model() -> Generator[dict[str, str]]:
    """The environment that configures a model: JIXIAO_TEST_LLM_BASE_URL's, the one served here, else one started.

    Raises:
        NoModel: none answers and none can be started in time.
    """
    base_url = os.environ.get("JIXIAO_TEST_LLM_BASE_URL", SERVED)
    if name := model_name(base_url):
        yield configured(base_url, name)
        return
    if "JIXIAO_TEST_LLM_BASE_URL" in os.environ or not TOOL.exists():
        raise NoModel(f"no real model answers at {base_url}, and there is no {TOOL.name} to start one")
    with _started(_free_port()) as found:
        yield found


def configured(base_url: str, name: str) -> dict[str, str]:
    """The environment for a model."""
    return {"JIXIAO_LLM_BASE_URL": base_url, "JIXIAO_LLM_MODEL": name}


@contextmanager
def _started(port: int) -> Generator[dict[str, str]]:
    command = [sys.executable, str(TOOL), "serve", "--port", str(port), "--context", "4096"]
    # in a session of its own, so that what it starts ends with it
    server = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, start_new_session=True)
    base_url = f"http://127.0.0.1:{port}/v1"
    try:
        until = time.monotonic() + START_SECONDS
        while (name := model_name(base_url)) is None:
            if server.poll() is not None or time.monotonic() > until:
                raise NoModel(f"the local model did not start within {START_SECONDS} s")
            time.sleep(1)
        yield configured(base_url, name)
    finally:
        if server.poll() is None:
            os.killpg(server.pid, signal.SIGTERM)
            try:
                server.wait(10)
            except subprocess.TimeoutExpired:
                os.killpg(server.pid, signal.SIGKILL)
                server.wait()


def _free_port() -> int:
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        return int(one.getsockname()[1])
