"""The queue between those who take uploads and those who read them: Huey, on SQLite or on Redis."""

import logging
import time
from pathlib import Path
from typing import Any, cast

from extractor.errors import SettingsError
from extractor.jobs.worker import JobWorker

QUEUE_FILE = "queue.db"
QUEUE_URL = "JIXIAO_QUEUE_URL"
_LOG = logging.getLogger("jixiao.jobs")
_QUEUE_SECONDS = 5.0
"""For a connection and for an answer of Redis; waiting for work is asked for one second at a time."""
_SAME_AGAIN_SECONDS = 60.0


class JobQueue:
    """Hands ids of job documents to workers. The ledger, not the queue, says what is to be done: an id that comes twice,

    or was lost with the queue and is queued again at the next start, does no harm.
    """

    def __init__(self, home: Path, url: str = "") -> None:
        self._huey = _huey(home, url)
        self._task = self._huey.task(name="read_document")(self._work)
        self._worker: JobWorker | None = None
        self._consumer: Any = None

    def put(self, document_ids: list[int]) -> None:
        """Queues documents for reading; while the queue is out of reach they wait in the ledger until a heartbeat finds it."""
        try:
            for one in document_ids:
                self._task(one)
        except Exception as error:  # noqa: BLE001 - sqlite3.Error, redis.RedisError, OSError: each means no
            _LOG.warning("the queue is out of reach, documents wait in the ledger: %s", type(error).__name__)

    def start(self, worker: JobWorker, *, threads: int) -> None:
        """Begins to work on what is queued, in `threads` threads of this process."""
        from huey.consumer import Consumer

        class Embedded(Consumer):
            """A consumer that leaves signals to the service it lives in."""

            def _set_signal_handlers(self) -> None:
                return

        # Huey tells every start and task at INFO; what became of a document stands in the ledger
        logging.getLogger("huey").setLevel(logging.WARNING)
        for name in ("Worker", "Scheduler"):
            logging.getLogger(f"huey.consumer.{name}").addFilter(_OnceAMinute())
        self._worker = worker
        self._consumer = Embedded(
            self._huey, workers=threads, periodic=False, initial_delay=0.05, max_delay=0.5, worker_type="thread"
        )
        self._consumer.start()

    def stop(self) -> None:
        """Takes nothing more from the queue and waits for what is under way."""
        if self._consumer is not None:
            self._consumer.stop(graceful=True)
            self._consumer = None

    def empty(self) -> bool:
        """Whether nothing is queued; False while the queue cannot be asked."""
        return self._pending() == 0

    def reachable(self) -> bool:
        """Whether the queue answers."""
        return self._pending() is not None

    def _pending(self) -> int | None:
        try:
            return int(self._huey.pending_count())
        except Exception:  # noqa: BLE001 - sqlite3.Error, redis.RedisError, OSError: each means no
            return None

    def _work(self, document_id: int) -> None:
        if self._worker is not None:
            self._worker.work(document_id)


def _huey(home: Path, url: str) -> Any:  # noqa: ANN401 - Huey has no types
    from huey import SqliteHuey

    if not url:
        return SqliteHuey("jixiao", filename=str(home / QUEUE_FILE), results=False)
    if not url.startswith(("redis://", "rediss://")):
        raise SettingsError(f"{QUEUE_URL} 应当像 redis://主机:6379/0")
    try:
        from huey import RedisHuey
        from redis import ConnectionPool

        waits = {"socket_connect_timeout": _QUEUE_SECONDS, "socket_timeout": _QUEUE_SECONDS}
        pool = cast("Any", ConnectionPool).from_url(url, **waits)
        return RedisHuey("jixiao", connection_pool=pool, results=False)
    except ImportError as error:
        raise SettingsError("没有安装 Redis 客户端：请运行 pip install 'jixiao[redis]'") from error


class _OnceAMinute(logging.Filter):
    """Lets the same message through once a minute: threads that cannot reach the queue would tell it several times a second."""

    def __init__(self) -> None:
        super().__init__()
        self._told: dict[str, float] = {}

    def filter(self, record: logging.LogRecord) -> bool:
        """As in `logging.Filter`."""
        now = time.monotonic()
        again = now - self._told.get(str(record.msg), -_SAME_AGAIN_SECONDS) >= _SAME_AGAIN_SECONDS
        if again:
            self._told[str(record.msg)] = now
        return again
