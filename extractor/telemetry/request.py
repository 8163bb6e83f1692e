"""The request that work belongs to, from the page through the queue to the worker."""

from collections.abc import Generator
from contextlib import contextmanager
from contextvars import ContextVar

_REQUEST: ContextVar[str | None] = ContextVar("jixiao_request", default=None)


def current_request() -> str | None:
    """The number of the request that is being worked for; it stands in the answer's X-Request-ID and in every log line."""
    return _REQUEST.get()


@contextmanager
def within_request(number: str | None) -> Generator[None]:
    """Everything done in the block is done for the request `number`."""
    token = _REQUEST.set(number)
    try:
        yield
    finally:
        _REQUEST.reset(token)
