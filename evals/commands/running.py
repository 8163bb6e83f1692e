"""`jixiao eval run`, `list`, `report`."""

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer
from rich.console import Console
from rich.table import Table

from extractor.cli.chinese import ChineseCommand
from extractor.cli.options import ConfigOption

if TYPE_CHECKING:
    from evals.outcomes import Outcome

RUN_EPILOG = """
\b
例：
  jixiao eval run quick
  jixiao eval run digital --limit 1 --workers 2
  jixiao eval run held-out --engine written --model qwen
  jixiao eval run 我的数据集 --output 结果
  jixiao eval run scans --output 结果 --resume          中断后接着做
\b
SUITE 是 jixiao eval list 列出的评测集、记录数据集，或 jixiao eval import、label 整理出的数据集文件夹。
结果存在 --output 的文件夹，不写时存在 JIXIAO_HOME 的 evaluations 下，网页的“评测”里也看得到。
同时做几个会互相拖慢：要比速度，用 --workers 1。
"""
REPORT_EPILOG = """
\b
例：
  jixiao eval report 20260101-120000-quick-rules
  jixiao eval report 结果 --output 报告.html
"""
EngineOption = Annotated[
    str,
    typer.Option(
        "--engine",
        metavar="rules|auto|llm|written|table",
        help="读法：rules 规则；auto 规则加模型；llm 全部由模型指认；written 模型写出整张记录；table 通用库取表。",
    ),
]
LimitOption = Annotated[
    int | None, typer.Option("--limit", metavar="N", min=1, help="评测集的每个部分最多几个案例；不写时按评测集。")
]
SeedOption = Annotated[int, typer.Option("--seed", metavar="N", min=0, help="随机数的起点；同一个数，同样的案例。")]
WorkersOption = Annotated[
    int | None,
    typer.Option("--workers", metavar="N", min=0, help="同时几个进程；不写时每核一个；0：就在本进程里，没有时限。"),
]


def register(app: typer.Typer) -> None:
    """Adds the commands."""
    app.command("run", cls=ChineseCommand, help="做一次评测，写出报告。", epilog=RUN_EPILOG)(run)
    app.command("list", cls=ChineseCommand, help="列出评测集、读法和做过的评测。")(list_all)
    app.command("report", cls=ChineseCommand, help="重写一次评测的报告。", epilog=REPORT_EPILOG)(report)


def run(
    suite: Annotated[str, typer.Argument(metavar="SUITE", help="评测集的名称，或数据集文件夹。")],
    engine: EngineOption = "rules",
    model: Annotated[
        str | None,
        typer.Option("--model", metavar="NAME", help="用 jixiao models list 中的哪个模型设置；不写时用所配置的。"),
    ] = None,
    limit: LimitOption = None,
    seed: SeedOption = 0,
    workers: WorkersOption = None,
    output: Annotated[Path | None, typer.Option("--output", "-o", metavar="DIR", help="结果文件夹。")] = None,
    resume: Annotated[bool, typer.Option("--resume", help="接着做 --output 里没做完的评测。")] = False,
    config: ConfigOption = None,
    quiet: Annotated[bool, typer.Option("--quiet", "-q", help="不显示进度。")] = False,
) -> int:
    """Runs a suite, prints its metrics, writes the report."""
    import os

    from evals.harness import run_suite, usual_workers, write_report
    from evals.runs import new_folder
    from evals.suites import Choice, find_suite
    from extractor.errors import SettingsError

    if resume and output is None:
        raise SettingsError("--resume 要用 --output 指明接着做哪个文件夹。")
    if model is not None:
        # read by this process and by those that it starts
        os.environ["JIXIAO_LLM_ENDPOINT"] = model
    done = run_suite(
        find_suite(suite),
        engine_name=engine,
        choice=Choice(limit=limit, seed=seed),
        folder=output or new_folder(suite, engine),
        workers=usual_workers() if workers is None else workers,
        resume=resume,
        config=config,
        quiet=quiet,
    )
    print_metrics(done.outcomes())
    typer.echo(f"报告：{write_report(done)}")
    return 0


def list_all() -> int:
    """Prints suites, data sets, engines and kept runs."""
    from evals.dataset_folder import load_card
    from evals.datasets import FOLDER, dataset_names
    from evals.engines import ENGINES
    from evals.runs import MANIFEST, Run, runs_folder
    from evals.suites import SUITES

    typer.echo("评测集：")
    for suite in SUITES.values():
        typer.echo(f"  {suite.name:<15} {suite.title}")
    typer.echo("记录数据集（按各版式印出来再读）：")
    for name in dataset_names():
        card = load_card(FOLDER / name)
        typer.echo(f"  {name:<15} {card.title}（第 {card.version} 版，{card.forms} 张表）")
    typer.echo("读法：")
    for one in ENGINES.values():
        typer.echo(f"  {one.name:<15} {one.title}")
    runs = sorted(path.parent for path in runs_folder().glob(f"*/{MANIFEST}"))
    if runs:
        typer.echo(f"做过的评测（{runs_folder()}）：")
    for folder in runs:
        manifest = Run(folder).manifest
        typer.echo(f"  {folder.name}  {manifest.title}　{len(Run(folder).done())}/{manifest.cases}")
    return 0


def report(
    run_name: Annotated[str, typer.Argument(metavar="RUN", help="结果文件夹，或做过的评测的名称（写一部分即可）。")],
    output: Annotated[Path | None, typer.Option("--output", "-o", metavar="FILE", help="报告写到哪里。")] = None,
) -> int:
    """Writes the report anew."""
    from evals.harness import write_report
    from evals.runs import find_run

    found = find_run(run_name)
    path = write_report(found)
    if output is not None:
        output.write_text(path.read_text(encoding="utf-8"), encoding="utf-8")
        path = output
    print_metrics(found.outcomes())
    typer.echo(f"报告：{path}")
    return 0


def print_metrics(outcomes: "Sequence[Outcome]") -> None:
    """The metrics as a table on standard output."""
    from evals.metrics import METRICS, shown
    from evals.report.sections import TASK_TITLES, titled
    from evals.statistics import estimate

    table = Table("任务", "指标")
    for heading in ("值", "95% 区间", "样本"):
        table.add_column(heading, justify="right")
    for metric in METRICS:
        found = estimate(metric, outcomes)
        if found is None or (metric.name.startswith("tokens") and not found.value):
            continue
        interval = "" if found.low is None else f"{shown(found.low, metric.unit)}–{shown(found.high, metric.unit)}"
        row = (TASK_TITLES[metric.task], titled(metric), shown(found.value, metric.unit), interval, str(found.samples))
        table.add_row(*row)
    Console(width=max(100, Console().width)).print(table)
