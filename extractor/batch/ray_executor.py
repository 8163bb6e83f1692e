"""Reading on the machines of a Ray cluster: actors that keep their models, each with an isolated process of its own."""

import logging
import tempfile
import threading
from collections import Counter
from concurrent.futures import Future
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import Any

from extractor.batch.evaluated import Evaluated, Read, evaluate, packed
from extractor.batch.executors import LocalExecutor
from extractor.errors import BatchError, SettingsError
from extractor.inputs import DOCUMENT_SUFFIXES, Input
from extractor.problems import Problem
from extractor.results import DocumentResult
from extractor.settings import Settings

_AHEAD = 2
"""Documents an actor: one under way, one that has arrived."""
_TRIES = 8
"""Of a document whose machine was lost. A document that crashes its reader does not take the actor along: the actor reads
in an isolated process, as a local run does."""
_WAIT_SECONDS = 1.0
"""Before the second try, twice that before the third and so on; an actor starts again elsewhere in some seconds."""


class RemoteReader:
    """Runs as a Ray actor: reads documents that come as bytes, since no machine has the files of another."""

    def __init__(self, settings: Settings, read: Read) -> None:
        self._executor = LocalExecutor(settings, read, workers=1)

    def read(self, source: str, suffix: str, content: bytes) -> Evaluated:
        """Reads the document `source` with these bytes; `suffix` is one of those we know, or empty."""
        with tempfile.TemporaryDirectory(prefix="jixiao-") as folder:
            path = Path(folder) / f"document{suffix}"
            path.write_bytes(content)
            one = Input(source=source, path=path)
            future = self._executor.submit(one)
            return self._executor.outcome(future, one)


class RayExecutor:
    """One actor for every processor of the cluster at `address` (as `ray.init` takes it; `None`: a local one)."""

    def __init__(self, settings: Settings, read: Read, *, address: str | None = None) -> None:
        try:
            import ray  # pyright: ignore[reportMissingImports, reportMissingTypeStubs]
        except ImportError as error:
            raise SettingsError("要用 Ray，请先安装：pip install 'jixiao[ray]'") from error
        self._ray: Any = ray
        self._read = read
        self._begin(address)
        processors = int(self._ray.cluster_resources().get("CPU", 1))
        # no processor is reserved, so that the actors of a lost machine start again on those that are left
        actor: Any = self._ray.remote(num_cpus=0, max_restarts=-1, scheduling_strategy="SPREAD")(RemoteReader)
        # given by value: what lies in the object store of a lost machine could not be given again
        self._actors = [actor.remote(settings, read) for _ in range(max(1, processors))]
        self._waiting: Counter[int] = Counter()
        errors = self._ray.exceptions
        lost = errors.RayActorError, errors.NodeDiedError, errors.WorkerCrashedError, errors.ObjectLostError
        self._lost: tuple[type[Exception], ...] = lost
        self._lock = threading.Lock()
        self._closed = False

    @property
    def ahead(self) -> int:
        """As in `Executor`."""
        return _AHEAD * len(self._actors)

    def submit(self, one: Input) -> "Future[Evaluated]":
        """As in `Executor`."""
        outcome: Future[Evaluated] = Future()
        content = _content(one)
        if content is None:
            outcome.set_result(evaluate(self._read, one))
        else:
            self._try(_Errand(one.source, _known_suffix(one.source), content, outcome), but_not=None)
        return outcome

    def _try(self, errand: "_Errand", *, but_not: int | None) -> None:
        """Gives `errand` to the actor with the least to do, rather not to the one that has just failed with it."""
        with self._lock:
            numbers = [at for at in range(len(self._actors)) if at != but_not] or [0]
            number = min(numbers, key=lambda at: self._waiting[at])
            self._waiting[number] += 1
        errand.tries += 1
        call = self._actors[number].read.remote(errand.source, errand.suffix, errand.content)
        future: Future[Evaluated] = call.future()
        future.add_done_callback(lambda done: self._settle(errand, number, done))

    def _settle(self, errand: "_Errand", number: int, done: "Future[Evaluated]") -> None:
        with self._lock:
            self._waiting[number] -= 1
        error = done.exception()
        if error is None:
            errand.outcome.set_result(done.result())
        elif isinstance(error, self._lost) and errand.tries < _TRIES and not self._closed:
            # its machine is gone, or its actor about to start again elsewhere
            timer = threading.Timer(_WAIT_SECONDS * errand.tries, self._try, [errand], {"but_not": number})
            timer.daemon = True
            timer.start()
        else:
            errand.outcome.set_exception(error)

    def outcome(self, future: "Future[Evaluated]", one: Input) -> Evaluated:
        """As in `Executor`."""
        try:
            return future.result()
        except Exception as error:  # noqa: BLE001 - a lost machine must not stop the other documents
            said = f"{PurePosixPath(one.source).name}：Ray 上读取失败（{type(error).__name__}），请再运行一次。"
            problem = Problem(stage="pages", category="internal", message=said)
            return packed(DocumentResult(source=one.source, problems=[problem]))

    def close(self, *, now: bool = False) -> None:
        """As in `Executor`."""
        self._closed = True
        for actor in self._actors:
            self._ray.kill(actor)
        if self._own:
            self._ray.shutdown()

    def _begin(self, address: str | None) -> None:
        self._own = not self._ray.is_initialized()
        if not self._own:
            return
        try:
            quiet = {"log_to_driver": False, "logging_level": logging.ERROR}
            self._ray.init(address=address, include_dashboard=None if address else False, **quiet)
        except Exception as error:
            # Ray raises errors of many kinds for an address that nobody answers at
            raise BatchError(f"连不上 Ray 集群（{address or '本机'}）：{type(error).__name__}：{error}") from error


@dataclass(slots=True)
class _Errand:
    """A document on its way: its name, a suffix we know, its bytes, who waits for it, and how often it was sent."""

    source: str
    suffix: str
    content: bytes
    outcome: "Future[Evaluated]"
    tries: int = 0


def _known_suffix(source: str) -> str:
    suffix = PurePosixPath(source).suffix.lower()
    return suffix if suffix in DOCUMENT_SUFFIXES else ""


def _content(one: Input) -> bytes | None:
    """The bytes of a document; `None` when there are none to send: then it is read here, where its problem is known."""
    try:
        return one.path.read_bytes() if one.path is not None else None
    except OSError:
        return None
