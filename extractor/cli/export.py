"""`jixiao export`: evaluations from the store as a file."""

import sys
from collections.abc import Iterator
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from extractor.cli.chinese import ChineseCommand
from extractor.cli.delivery import OutputFormat, check_output, deliver
from extractor.cli.options import ConfigOption, OutputOption
from extractor.cli.store_options import (
    AllOption,
    FindingsOption,
    RateOption,
    ReviewOption,
    RuleOption,
    ScoreOption,
    SeverityOption,
    TextOption,
    UnitOption,
    YearOption,
    filters,
)
from extractor.errors import SettingsError

if TYPE_CHECKING:
    from extractor.store.listing import Filters
    from extractor.store.store import Store

EPILOG = """
\b
例：
  jixiao export --output 全部.xlsx
  jixiao export --year 2023 --unit 政务服务 --output 2023.csv
  jixiao export --has-findings --format jsonl > 有问题的.jsonl
\b
jsonl 每行一份自评表，适合很大的库；json 与 extract 的输出相同；xlsx、csv 供 Excel 打开。
"""


class ExportFormat(StrEnum):
    """What the store can be written as."""

    XLSX = "xlsx"
    CSV = "csv"
    JSON = "json"
    JSONL = "jsonl"
    MD = "md"


def register(app: typer.Typer) -> None:
    """Adds the command."""
    app.command("export", cls=ChineseCommand, help="把库中的自评表导出为 Excel、CSV、JSON。", epilog=EPILOG)(export)


def export(
    year: YearOption = None,
    unit: UnitOption = None,
    text: TextOption = None,
    has_findings: FindingsOption = False,
    severity: SeverityOption = None,
    rule: RuleOption = None,
    in_review: ReviewOption = False,
    rate_below: RateOption = None,
    score_below: ScoreOption = None,
    superseded_too: AllOption = False,
    format_: Annotated[
        ExportFormat | None,
        typer.Option("--format", "-f", metavar="xlsx|csv|json|jsonl|md", help="格式；不写时看 --output 的后缀。"),
    ] = None,
    output: OutputOption = None,
    config: ConfigOption = None,
) -> int:
    """Writes the evaluations that fit, in the order in which they were ingested."""
    from extractor.app import open_app

    chosen = filters(
        year=year,
        unit=unit,
        text=text,
        has_findings=has_findings,
        severity=severity,
        rule=rule,
        in_review=in_review,
        rate_below=rate_below,
        score_below=score_below,
        superseded_too=superseded_too,
    )
    kind = _format(format_, output)
    check_output(output, [])
    store = open_app(config).open_store()
    if kind is ExportFormat.JSONL:
        _write_lines(store, chosen, output)
    else:
        from extractor.outputs.stored import as_run

        deliver(as_run(store.forms(chosen, order="oldest")), OutputFormat(kind.value), output)
    if output is not None:
        print(f"已导出 {store.count(chosen)} 份自评表到 {output}", file=sys.stderr)
    return 0


def _format(chosen: ExportFormat | None, output: Path | None) -> ExportFormat:
    by_suffix = {f".{one.value}": one for one in ExportFormat}
    kind = chosen or (by_suffix.get(output.suffix.lower()) if output is not None else None)
    if kind is None:
        raise SettingsError("不知道导出成什么格式：请加 --output 结果.xlsx，或 --format csv|json|jsonl")
    if kind is ExportFormat.XLSX and output is None:
        raise SettingsError("xlsx 要写到文件：请加 --output 结果.xlsx")
    return kind


def _write_lines(store: "Store", chosen: "Filters", output: Path | None) -> None:
    """One form a line, drawn from the store as it is written."""
    lines = _lines(store, chosen)
    if output is None:
        for line in lines:
            sys.stdout.write(line)
        return
    from extractor.outputs.replacing import replace_file

    replace_file(output, (line.encode("utf-8") for line in lines))


def _lines(store: "Store", chosen: "Filters") -> Iterator[str]:
    return (f"{form.as_document().model_dump_json()}\n" for form in store.forms(chosen, order="oldest"))
