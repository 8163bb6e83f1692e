"""Reading in processes of their own: a document that hangs, leaks or crashes its reader costs that document only."""

import gc
import multiprocessing
import os
import threading
from collections.abc import Callable, Generator, Iterator, Sequence
from concurrent.futures import Future
from concurrent.futures import TimeoutError as ReadingTooLong
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from typing import TypeVar

from extractor.batch.lasting_pool import LastingPool
from extractor.batch.worker_memory import TriedAgain, limit_memory, within_memory
from extractor.pipeline import DocumentReading, read_document
from extractor.problems import Category, Problem
from extractor.processors import share_processors
from extractor.settings import Settings, WorkerLimits

_Work = TypeVar("_Work")
_Result = TypeVar("_Result")


class PendingReading:
    """A document being read: `reading()` waits for it and never raises, `cancel()` stops its worker."""

    def __init__(self, path: Path, outcome: "Future[DocumentReading]", limits: WorkerLimits) -> None:
        self._path = path
        self._outcome = outcome
        self._limits = limits

    def reading(self) -> DocumentReading:
        """The reading; one with a problem and no forms when the worker ran out of time or memory, crashed or was stopped."""
        try:
            return self._outcome.result()
        except Exception as error:  # noqa: BLE001 - whatever a worker dies of must not stop the other documents
            problem = failure(error, self._path.name, self._limits)
            return DocumentReading(source=str(self._path), problems=[problem])

    def cancel(self) -> None:
        """Stops the reading; the worker is replaced."""
        self._outcome.cancel()


def failure(error: Exception, name: str, limits: WorkerLimits) -> Problem:
    """What a user is told of the document `name` when its worker failed with `error`."""
    from concurrent.futures import CancelledError

    from pebble import ProcessExpired

    category: Category = "internal"
    if isinstance(error, ReadingTooLong):
        category = "too_large"
        said = f"读了 {limits.seconds} 秒还没有读完，已停止。请拆分文件，或调大设置 workers.seconds。"
    elif isinstance(error, MemoryError):
        category = "too_large"
        said = f"需要的内存超过 {limits.memory_mb} MB，已停止。请拆分文件，或调大设置 workers.memory_mb。"
    elif isinstance(error, ProcessExpired):
        category = "corrupt"
        said = "读取时程序崩溃，多半是文件损坏。请用原程序打开后另存，再试一次。"
    elif isinstance(error, CancelledError):
        said = "已取消。"
    else:
        said = f"读取时出错（{type(error).__name__}），请报告并附上文件。"
    return Problem(stage="pages", category=category, message=f"{name}：{said}")


class IsolatedReaders:
    """A pool of worker processes that read documents; each worker is replaced after some documents.

    Workers start anew (spawn), so they share nothing with the caller, and load models once each. They end when the
    caller ends, even when it is killed. Close it, or use `isolated_readers`.
    """

    def __init__(
        self,
        settings: Settings,
        *,
        workers: int | None = None,
        read: Callable[[Path], DocumentReading] | None = None,
        all_busy: bool = False,
    ) -> None:
        """Starts no process yet.

        Args:
            settings: limits, and how many workers there are when `workers` is `None`.
            workers: processes that read.
            read: reads a document that is submitted, and can be sent to another process; by the rules when `None`.
            all_busy: every worker has work all the time, so that each keeps to its share of the processors; else one
                may use all of them for a scan.
        """
        self._read = read or partial(read_document, settings=settings)
        self.limits = settings.workers
        self.workers = workers or self.limits.count or os.cpu_count() or 1
        self._pool = LastingPool(
            max_workers=self.workers,
            max_tasks=self.limits.documents,
            initializer=_begin_worker,
            initargs=[self.limits.memory_mb, self.workers if all_busy else 1],
        )

    def run(self, work: Callable[[_Work], _Result], argument: _Work) -> "Future[_Result]":
        """Does `work(argument)`, about one document, as soon as a worker is free.

        The future raises what `failure` puts into words: the work's own errors, and those of a worker that was stopped.
        """
        limits = self.limits

        def schedule() -> "Future[_Result]":
            return self._pool.schedule(within_memory, args=[work, argument, limits.memory_mb], timeout=limits.seconds)

        return TriedAgain(schedule)

    def submit(self, path: Path) -> PendingReading:
        """Starts reading `path` as soon as a worker is free."""
        return PendingReading(path, self.run(self._read, path), self.limits)

    def close(self, *, now: bool = False) -> None:
        """Waits for what is under way and ends the workers; with `now` stops them at once."""
        self._pool.close(now=now)


@contextmanager
def isolated_readers(settings: Settings, *, workers: int | None = None) -> Generator[IsolatedReaders]:
    """Isolated readers, all of them busy, that are ended with the block, at once when it ends by an exception."""
    readers = IsolatedReaders(settings, workers=workers, all_busy=True)
    try:
        yield readers
    except BaseException:
        readers.close(now=True)
        raise
    readers.close()


def read_in_order(
    readers: IsolatedReaders, paths: Sequence[Path], *, ahead: int = 4
) -> Iterator[tuple[Path, DocumentReading]]:
    """The readings of `paths` in their order, at most `ahead` under way or waiting, so that memory stays flat."""
    pending: list[tuple[Path, PendingReading]] = []
    for path in paths:
        pending.append((path, readers.submit(path)))
        if len(pending) > ahead:
            first, reading = pending.pop(0)
            yield first, reading.reading()
    for path, reading in pending:
        yield path, reading.reading()


def _begin_worker(memory_mb: int, beside: int) -> None:
    limit_memory(memory_mb)
    share_processors(beside)
    # as in the command: importing makes many objects that live to the end; the default of 700 walks them again and again
    gc.set_threshold(50_000, 20, 20)
    threading.Thread(target=_end_with_parent, daemon=True).start()


def _end_with_parent() -> None:
    """Ends this process once the one that started it is gone, killed without a chance to say so."""
    parent = multiprocessing.parent_process()
    if parent is not None:
        parent.join()
        os._exit(1)
