"""The one way out to an endpoint: bounded in bytes and seconds, through the office's proxy but never for this machine."""

import time
import urllib.request
from collections.abc import Iterator
from urllib.parse import urlsplit

import httpx

ALLOW_REQUESTS = True
"""False in tests (tests/conftest.py), so that none reaches a model by accident."""

_NOT_OURS = ("openai-organization", "openai-project")
"""Headers that the OpenAI library fills from its own environment variables; another vendor must not see them."""


class RequestsForbidden(Exception):
    """A request to a model while `ALLOW_REQUESTS` is false."""


class ReplyTooLarge(httpx.TransportError):
    """The reply has more bytes than are allowed; nothing of it is kept."""


class BoundedTransport(httpx.BaseTransport):
    """Passes requests on and refuses replies that are too large or take too long in all (a stall counts per read).

    Args:
        inner: what really sends.
        max_bytes: the largest reply, in bytes as sent.
        seconds: for the whole reply, from the request to its last byte.
        keyless: no key is configured: no `Authorization` is sent.
    """

    def __init__(self, inner: httpx.BaseTransport, *, max_bytes: int, seconds: float, keyless: bool) -> None:
        self._inner = inner
        self._max_bytes = max_bytes
        self._seconds = seconds
        self._keyless = keyless

    def handle_request(self, request: httpx.Request) -> httpx.Response:
        """Sends one request."""
        if not ALLOW_REQUESTS:
            raise RequestsForbidden(f"a request to {request.url.host} although ALLOW_REQUESTS is false")
        for name in (*_NOT_OURS, *(("authorization",) if self._keyless else ())):
            request.headers.pop(name, None)
        # a compressed reply could unpack to any size
        request.headers["accept-encoding"] = "identity"
        until = time.monotonic() + self._seconds
        response = self._inner.handle_request(request)
        if response.headers.get("content-encoding", "identity").lower() != "identity":
            response.close()
            raise httpx.RemoteProtocolError("the endpoint compressed its reply although asked not to")
        response.stream = _BoundedStream(response.stream, self._max_bytes, until, request)
        return response

    def close(self) -> None:
        """Closes the connections."""
        self._inner.close()


class _BoundedStream(httpx.SyncByteStream):
    def __init__(self, inner: object, max_bytes: int, until: float, request: httpx.Request) -> None:
        assert isinstance(inner, httpx.SyncByteStream)
        self._inner = inner
        self._left = max_bytes
        self._until = until
        self._request = request

    def __iter__(self) -> Iterator[bytes]:
        for block in self._inner:
            self._left -= len(block)
            if self._left < 0:
                raise ReplyTooLarge("reply too large", request=self._request)
            if time.monotonic() > self._until:
                raise httpx.ReadTimeout("reply takes too long", request=self._request)
            yield block

    def close(self) -> None:
        self._inner.close()


def request_timeout(*, connect_seconds: float, seconds: float) -> httpx.Timeout:
    """The time-outs of a request; to be given to LangChain too, which otherwise turns those of the client off."""
    return httpx.Timeout(seconds, connect=connect_seconds)


def http_client(
    base_url: str, *, connect_seconds: float, seconds: float, max_bytes: int, keyless: bool
) -> httpx.Client:
    """A client for one endpoint. Redirects are not followed: documents go to the address that was configured only."""
    inner = httpx.HTTPTransport(proxy=proxy_for(base_url))
    return httpx.Client(
        transport=BoundedTransport(inner, max_bytes=max_bytes, seconds=seconds, keyless=keyless),
        timeout=request_timeout(connect_seconds=connect_seconds, seconds=seconds),
        follow_redirects=False,
    )


def proxy_for(base_url: str) -> str | None:
    """The proxy of the environment (HTTPS_PROXY, NO_PROXY ...) for an address; `None` for this machine."""
    parts = urlsplit(base_url)
    host = parts.hostname or ""
    if host in ("localhost", "::1") or host.startswith("127.") or urllib.request.proxy_bypass(host):
        return None
    found = urllib.request.getproxies()
    return found.get(parts.scheme) or found.get("all")
