"""`jixiao check`: checks records that were read (and perhaps corrected) before."""

import sys
from pathlib import Path
from typing import Annotated

import typer

from extractor.cli.chinese import ChineseCommand
from extractor.cli.delivery import OutputFormat, check_output, deliver, exit_code, format_for, tell_problems
from extractor.errors import SettingsError

EPILOG = """
\b
例：
  jixiao extract a.pdf --format json --output a.json
  （改正 a.json 里读错的值）
  jixiao check a.json --strict
\b
FILE 可以是 extract 的输出、其中一张表、一条记录，或它们的列表；- 表示标准输入。
"""


def register(app: typer.Typer) -> None:
    """Adds the command."""
    app.command("check", cls=ChineseCommand, help="重新核查已读出的记录（JSON）。", epilog=EPILOG)(check)


def check(
    files: Annotated[list[Path], typer.Argument(metavar="FILE", help="JSON 文件，或 -。")],
    format_: Annotated[
        OutputFormat | None,
        typer.Option(
            "--format",
            "-f",
            metavar="table|json|xlsx|csv|md",
            help="输出格式；不写时看 --output 的后缀，再不然 table。",
        ),
    ] = None,
    output: Annotated[Path | None, typer.Option("--output", "-o", metavar="FILE", help="写到文件。")] = None,
    profile: Annotated[
        str | None, typer.Option(metavar="NAME", help="评分规则的名称；不写时按每张表的分值自动识别。")
    ] = None,
    config: Annotated[
        Path | None, typer.Option(metavar="FILE", help="设置文件（TOML），盖在 configs/default.toml 上。")
    ] = None,
    strict: Annotated[bool, typer.Option("--strict", help="有错误级问题时返回 1。")] = False,
    quiet: Annotated[bool, typer.Option("--quiet", "-q", help="不显示提示，只说读不了的。")] = False,
) -> int:
    """Reads the records, checks them together, delivers; returns the exit code."""
    from extractor.app import open_app

    chosen = format_for(format_, output)
    check_output(output, files)
    contents = [(str(path), _content(path)) for path in files]
    result = open_app(config).check_files(contents, profile=profile)
    deliver(result, chosen, output)
    tell_problems(result, quiet=quiet)
    return exit_code(result, strict=strict)


def _content(path: Path) -> bytes:
    if str(path) == "-":
        return sys.stdin.buffer.read()
    try:
        return path.read_bytes()
    except OSError as error:
        raise SettingsError(f"读不了“{path}”：{error.strerror}") from error
