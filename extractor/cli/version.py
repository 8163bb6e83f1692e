"""`jixiao version`."""

import typer

from extractor import __version__
from extractor.cli.chinese import ChineseCommand


def register(app: typer.Typer) -> None:
    """Adds the command."""
    app.command("version", cls=ChineseCommand, help="显示版本号。")(version)


def version() -> None:
    """Prints the version."""
    typer.echo(f"jixiao {__version__}")
