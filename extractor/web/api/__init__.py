"""The REST API, version 1: what the page does, programs can do."""

from typing import Any

from fastapi import APIRouter

from extractor.representations import ProblemDetails
from extractor.web.api import (
    accounts,
    catalogue,
    documents,
    evaluations,
    exports,
    findings,
    health,
    images,
    jobs,
    opinions,
    overview,
    questions,
)
from extractor.web.problem_json import MEDIA_TYPE

_REFUSALS = (400, 401, 403, 404, 409, 412, 413, 415, 421, 422, 428, 429, 500, 503)


def api_router() -> APIRouter:
    """All routes below /api/v1, with the problems that they may answer."""
    problems: dict[int | str, dict[str, Any]] = {
        status: {"model": ProblemDetails, "content": {MEDIA_TYPE: {}}, "description": "application/problem+json"}
        for status in _REFUSALS
    }
    router = APIRouter(prefix="/api/v1", responses=problems)
    for module in (
        documents,
        jobs,
        evaluations,
        images,
        findings,
        questions,
        exports,
        opinions,
        overview,
        catalogue,
        accounts,
        health,
    ):
        router.include_router(module.router)
    return router
