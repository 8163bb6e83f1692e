"""Runs the service under uvicorn, after making sure that nobody gets in who should not."""

import os
from collections.abc import Callable, Sequence
from pathlib import Path

from extractor.accounts.accounts import Accounts
from extractor.app import App
from extractor.errors import ServiceError
from extractor.telemetry.logs import configure_logs
from extractor.telemetry.tracing import configure_tracing, stop_tracing
from extractor.web.options import ServiceOptions
from extractor.web.security.same_site import is_loopback
from extractor.web.service import create_service

_KEEP_ALIVE_SECONDS = 75
LOOPBACK_NAMES = ("127.0.0.1", "localhost", "::1")


def run_service(
    app: App,
    *,
    host: str,
    port: int,
    watched: Path | None,
    allowed_hosts: Sequence[str],
    reads: bool,
    say: Callable[[str], None],
) -> int:
    """Serves until stopped; the exit code.

    Raises:
        ServiceError: the address is open to others and there are no accounts, the port is taken, or the watched folder is
            none.
        StoreError: the store cannot be opened.
    """
    import uvicorn

    if watched is not None and not watched.is_dir():
        raise ServiceError(f"要监视的文件夹“{watched}”不存在，请先建立。")
    options = service_options(app, host, allowed_hosts=allowed_hosts, reads=reads, watched=watched)
    _refuse_taken_port(host, port)
    configure_logs(app.settings.telemetry, os.environ)
    configure_tracing(os.environ)
    service = create_service(app, options)
    shown = f"[{host}]" if ":" in host else host
    say(f"网页：http://{'127.0.0.1' if shown in ('0.0.0.0', '[::]') else shown}:{port}/    按 Ctrl+C 停止。")
    # connections outlive the pauses of someone who reads: uvicorn's 5 s close some just as the next request comes
    uvicorn.run(
        service,
        host=host,
        port=port,
        log_config=None,
        log_level="warning",
        access_log=False,
        server_header=False,
        timeout_keep_alive=_KEEP_ALIVE_SECONDS,
    )
    stop_tracing()
    return 0


def service_options(
    app: App, host: str, *, allowed_hosts: Sequence[str] = (), reads: bool = True, watched: Path | None = None
) -> ServiceOptions:
    """How a service on `host` must be guarded: alone on loopback without accounts, by accounts everywhere else.

    Raises:
        ServiceError: the address is open to others and there are no accounts.
    """
    store = app.open_store()
    try:
        accounts = Accounts(store.database).any_users()
    finally:
        store.close()
    local = is_loopback(host)
    if not local and not accounts:
        raise ServiceError(
            f"“{host}”对其他电脑开放，必须先建账号：jixiao users add 用户名 --role admin；只在本机使用请不要写 --host。"
        )
    names = frozenset(name.casefold() for name in (*LOOPBACK_NAMES, host, *allowed_hosts))
    return ServiceOptions(
        hosts=names if local or allowed_hosts else None,
        open_to_local_user=local and not accounts,
        reads=reads,
        watched=watched,
    )


def _refuse_taken_port(host: str, port: int) -> None:
    import socket

    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    with socket.socket(family, socket.SOCK_STREAM) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError as error:
            raise ServiceError(f"端口 {port} 用不了（{error.strerror}），请换一个：jixiao serve --port 8766") from error
