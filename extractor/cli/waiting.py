"""Shows a progress bar where a person waits for it; imports what draws it only then."""

import sys
from contextlib import AbstractContextManager, nullcontext
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable

    from extractor.app import OnInput


def progress_over(count: int, *, quiet: bool) -> "AbstractContextManager[OnInput | None]":
    """A progress bar on standard error when a person waits for more than one document."""
    if quiet or count < 2 or not sys.stderr.isatty():
        return nullcontext()
    from extractor.cli.progress import progress_bar

    return progress_bar(count)


def rate_over(count: int, *, quiet: bool) -> "AbstractContextManager[Callable[[str], None]]":
    """A bar of `count` documents with rate and time left, when a person waits; call what it yields after each."""
    if quiet or not sys.stderr.isatty():
        return nullcontext(lambda _: None)
    from extractor.cli.progress import rated_bar

    return rated_bar(count)
