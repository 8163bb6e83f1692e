"""Signing in and out."""

from typing import Annotated

from fastapi import APIRouter, Form, Request
from fastapi.responses import RedirectResponse, Response

from extractor.web.parts import parts_of
from extractor.web.screens.page import show
from extractor.web.security.identity import COOKIE, address_of

router = APIRouter()


@router.get("/login")
def page(request: Request, next: str = "/") -> Response:
    """The page to sign in on; straight on for those who need not."""
    if request.state.person is not None:
        return RedirectResponse(_inside(next), status_code=303)
    return show(request, "login.html", "login", next=_inside(next), failed=False)


@router.post("/login")
def sign_in(
    request: Request,
    name: Annotated[str, Form(max_length=64)] = "",
    password: Annotated[str, Form(max_length=1000)] = "",
    next: Annotated[str, Form(max_length=2000)] = "/",
) -> Response:
    """Opens a session, or shows the page again."""
    parts = parts_of(request)
    hours = parts.app.settings.service.session_hours
    secret = parts.accounts.sign_in(name, password, hours=hours)
    action = "sign in" if secret else "sign in failed"
    parts.accounts.note(who=name, action=action, subject="", address=address_of(request))
    if secret is None:
        return show(request, "login.html", "login", status=401, next=_inside(next), failed=True)
    response = RedirectResponse(_inside(next), status_code=303)
    response.set_cookie(
        COOKIE, secret, max_age=hours * 3600, httponly=True, samesite="strict", secure=request.url.scheme == "https"
    )
    return response


@router.post("/logout")
def sign_out(request: Request) -> Response:
    """Ends the session."""
    secret = request.cookies.get(COOKIE)
    if secret:
        parts_of(request).accounts.sign_out(secret)
    response = RedirectResponse("/login", status_code=303)
    response.delete_cookie(COOKIE)
    return response


def _inside(path: str) -> str:
    """`path` when it leads to a page of this service ("//host" and "/\\\\host" lead elsewhere), else the first page."""
    inside = path.startswith("/") and not path.startswith(("//", "/\\")) and path.isprintable()
    return path if inside else "/"
