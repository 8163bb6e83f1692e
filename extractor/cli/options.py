"""Options that several commands share."""

from pathlib import Path
from typing import Annotated

import typer

from extractor.cli.delivery import OutputFormat

FormatOption = Annotated[
    OutputFormat | None,
    typer.Option(
        "--format", "-f", metavar="table|json|xlsx|csv|md", help="输出格式；不写时看 --output 的后缀，再不然 table。"
    ),
]
OutputOption = Annotated[Path | None, typer.Option("--output", "-o", metavar="FILE", help="写到文件。")]
ProfileOption = Annotated[
    str | None, typer.Option("--profile", metavar="NAME", help="评分规则的名称；不写时按每张表的分值自动识别。")
]
ConfigOption = Annotated[
    Path | None, typer.Option("--config", metavar="FILE", help="设置文件（TOML），盖在 configs/default.toml 上。")
]
StrictOption = Annotated[bool, typer.Option("--strict", help="有错误级问题时返回 1。")]
