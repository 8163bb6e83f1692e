"""The service: app and store behind FastAPI, with everything between them and the network in its order."""

import logging
from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager
from pathlib import Path

from fastapi import FastAPI
from fastapi.staticfiles import StaticFiles
from starlette.middleware.gzip import GZipMiddleware

from extractor.app import App
from extractor.web.api import api_router
from extractor.web.assembly import assembled, released
from extractor.web.description import describe, operation_id
from extractor.web.metrics import MeasureRequests, Metrics, add_metrics
from extractor.web.options import ServiceOptions
from extractor.web.problem_json import CrashesAsProblems, answer_errors_as_problems
from extractor.web.screens import add_screens
from extractor.web.security.headers import SecurityHeaders
from extractor.web.security.identity import Identity
from extractor.web.security.limits import RateLimit, SizeLimit
from extractor.web.security.same_site import SameSiteOnly
from extractor.web.sign_in import router as sign_in_router

_STATIC = Path(__file__).parent / "static"
_LOG = logging.getLogger("jixiao.web")


def create_service(app: App, options: ServiceOptions, *, home: Path | None = None) -> FastAPI:
    """The service over the store in `home` (default: the data folder). Nothing runs before it is started.

    Raises:
        StoreError: the store cannot be opened.
        SettingsError: the queue's address cannot be understood.
    """
    parts = assembled(app, options, home)

    @asynccontextmanager
    async def lifespan(_: FastAPI) -> AsyncGenerator[None]:
        from starlette.concurrency import run_in_threadpool

        watching = await run_in_threadpool(parts.begin)
        yield
        await run_in_threadpool(released, parts, watching)

    service = FastAPI(
        title="jixiao 绩效",
        description="项目支出绩效自评表：上传、核对、复核、提问。错误以 application/problem+json 给出。",
        version=_version(),
        lifespan=lifespan,
        docs_url=None,
        redoc_url=None,
        openapi_url="/api/v1/openapi.json",
        generate_unique_id_function=operation_id,
    )
    service.state.parts = parts.parts
    service.state.app = app
    service.state.store = parts.parts.store
    answer_errors_as_problems(service)
    service.include_router(api_router())
    service.include_router(sign_in_router, include_in_schema=False)
    describe(service)
    add_metrics(service, metrics := Metrics())
    service.mount("/static", StaticFiles(directory=_STATIC), name="static")
    add_screens(service)
    # the last added is the outermost
    service.add_middleware(GZipMiddleware, minimum_size=1024)
    service.add_middleware(Identity)
    service.add_middleware(SizeLimit, settings=app.settings.service)
    service.add_middleware(RateLimit, settings=app.settings.service)
    service.add_middleware(SameSiteOnly, hosts=options.hosts)
    service.add_middleware(MeasureRequests, metrics=metrics, log_requests=app.settings.telemetry.log_requests)
    service.add_middleware(CrashesAsProblems)
    service.add_middleware(SecurityHeaders)
    return service


def _version() -> str:
    from importlib.metadata import version

    return version("jixiao")
