"""`jixiao schema`: the JSON Schema of the record or of the whole output."""

from enum import StrEnum
from typing import Annotated

import typer

from extractor.cli.chinese import ChineseCommand

EPILOG = """
\b
例：
  jixiao schema                     extract --format json 的输出
  jixiao schema evaluation          一张自评表的记录
"""


class SchemaOf(StrEnum):
    """What there is a schema of."""

    OUTPUT = "output"
    EVALUATION = "evaluation"


def register(app: typer.Typer) -> None:
    """Adds the command."""
    app.command("schema", cls=ChineseCommand, help="输出 JSON Schema，供程序校验和生成代码。", epilog=EPILOG)(schema)


def schema(
    of: Annotated[
        SchemaOf,
        typer.Argument(metavar="evaluation|output", help="evaluation 一张表的记录；output 整个输出。"),
    ] = SchemaOf.OUTPUT,
) -> None:
    """Prints the schema."""
    import json

    from extractor.records.evaluation import Evaluation
    from extractor.results import RunResult

    model = Evaluation if of is SchemaOf.EVALUATION else RunResult
    typer.echo(json.dumps(model.model_json_schema(mode="serialization"), ensure_ascii=False, indent=2))
