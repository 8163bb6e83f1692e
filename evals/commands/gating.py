"""`jixiao eval gate`, `publish`."""

from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console
from rich.markup import escape

from extractor.cli.chinese import ChineseCommand

GATE_EPILOG = """
\b
例：
  jixiao eval gate                                     快速评测，与提交的基线比较，变差时返回 1
  jixiao eval gate --keep 结果                           同时留下结果和报告
\b
指标变差超过容许的幅度，或变差的 95% 区间不含 0，都算不过。确实要接受的变化：jixiao eval publish 结果。
"""
PUBLISH_EPILOG = """
\b
例：
  jixiao eval run quick --output 结果 && jixiao eval publish 结果
  jixiao eval publish                                  公布的评测全部重做，要很久
\b
把评测作为基线存进 evals/baselines，并重写 docs/accuracy.md。只在项目的检出中可用。
"""


def register(app: typer.Typer) -> None:
    """Adds the commands."""
    app.command("gate", cls=ChineseCommand, help="门禁：快速评测，比提交的基线差就返回 1。", epilog=GATE_EPILOG)(gate)
    app.command("publish", cls=ChineseCommand, help="把评测作为基线提交，重写准确率一页。", epilog=PUBLISH_EPILOG)(
        publish
    )


def gate(
    keep: Annotated[Path | None, typer.Option("--keep", metavar="DIR", help="结果留在这个文件夹。")] = None,
    workers: Annotated[
        int | None, typer.Option("--workers", metavar="N", min=0, help="同时几个进程；不写时每核一个。")
    ] = None,
    quiet: Annotated[bool, typer.Option("--quiet", "-q", help="不显示进度。")] = False,
) -> int:
    """Runs the quick suite as the baseline was run and holds it against it; 1 when it got worse."""
    import tempfile

    from evals.baselines import FOLDER, read_baseline
    from evals.commands.comparing import comparison_table
    from evals.gate import judge
    from evals.harness import run_suite, usual_workers, write_report
    from evals.suites import Choice, find_suite

    baseline = read_baseline(FOLDER / "quick-rules.json")
    options = baseline.manifest.options
    with tempfile.TemporaryDirectory() as temporary:
        run = run_suite(
            find_suite("quick"),
            choice=Choice(limit=options["limit"], seed=options["seed"]),
            folder=keep or Path(temporary) / "gate",
            workers=usual_workers() if workers is None else workers,
            quiet=quiet,
        )
        result = judge(baseline.outcomes, run.outcomes())
        if keep is not None:
            typer.echo(f"报告：{write_report(run)}")
    console = Console(width=max(120, Console().width))
    console.print(comparison_table(result.comparison.changes))
    for sample in result.comparison.samples[:20]:
        console.print(escape(f"  {sample.sample}：{sample.before:g} → {sample.after:g}"), highlight=False)
    for fault in result.faults:
        typer.echo(f"不过：{fault}", err=True)
    if not result.faults:
        typer.echo(f"通过：{result.comparison.shared} 个样本，与基线相比没有变差。")
    return 1 if result.faults else 0


def publish(
    run_names: Annotated[
        list[str] | None,
        typer.Argument(metavar="[RUN]...", help="结果文件夹，或做过的评测的名称；不写时把公布的评测全部重做一遍。"),
    ] = None,
    workers: Annotated[
        int | None, typer.Option("--workers", metavar="N", min=0, help="同时几个进程；不写时每核一个。")
    ] = None,
) -> int:
    """Keeps runs as baselines and writes the page of accuracy anew."""
    import tempfile

    from evals.accuracy_page import PAGE, PUBLISHED, accuracy_page
    from evals.baselines import write_baseline
    from evals.harness import run_suite, usual_workers
    from evals.runs import find_run
    from evals.suites import find_suite
    from extractor.errors import SettingsError

    if not PAGE.parent.is_dir():
        raise SettingsError("publish 只在项目的检出中可用：这里没有 docs/。")
    for name in run_names or ():
        typer.echo(f"基线：{write_baseline(find_run(name))}")
    with tempfile.TemporaryDirectory() as temporary:
        for suite in () if run_names else PUBLISHED:
            count = usual_workers() if workers is None else workers
            run = run_suite(find_suite(suite), folder=Path(temporary) / suite, workers=count)
            typer.echo(f"基线：{write_baseline(run)}")
    PAGE.write_text(accuracy_page(), encoding="utf-8", newline="\n")
    typer.echo(f"准确率：{PAGE}")
    return 0
