"""`jixiao rules`: the catalogue of checks, and the page of one rule."""

from enum import StrEnum
from typing import TYPE_CHECKING, Annotated

import typer

from extractor.cli.chinese import ChineseCommand
from extractor.errors import SettingsError

if TYPE_CHECKING:
    from collections.abc import Sequence

    from extractor.checks.rule_pages import RulePage

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
    from extractor.checks.rule_pages import page_markdown, rule_pages

    pages = rule_pages() if code is None else tuple(page for page in rule_pages() if _named(page, code))
    if not pages:
        raise SettingsError(f"没有规则 {code}，全部规则见 jixiao rules")
    if format_ is RulesFormat.JSON:
        typer.echo(_json(pages))
    elif format_ is RulesFormat.MD:
        typer.echo("\n".join(page_markdown(page) for page in pages).strip())
    else:
        from extractor.outputs.rule_table import print_rules

        print_rules(pages)


def _named(page: "RulePage", code: str) -> bool:
    return code.casefold() in (page.code.casefold(), page.name.casefold())


def _json(pages: "Sequence[RulePage]") -> str:
    import json
    from dataclasses import asdict

    listed = [{**asdict(page), "sections": dict(page.sections)} for page in pages]
    return json.dumps(listed, ensure_ascii=False, indent=2)
