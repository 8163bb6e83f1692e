"""`jixiao check`: checks records that were read (and perhaps corrected) before."""

import sys
from pathlib import Path
from typing import Annotated

import typer

from extractor.cli.chinese import ChineseCommand
from extractor.cli.delivery import check_output, deliver, exit_code, format_for, tell_problems
from extractor.cli.options import ConfigOption, FormatOption, OutputOption, ProfileOption, StrictOption
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
    format_: FormatOption = None,
    output: OutputOption = None,
    profile: ProfileOption = None,
    config: ConfigOption = None,
    strict: StrictOption = False,
    quiet: Annotated[bool, typer.Option("--quiet", "-q", help="不显示提示，只说读不了的。")] = False,
) -> int:
    """Reads the records, checks them together, delivers; returns the exit code."""
    from extractor.app import open_app

    chosen = format_for(format_, output)
    check_output(output, files)
    contents = [(str(path), _content(path)) for path in files]
    app = open_app(config)
    result = app.assisted(app.check_files(contents, profile=profile))
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
