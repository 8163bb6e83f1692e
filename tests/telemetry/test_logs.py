"""Logs name the request, and hold neither keys nor text of documents unless asked for."""

import io
import json
import logging
from collections.abc import Iterator

import pytest

from extractor.settings import TelemetrySettings
from extractor.telemetry.logs import configure_logs
from extractor.telemetry.request import current_request, within_request

LOG = logging.getLogger("jixiao.test")


def settings(**changed: object) -> TelemetrySettings:
    chosen = {"log_format": "json", "log_requests": False, "log_document_text": False, **changed}
    return TelemetrySettings.model_validate(chosen)


@pytest.fixture(autouse=True)
def _handlers_as_before() -> Iterator[None]:
    root = logging.getLogger()
    before = list(root.handlers)
    yield
    root.handlers[:] = before


def logged(environment: dict[str, str] | None = None, **changed: object) -> io.StringIO:
    stream = io.StringIO()
    configure_logs(settings(**changed), environment or {}, stream=stream)
    return stream


def fail(message: str) -> None:
    try:
        try:
            raise KeyError(message)
        except KeyError as error:
            raise ValueError(f"不能读 {message}") from error
    except ValueError:
        LOG.exception("failed", extra={"job": "j1", "text": message})


def test_a_line_is_json_with_the_request() -> None:
    stream = logged()
    with within_request("abc"):
        LOG.info("done", extra={"job": "j1", "forms": 2})
    LOG.info("later")
    first, second = (json.loads(line) for line in stream.getvalue().splitlines())
    assert (first["message"], first["level"], first["request_id"], first["job"]) == ("done", "INFO", "abc", "j1")
    assert first["forms"] == 2
    assert second["request_id"] == "-" and current_request() is None


def test_lines_for_people_name_request_and_fields() -> None:
    stream = logged(log_format="text")
    with within_request("abc"):
        LOG.warning("not read: %s", "corrupt", extra={"document": 7})
    assert "WARNING jixiao.test [abc] not read: corrupt  document=7" in stream.getvalue()


@pytest.mark.parametrize("log_format", ["json", "text"])
def test_what_exceptions_quote_is_not_logged(log_format: str) -> None:
    stream = logged(log_format=log_format)
    fail("某某项目")
    assert "某某项目" not in stream.getvalue()
    assert "ValueError" in stream.getvalue() and "KeyError" in stream.getvalue() and "in fail" in stream.getvalue()


@pytest.mark.parametrize("log_format", ["json", "text"])
def test_text_of_documents_when_asked_for(log_format: str) -> None:
    stream = logged(log_format=log_format, log_document_text=True)
    fail("某某项目")
    assert "不能读 某某项目" in stream.getvalue()
    assert "text=某某项目" in stream.getvalue() or '"text": "某某项目"' in stream.getvalue()


def test_keys_and_passwords_are_never_logged() -> None:
    key, password = "k3y-of-the-endpoint", "pass;word"
    stream = logged({"JIXIAO_LLM_API_KEY": key, "PGPASSWORD": password, "LANG": "zh_CN"}, log_document_text=True)
    LOG.warning("zh_CN %s %s", key, {"authorization": f"Bearer {'t' * 20}"})
    LOG.warning("postgresql://user:hidden%%40@host/db and sk-abcdefghijklmnop and jx_abcdefghijklmnop")
    fail(password)
    text = stream.getvalue()
    for secret in (key, password, "t" * 20, "hidden", "sk-abc", "jx_abc"):
        assert secret not in text
    assert "postgresql://user:***@host/db" in text and "zh_CN" in text


def test_configured_twice_every_line_comes_once() -> None:
    logged()
    stream = logged()
    LOG.info("once")
    assert len(stream.getvalue().splitlines()) == 1
