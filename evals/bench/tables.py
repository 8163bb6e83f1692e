"""The result of the bench as tables on the terminal."""

from rich.console import Console
from rich.table import Table

from evals.bench.contestants import BASELINE, OURS
from evals.bench.memory import growth
from evals.bench.page_times import total_ratio
from evals.bench.results import COMMAND_TARGET, GROWTH_TARGET, RATIO_AIM, RATIO_TARGET, BenchResult


def print_result(result: BenchResult, console: Console) -> None:
    """Prints the parts that were run, each with its target."""
    if result.documents:
        console.print(_documents(result))
        ratio = total_ratio(result.documents, OURS)
        if ratio is not None:
            _print_target(console, f"file to findings: {ratio:.2f} x the baseline", ratio, RATIO_TARGET)
            console.print(f"  the aim is {RATIO_AIM:g} x")
    if result.commands:
        console.print(_commands(result))
        slowest = max(one.cpu_seconds for one in result.commands if one.command.startswith("jixiao"))
        _print_target(console, f"whole command: {slowest:.2f} s of CPU", slowest, COMMAND_TARGET)
    if result.memory:
        console.print(_memory(result))
        grown = growth(result.memory)
        if grown is not None:
            _print_target(console, f"memory of the longest over the shortest: {grown:.2f}", grown, GROWTH_TARGET)
    for name in result.missing:
        console.print(f"{name} is not installed and was left out: pip install 'jixiao[evals]'", style="yellow")


def _print_target(console: Console, text: str, measured: float, target: float) -> None:
    met = measured <= target
    console.print(f"{text}; target {target:g}: {'met' if met else 'missed'}", style="green" if met else "red")


def _documents(result: BenchResult) -> Table:
    table = Table(title=f"CPU milliseconds a document, median of {result.repetitions}, and times the baseline")
    table.add_column("document", no_wrap=True)
    table.add_column("pages", justify="right")
    for name in result.names:
        table.add_column(f"{name}\n(baseline)" if name == BASELINE else name, justify="right")
    for one in result.documents:
        cells = [_cell(one.milliseconds.get(name), one.ratio(name)) for name in result.names]
        table.add_row(one.document, str(one.pages), *cells)
    totals = (total_ratio(result.documents, name) for name in result.names)
    table.add_section()
    table.add_row("all", "", *("" if ratio is None else f"{ratio:.2f} x" for ratio in totals))
    return table


def _cell(milliseconds: float | None, ratio: float | None) -> str:
    return "" if milliseconds is None or ratio is None else f"{milliseconds:.1f}\n{ratio:.2f} x"


def _commands(result: BenchResult) -> Table:
    table = Table(title="CPU seconds of whole processes")
    table.add_column("command")
    table.add_column("median", justify="right")
    table.add_column("least", justify="right")
    for one in result.commands:
        table.add_row(one.command, f"{one.cpu_seconds:.3f}", f"{one.least:.3f}")
    return table


def _memory(result: BenchResult) -> Table:
    table = Table(title="Highest memory in MB")
    for heading in ("pages", "file", "nothing kept", "results kept"):
        table.add_column(heading, justify="right")
    for one in result.memory:
        table.add_row(str(one.pages), f"{one.file_megabytes:.1f}", f"{one.streaming:.1f}", f"{one.with_results:.1f}")
    return table
