"""`jixiao list` and `jixiao show`: what is in the store."""

import json
from enum import StrEnum
from typing import Annotated

import typer

from extractor.cli.chinese import ChineseCommand
from extractor.cli.delivery import check_output, deliver, format_for
from extractor.cli.ingest import ReportFormat, ReportFormatOption
from extractor.cli.options import ConfigOption, FormatOption, OutputOption
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

LIST_EPILOG = """
\b
例：
  jixiao list                                    最近存入的
  jixiao list --year 2023 --unit 政务服务 --has-findings
  jixiao list --text 信息化 --order score
  jixiao list --rule SCO001 --format json
"""
SHOW_EPILOG = """
\b
例：
  jixiao show 440303210301500004143              项目编码
  jixiao show 12                                 jixiao list 列出的编号
  jixiao show 干部健康管理 --format json           项目名称的一部分
  jixiao show 12 --history                       更正的记录
"""


class OrderChoice(StrEnum):
    """What comes first."""

    NEWEST = "newest"
    SCORE = "score"
    RATE = "rate"
    BUDGET = "budget"
    ERRORS = "errors"
    REVIEW = "review"


def register(app: typer.Typer) -> None:
    """Adds the commands."""
    app.command("list", cls=ChineseCommand, help="列出库中的自评表，可按年度、单位、问题等筛选。", epilog=LIST_EPILOG)(
        list_evaluations
    )
    app.command("show", cls=ChineseCommand, help="显示库中的一份自评表：记录、问题、待复核项。", epilog=SHOW_EPILOG)(
        show
    )


def list_evaluations(
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
    order: Annotated[
        OrderChoice,
        typer.Option(
            "--order",
            metavar="newest|score|rate|budget|errors|review",
            help="顺序：最近存入、总分从低、执行率从低、预算从高、错误从多、待复核从多。",
        ),
    ] = OrderChoice.NEWEST,
    limit: Annotated[int, typer.Option("--limit", min=1, metavar="N", help="最多几份。")] = 50,
    offset: Annotated[int, typer.Option("--offset", min=0, metavar="N", help="跳过前几份。")] = 0,
    format_: ReportFormatOption = ReportFormat.TABLE,
    config: ConfigOption = None,
) -> int:
    """Prints the evaluations that fit."""
    from extractor.app import open_app
    from extractor.outputs.stored import listed_json, print_list

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
    store = open_app(config).open_store()
    rows = store.list(chosen, order=order.value, limit=limit, offset=offset)
    total = store.count(chosen)
    if format_ is ReportFormat.JSON:
        report = {"total": total, "evaluations": [listed_json(row) for row in rows]}
        typer.echo(json.dumps(report, ensure_ascii=False, indent=2))
    else:
        print_list(rows, total)
    if not total and (lost := store.unrecorded()):
        typer.echo(
            f"库里没有记录，原件却有 {lost} 个：数据库丢了，或连到了另一个数据库；"
            "请从备份恢复，或运行 jixiao reindex --restore 由原件重新读入",
            err=True,
        )
    return 0


def show(
    code: Annotated[str, typer.Argument(metavar="CODE", help="项目编码、编号，或项目名称的一部分。")],
    year: YearOption = None,
    superseded_too: AllOption = False,
    history: Annotated[bool, typer.Option("--history", help="显示更正的记录。")] = False,
    format_: FormatOption = None,
    output: OutputOption = None,
    config: ConfigOption = None,
) -> int:
    """Prints evaluations as `extract` does."""
    from extractor.app import open_app
    from extractor.outputs.stored import print_history
    from extractor.results import RunResult
    from extractor.store.selection import find_evaluations

    chosen = format_for(format_, output)
    check_output(output, [])
    store = open_app(config).open_store()
    with store.reading() as session:
        ids = find_evaluations(session, code, year=year, superseded_too=superseded_too)
    if history:
        print_history(one for number in ids for one in store.history(number))
        return 0
    deliver(RunResult(documents=[store.form(number).as_document() for number in ids]), chosen, output)
    return 0
