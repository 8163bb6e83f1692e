"""Shows other processes that this one lives, and takes up what one that died was reading; in a thread of its own."""

import logging
import threading
import time
from collections.abc import Callable

from extractor.errors import JixiaoError
from extractor.jobs.ledger import CLAIM_SECONDS, Ledger
from extractor.jobs.queue import JobQueue
from extractor.jobs.worker import JobWorker

_LOG = logging.getLogger("jixiao.jobs")
_BEATS_PER_CLAIM = 5
"""A beat may be late by some, as when the database is busy, without a claim being lost."""
_SWEEP_SECONDS = 3600.0


class Heartbeat:
    """Renews the claims of `worker`, and queues what waits while the queue is empty: after a crash, or a lost queue.

    `sweep` is called at the first beat and every hour.
    """

    def __init__(
        self, *, ledger: Ledger, queue: JobQueue, worker: JobWorker, attempts: int, sweep: Callable[[], object]
    ) -> None:
        self._ledger = ledger
        self._queue = queue
        self._worker = worker
        self._attempts = attempts
        self._sweep = sweep
        self._swept: float | None = None
        self._stopping = threading.Event()
        self._thread = threading.Thread(target=self._run, name="jixiao-heartbeat", daemon=True)

    def start(self) -> None:
        """Takes up what an earlier run left waiting, and begins to beat."""
        self._queue.put(self._ledger.resume(attempts=self._attempts))
        self._thread.start()

    def stop(self) -> None:
        """Ends the thread; to be called when nothing is being read any more."""
        self._stopping.set()
        self._thread.join(timeout=10)

    def beat(self) -> None:
        """One beat."""
        self._worker.renew()
        waiting = self._ledger.resume(attempts=self._attempts)
        if waiting and self._queue.empty():
            self._queue.put(waiting)
        if self._swept is None or time.monotonic() - self._swept > _SWEEP_SECONDS:
            self._swept = time.monotonic()
            self._sweep()

    def _run(self) -> None:
        while not self._stopping.wait(CLAIM_SECONDS / _BEATS_PER_CLAIM):
            try:
                self.beat()
            except JixiaoError as error:
                _LOG.warning("a heartbeat failed: %s", error)
            except Exception:  # noqa: BLE001 - the queue's own errors (sqlite3, redis) have no common base
                _LOG.exception("a heartbeat failed")
