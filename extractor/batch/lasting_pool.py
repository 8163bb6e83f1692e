"""A pool of processes that outlives its own breakdown.

Pebble gives a pool up for good when a process of it dies that has nothing to do: killed by the system for its memory,
or by somebody. A service that runs for months must open another one then, and do again what was under way.
"""

import logging
import multiprocessing
from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import CancelledError, Future
from concurrent.futures.process import BrokenProcessPool
from threading import Lock, Thread
from typing import Any, TypeVar

_Result = TypeVar("_Result")
_ATTEMPTS = 3
"""Pools that one piece of work may see break; who breaks every pool is given up."""
_LOG = logging.getLogger("jixiao.jobs")


class _Work(Future[Any]):
    """A piece of work, whichever pool does it."""

    def __init__(self, begin: Callable[["_Work"], "Future[Any]"]) -> None:
        super().__init__()
        self._begin = begin
        self._attempt = 0
        self._inner: Future[Any] | None = None

    def begin(self) -> None:
        self._attempt += 1
        try:
            self._inner = self._begin(self)
        except RuntimeError as error:
            self.set_exception(error)
            return
        self._inner.add_done_callback(self._done)

    def cancel(self) -> bool:
        return self._inner is not None and self._inner.cancel()

    def _done(self, inner: "Future[Any]") -> None:
        error = CancelledError() if inner.cancelled() else inner.exception()
        if isinstance(error, BrokenProcessPool) and self._attempt < _ATTEMPTS:
            # not here: this is a thread of the pool that just broke
            Thread(target=self.begin, daemon=True).start()
        elif error is not None:
            self.set_exception(error)
        else:
            self.set_result(inner.result())


class LastingPool:
    """Processes that start anew (spawn) and do work given by `schedule`, each replaced after `max_tasks` pieces."""

    def __init__(
        self,
        *,
        max_workers: int,
        max_tasks: int,
        initializer: Callable[..., None] | None = None,
        initargs: Sequence[Any] = (),
    ) -> None:
        self._made_of: dict[str, Any] = {
            "max_workers": max_workers,
            "max_tasks": max_tasks,
            "initializer": initializer,
            "initargs": initargs,
        }
        self._lock = Lock()
        self._closed = False
        self._pool = self._new_pool()

    def schedule(
        self,
        work: Callable[..., _Result],
        *,
        args: Sequence[Any] = (),
        kwargs: Mapping[str, Any] | None = None,
        timeout: float,
    ) -> "Future[_Result]":
        """Does `work` as soon as a process is free. The future raises what it raised, `TimeoutError` after `timeout` seconds

        of work, pebble's `ProcessExpired` when its process died, `CancelledError` when it was cancelled.
        """

        def begin(_: _Work) -> "Future[Any]":
            return self._usable().schedule(work, args=list(args), kwargs=dict(kwargs or {}), timeout=timeout)

        task = _Work(begin)
        task.begin()
        return task

    def close(self, *, now: bool = False) -> None:
        """Waits for what is under way and ends the processes; with `now` stops them at once."""
        with self._lock:
            self._closed = True
            if now or not self._pool.active:
                self._pool.stop()
            else:
                self._pool.close()
            self._pool.join()

    def _usable(self) -> Any:  # noqa: ANN401 - pebble's pool
        with self._lock:
            if not self._closed and not self._pool.active:
                _LOG.warning("a pool of processes broke and was opened anew")
                self._pool.stop()
                self._pool.join()
                self._pool = self._new_pool()
            return self._pool

    def _new_pool(self) -> Any:  # noqa: ANN401
        from pebble import ProcessPool

        return ProcessPool(context=multiprocessing.get_context("spawn"), **self._made_of)
