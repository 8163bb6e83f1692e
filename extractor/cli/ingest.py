"""`jixiao ingest`: reads documents and keeps them."""

import json
import sys
from enum import StrEnum
from typing import TYPE_CHECKING, Annotated, Any

import typer

from extractor.cli.chinese import ChineseCommand
from extractor.cli.delivery import tell_problems
from extractor.cli.options import ConfigOption, ProfileOption
from extractor.cli.store_options import QuietOption, follow_index
from extractor.cli.waiting import progress_over

if TYPE_CHECKING:
    from extractor.ingestion import Ingested

EPILOG = """
\b
例：
  jixiao ingest 2023年/                          整个文件夹，含子文件夹
  jixiao ingest a.pdf "补报/*.docx"
  jixiao ingest 2023年/ --format json
\b
数据存在 JIXIAO_HOME 指定的文件夹（不指定时是系统的用户数据文件夹）；设 JIXIAO_DATABASE_URL 则存入 PostgreSQL。
同一个文件再存一次，什么都不变；同一项目同一年度的新版本替代旧版本，旧版本保留。
\b
返回码：0 完成；2 有文件没能读全（其余的已存入），或存不了，原因见标准错误输出。
"""


class ReportFormat(StrEnum):
    """For people or for programs."""

    TABLE = "table"
    JSON = "json"


ReportFormatOption = Annotated[
    ReportFormat, typer.Option("--format", "-f", metavar="table|json", help="给人看还是给程序用。")
]


def register(app: typer.Typer) -> None:
    """Adds the command."""
    app.command("ingest", cls=ChineseCommand, help="读自评表，核对，存入数据库，供查询和提问。", epilog=EPILOG)(ingest)


def ingest(
    paths: Annotated[list[str], typer.Argument(metavar="PATH", help="文件、文件夹（含子文件夹）或通配符。")],
    format_: ReportFormatOption = ReportFormat.TABLE,
    profile: ProfileOption = None,
    workers: Annotated[
        int, typer.Option("--workers", min=1, max=64, metavar="N", help="几个进程同时读；文件少时只用一个。")
    ] = 2,
    config: ConfigOption = None,
    quiet: QuietOption = False,
) -> int:
    """Reads and keeps each input, then brings rules across forms and the index in step; returns the exit code."""
    from extractor.app import open_app

    app = open_app(config)
    inputs = app.inputs(paths)
    store = app.open_store()
    outcomes: list[Ingested] = []
    with progress_over(len(inputs), quiet=quiet) as on_input:
        for at, one in enumerate(app.ingestion(store, profile=profile, workers=workers).run(inputs)):
            if on_input is not None:
                on_input(inputs[at])
            outcomes.append(_without_values(one))
            if format_ is ReportFormat.TABLE and one.kept is not None and not quiet:
                _print(one)
    store.settle()
    index_problem = follow_index(app, store, quiet=quiet)
    total = store.count()
    store.close()
    _tell(outcomes, format_, total, index_problem, quiet=quiet)
    return 2 if any(one.unread for one in outcomes) else 0


def _without_values(one: "Ingested") -> "Ingested":
    """Without the forms, which are in the store: memory stays flat over thousands of documents."""
    from dataclasses import replace

    return replace(one, document=one.document.model_copy(update={"evaluations": []}))


def _print(one: "Ingested") -> None:
    from extractor.outputs.stored import print_kept

    if one.kept is not None:
        print_kept(one.document.source, one.kept)


def _tell(
    outcomes: "list[Ingested]", format_: ReportFormat, total: int, index_problem: str | None, *, quiet: bool
) -> None:
    from extractor.results import RunResult

    counts = {status: sum(one.status == status for one in outcomes) for status in ("added", "unchanged", "unread")}
    if format_ is ReportFormat.JSON:
        report = {"documents": [_json(one) for one in outcomes], **counts, "evaluations": total, "index": index_problem}
        typer.echo(json.dumps(report, ensure_ascii=False, indent=2))
    elif not quiet:
        unread = f"，没能读入 {counts['unread']}" if counts["unread"] else ""
        typer.echo(f"新存入 {counts['added']} 个文件，未变 {counts['unchanged']}{unread}；库中现有 {total} 份自评表")
    tell_problems(RunResult(documents=[one.document for one in outcomes]), quiet=quiet)
    if index_problem is not None and not quiet:
        print(f"提示：{index_problem}", file=sys.stderr)


def _json(one: "Ingested") -> dict[str, Any]:
    from extractor.outputs.stored import kept_json

    return {
        "source": one.document.source,
        "sha256": one.document.sha256,
        "status": one.status,
        "document_id": one.kept.document_id if one.kept else None,
        "evaluations": kept_json(one.kept) if one.kept else [],
        "problems": [problem.model_dump(mode="json") for problem in one.document.problems],
    }
