"""What follows once forms changed: rules across forms, then the evidence index; in a thread of its own."""

import logging
import threading
from collections.abc import Callable
from typing import Protocol

from extractor.errors import JixiaoError
from extractor.store.passage import PassageIndex
from extractor.store.store import Store

_LOG = logging.getLogger("jixiao.jobs")
_QUIET_SECONDS = 0.5
"""After a change, others are awaited this long, so that an upload of many forms is settled in a few goes."""
_AGAIN_SECONDS = 30.0
_LOOK_SECONDS = 60.0
"""Between looks whether the index is still there, while nothing changes."""


class SettledIndex(PassageIndex, Protocol):
    """An index that may lose what it holds."""

    def restored(self) -> str | None:
        """Makes lost vectors again; what keeps it from that, in Chinese, or `None`."""
        ...


class Settler:
    """Settles `store` and brings the index in step, soon after `wake`; tries again later where that failed.

    `trouble`: what keeps it from that, or from the vectors of the index, in Chinese.
    """

    def __init__(self, store: Store, open_index: Callable[[], SettledIndex]) -> None:
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
            self._changed.wait(_LOOK_SECONDS if self.trouble is None else _AGAIN_SECONDS)
            if self._stopping.wait(_QUIET_SECONDS):
                return
            self._changed.clear()
            self._settle()

    def _settle(self) -> None:
        try:
            self._store.settle()
            index = self._open_index()
            for _ in self._store.settle_index(index):
                if self._stopping.is_set():
                    return
            self.trouble = index.restored()
        except JixiaoError as error:
            self.trouble = str(error)
            _LOG.warning("settling failed: %s", error)
        except Exception as error:  # noqa: BLE001 - the thread must outlive any trouble; health tells of it
            self.trouble = f"整理索引时出错（{type(error).__name__}）。"
            _LOG.exception("settling failed")
