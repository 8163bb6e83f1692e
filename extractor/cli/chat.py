"""`jixiao chat`: questions one after the other, each of which may refer to the one before."""

import sys

import typer

from extractor.cli.ask import show
from extractor.cli.chinese import ChineseCommand
from extractor.cli.options import ConfigOption

EPILOG = """
\b
例：
  问：党政事务的执行率是多少？
  问：那满意度呢？
  问：其中哪个最高？
\b
空行、“退出”或 Ctrl-D 结束。
"""
_ENDING = ("", "退出", "再见", "exit", "quit", "q")


def register(app: typer.Typer) -> None:
    """Adds the command."""
    app.command("chat", cls=ChineseCommand, help="连续提问，后一问可以接着前一问。", epilog=EPILOG)(chat)


def chat(config: ConfigOption = None) -> int:
    """Reads questions from standard input until it ends."""
    from extractor.app import open_app

    app = open_app(config)
    prompt = "问：" if sys.stdin.isatty() else ""
    with app.asking() as asker:
        previous = None
        while (question := _next(prompt)) is not None:
            answer = asker.ask(question, previous)
            show(answer)
            print()
            # a question that was refused leaves what was talked about before
            previous = answer.typed_plan() if answer.answered else previous
    return 0


def _next(prompt: str) -> str | None:
    try:
        question = input(prompt).strip()
    except EOFError:
        return None
    return None if question.casefold() in _ENDING else question
