"""`jixiao eval compare`."""

from typing import TYPE_CHECKING, Annotated

import typer
from rich.console import Console
from rich.markup import escape
from rich.table import Table

from extractor.cli.chinese import ChineseCommand

if TYPE_CHECKING:
    from evals.statistics import Change

EPILOG = """
\b
例：
  jixiao eval compare 结果-改前 结果-改后
  jixiao eval compare quick-rules quick-auto --samples 20
\b
只比较两次都有的样本，逐个配对。区间是差值的 95% 区间，不含 0 才说好或差；“偶然”是随机调换两次的结果也有这么大差别的概率。
"""
_VERDICTS = {"better": "变好", "worse": "变差", "changed": "有变化", "same": "看不出差别"}


def register(app: typer.Typer) -> None:
    """Adds the command."""
    app.command("compare", cls=ChineseCommand, help="比较两次评测：差别有多大，是不是偶然。", epilog=EPILOG)(
        compare_runs
    )


def compare_runs(
    before: Annotated[str, typer.Argument(metavar="A", help="先前的评测：文件夹或名称。")],
    after: Annotated[str, typer.Argument(metavar="B", help="后来的评测。")],
    samples: Annotated[int, typer.Option("--samples", metavar="N", min=0, help="列出几个变化最大的样本。")] = 10,
) -> int:
    """Prints the comparison; 1 when a metric got worse."""
    from evals.comparison import compare
    from evals.runs import find_run
    from extractor.errors import SettingsError

    one, other = find_run(before), find_run(after)
    found = compare(one.outcomes(), other.outcomes())
    if not found.shared:
        raise SettingsError("这两次评测没有相同的样本，无法比较：评测集、--limit、--seed 要一样。")
    console = Console(width=max(120, Console().width))
    for name, run in (("A", one), ("B", other)):
        manifest = run.manifest
        model = f"　模型 {manifest.model}" if manifest.model else ""
        console.print(escape(f"{name}：{manifest.title}　读法 {manifest.engine}{model}　{manifest.revision}"))
    console.print(f"相同的样本 {found.shared} 个，只在 A 的 {found.only_before} 个，只在 B 的 {found.only_after} 个。")
    console.print(comparison_table(found.changes))
    for sample in found.samples[:samples]:
        console.print(escape(f"  {sample.sample}：{sample.before:g} → {sample.after:g}"), highlight=False)
    return 1 if found.worse else 0


def comparison_table(changes: "tuple[Change, ...]") -> Table:
    """Changes as a table."""
    from evals.metrics import shown
    from evals.report.sections import TASK_TITLES, titled

    table = Table("任务", "指标")
    for heading in ("A", "B", "差", "差的 95% 区间", "偶然"):
        table.add_column(heading, justify="right")
    table.add_column("结论")
    for one in changes:
        if one.metric.name.startswith("tokens") and not (one.before or one.after):
            continue
        unit = one.metric.unit
        interval = "" if one.low is None else f"{one.low:+.3f} – {one.high:+.3f}"
        table.add_row(
            TASK_TITLES[one.metric.task],
            titled(one.metric),
            shown(one.before, unit),
            shown(one.after, unit),
            f"{one.difference:+.3f}",
            interval,
            "" if one.chance is None else f"{one.chance:.3f}",
            _VERDICTS[one.verdict],
        )
    return table
