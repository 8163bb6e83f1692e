"""How much and how often: sizes of bodies, and rates of each person or address."""

import logging
import os
import time
from contextlib import suppress
from typing import Any

from limits import RateLimitItem, parse
from limits.aio.storage import MemoryStorage
from limits.aio.strategies import MovingWindowRateLimiter
from limits.errors import StorageError
from starlette.datastructures import Headers
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from extractor.jobs.queue import QUEUE_URL
from extractor.settings import ServiceSettings
from extractor.web.problem_json import problem_response

UPLOAD_PATH = "/api/v1/documents"
SIGN_IN_PATH = "/login"
_LOG = logging.getLogger("jixiao.web")
_REDIS_SECONDS = 1.0
_SET_BACK_SECONDS = 5.0
"""Steps of the clock that time servers make in passing are smaller."""
_AGAIN_SECONDS = 30.0
"""After which Redis is tried again."""


class BodyTooLarge(Exception):
    """More came than was announced or is allowed."""


class SizeLimit:
    """Refuses bodies above the limit, by their announced length and by what really comes."""

    def __init__(self, app: ASGIApp, *, settings: ServiceSettings) -> None:
        self._app = app
        self._settings = settings

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Passes the request on or answers it."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        upload = scope["path"].rstrip("/") == UPLOAD_PATH
        most = self._settings.max_upload_bytes if upload else self._settings.max_body_bytes
        too_large = problem_response(413, f"一次最多上传 {most // 1024 // 1024} MB，请分几次。", connection="close")
        announced = Headers(scope=scope).get("content-length", "0")
        if announced.isdigit() and int(announced) > most:
            await too_large(scope, receive, send)
            return
        seen = 0
        started = refused = False

        async def counted() -> Message:
            nonlocal seen, refused
            message = await receive()
            seen += len(message.get("body", b""))
            if seen > most:
                refused = True
                raise BodyTooLarge
            return message

        async def noted(message: Message) -> None:
            nonlocal started
            # what a route makes of a body that was cut off (a 400, say) is not the answer
            if started or not refused:
                started = True
                await send(message)

        with suppress(BodyTooLarge):
            await self._app(scope, counted, noted)
        if refused and not started:
            await too_large(scope, receive, send)


class RateLimit:
    """Answers 429 with Retry-After where one address asks too often.

    Counts in Redis where the queue is there (JIXIAO_QUEUE_URL), for all processes together; in this one otherwise, and
    while Redis is out of reach.
    """

    def __init__(self, app: ASGIApp, *, settings: ServiceSettings) -> None:
        self._app = app
        self._counts = MemoryStorage()
        self._own = MovingWindowRateLimiter(self._counts)
        self._offset = _clock_offset()
        self._shared = _shared_limiter(os.environ.get(QUEUE_URL, ""))
        self._shared_again = 0.0
        self._sign_ins = parse(settings.sign_ins)
        self._uploads = parse(settings.uploads)
        self._requests = parse(settings.requests)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Passes the request on or answers it."""
        if scope["type"] == "http" and not scope["path"].startswith("/static/"):
            kind, item = self._limit(scope)
            address = (scope.get("client") or ("",))[0]
            wait = await self._wait(item, kind, address)
            if wait:
                said = f"请求太频繁，请 {wait} 秒后再试。"
                await problem_response(429, said, retry_after=str(wait))(scope, receive, send)
                return
        await self._app(scope, receive, send)

    async def _wait(self, item: RateLimitItem, kind: str, address: str) -> int:
        """Seconds to wait, 0 for none."""
        if self._shared is not None and time.monotonic() >= self._shared_again:
            try:
                return await _counted(self._shared, item, kind, address)
            except StorageError as error:
                self._shared_again = time.monotonic() + _AGAIN_SECONDS
                _LOG.warning("rates are counted in this process, Redis is out of reach: %s", type(error.storage_error))
        await self._follow_clock()
        return await _counted(self._own, item, kind, address)

    async def _follow_clock(self) -> None:
        """Counts anew after the clock was set back: what was counted before lies in the future, and would count for long.

        In Redis such counts end with their key, after one window.
        """
        before, self._offset = self._offset, _clock_offset()
        if self._offset < before - _SET_BACK_SECONDS:
            await self._counts.reset()

    def _limit(self, scope: Scope) -> tuple[str, RateLimitItem]:
        if scope["method"] == "POST" and scope["path"] == SIGN_IN_PATH:
            return "sign-in", self._sign_ins
        if scope["method"] == "POST" and scope["path"].rstrip("/") == UPLOAD_PATH:
            return "upload", self._uploads
        return "request", self._requests


def _clock_offset() -> float:
    """Seconds from the clock that only runs on to the one that is set."""
    return time.time() - time.monotonic()


async def _counted(limiter: MovingWindowRateLimiter, item: RateLimitItem, kind: str, address: str) -> int:
    if await limiter.hit(item, kind, address):
        return 0
    stats = await limiter.get_window_stats(item, kind, address)
    return min(max(1, int(stats.reset_time - time.time()) + 1), item.get_expiry())


def _shared_limiter(url: str) -> MovingWindowRateLimiter | None:
    if not url.startswith(("redis://", "rediss://")):
        return None
    from limits.aio.storage import RedisStorage

    timeouts: dict[str, Any] = {"socket_connect_timeout": _REDIS_SECONDS, "socket_timeout": _REDIS_SECONDS}
    storage = RedisStorage(f"async+{url}", wrap_exceptions=True, implementation="redispy", **timeouts)
    return MovingWindowRateLimiter(storage)
