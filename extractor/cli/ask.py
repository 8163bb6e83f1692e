"""`jixiao ask`: one question about the stored forms, answered with figures and where they stand."""

import sys
from enum import StrEnum
from typing import TYPE_CHECKING, Annotated

import typer

from extractor.cli.chinese import ChineseCommand
from extractor.cli.options import ConfigOption

if TYPE_CHECKING:
    from extractor.qa.answer import Answer

EPILOG = """
\b
例：
  jixiao ask "执行率低于一半的项目有哪些？"
  jixiao ask "各单位的平均得分是多少？"
  jixiao ask "打印机采购为什么扣分？" --format json
\b
返回码：0 已回答，或库里没有答案（会说明）；2 库打不开。
"""


class AnswerFormat(StrEnum):
    """How the answer comes."""

    TEXT = "text"
    JSON = "json"


def register(app: typer.Typer) -> None:
    """Adds the command."""
    app.command("ask", cls=ChineseCommand, help="就已存入的自评表提问，答案带数字和出处。", epilog=EPILOG)(ask)


def ask(
    question: Annotated[str, typer.Argument(metavar="QUESTION", help="问题，用引号括起来。")],
    format_: Annotated[
        AnswerFormat, typer.Option("--format", "-f", metavar="text|json", help="输出格式。")
    ] = AnswerFormat.TEXT,
    config: ConfigOption = None,
) -> int:
    """Answers; refusing is an answer too."""
    from extractor.app import open_app

    app = open_app(config)
    with app.asking() as asker:
        answer = asker.ask(question)
    if format_ is AnswerFormat.JSON:
        sys.stdout.write(answer.model_dump_json(indent=2) + "\n")
    else:
        show(answer)
    return 0


def show(answer: "Answer") -> None:
    """The answer and its numbered citations for a person."""
    from rich.console import Console
    from rich.table import Table
    from rich.text import Text

    console = Console()
    console.print(Text(answer.answer))
    if not answer.citations:
        return
    table = Table(box=None, pad_edge=False, title="出处", title_justify="left")
    for heading in ("", "项目 · 位置", "原文", "文件", "页"):
        table.add_column(heading, overflow="fold")
    for number, one in enumerate(answer.citations, start=1):
        page = str(one.page) if one.page is not None else ""
        table.add_row(*(Text(cell) for cell in (f"[{number}]", one.place, _short(one.quote or ""), one.document, page)))
    console.print()
    console.print(table)


def _short(quote: str) -> str:
    return quote if len(quote) <= 60 else f"{quote[:59]}…"
