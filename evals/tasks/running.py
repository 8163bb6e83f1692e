"""What all tasks show while they run and at the end."""

from collections.abc import Callable, Iterable, Sequence
from typing import TypeVar

from rich.console import Console
from rich.markup import escape
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

from evals.tasks.document_score import DocumentScore

_Item = TypeVar("_Item")


def tracked(items: Iterable[_Item], count: int, name_of: Callable[[_Item], str]) -> tuple[list[_Item], Console]:
    """Collects `items` behind a bar of `count` steps on standard error; returns them and the console for results."""
    columns = (BarColumn(), MofNCompleteColumn(), TimeRemainingColumn(), TextColumn("{task.description}"))
    collected: list[_Item] = []
    with Progress(*columns, console=Console(stderr=True), transient=True) as progress:
        task = progress.add_task("", total=count)
        for item in items:
            collected.append(item)
            progress.update(task, advance=1, description=escape(name_of(item)))
    return collected, Console()


def print_examples(console: Console, scores: Sequence[DocumentScore], count: int) -> None:
    """Shows the first `count` wrong values, those that nothing marks (`!`) before the others (`?`)."""
    lines = [(not text.startswith("!"), f"{score.name}  {text}") for score in scores for text in score.examples]
    for _, line in sorted(lines, key=lambda one: one[0])[:count]:
        console.print(escape(line[:220]), highlight=False)
