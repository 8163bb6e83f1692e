"""A folder whose new documents are taken in without a browser: look, wait until a file rests, hand it in once."""

import logging
import threading
from collections.abc import Sequence
from pathlib import Path

from extractor.errors import JixiaoError
from extractor.inputs import expand_inputs
from extractor.jobs.ledger import HandedIn, Ledger
from extractor.jobs.queue import JobQueue
from extractor.jobs.staging import Staging

WATCHER = "监视文件夹"
_LOG = logging.getLogger("jixiao.jobs")
_LOOK_SECONDS = 2.0
_State = tuple[int, int]


class WatchedFolder:
    """Hands in every document below `folder` that rests (same size and time at two looks), and again when it changed.

    What was handed in before a restart is handed in again and found unchanged in the store, so nothing is read twice into it.
    """

    def __init__(self, folder: Path, *, ledger: Ledger, staging: Staging, queue: JobQueue) -> None:
        self._folder = folder
        self._ledger = ledger
        self._staging = staging
        self._queue = queue
        self._seen: dict[Path, _State] = {}
        self._taken: dict[Path, _State] = {}
        self._stopping = threading.Event()
        self._thread = threading.Thread(target=self._run, name="jixiao-watcher", daemon=True)

    def start(self) -> None:
        """Begins to look."""
        self._thread.start()

    def stop(self) -> None:
        """Ends the thread."""
        self._stopping.set()
        self._thread.join(timeout=10)

    def look(self) -> int:
        """One look: hands in what rests and is new; how many files that was."""
        resting: list[tuple[Path, _State]] = []
        for one in expand_inputs([str(self._folder)]):
            if one.path is None:
                continue
            try:
                stat = one.path.stat()
            except OSError:
                continue
            state = (stat.st_size, stat.st_mtime_ns)
            if self._seen.get(one.path) == state and self._taken.get(one.path) != state:
                resting.append((one.path, state))
            self._seen[one.path] = state
        self._hand_in([path for path, _ in resting])
        self._taken.update(resting)
        return len(resting)

    def _hand_in(self, paths: Sequence[Path]) -> None:
        """All files of a look are one job, and so one batch."""
        staged: list[HandedIn] = []
        for path in paths:
            try:
                with path.open("rb") as content:
                    staged.append(self._staging.put(path.name, content))
            except (JixiaoError, OSError) as error:
                _LOG.warning("a watched file was not taken in: %s", error)
        if staged:
            job, _ = self._ledger.open_job(staged, by=WATCHER)
            self._queue.put([document.id for document in job.documents])

    def _run(self) -> None:
        while not self._stopping.wait(_LOOK_SECONDS):
            try:
                self.look()
            except JixiaoError as error:
                _LOG.warning("looking into the watched folder failed: %s", error)
