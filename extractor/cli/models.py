"""`jixiao models`: the endpoints that are described, and a server for a model file on this machine."""

import threading
from pathlib import Path
from typing import Annotated

import typer

from extractor.cli.chinese import ChineseCommand, ChineseGroup

EPILOG = """
\b
例：
  jixiao models list                         有哪些现成的设置，现在用的是哪个
  jixiao models serve --gguf qwen.gguf       在本机启动一个模型（只对本机开放）
"""


def register(app: typer.Typer) -> None:
    """Adds the commands."""
    models = typer.Typer(
        cls=ChineseGroup,
        help="语言模型：现成的设置，在本机启动模型。",
        epilog=EPILOG,
        no_args_is_help=True,
        add_completion=False,
        rich_markup_mode=None,
    )
    models.command("list", cls=ChineseCommand, help="列出现成的模型设置；* 表示现在用的。")(list_models)
    models.command("serve", cls=ChineseCommand, help="在本机启动一个 GGUF 模型，供 jixiao 使用；按 Ctrl+C 停止。")(
        serve
    )
    app.add_typer(models, name="models")


def list_models() -> int:
    """Prints one line an endpoint."""
    from extractor.app import open_app
    from extractor.llm.endpoint import presets

    current = open_app().model_endpoint()
    for one in presets():
        chosen = current is not None and current.name == one.name
        typer.echo(
            f"{'*' if chosen else ' '} {one.name:<10} {one.title}  {one.base_url}  {one.model or '（自选模型）'}"
        )
    if current is None:
        typer.echo("现在没有配置模型。选一个：export JIXIAO_LLM_ENDPOINT=名称（见 docs/models.md）")
    else:
        typer.echo(f"现在使用：{current.model}（{current.base_url}）；用 jixiao doctor --model 检查")
    return 0


def serve(
    gguf: Annotated[Path, typer.Option("--gguf", metavar="FILE", help="GGUF 模型文件。")],
    port: Annotated[int, typer.Option(metavar="PORT", min=0, max=65535, help="端口，只在 127.0.0.1 上。")] = 8080,
    context: Annotated[int, typer.Option(metavar="N", min=512, help="每个问题的上下文长度（词元）。")] = 16384,
    slots: Annotated[int, typer.Option(metavar="N", min=1, max=64, help="同时回答几个问题。")] = 1,
) -> int:
    """Serves until interrupted."""
    from extractor.llm.local_server import serve_model

    def ready(base_url: str) -> None:
        typer.echo(f"模型 {gguf.stem} 已在 {base_url} 启动（只对本机开放），按 Ctrl+C 停止。在另一个终端里：")
        typer.echo(f"  export JIXIAO_LLM_BASE_URL={base_url}\n  export JIXIAO_LLM_MODEL={gguf.stem}")

    serve_model(gguf, port=port, context_tokens=context, slots=slots, on_ready=ready, stop=threading.Event())
    return 0
