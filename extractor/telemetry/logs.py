"""What is logged: one line an event on standard error, readable or as JSON, with its request and without secrets.

Messages of exceptions may quote documents, so only their kinds and the places in our code are logged, unless
`telemetry.log_document_text` asks for more.
"""

import logging
import sys
from collections.abc import Mapping
from traceback import TracebackException, format_list
from types import TracebackType
from typing import TextIO

from pythonjsonlogger.json import JsonFormatter

from extractor.settings import TelemetrySettings
from extractor.telemetry.request import current_request
from extractor.telemetry.secrets import Redactor

LOGGER = logging.getLogger("jixiao")
"""The parent of all loggers of ours."""

_FIELDS = "{asctime}{levelname}{name}{request_id}{message}"
_ExcInfo = tuple[type[BaseException], BaseException, TracebackType | None] | tuple[None, None, None]


class _LinesForPeople(logging.Formatter):
    def __init__(self) -> None:
        super().__init__("{asctime} {levelname} {name} [{request_id}] {message}", style="{")

    def format(self, record: logging.LogRecord) -> str:
        line = super().format(record)
        extra = {name: value for name, value in vars(record).items() if name in EVENT_FIELDS and value is not None}
        named = " ".join(f"{name}={value}" for name, value in extra.items())
        first, *rest = line.split("\n")
        return "\n".join([f"{first}  {named}" if named else first, *rest])


EVENT_FIELDS = ("job", "document", "route", "method", "status", "milliseconds", "forms", "problems", "text")
"""Extra fields of our log events; `text` is only there when text of documents was asked for."""


class _Quiet(logging.Formatter):
    """Another formatter without secrets and, unless asked for, without what exceptions say."""

    def __init__(self, inner: logging.Formatter, redactor: Redactor, *, with_text: bool) -> None:
        super().__init__()
        self._inner = inner
        self._redactor = redactor
        self._with_text = with_text
        if not with_text:
            # the inner formatter asks itself for the trace
            inner.formatException = _places_only  # type: ignore[method-assign]

    def format(self, record: logging.LogRecord) -> str:
        record.request_id = current_request() or "-"
        record.exc_text = None
        if not self._with_text:
            vars(record).pop("text", None)
        return self._redactor.redacted(self._inner.format(record))


def _places_only(ei: _ExcInfo) -> str:
    """The trace of an exception with the kinds of it and of its causes, but not their messages."""
    kind, error, trace = ei
    if kind is None or error is None:
        return ""
    parts: list[str] = []
    told: TracebackException | None = TracebackException(kind, error, trace)
    while told is not None:
        name = told.exc_type.__name__ if told.exc_type else "Exception"
        parts.append("".join(format_list(told.stack)) + name)
        told = told.__cause__ or (None if told.__suppress_context__ else told.__context__)
    return "\n原因：\n".join(parts)


def configure_logs(
    settings: TelemetrySettings, environment: Mapping[str, str], *, stream: TextIO | None = None
) -> logging.Handler:
    """Sends the logs of this process to `stream` (standard error); once more replaces what was configured before.

    `environment` tells which values are secrets (see `Redactor`).
    """
    handler = logging.StreamHandler(stream or sys.stderr)
    inner: logging.Formatter = _LinesForPeople()
    if settings.log_format == "json":
        inner = JsonFormatter(_FIELDS, style="{", json_ensure_ascii=False, rename_fields={"levelname": "level"})
    handler.setFormatter(_Quiet(inner, Redactor.of(environment), with_text=settings.log_document_text))
    root = logging.getLogger()
    for one in [one for one in root.handlers if isinstance(one.formatter, _Quiet)]:
        root.removeHandler(one)
    root.addHandler(handler)
    LOGGER.setLevel(logging.INFO)
    for name in ("uvicorn", "uvicorn.error", "uvicorn.access"):
        # what uvicorn says goes the same way as everything else
        logging.getLogger(name).handlers.clear()
        logging.getLogger(name).propagate = True
    return handler
