"""Requests that another site makes a browser send are refused: wrong host (DNS rebinding) or wrong origin (CSRF)."""

import ipaddress
from collections.abc import Collection
from urllib.parse import urlsplit

from starlette.datastructures import Headers
from starlette.types import ASGIApp, Receive, Scope, Send

from extractor.web.problem_json import problem_response

_SAFE = frozenset({"GET", "HEAD", "OPTIONS"})


class SameSiteOnly:
    """Refuses what does not come for this service, or comes from a page of another one.

    `hosts` are the names the service may be called by; `None` takes any (then accounts guard it). A request that changes
    something must carry no Origin (a program) or the service's own; programs that send a token are exempt, because no
    browser adds tokens by itself. Besides, session cookies are SameSite=Strict.
    """

    def __init__(self, app: ASGIApp, *, hosts: Collection[str] | None) -> None:
        self._app = app
        self._hosts = hosts

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Passes the request on or answers it."""
        if scope["type"] == "http":
            headers = Headers(scope=scope)
            if self._hosts is not None and _name(headers.get("host", "")) not in self._hosts:
                said = "服务不以这个名称接受访问；要经别的名称访问，请用 jixiao serve --allow-host 指明。"
                await problem_response(421, said)(scope, receive, send)
                return
            if scope["method"] not in _SAFE and _from_elsewhere(headers):
                await problem_response(403, "请求来自别的网站，已拒绝。")(scope, receive, send)
                return
        await self._app(scope, receive, send)


def is_loopback(host: str) -> bool:
    """Whether `host` (an address or a name) can be reached from this machine only."""
    if host.casefold() == "localhost":
        return True
    try:
        return ipaddress.ip_address(host.strip("[]")).is_loopback
    except ValueError:
        return False


def _from_elsewhere(headers: Headers) -> bool:
    if headers.get("authorization", "").lower().startswith("bearer "):
        return False
    site = headers.get("sec-fetch-site")
    if site is not None and site not in ("same-origin", "none"):
        return True
    origin = headers.get("origin")
    return origin is not None and urlsplit(origin).netloc.casefold() != headers.get("host", "").casefold()


def _name(host: str) -> str:
    """The name in a Host header, without the port."""
    try:
        return (urlsplit(f"//{host}").hostname or "").casefold()
    except ValueError:
        return ""
