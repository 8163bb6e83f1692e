"""`jixiao rules`: the catalogue of checks, and the page of one rule."""

from enum import StrEnum
from typing import Annotated

import typer

from extractor.cli.chinese import ChineseCommand

EPILOG = """
\b
例：
  jixiao rules                       全部规则
  jixiao rules SCO001                一条规则的说明
  jixiao rules --format json         给程序用
"""


class RulesFormat(StrEnum):
    """What the catalogue can be printed as."""

    TABLE = "table"
    JSON = "json"
    MD = "md"


def register(app: typer.Typer) -> None:
    """Adds the command."""
    app.command("rules", cls=ChineseCommand, help="列出核查规则，或说明其中一条。", epilog=EPILOG)(rules)


def rules(
    code: Annotated[str | None, typer.Argument(metavar="CODE", help="规则编号，如 SCO001。")] = None,
    format_: Annotated[RulesFormat, typer.Option("--format", "-f", metavar="table|json|md", help="输出格式。")] = (
        RulesFormat.TABLE
    ),
) -> None:
    """Prints the catalogue or one rule."""
    from extractor.errors import SettingsError
    from extractor.outputs.rule_pages import chosen_rules, rules_json, rules_markdown

    some = chosen_rules(code)
    if not some:
        raise SettingsError(f"没有规则 {code}，全部规则见 jixiao rules")
    if format_ is RulesFormat.JSON:
        typer.echo(rules_json(some))
    elif format_ is RulesFormat.MD:
        typer.echo(rules_markdown(some))
    else:
        from extractor.outputs.rule_table import print_rules

        print_rules(some)
