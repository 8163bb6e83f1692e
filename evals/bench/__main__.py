"""Measures speed and memory: `python -m evals.bench [--part pages] [--output bench.json] [--page docs/performance.md]`."""

import json
import tempfile
from collections.abc import Callable, Generator
from contextlib import contextmanager
from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

from evals.bench.contestants import CONTESTANTS
from evals.bench.memory import LENGTHS, memory_use
from evals.bench.page_times import time_documents
from evals.bench.performance_page import performance_page
from evals.bench.processes import MEASURABLE, command_times
from evals.bench.results import BenchResult
from evals.bench.service_figures import section_of, with_section
from evals.bench.subjects import STYLES, generated_documents, sample_documents
from evals.bench.tables import print_result


class Part(StrEnum):
    """What can be measured."""

    PAGES = "pages"
    COMMAND = "command"
    MEMORY = "memory"


def run_bench(
    *, parts: frozenset[Part], repetitions: int, documents: int, pages: int, console: Console, alone: bool = False
) -> BenchResult:
    """Runs the parts asked for.

    Args:
        parts: what to measure.
        repetitions: rounds of each measurement.
        documents: how many documents are timed at most, 0 for all.
        pages: length of the longest PDF for memory, 0 for the usual one.
        console: where progress is shown.
        alone: leave out the table finders of others.
    """
    wanted = [one for one in CONTESTANTS if not alone or one.rounds == 1]
    there = [one for one in wanted if one.installed]
    with tempfile.TemporaryDirectory(prefix="jixiao-bench-") as name:
        folder = Path(name)
        paths: list[Path] = []
        if Part.PAGES in parts:
            paths = [*sample_documents(), *generated_documents(folder)][: documents or None]
        lengths = tuple(min(length, pages) for length in LENGTHS) if pages else LENGTHS
        lengths = tuple(sorted(set(lengths)))
        with _progress(console, "pages", len(paths) * (repetitions + 1)) as on_step:
            times = time_documents(paths, there, repetitions=repetitions, on_step=on_step)
        commands = command_times(sample_documents()[0], repetitions) if Part.COMMAND in parts and MEASURABLE else []
        with _progress(console, "memory", len(lengths)) as on_step:
            memory = memory_use(folder, lengths, on_step) if Part.MEMORY in parts and MEASURABLE else []
    return BenchResult(
        repetitions=repetitions,
        documents=times,
        commands=commands,
        memory=memory,
        missing=[one.name for one in wanted if not one.installed],
    )


@contextmanager
def _progress(console: Console, what: str, steps: int) -> Generator[Callable[[str], None]]:
    columns = (
        TextColumn(what),
        BarColumn(),
        MofNCompleteColumn(),
        TimeElapsedColumn(),
        TextColumn("{task.description}"),
    )
    with Progress(*columns, console=console, transient=True, disable=not steps) as progress:
        task = progress.add_task("", total=steps)
        yield lambda description: progress.update(task, advance=1, description=description)


app = typer.Typer(add_completion=False)


@app.command()
def bench(
    part: Annotated[
        list[Part] | None, typer.Option(help="what to measure; may be given several times; all when left out")
    ] = None,
    repetitions: Annotated[int, typer.Option(min=1, help="rounds of each measurement")] = 9,
    documents: Annotated[int, typer.Option(min=0, help=f"how many of {5 + len(STYLES)} documents, 0 for all")] = 0,
    pages: Annotated[int, typer.Option(min=0, help=f"longest PDF for memory, 0 for {LENGTHS[-1]}")] = 0,
    alone: Annotated[bool, typer.Option("--alone", help="leave pdfplumber, find_tables and camelot out")] = False,
    output: Annotated[Path | None, typer.Option(help="write the figures as JSON to this file")] = None,
    page: Annotated[Path | None, typer.Option(help="write the figures as a Markdown page to this file")] = None,
) -> None:
    """Times jixiao beside PyMuPDF, pdfplumber and camelot; the whole command; memory over a long PDF."""
    console = Console()
    if not MEASURABLE:
        console.print("this system does not tell what a process used: command and memory are left out", style="yellow")
    result = run_bench(
        parts=frozenset(part or Part),
        repetitions=repetitions,
        documents=documents,
        pages=pages,
        console=Console(stderr=True),
        alone=alone,
    )
    print_result(result, console)
    if output is not None:
        output.write_text(json.dumps(result.as_json(), ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
    if page is not None:
        before = page.read_text(encoding="utf-8") if page.exists() else ""
        page.write_text(with_section(performance_page(result), section_of(before)), encoding="utf-8")


if __name__ == "__main__":
    app()
