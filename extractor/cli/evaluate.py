"""`jixiao eval`: handed on to the evaluation harness, which is a package of its own and loaded only when it is asked for."""

from importlib.metadata import entry_points
from typing import Any

import typer

from extractor.cli.chinese import ChineseCommand
from extractor.errors import SettingsError

GROUP = "jixiao.commands"
"""Entry points of packages that bring commands; so this package need not know them."""
_EVERYTHING: dict[Any, Any] = {"allow_extra_args": True, "ignore_unknown_options": True, "help_option_names": []}


def register(app: typer.Typer) -> None:
    """Adds the command."""
    app.command(
        "eval",
        cls=ChineseCommand,
        help="评测：读得准不准、查得对不对，用自带或自己的文件。",
        context_settings=_EVERYTHING,
    )(evaluate)


def evaluate(context: typer.Context) -> int:
    """Runs the harness with the rest of the command line.

    Raises:
        SettingsError: it is not installed.
    """
    found = list(entry_points(group=GROUP, name="eval"))
    if not found:
        raise SettingsError("这个安装里没有评测部分，请重新安装 jixiao。")
    commands = found[0].load()
    outcome: Any = commands(args=context.args, prog_name=f"{context.command_path}", standalone_mode=False)
    return outcome if isinstance(outcome, int) else 0
