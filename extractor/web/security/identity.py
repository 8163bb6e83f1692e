"""Who is asking: a session's cookie, a token, or the one local user; and whether they may."""

from typing import Annotated, Any
from urllib.parse import quote

from fastapi import Depends, HTTPException, Request
from fastapi.responses import RedirectResponse
from fastapi.security import HTTPBearer
from starlette.types import ASGIApp, Receive, Scope, Send

from extractor.accounts.accounts import Person
from extractor.accounts.scopes import Scope as Permission
from extractor.web.parts import parts_of

COOKIE = "jixiao_session"
_BEARER = "bearer "
bearer = HTTPBearer(auto_error=False, description="API 令牌；本机单用户使用时不需要")


class Identity:
    """Notes who is asking in the request's state: `person` (or `None`) and `user_name`, for routes and pages."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Wraps one request."""
        if scope["type"] == "http" and not scope["path"].startswith("/static/"):
            from starlette.concurrency import run_in_threadpool

            request = Request(scope)
            person = await run_in_threadpool(_who, request)
            request.state.person = person
            request.state.user_name = person.name if person else None
            if person is None and _is_screen(scope["path"]):
                query = f"?{request.url.query}" if request.url.query else ""
                there = RedirectResponse(f"/login?next={quote(scope['path'] + query)}", status_code=303)
                await there(scope, receive, send)
                return
        await self._app(scope, receive, send)


def _is_screen(path: str) -> bool:
    """Whether a person would see a page there that is not for everybody."""
    return not path.startswith(("/api/", "/language/")) and path not in ("/login", "/metrics")


def _who(request: Request) -> Person | None:
    parts = parts_of(request)
    header = request.headers.get("authorization", "")
    if header.lower().startswith(_BEARER):
        return parts.accounts.of_token(header[len(_BEARER) :].strip())
    if parts.local_person is not None:
        return parts.local_person
    secret = request.cookies.get(COOKIE)
    return parts.accounts.of_session(secret) if secret else None


def may(scope: Permission) -> Any:  # noqa: ANN401 - FastAPI's marker has no public type
    """A dependency that gives the person asking, or answers 401 (nobody) or 403 (not allowed)."""

    def person(request: Request, _: Annotated[object, Depends(bearer)] = None) -> Person:
        who: Person | None = request.state.person
        if who is None:
            raise HTTPException(401, "请先登录，或在请求头里带上 API 令牌。", {"WWW-Authenticate": "Bearer"})
        if scope not in who.scopes:
            raise HTTPException(403, f"“{who.name}”没有这个权限（{scope}）。")
        return who

    return Depends(person)


Reader = Annotated[Person, may("read")]
Uploader = Annotated[Person, may("upload")]
Reviewer = Annotated[Person, may("review")]
Administrator = Annotated[Person, may("admin")]
"""What a route needs its caller to be."""


def address_of(request: Request) -> str:
    """Where the request came from, for the audit log."""
    return request.client.host if request.client else ""
