"""The description of the API (OpenAPI), with problems described as what they are."""

from collections.abc import Iterator
from typing import Any

from fastapi import FastAPI
from fastapi.openapi.utils import get_openapi
from fastapi.routing import APIRoute

from extractor.web.problem_json import MEDIA_TYPE

_JSON = "application/json"


def operation_id(route: APIRoute) -> str:
    """What generated clients call the operation: its function's name, which is unique in the API."""
    return route.name


def describe(service: FastAPI) -> None:
    """Makes the service describe itself."""

    def described() -> dict[str, Any]:
        if service.openapi_schema is None:
            made = get_openapi(
                title=service.title,
                version=service.version,
                description=service.description,
                routes=service.routes,
            )
            for response in _responses(made):
                content = response.get("content", {})
                # FastAPI describes the model of a further answer as plain JSON, whatever media type it is given
                if MEDIA_TYPE in content and _JSON in content:
                    content[MEDIA_TYPE] = content.pop(_JSON)
            service.openapi_schema = made
        return service.openapi_schema

    service.openapi = described


def _responses(made: dict[str, Any]) -> Iterator[dict[str, Any]]:
    for operations in made["paths"].values():
        for operation in operations.values():
            yield from operation["responses"].values()
