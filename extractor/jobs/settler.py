"""What follows once forms changed: rules across forms, then the evidence index; in a thread of its own."""

import logging
import threading
from collections.abc import Callable

from extractor.errors import JixiaoError
from extractor.store.passage import PassageIndex
from extractor.store.store import Store

_LOG = logging.getLogger("jixiao.jobs")
_QUIET_SECONDS = 0.5
"""After a change, others are awaited this long, so that an upload of many forms is settled in a few goes."""
_AGAIN_SECONDS = 30.0


class Settler:
    """Settles `store` and brings the index in step, soon after `wake`; tries again later where that failed."""

    def __init__(self, store: Store, open_index: Callable[[], PassageIndex]) -> None:
        self._store = store
        self._open_index = open_index
        self._changed = threading.Event()
        self._stopping = threading.Event()
        self._thread: threading.Thread | None = None
        self.trouble: str | None = None

    def start(self) -> None:
        """Begins with what an earlier run left."""
        self._changed.set()
        self._thread = threading.Thread(target=self._run, name="jixiao-settler", daemon=True)
        self._thread.start()

    def wake(self) -> None:
        """Says that forms changed."""
        self._changed.set()

    def stop(self) -> None:
        """Ends the thread after what it is doing; the rest is done by the next start."""
        self._stopping.set()
        self._changed.set()
        if self._thread is not None:
            self._thread.join(timeout=10)

    def _run(self) -> None:
        while True:
            self._changed.wait(None if self.trouble is None else _AGAIN_SECONDS)
            if self._stopping.wait(_QUIET_SECONDS):
                return
            self._changed.clear()
            self._settle()

    def _settle(self) -> None:
        try:
            self._store.settle()
            for _ in self._store.settle_index(self._open_index()):
                if self._stopping.is_set():
                    return
        except JixiaoError as error:
            self.trouble = str(error)
            _LOG.warning("settling failed: %s", error)
        except Exception as error:  # noqa: BLE001 - the thread must outlive any trouble; health tells of it
            self.trouble = f"整理索引时出错（{type(error).__name__}）。"
            _LOG.exception("settling failed")
        else:
            self.trouble = None
