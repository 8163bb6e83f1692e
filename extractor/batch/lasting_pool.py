"""A pool of processes that outlives its own breakdown, and never loses work to the cancelling of other work.

Pebble gives a pool up for good when a process of it dies that has nothing to do: killed by the system for its memory,
or by somebody. And in a pool of several processes, one that has just finished what was cancelled, or ran out of time, may
have begun the next work when pebble stops it: that work is then never heard of again. So every process here is a pool
of its own, which gets its next work once it is done with the last.
"""

import logging
import multiprocessing
from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import CancelledError, Future, InvalidStateError
from concurrent.futures.process import BrokenProcessPool
from queue import SimpleQueue
from threading import Lock, Thread
from typing import Any, TypeVar

_Result = TypeVar("_Result")
_ATTEMPTS = 3
"""Processes that one piece of work may see break; who breaks every one is given up."""
_LOG = logging.getLogger("jixiao.jobs")


class _Work(Future[Any]):
    """A piece of work, whichever process does it."""

    def __init__(self, begin: Callable[[Any], "Future[Any]"]) -> None:
        super().__init__()
        self.begin = begin
        """Gives it to a pool of pebble's."""
        self.under_way: Future[Any] | None = None

    def cancel(self) -> bool:
        """Cancelled at once, even when it is under way; its process is stopped and replaced."""
        if not super().cancel():
            return False
        # `do` looks the other way round: it notes what is under way, then whether it was cancelled
        if self.under_way is not None:
            self.under_way.cancel()
        return True

    def end(self, *, result: object = None, error: BaseException | None = None) -> None:
        """Sets what came of it, unless it was cancelled."""
        try:
            if error is not None:
                self.set_exception(error)
            else:
                self.set_result(result)
        except InvalidStateError:
            _LOG.debug("cancelled before it ended")


class _Process:
    """One process, started when it is first needed and again when it died."""

    def __init__(self, made_of: Mapping[str, Any]) -> None:
        self._made_of = made_of
        self._pool: Any = None

    def do(self, work: _Work) -> None:
        """Does the work and sets its result; returns when the process has nothing to do any more."""
        for attempt in range(1, _ATTEMPTS + 1):
            try:
                under_way = work.begin(self._usable())
            except RuntimeError as error:
                if attempt == _ATTEMPTS:
                    work.end(error=error)
                continue
            work.under_way = under_way
            if work.cancelled():
                under_way.cancel()
            try:
                work.end(result=under_way.result())
                return
            except CancelledError:
                self.stop()  # it may still be at it
                return
            except BrokenProcessPool as error:
                if attempt == _ATTEMPTS:
                    work.end(error=error)
            except BaseException as error:  # noqa: BLE001 - the work's own, or how its process ended
                work.end(error=error)
                return

    def stop(self) -> None:
        """Ends the process, whatever it does."""
        if self._pool is not None:
            self._pool.stop()
            self._pool.join()
            self._pool = None

    def _usable(self) -> Any:  # noqa: ANN401 - pebble's pool
        from pebble import ProcessPool

        if self._pool is not None and not self._pool.active:
            _LOG.warning("a process broke and is started anew")
            self.stop()
        if self._pool is None:
            self._pool = ProcessPool(max_workers=1, context=multiprocessing.get_context("spawn"), **self._made_of)
        return self._pool


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
        made_of = {"max_tasks": max_tasks, "initializer": initializer, "initargs": initargs}
        self._waiting: SimpleQueue[_Work | None] = SimpleQueue()
        self._open_work: set[_Work] = set()
        self._lock = Lock()
        self._closed = False
        self._threads = [
            Thread(target=self._serve, args=[_Process(made_of)], name=f"pool-{number}", daemon=True)
            for number in range(max_workers)
        ]
        for thread in self._threads:
            thread.start()

    def schedule(
        self,
        work: Callable[..., _Result],
        *,
        args: Sequence[Any] = (),
        kwargs: Mapping[str, Any] | None = None,
        timeout: float,
    ) -> "Future[_Result]":
        """Does `work` as soon as a process is free. The future raises what it raised, `TimeoutError` after `timeout` seconds

        of work, pebble's `ProcessExpired` when its process died, `CancelledError` when it was cancelled, which stops it
        even when it is under way, and `RuntimeError` when the pool is closed.
        """

        def begin(pool: Any) -> "Future[Any]":  # noqa: ANN401
            return pool.schedule(work, args=list(args), kwargs=dict(kwargs or {}), timeout=timeout)

        one = _Work(begin)
        with self._lock:
            closed = self._closed
            if not closed:
                self._open_work.add(one)
                self._waiting.put(one)
        if closed:
            one.end(error=RuntimeError("the pool is closed"))
        else:
            one.add_done_callback(self._forget)
        return one

    def close(self, *, now: bool = False) -> None:
        """Waits for what is under way and ends the processes; with `now` stops them at once."""
        with self._lock:
            self._closed = True
            left = list(self._open_work) if now else []
        for work in left:
            work.cancel()
        for _ in self._threads:
            self._waiting.put(None)
        for thread in self._threads:
            thread.join()

    def _serve(self, process: _Process) -> None:
        while (work := self._waiting.get()) is not None:
            if not work.cancelled():
                process.do(work)
        process.stop()

    def _forget(self, work: "Future[Any]") -> None:
        with self._lock:
            self._open_work.discard(work)  # type: ignore[arg-type]
