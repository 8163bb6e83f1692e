"""`jixiao batch`: many documents to files or into the store; killed and started again, nothing is lost or doubled."""

import sys
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from extractor.cli.chinese import ChineseCommand
from extractor.cli.options import ConfigOption, ProfileOption
from extractor.cli.waiting import rate_over
from extractor.errors import SettingsError

if TYPE_CHECKING:
    from extractor.batch.batch import BatchOutcome
    from extractor.batch.delivery import Destination
    from extractor.batch.sources import RemoteFile
    from extractor.inputs import Input

EPILOG = """
\b
例：
  jixiao batch 全省2023/ --output 结果                    Parquet 文件夹
  jixiao batch 全省2023/ --output 结果.jsonl              每行一份自评表
  jixiao batch @清单.txt --output 结果.xlsx               清单每行一个路径
  jixiao batch s3://桶/2023/ --output 结果                需要 pip install 'jixiao[remote]'
  jixiao batch 全省2023/ --store                         存入数据库
  jixiao batch 全省2023/ --output 结果 --engine ray --address auto
\b
中途断电、被杀，再运行同样的命令即可：已读的不再读，每个文件的结果恰好一次。读不了的写进报告（结果/report.csv 或
结果.report.csv），不影响其他文件；再运行一次只重读这些。
\b
返回码：0 完成；2 有文件没能读全，见报告。
"""


class FormatChoice(StrEnum):
    """What the output is written as."""

    PARQUET = "parquet"
    JSONL = "jsonl"
    XLSX = "xlsx"


class ExecutorChoice(StrEnum):
    """Where documents are read."""

    LOCAL = "local"
    RAY = "ray"


def register(app: typer.Typer) -> None:
    """Adds the command."""
    app.command("batch", cls=ChineseCommand, help="读成千上万个文件，可以中断后接着做。", epilog=EPILOG)(batch)


def batch(
    sources: Annotated[
        list[str], typer.Argument(metavar="SRC", help="文件夹、文件、通配符、@清单文件，或 fsspec 地址（s3:// 等）。")
    ],
    output: Annotated[
        Path | None,
        typer.Option("--output", "-o", metavar="OUT", help="写到：文件夹（Parquet）、.jsonl 或 .xlsx 文件。"),
    ] = None,
    format_: Annotated[
        FormatChoice | None,
        typer.Option("--format", "-f", metavar="parquet|jsonl|xlsx", help="格式；不写时看 --output 的后缀。"),
    ] = None,
    store: Annotated[bool, typer.Option("--store", help="不写文件，存入数据库（同 ingest）。")] = False,
    engine: Annotated[
        ExecutorChoice, typer.Option(metavar="local|ray", help="在本机的多个进程里读，或在 Ray 集群上读；结果相同。")
    ] = ExecutorChoice.LOCAL,
    address: Annotated[
        str | None, typer.Option(metavar="ADDRESS", help="Ray 集群的地址（auto、主机:端口）；不写时在本机起一个。")
    ] = None,
    workers: Annotated[
        int | None, typer.Option("--workers", min=1, max=512, metavar="N", help="本机几个进程同时读；不写时每核一个。")
    ] = None,
    profile: ProfileOption = None,
    restart: Annotated[bool, typer.Option("--restart", help="不接着上次做，从头再来。")] = False,
    config: ConfigOption = None,
    quiet: Annotated[bool, typer.Option("--quiet", "-q", help="不显示进度和总结。")] = False,
) -> int:
    """Reads what is named and puts it where it is asked for; returns the exit code."""
    from extractor.app import open_app
    from extractor.batch.delivery import BatchFormat, Destination
    from extractor.batch.sources import expand_sources

    if (output is None) == (not store):
        raise SettingsError("请写明结果放在哪里：--output 文件夹或文件，或者 --store（存入数据库），两者取一")
    if store and (engine is ExecutorChoice.RAY or format_ is not None or restart):
        raise SettingsError("--store 不能与 --format、--restart、--engine ray 同用")
    if address is not None and engine is not ExecutorChoice.RAY:
        raise SettingsError("--address 只用于 --engine ray")
    app = open_app(config)
    if output is None:
        from extractor.cli.batch_store import batch_into_store

        return batch_into_store(app, expand_sources(sources), profile=profile, workers=workers, quiet=quiet)
    destination = Destination(output, BatchFormat(format_.value) if format_ is not None else None)
    run = app.batch(profile=profile, workers=workers, ray=engine is ExecutorChoice.RAY, address=address)
    inputs = _wanted(expand_sources(sources), destination)
    try:
        with rate_over(len(inputs), quiet=quiet) as on_done:
            outcome = run.run(inputs, destination, restart=restart, on_done=on_done)
    except KeyboardInterrupt:
        print("已读的都已保存，再运行同样的命令会接着做。", file=sys.stderr)
        raise
    if not quiet:
        _tell(outcome, destination)
    return 2 if outcome.unread else 0


def _wanted(inputs: "list[Input | RemoteFile]", destination: "Destination") -> "list[Input | RemoteFile]":
    """Without what this or an earlier run wrote into a folder that is read.

    Raises:
        SettingsError: the output is one of the inputs by name.
    """
    from extractor.inputs import Input

    def written(one: "Input | RemoteFile") -> bool:
        return isinstance(one, Input) and one.path is not None and destination.holds(one.path)

    kept = [one for one in inputs if not written(one)]
    if not kept:
        raise SettingsError("没有要读的文件：SRC 就是 --output 指向的地方")
    return kept


def _tell(outcome: "BatchOutcome", destination: "Destination") -> None:
    counts = outcome.counts
    total = counts.read + counts.known + counts.duplicates + counts.unreached
    parts = [f"{total} 个文件，{outcome.forms} 份自评表，写到 {destination.output}"]
    if counts.known:
        parts.append(f"其中 {counts.known} 个上次已读")
    if counts.duplicates:
        parts.append(f"{counts.duplicates} 个与别的文件内容相同，只列一次")
    typer.echo("；".join(parts))
    if outcome.unread:
        unread = counts.unread + counts.unreached
        print(f"{unread} 个文件没能读全，原因见 {destination.report}；处理后再运行一次，只重读这些。", file=sys.stderr)
