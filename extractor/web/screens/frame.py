"""What belongs to no screen: the switch of language, and pages for addresses that lead nowhere."""

from fastapi import APIRouter, FastAPI, Request
from fastapi.exception_handlers import http_exception_handler
from fastapi.responses import RedirectResponse, Response
from starlette.exceptions import HTTPException

from extractor.web.screens.language import languages
from extractor.web.screens.page import show

router = APIRouter()

_YEAR = 365 * 24 * 3600


@router.get("/language/{code}")
def switch_language(request: Request, code: str, back: str = "/") -> Response:
    """Remembers the language and returns to the page on which it was chosen."""
    # only a path of this service: "//host" and "/\\host" lead elsewhere
    inside = back.startswith("/") and not back.startswith(("//", "/\\")) and back.isprintable()
    response = RedirectResponse(back if inside else "/", status_code=303)
    if code in languages():
        secure = request.url.scheme == "https"
        response.set_cookie("language", code, max_age=_YEAR, httponly=True, samesite="lax", secure=secure)
    return response


def add_error_pages(service: FastAPI) -> None:
    """Gives pages that do not exist a page of their own; what the API refuses stays as it is."""
    usual = service.exception_handlers.get(HTTPException, http_exception_handler)

    async def not_found(request: Request, error: Exception) -> Response:
        missing = isinstance(error, HTTPException) and error.status_code == 404
        if missing and not request.url.path.startswith(("/api/", "/static/")):
            return show(request, "not_found.html", "not_found", status=404)
        return await usual(request, error)  # type: ignore[arg-type]

    service.add_exception_handler(HTTPException, not_found)
