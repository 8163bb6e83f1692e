"""The progress bar of commands that read many documents."""

from collections.abc import Callable, Generator
from contextlib import contextmanager

from rich.console import Console
from rich.markup import escape
from rich.progress import (
    BarColumn,
    MofNCompleteColumn,
    Progress,
    ProgressColumn,
    SpinnerColumn,
    Task,
    TextColumn,
    TimeElapsedColumn,
    TimeRemainingColumn,
)
from rich.text import Text

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


class _Rate(ProgressColumn):
    """Documents a second, over the last seconds."""

    def render(self, task: Task) -> Text:
        return Text(f"{task.speed:.1f} 个/秒" if task.speed else "")


@contextmanager
def rated_bar(count: int) -> Generator[Callable[[str], None]]:
    """A bar of `count` documents with rate and time left on standard error; call what it yields after each."""
    columns = (BarColumn(), MofNCompleteColumn(), _Rate(), TimeRemainingColumn(), TextColumn("{task.description}"))
    with Progress(*columns, console=Console(stderr=True), transient=True) as progress:
        task = progress.add_task("", total=count)
        yield lambda source: progress.update(task, advance=1, description=escape(source))


@contextmanager
def counted_bar(description: str, total: int, *, shown: bool) -> Generator[Callable[[int], None]]:
    """A bar of `total` steps on standard error, where `shown`; call what it yields with how many steps were done."""
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
    with Progress(*columns, console=Console(stderr=True), transient=True, disable=not shown) as progress:
        task = progress.add_task(description, total=total)
        yield lambda steps: progress.advance(task, steps)


@contextmanager
def spinner(description: str, *, shown: bool) -> Generator[None]:
    """Something that turns on standard error while work of unknown length goes on, where `shown`."""
    columns = (SpinnerColumn(), TextColumn("{task.description}"), TimeElapsedColumn())
    with Progress(*columns, console=Console(stderr=True), transient=True, disable=not shown) as progress:
        progress.add_task(description, total=None)
        yield
