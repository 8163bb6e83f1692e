"""docs/performance.md from a result: ratios, which hold on any machine, rather than times, which do not."""

from collections.abc import Iterator

from evals.bench.contestants import BASELINE, CONTESTANTS, OURS
from evals.bench.memory import growth
from evals.bench.page_times import total_ratio
from evals.bench.processes import LIBRARIES
from evals.bench.results import COMMAND_TARGET, GROWTH_TARGET, RATIO_AIM, RATIO_TARGET, BenchResult

COMMAND = "python -m evals.bench --page docs/performance.md"


def performance_page(result: BenchResult) -> str:
    """The page, in Markdown."""
    parts = ["# Speed and memory", f"<!-- written by `{COMMAND}`; do not edit by hand -->"]
    if result.documents:
        parts += ["## From file to findings", *_documents(result)]
    if result.commands:
        parts += ["## The whole command", *_commands(result)]
    if result.memory:
        parts += ["## Memory", *_memory(result)]
    parts += ["## Repeat it", f"```text\npip install -e '.[dev,evals]'\n{COMMAND}\n```"]
    return "\n\n".join(parts) + "\n"


def _documents(result: BenchResult) -> Iterator[str]:
    yield (
        f"CPU time over that of the baseline, opening of the file included on both sides; medians of {result.repetitions} "
        f"rounds in which all take turns. The baseline is what PyMuPDF itself needs for the words and drawings of every "
        f'page (`get_text("words")` and `get_drawings()`). Before each of its readings jixiao forgets every text it has '
        f"seen. Target: at most {RATIO_TARGET:g}, aiming at {RATIO_AIM:g}."
    )
    names = [name for name in result.names if name != BASELINE]
    lines = [f"| document | pages | {' | '.join(names)} |", f"| --- | --: |{' --: |' * len(names)}"]
    for one in result.documents:
        ratios = " | ".join(_shown(one.ratio(name)) for name in names)
        lines.append(f"| {one.document} | {one.pages} | {ratios} |")
    totals = " | ".join(f"**{_shown(total_ratio(result.documents, name))}**" for name in names)
    yield "\n".join([*lines, f"| **all** | | {totals} |"])
    meanings = [f"- {one.name}: {one.what}" for one in CONTESTANTS if one.name in names]
    yield "\n".join(meanings)
    yield (
        f"jixiao does more than the others: its time covers the record, the evidence of every value and all rules of the "
        f"catalogue, theirs the cells of the tables. On these documents it takes {_share(result)}."
    )


def _shown(ratio: float | None) -> str:
    return "" if ratio is None else f"{ratio:.2f}" if ratio < 10 else f"{ratio:.0f}"


def _share(result: BenchResult) -> str:
    ours = total_ratio(result.documents, OURS)
    parts: list[str] = []
    for name in ("pdfplumber", "find_tables", "camelot"):
        theirs = total_ratio(result.documents, name)
        if ours is not None and theirs is not None:
            parts.append(f"{100 * ours / theirs:.0f} % of the time of {name}")
    return ", ".join(parts) or "the time given above"


def _commands(result: BenchResult) -> Iterator[str]:
    yield (
        f"CPU seconds (user and system) of whole processes, start-up included. They depend on the machine and on what "
        f"else it does; the second line is what importing the libraries alone costs there, and the last column how many "
        f"times that a command takes. Target: under {COMMAND_TARGET:g} s."
    )
    libraries = next((one.cpu_seconds for one in result.commands if one.command == LIBRARIES), None)
    rows = [
        f"| `{one.command}` | {one.cpu_seconds:.2f} | {one.least:.2f} | "
        f"{'' if libraries is None else f'{one.cpu_seconds / libraries:.1f}'} |"
        for one in result.commands
    ]
    heading = ["| command | median | least | times the libraries |", "| --- | --: | --: | --: |"]
    yield "\n".join([*heading, *rows])


def _memory(result: BenchResult) -> Iterator[str]:
    grown = growth(result.memory)
    yield (
        f"Highest memory in MB of a process that reads a PDF of so many pages. Pages are let go once they are read, so "
        f"the first figure stays (target: it grows by less than {100 * (GROWTH_TARGET - 1):.0f} %"
        + (f"; measured: {100 * (grown - 1):.0f} %)" if grown is not None else ")")
        + "; the second grows with the results: the record of every form and the evidence of every value."
    )
    rows = [
        f"| {one.pages} | {one.file_megabytes:.1f} | {one.streaming:.0f} | {one.with_results:.0f} |"
        for one in result.memory
    ]
    heading = ["| pages | file | nothing kept | results kept |", "| --: | --: | --: | --: |"]
    yield "\n".join([*heading, *rows])
