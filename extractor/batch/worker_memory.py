"""The memory of a worker: bounded, and a worker that has none left makes way for another."""

import gc
import itertools
import os
from collections.abc import Callable
from concurrent.futures import CancelledError, Future
from typing import Generic, TypeVar

_Work = TypeVar("_Work")
_Result = TypeVar("_Result")

OUT_OF_MEMORY = 77
"""Exit code of a worker that has no memory left: perhaps documents before this one took it."""
OUT_OF_MEMORY_AT_ONCE = 78
"""The same in a worker that has done nothing before."""
_TRIES = 3
_ROOM = 3
"""A document begins with at least the limit divided by this; recognition takes that much of the usual limit."""


_DONE = itertools.count()
"""Counts what this worker does."""


def limit_memory(megabytes: int) -> None:
    """Bounds what this worker may allocate; where the system cannot (Windows), page and pixel limits alone protect."""
    try:
        import resource
    except ImportError:
        return
    bytes_ = megabytes * 1024 * 1024
    _, hard = resource.getrlimit(resource.RLIMIT_DATA)
    resource.setrlimit(resource.RLIMIT_DATA, (bytes_, hard))


def within_memory(work: Callable[[_Work], _Result], argument: _Work, megabytes: int) -> _Result:
    """`work(argument)` in a worker that may use so many megabytes; ends the worker when there is too little left.

    What a hostile document, or a library that leaks, has taken never comes back: those that follow would all fail.
    """
    fresh = next(_DONE) == 0
    try:
        _make_room(megabytes * 1024 * 1024 // _ROOM)
        return work(argument)
    except MemoryError:
        os._exit(OUT_OF_MEMORY_AT_ONCE if fresh else OUT_OF_MEMORY)


def _make_room(bytes_: int) -> None:
    try:
        # zeros that nobody looks at: the system counts them, but need not provide them
        bytes(bytes_)
    except MemoryError:
        # what failed may hang together in circles
        gc.collect()
        bytes(bytes_)


class TriedAgain(Future[_Result], Generic[_Result]):
    """What comes of a work that is given to another worker when one had no memory left, up to `_TRIES` times.

    Raises `MemoryError` when a worker that had all of its memory had not enough, or none of them.
    """

    def __init__(self, schedule: "Callable[[], Future[_Result]]") -> None:
        super().__init__()
        self._schedule = schedule
        self._tries = 1
        self._inner = schedule()
        self._inner.add_done_callback(self._done)

    def cancel(self) -> bool:
        """Stops the worker; see `Future.cancel`."""
        self._tries = _TRIES
        return self._inner.cancel()

    def _done(self, inner: "Future[_Result]") -> None:
        try:
            result = inner.result()
        except CancelledError:
            super().cancel()
            self.set_running_or_notify_cancel()
        except Exception as error:  # noqa: BLE001 - handed on as it is
            self._failed(error)
        else:
            self.set_result(result)

    def _failed(self, error: Exception) -> None:
        exitcode = getattr(error, "exitcode", None)  # of pebble's ProcessExpired
        if exitcode == OUT_OF_MEMORY and self._tries < _TRIES:
            self._tries += 1
            try:
                self._inner = self._schedule()
            except RuntimeError:
                pass  # the pool is being closed
            else:
                self._inner.add_done_callback(self._done)
                return
        self.set_exception(MemoryError() if exitcode in (OUT_OF_MEMORY, OUT_OF_MEMORY_AT_ONCE) else error)
