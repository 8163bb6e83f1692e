"""An HTTP server on this machine that speaks the protocol of chat endpoints, and can misbehave in every known way."""

import json
import socket
import threading
import time
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any


@dataclass(frozen=True, kw_only=True)
class Play:
    """What to do with one request: send this status, headers and body, or something worse.

    `stall`: seconds of silence before anything is sent; `drip`: seconds between the bytes of the body; `reset`: the
    connection is broken off instead.
    """

    status: int = 200
    body: bytes = b""
    headers: dict[str, str] = field(default_factory=dict)
    stall: float = 0.0
    drip: float = 0.0
    reset: bool = False


def says(text: str | None, *, finish: str = "stop", usage: bool = True, **message: Any) -> Play:
    """A well-formed reply whose message has this content."""
    body: dict[str, Any] = {
        "id": "1",
        "object": "chat.completion",
        "created": 1,
        "model": "m",
        "choices": [
            {"index": 0, "finish_reason": finish, "message": {"role": "assistant", "content": text, **message}}
        ],
    }
    if usage:
        body["usage"] = {"prompt_tokens": 100, "completion_tokens": 20, "total_tokens": 120}
    return Play(body=json.dumps(body, ensure_ascii=False).encode())


def calls_tool(arguments: str) -> Play:
    """A reply that calls the tool with these arguments."""
    call = {"id": "c1", "type": "function", "function": {"name": "answer", "arguments": arguments}}
    return says(None, finish="tool_calls", tool_calls=[call])


def fails(status: int, message: str = "no", **headers: str) -> Play:
    """An error in the protocol's form."""
    body = json.dumps({"error": {"message": message, "type": "x", "code": None}}).encode()
    return Play(status=status, body=body, headers={name.replace("_", "-"): value for name, value in headers.items()})


class EndpointServer:
    """Serves `plays` in order, the last one for ever, or what a function makes of the request; keeps the requests."""

    def __init__(self) -> None:
        self.requests: list[dict[str, Any]] = []
        self.headers: list[dict[str, str]] = []
        self.most_at_once = 0
        self._plays: list[Play] = []
        self._answer: Callable[[dict[str, Any]], Play] | None = None
        self._lock = threading.Lock()
        self._open = 0
        server = self

        class Handler(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def do_GET(self) -> None:
                self._play({"path": self.path})

            def do_POST(self) -> None:
                length = int(self.headers.get("content-length", 0))
                self._play({"path": self.path, **json.loads(self.rfile.read(length) or b"{}")})

            def _play(self, request: dict[str, Any]) -> None:
                with server._lock:
                    server.requests.append(request)
                    server.headers.append({name.lower(): value for name, value in self.headers.items()})
                    server._open += 1
                    server.most_at_once = max(server.most_at_once, server._open)
                try:
                    self._send(server._next(request))
                except OSError:
                    self.close_connection = True  # the client gave up, as it should
                finally:
                    with server._lock:
                        server._open -= 1

            def _send(self, play: Play) -> None:
                if play.stall:
                    time.sleep(play.stall)
                if play.reset:
                    self.connection.shutdown(socket.SHUT_RDWR)
                    self.close_connection = True
                    return
                self.send_response(play.status)
                headers = {"content-type": "application/json", "content-length": str(len(play.body))}
                for name, value in (headers | play.headers).items():
                    self.send_header(name, value)
                self.end_headers()
                for block in _blocks(play):
                    self.wfile.write(block)
                    self.wfile.flush()

            def log_message(self, *_: Any) -> None:
                pass

        self._server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self._server.daemon_threads = True
        threading.Thread(target=self._server.serve_forever, args=(0.02,), daemon=True).start()

    @property
    def base_url(self) -> str:
        return f"http://127.0.0.1:{self._server.server_address[1]}/v1"

    def plays(self, *plays: Play) -> None:
        self._plays, self._answer = list(plays), None

    def answers(self, answer: Callable[[dict[str, Any]], Play]) -> None:
        self._answer = answer

    def _next(self, request: dict[str, Any]) -> Play:
        if self._answer is not None:
            return self._answer(request)
        with self._lock:
            return self._plays.pop(0) if len(self._plays) > 1 else self._plays[0]

    def close(self) -> None:
        self._server.shutdown()
        self._server.server_close()


def _blocks(play: Play) -> Iterable[bytes]:
    if not play.drip:
        yield play.body
        return
    for at in range(len(play.body)):
        time.sleep(play.drip)
        yield play.body[at : at + 1]
