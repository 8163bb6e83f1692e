"""The progress bar of commands that read many documents."""

from collections.abc import Generator
from contextlib import contextmanager

from rich.console import Console
from rich.markup import escape
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

from extractor.app import OnInput
from extractor.inputs import Input


@contextmanager
def progress_bar(count: int) -> Generator[OnInput]:
    """A bar of `count` steps on standard error; call what it yields before each document. Gone when done."""
    columns = (BarColumn(), MofNCompleteColumn(), TimeRemainingColumn(), TextColumn("{task.description}"))
    with Progress(*columns, console=Console(stderr=True), transient=True) as progress:
        task = progress.add_task("", total=count)
        started = False

        def on_input(one: Input) -> None:
            nonlocal started
            progress.update(task, advance=1 if started else 0, description=escape(one.source))
            started = True

        yield on_input
