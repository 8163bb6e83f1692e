"""Traces: one for a request and what follows from it, sent over OTLP, and nothing at all when not asked for."""

import subprocess
import sys
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer
from threading import Thread

import pytest
from opentelemetry.proto.collector.trace.v1.trace_service_pb2 import ExportTraceServiceRequest
from opentelemetry.sdk.trace.export import SimpleSpanProcessor
from opentelemetry.sdk.trace.export.in_memory_span_exporter import InMemorySpanExporter

from extractor.telemetry.request import within_request
from extractor.telemetry.tracing import configure_tracing, span, stop_tracing

REQUEST = "1f" * 8


@pytest.fixture(autouse=True)
def _stopped() -> Iterator[None]:
    yield
    stop_tracing()


def test_the_worker_continues_the_trace_of_the_request() -> None:
    spans = InMemorySpanExporter()
    assert configure_tracing({}, SimpleSpanProcessor(spans))
    with within_request(REQUEST), span("request", method="POST"):
        pass
    with within_request(REQUEST), span("document", document=7), span("read"):
        pass
    request, read, document = spans.get_finished_spans()
    assert {one.context.trace_id for one in (request, read, document)} == {int(REQUEST * 2, 16)}
    assert read.parent is not None and read.parent.span_id == document.context.span_id
    assert dict(document.attributes or {}) == {"document": 7}


def test_messages_of_exceptions_stay_here() -> None:
    spans = InMemorySpanExporter()
    configure_tracing({}, SimpleSpanProcessor(spans))
    with pytest.raises(ValueError, match="某某项目"), span("read"):
        raise ValueError("某某项目")
    (failed,) = spans.get_finished_spans()
    assert not failed.status.is_ok
    assert failed.status.description == "ValueError" and not failed.events


class _Collector(BaseHTTPRequestHandler):
    received: list[ExportTraceServiceRequest]

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers["content-length"]))
        self.received.append(ExportTraceServiceRequest.FromString(body))
        self.send_response(200)
        self.end_headers()

    def log_message(self, format: str, *args: object) -> None:
        pass


def test_spans_reach_a_collector(monkeypatch: pytest.MonkeyPatch) -> None:
    _Collector.received = []
    server = HTTPServer(("127.0.0.1", 0), _Collector)
    Thread(target=server.serve_forever, daemon=True).start()
    address = f"http://127.0.0.1:{server.server_address[1]}"
    monkeypatch.setenv("OTEL_EXPORTER_OTLP_ENDPOINT", address)
    monkeypatch.setenv("OTEL_EXPORTER_OTLP_COMPRESSION", "none")
    assert configure_tracing({"OTEL_EXPORTER_OTLP_ENDPOINT": address})
    with within_request(REQUEST), span("request", method="GET"):
        pass
    stop_tracing()
    server.shutdown()
    (sent,) = _Collector.received
    (received,) = sent.resource_spans[0].scope_spans[0].spans
    assert received.name == "request" and received.trace_id.hex() == REQUEST * 2


def test_off_nothing_is_imported() -> None:
    code = (
        "import sys; from extractor.telemetry.tracing import configure_tracing, span\n"
        "assert not configure_tracing({})\n"
        "with span('x'): pass\n"
        "assert not [one for one in sys.modules if one.startswith('opentelemetry')]"
    )
    subprocess.run([sys.executable, "-c", code], check=True)
