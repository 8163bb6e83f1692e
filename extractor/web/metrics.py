"""Prometheus metrics: requests by route, and what waits."""

import logging
import time

from fastapi import FastAPI, Request, Response
from prometheus_client import CONTENT_TYPE_LATEST, CollectorRegistry, Counter, Gauge, Histogram, generate_latest
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from extractor.errors import JixiaoError
from extractor.telemetry.tracing import span
from extractor.web.parts import parts_of
from extractor.web.security.identity import Reader

_LOG = logging.getLogger("jixiao.web")


class Metrics:
    """The metrics of one service."""

    def __init__(self) -> None:
        self.registry = CollectorRegistry()
        labels = ("method", "route", "status")
        self.requests = Counter("jixiao_requests", "Requests answered.", labels, registry=self.registry)
        self.seconds = Histogram(
            "jixiao_request_seconds", "Time until an answer was complete.", ("route",), registry=self.registry
        )
        self.waiting = Gauge("jixiao_documents_waiting", "Uploaded documents not read yet.", registry=self.registry)


class MeasureRequests:
    """Counts, times and may log every request by its route's pattern, never by its address, which may name a project."""

    def __init__(self, app: ASGIApp, *, metrics: Metrics, log_requests: bool) -> None:
        self._app = app
        self._metrics = metrics
        self._log_requests = log_requests

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Wraps one request."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        started = time.perf_counter()
        status = 500

        async def noted(message: Message) -> None:
            nonlocal status
            if message["type"] == "http.response.start":
                status = message["status"]
            await send(message)

        try:
            with span("request", method=scope["method"]):
                await self._app(scope, receive, noted)
        finally:
            route = getattr(scope.get("route"), "path", "other")
            seconds = time.perf_counter() - started
            self._metrics.requests.labels(scope["method"], route, str(status)).inc()
            self._metrics.seconds.labels(route).observe(seconds)
            if self._log_requests:
                told = {"method": scope["method"], "route": route, "status": status}
                _LOG.info("answered", extra={**told, "milliseconds": round(1000 * seconds, 1)})


def add_metrics(service: FastAPI, metrics: Metrics) -> None:
    """Adds /metrics, for those who may read."""

    @service.get("/metrics", include_in_schema=False)
    def _metrics(request: Request, person: Reader) -> Response:  # pyright: ignore[reportUnusedFunction]
        try:
            metrics.waiting.set(parts_of(request).ledger.unfinished())
        except JixiaoError:
            metrics.waiting.set(float("nan"))
        return Response(generate_latest(metrics.registry), media_type=CONTENT_TYPE_LATEST)
