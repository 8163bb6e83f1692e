"""What belongs to no screen: the switch of language, and pages for addresses that lead nowhere."""

from inspect import isawaitable
from urllib.parse import urlencode

from fastapi import APIRouter, FastAPI, Request
from fastapi.exception_handlers import http_exception_handler
from fastapi.responses import RedirectResponse, Response
from starlette.exceptions import HTTPException

from extractor.web.screens.language import languages
from extractor.web.screens.page import NotSignedIn, show

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


def answer_with_pages(service: FastAPI) -> None:
    """Sends those who have to sign in to the page for it, and gives addresses that lead nowhere a page of their own.

    What the API refuses stays as it is.
    """
    usual = service.exception_handlers.get(HTTPException, http_exception_handler)

    async def refused(request: Request, error: Exception) -> Response:
        missing = isinstance(error, HTTPException) and error.status_code == 404
        if missing and not request.url.path.startswith(("/api/", "/static/")):
            return show(request, "not_found.html", "not_found", status=404)
        answer = usual(request, error)
        return await answer if isawaitable(answer) else answer

    async def to_sign_in(request: Request, error: Exception) -> Response:
        query = f"?{request.url.query}" if request.url.query else ""
        return RedirectResponse(f"/login?{urlencode({'next': request.url.path + query})}", status_code=303)

    service.add_exception_handler(HTTPException, refused)
    service.add_exception_handler(NotSignedIn, to_sign_in)
