"""What all tasks show while they run and at the end."""

from collections.abc import Callable, Iterable, Sequence
from pathlib import Path
from time import perf_counter
from typing import TypeVar

from rich.console import Console
from rich.markup import escape
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

from evals.tasks.document_score import DocumentScore
from extractor.pipeline import DocumentReading, read_document
from extractor.problems import Problem
from extractor.settings import Settings

_Item = TypeVar("_Item")
_TABLE_WIDTH = 165
"""Characters that the widest table takes."""


def tracked(items: Iterable[_Item], count: int, name_of: Callable[[_Item], str]) -> tuple[list[_Item], Console]:
    """Collects `items` behind a bar of `count` steps on standard error; returns them and the console for results."""
    columns = (BarColumn(), MofNCompleteColumn(), TimeRemainingColumn(), TextColumn("{task.description}"))
    collected: list[_Item] = []
    with Progress(*columns, console=Console(stderr=True), transient=True) as progress:
        task = progress.add_task("", total=count)
        for item in items:
            collected.append(item)
            progress.update(task, advance=1, description=escape(name_of(item)))
    console = Console()
    # a narrower table would lose its figures; a log has no width of its own
    return collected, Console(width=max(_TABLE_WIDTH, console.width))


def timed_reading(path: Path, settings: Settings) -> tuple[DocumentReading, float]:
    """The reading of a document and the seconds that it took. A reader that crashes has read nothing, and said so."""
    start = perf_counter()
    try:
        reading = read_document(path, settings)
    except Exception as error:  # noqa: BLE001 - one document must not end the measurement of the others
        problem = Problem(stage="readers", category="internal", message=f"{type(error).__name__}: {error}")
        reading = DocumentReading(source=str(path), problems=[problem])
    return reading, perf_counter() - start


def print_examples(console: Console, scores: Sequence[DocumentScore], count: int) -> None:
    """Shows the first `count` wrong values, those that nothing marks (`!`) before the others (`?`)."""
    lines = [(not text.startswith("!"), f"{score.name}  {text}") for score in scores for text in score.examples]
    for _, line in sorted(lines, key=lambda one: one[0])[:count]:
        console.print(escape(line[:220]), highlight=False)
