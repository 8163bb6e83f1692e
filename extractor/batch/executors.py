"""Who reads the documents of a batch: the processes of this machine."""

from concurrent.futures import Future
from functools import partial
from pathlib import Path
from typing import Protocol

from extractor.batch.evaluated import Evaluated, Read, evaluate, packed
from extractor.batch.isolated_readers import IsolatedReaders, failure
from extractor.inputs import Input
from extractor.results import DocumentResult
from extractor.settings import Settings

_AHEAD = 4
"""Documents a worker that are under way or waiting: enough that none is idle, few enough that memory stays flat."""


class Executor(Protocol):
    """Reads documents, several at a time. `submit` may be called with at most `ahead` under way."""

    @property
    def ahead(self) -> int:
        """Documents that may be under way or waiting at a time."""
        ...

    def submit(self, one: Input) -> "Future[Evaluated]":
        """Starts to read `one`."""
        ...

    def outcome(self, future: "Future[Evaluated]", one: Input) -> Evaluated:
        """What came of it once it is done; never raises: a document that took its reader down is one with a problem."""
        ...

    def close(self, *, now: bool = False) -> None:
        """Ends the readers; with `now` without waiting for what is under way."""
        ...


class LocalExecutor:
    """Isolated processes on this machine; none is started before the first document."""

    def __init__(self, settings: Settings, read: Read, *, workers: int | None = None) -> None:
        self._readers = IsolatedReaders(settings, workers=workers, all_busy=True)
        self._evaluate = partial(evaluate, read)

    @property
    def ahead(self) -> int:
        """As in `Executor`."""
        return _AHEAD * self._readers.workers

    def submit(self, one: Input) -> "Future[Evaluated]":
        """As in `Executor`."""
        return self._readers.run(self._evaluate, one)

    def outcome(self, future: "Future[Evaluated]", one: Input) -> Evaluated:
        """As in `Executor`."""
        try:
            return future.result()
        except Exception as error:  # noqa: BLE001 - whatever a worker dies of must not stop the other documents
            problem = failure(error, Path(one.source).name, self._readers.limits)
            return packed(DocumentResult(source=one.source, problems=[problem]))

    def close(self, *, now: bool = False) -> None:
        """As in `Executor`."""
        self._readers.close(now=now)
