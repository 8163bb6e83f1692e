"""`jixiao serve`: the service with its web page."""

import sys
from pathlib import Path
from typing import Annotated

import typer

from extractor.cli.chinese import ChineseCommand
from extractor.cli.options import ConfigOption

EPILOG = """
\b
例：
  jixiao serve                                   在本机打开 http://127.0.0.1:8765
  jixiao serve --watch 收件/                      文件夹里的新文件自动读入
  jixiao users add 王主任 --role admin            先建账号，再开放给内网
  jixiao serve --host 0.0.0.0 --port 8080
\b
只在本机使用（默认）不需要登录；开放给其他电脑之前必须先用 jixiao users add 建账号。
数据存在 JIXIAO_HOME；JIXIAO_DATABASE_URL 用 PostgreSQL，JIXIAO_QUEUE_URL 用 Redis。按 Ctrl+C 停止，未读完的下次继续。
"""


def register(app: typer.Typer) -> None:
    """Adds the command."""
    app.command("serve", cls=ChineseCommand, help="启动网页和 REST 服务。", epilog=EPILOG)(serve)


def serve(
    host: Annotated[str, typer.Option("--host", metavar="ADDRESS", help="监听的地址。")] = "127.0.0.1",
    port: Annotated[int, typer.Option("--port", min=1, max=65535, metavar="PORT", help="端口。")] = 8765,
    watch: Annotated[
        Path | None, typer.Option("--watch", metavar="DIR", help="监视一个文件夹，新文件自动读入。")
    ] = None,
    allow_host: Annotated[
        list[str] | None, typer.Option("--allow-host", metavar="NAME", help="允许用来访问的域名，可写多次。")
    ] = None,
    accept_only: Annotated[
        bool, typer.Option("--accept-only", help="只收文件，不读；由另外的 jixiao serve 进程来读。")
    ] = False,
    config: ConfigOption = None,
) -> int:
    """Runs until it is stopped."""
    from extractor.app import open_app
    from extractor.web.running import run_service

    return run_service(
        open_app(config),
        host=host,
        port=port,
        watched=watch,
        allowed_hosts=allow_host or [],
        reads=not accept_only,
        say=lambda text: print(text, file=sys.stderr),
    )
