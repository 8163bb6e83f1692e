"""Errors as application/problem+json (RFC 9457): a title, what to do, and never a path or a stack trace."""

import errno
import logging
import os

from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse, Response
from starlette.exceptions import HTTPException
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from extractor.errors import (
    AccountError,
    DocumentError,
    EditConflict,
    EditRefused,
    JixiaoError,
    LimitExceeded,
    NotStored,
    SettingsError,
    StoreError,
    StoreFull,
    StoreLocked,
    UnreadableDocument,
)
from extractor.representations import ProblemDetails
from extractor.web.parts import parts_of

MEDIA_TYPE = "application/problem+json"
_NO_ROOM = "磁盘空间不足，没有完成。请清理磁盘后再试一次。"
_LOG = logging.getLogger("jixiao.web")

_TITLES = {
    400: "请求有误",
    401: "请先登录",
    403: "没有权限",
    404: "没有找到",
    405: "不支持的操作",
    409: "有冲突",
    412: "已被别人修改",
    413: "太大",
    415: "格式不支持",
    421: "访问名称不对",
    422: "内容不合要求",
    428: "缺少版本号",
    429: "请求太频繁",
    500: "内部错误",
    503: "暂时不可用",
    507: "存储空间不足",
}

_STATUS: tuple[tuple[type[JixiaoError], int], ...] = (
    (NotStored, 404),
    (EditConflict, 412),
    (EditRefused, 422),
    (StoreLocked, 503),
    (StoreFull, 507),
    (StoreError, 503),
    (AccountError, 422),
    (SettingsError, 422),
    (LimitExceeded, 413),
    (UnreadableDocument, 415),
    (DocumentError, 422),
)
"""The first that fits tells the status."""


def problem_response(status: int, detail: str | None = None, **headers: str) -> Response:
    """The answer for a problem; keyword arguments are headers with _ for -."""
    problem = ProblemDetails(title=_TITLES.get(status, "出错了"), status=status, detail=detail)
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    return JSONResponse(problem.model_dump(exclude_defaults=False), status, headers=named, media_type=MEDIA_TYPE)


def answer_errors_as_problems(service: FastAPI) -> None:
    """Makes every error of the service an answer of this kind."""

    @service.exception_handler(JixiaoError)
    async def _ours(request: Request, error: JixiaoError) -> Response:  # pyright: ignore[reportUnusedFunction]
        status = next((status for kind, status in _STATUS if isinstance(error, kind)), 400)
        # where the service keeps its data is nobody's business but its own
        return problem_response(status, str(error).replace(f"{parts_of(request).store.home}{os.sep}", ""))

    @service.exception_handler(RequestValidationError)
    async def _invalid(request: Request, error: RequestValidationError) -> Response:  # pyright: ignore[reportUnusedFunction]
        wrong = [
            {"field": ".".join(str(part) for part in one["loc"]), "message": str(one["msg"])} for one in error.errors()
        ]
        problem = ProblemDetails(title=_TITLES[422], status=422, detail="请求的内容不合要求。", errors=wrong)
        return JSONResponse(problem.model_dump(), 422, media_type=MEDIA_TYPE)

    @service.exception_handler(HTTPException)
    async def _http(request: Request, error: HTTPException) -> Response:  # pyright: ignore[reportUnusedFunction]
        if _means_no_room(error):
            return problem_response(507, _NO_ROOM)
        response = problem_response(error.status_code, error.detail if error.detail.isascii() is False else None)
        response.headers.update(error.headers or {})
        return response


def _means_no_room(error: BaseException | None) -> bool:
    """Whether it comes of a full disk; FastAPI takes one that fills up while a body comes in for a fault of the body."""
    while error is not None:
        if isinstance(error, OSError) and error.errno in (errno.ENOSPC, errno.EDQUOT):
            return True
        error = error.__cause__
    return False


class CrashesAsProblems:
    """Answers what nobody expected: the log has the trace, the caller a number to ask about.

    Not an exception handler: FastAPI runs that one outside of all middleware, where answers get no headers.
    """

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Wraps one request."""
        started = False

        async def noted(message: Message) -> None:
            nonlocal started
            started = True
            await send(message)

        try:
            await self._app(scope, receive, noted)
        except Exception as error:
            if scope["type"] != "http" or started:
                raise
            if _means_no_room(error):
                _LOG.warning("no room on the disk")
                await problem_response(507, _NO_ROOM)(scope, receive, send)
                return
            number = scope["state"]["request_id"]
            _LOG.exception("request %s failed", number)
            await problem_response(500, f"服务内部出错，已记入日志（编号 {number}）。")(scope, receive, send)
