"""Traces for OpenTelemetry, when asked for: a span for a request and one for each stage of a document, in one trace.

The trace of a request has the request's number twice as its id, so that a line of the log leads to the trace and the
worker, perhaps on another machine, continues it without being told more than the number.
"""

from collections.abc import Generator, Mapping
from contextlib import contextmanager
from typing import TYPE_CHECKING

from extractor.errors import SettingsError
from extractor.telemetry.request import current_request

if TYPE_CHECKING:
    from opentelemetry.context import Context
    from opentelemetry.sdk.trace import SpanProcessor, TracerProvider

ENDPOINT_VARIABLES = ("OTEL_EXPORTER_OTLP_TRACES_ENDPOINT", "OTEL_EXPORTER_OTLP_ENDPOINT")
"""OpenTelemetry's own variables; one of them set turns traces on."""


class _Tracing:
    provider: "TracerProvider | None" = None


def configure_tracing(environment: Mapping[str, str], processor: "SpanProcessor | None" = None) -> bool:
    """Sends spans where OpenTelemetry's variables say, or to `processor`; False, and nothing imported, without either.

    Raises:
        SettingsError: traces are asked for and OpenTelemetry is not installed.
    """
    if processor is None and not any(environment.get(name) for name in ENDPOINT_VARIABLES):
        return False
    try:
        from opentelemetry.exporter.otlp.proto.http.trace_exporter import OTLPSpanExporter
        from opentelemetry.sdk.resources import Resource
        from opentelemetry.sdk.trace import TracerProvider
        from opentelemetry.sdk.trace.export import BatchSpanProcessor
    except ImportError as error:
        raise SettingsError("要发送跟踪数据，请先安装：pip install 'jixiao[tracing]'") from error
    stop_tracing()
    provider = TracerProvider(resource=Resource.create({"service.name": "jixiao"}))
    provider.add_span_processor(processor or BatchSpanProcessor(OTLPSpanExporter()))
    _Tracing.provider = provider
    return True


def stop_tracing() -> None:
    """Sends what is not sent yet, and ends traces."""
    if _Tracing.provider is not None:
        _Tracing.provider.shutdown()
        _Tracing.provider = None


@contextmanager
def span(name: str, **attributes: str | int) -> Generator[None]:
    """A span around the block; costs nothing while traces are off. Attributes never hold text of documents."""
    if _Tracing.provider is None:
        yield
        return
    from opentelemetry.trace import StatusCode

    tracer = _Tracing.provider.get_tracer("jixiao")
    with tracer.start_as_current_span(
        name, context=_trace_of_request(), attributes=attributes, record_exception=False, set_status_on_exception=False
    ) as started:
        try:
            yield
        except Exception as error:
            # the messages of exceptions may quote documents
            started.set_status(StatusCode.ERROR, type(error).__name__)
            raise


def _trace_of_request() -> "Context | None":
    from opentelemetry import trace

    number = current_request()
    if number is None or trace.get_current_span().get_span_context().is_valid:
        return None
    parent = trace.SpanContext(
        trace_id=int(number * 2, 16),
        span_id=int(number, 16),
        is_remote=True,
        trace_flags=trace.TraceFlags(trace.TraceFlags.SAMPLED),
    )
    return trace.set_span_in_context(trace.NonRecordingSpan(parent))
