"""Reading in processes of their own: a document that hangs, leaks or crashes its reader costs that document only."""

import multiprocessing
import os
from collections.abc import Generator, Iterator, Sequence
from concurrent.futures import TimeoutError as ReadingTooLong
from contextlib import contextmanager
from pathlib import Path
from typing import Protocol

from extractor.pipeline import DocumentReading, read_document
from extractor.problems import Category, Problem
from extractor.settings import Settings, WorkerLimits


class _Outcome(Protocol):
    """What a pool gives for work under way."""

    def result(self) -> DocumentReading: ...

    def cancel(self) -> bool: ...


class PendingReading:
    """A document being read: `reading()` waits for it and never raises, `cancel()` stops its worker."""

    def __init__(self, path: Path, outcome: _Outcome, limits: WorkerLimits) -> None:
        self._path = path
        self._outcome = outcome
        self._limits = limits

    def reading(self) -> DocumentReading:
        """The reading; one with a problem and no forms when the worker ran out of time or memory, crashed or was stopped."""
        from concurrent.futures import CancelledError

        from pebble import ProcessExpired

        name = self._path.name
        try:
            return self._outcome.result()
        except ReadingTooLong:
            said = f"{name}：读了 {self._limits.seconds} 秒还没有读完，已停止。请拆分文件，或调大设置 workers.seconds。"
            return self._failed("too_large", said)
        except MemoryError:
            said = f"{name}：需要的内存超过 {self._limits.memory_mb} MB，已停止。请拆分文件，或调大设置 workers.memory_mb。"
            return self._failed("too_large", said)
        except ProcessExpired:
            return self._failed("corrupt", f"{name}：读取时程序崩溃，多半是文件损坏。请用原程序打开后另存，再试一次。")
        except CancelledError:
            return self._failed("internal", f"{name}：已取消。")
        except Exception as error:  # noqa: BLE001 - whatever a worker dies of must not stop the other documents
            return self._failed("internal", f"{name}：读取时出错（{type(error).__name__}），请报告并附上文件。")

    def cancel(self) -> None:
        """Stops the reading; the worker is replaced."""
        self._outcome.cancel()

    def _failed(self, category: Category, message: str) -> DocumentReading:
        problem = Problem(stage="pages", category=category, message=message)
        return DocumentReading(source=str(self._path), problems=[problem])


class IsolatedReaders:
    """A pool of worker processes that read documents; each worker is replaced after some documents.

    Workers start anew (spawn), so they share nothing with the caller, and load models once each. Close it, or use
    `isolated_readers`.
    """

    def __init__(self, settings: Settings, *, workers: int | None = None) -> None:
        from pebble import ProcessPool

        self._settings = settings
        self._limits = settings.workers
        self._pool = ProcessPool(
            max_workers=workers or self._limits.count or os.cpu_count() or 1,
            max_tasks=self._limits.documents,
            initializer=_limit_memory,
            initargs=[self._limits.memory_mb],
            context=multiprocessing.get_context("spawn"),
        )

    def submit(self, path: Path) -> PendingReading:
        """Starts reading `path` as soon as a worker is free."""
        outcome = self._pool.schedule(read_document, args=[path, self._settings], timeout=self._limits.seconds)
        return PendingReading(path, outcome, self._limits)

    def close(self, *, now: bool = False) -> None:
        """Waits for what is under way and ends the workers; with `now` stops them at once."""
        if now:
            self._pool.stop()
        else:
            self._pool.close()
        self._pool.join()


@contextmanager
def isolated_readers(settings: Settings, *, workers: int | None = None) -> Generator[IsolatedReaders]:
    """Isolated readers that are ended with the block, at once when it ends by an exception."""
    readers = IsolatedReaders(settings, workers=workers)
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


def _limit_memory(megabytes: int) -> None:
    """Bounds what this worker may allocate; where the system cannot (Windows), page and pixel limits alone protect."""
    try:
        import resource
    except ImportError:
        return
    bytes_ = megabytes * 1024 * 1024
    _, hard = resource.getrlimit(resource.RLIMIT_DATA)
    resource.setrlimit(resource.RLIMIT_DATA, (bytes_, hard))
