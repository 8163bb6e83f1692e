"""`jixiao extract`: reads forms and checks them."""

from enum import StrEnum
from typing import Annotated

import typer

from extractor.cli.chinese import ChineseCommand
from extractor.cli.delivery import check_output, deliver, exit_code, format_for, tell_problems
from extractor.cli.options import ConfigOption, FormatOption, OutputOption, ProfileOption, StrictOption
from extractor.cli.waiting import progress_over

EPILOG = """
\b
例：
  jixiao extract 自评表.pdf
  jixiao extract 2023年/ "补报/*.docx" --output 结果.xlsx
  jixiao extract a.pdf --format json > a.json
  jixiao extract a.pdf --strict --quiet        有错误级问题时返回 1
\b
返回码：0 完成；1 完成，但有错误级问题（仅 --strict）；2 有文件没能读全，原因见标准错误输出。
"""


class Engine(StrEnum):
    """Who reads: `auto` takes the best that is configured."""

    AUTO = "auto"
    RULES = "rules"
    LLM = "llm"


def register(app: typer.Typer) -> None:
    """Adds the command."""
    app.command("extract", cls=ChineseCommand, help="读自评表，核对，给出记录、出处、问题和待复核项。", epilog=EPILOG)(
        extract
    )


def extract(
    paths: Annotated[list[str], typer.Argument(metavar="PATH", help="文件、文件夹（含子文件夹）或通配符。")],
    format_: FormatOption = None,
    output: OutputOption = None,
    engine: Annotated[
        Engine,
        typer.Option(
            metavar="auto|rules|llm",
            help="用什么读：rules 只用规则；auto 规则为主，认不出的表头和标签请模型指认（没有配置模型时同 rules）；llm 全部请模型指认。模型只指出单元格，不写数值。",
        ),
    ] = Engine.AUTO,
    profile: ProfileOption = None,
    config: ConfigOption = None,
    strict: StrictOption = False,
    quiet: Annotated[bool, typer.Option("--quiet", "-q", help="不显示进度和提示，只说读不了的。")] = False,
) -> int:
    """Reads, checks, delivers; returns the exit code."""
    from extractor.app import open_app

    chosen = format_for(format_, output)
    app = open_app(config)
    inputs = app.inputs(paths)
    check_output(output, [one.path for one in inputs if one.path is not None])
    with progress_over(len(inputs), quiet=quiet) as on_input:
        result = app.extract(inputs, profile=profile, on_input=on_input, engine=engine.value)
    if engine is not Engine.RULES:
        result = app.assisted(result)
    deliver(result, chosen, output)
    tell_problems(result, quiet=quiet)
    return exit_code(result, strict=strict)
