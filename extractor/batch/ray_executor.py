"""Reading on the machines of a Ray cluster: actors that keep their models, each with an isolated process of its own."""

import tempfile
from collections import Counter
from concurrent.futures import Future
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
_TRIES = 3
"""Further tries of a document whose machine was lost. A document that crashes its reader does not take the actor along:
the actor reads in an isolated process, as a local run does."""


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
            import ray  # pyright: ignore[reportMissingTypeStubs]
        except ImportError as error:
            raise SettingsError("要用 Ray，请先安装：pip install 'jixiao[ray]'") from error
        self._ray: Any = ray
        self._read = read
        self._begin(address)
        processors = int(self._ray.cluster_resources().get("CPU", 1))
        # no processor is reserved, so that the actors of a lost machine start again on those that are left
        actor: Any = self._ray.remote(
            num_cpus=0, max_restarts=-1, max_task_retries=_TRIES, scheduling_strategy="SPREAD"
        )(RemoteReader)
        settings_there, read_there = self._ray.put(settings), self._ray.put(read)
        self._actors = [actor.remote(settings_there, read_there) for _ in range(max(1, processors))]
        self._waiting: Counter[int] = Counter()

    @property
    def ahead(self) -> int:
        """As in `Executor`."""
        return _AHEAD * len(self._actors)

    def submit(self, one: Input) -> "Future[Evaluated]":
        """As in `Executor`."""
        content = _content(one)
        if content is None:
            done: Future[Evaluated] = Future()
            done.set_result(evaluate(self._read, one))
            return done
        suffix = PurePosixPath(one.source).suffix.lower()
        number = min(range(len(self._actors)), key=lambda at: self._waiting[at])
        self._waiting[number] += 1
        known = suffix if suffix in DOCUMENT_SUFFIXES else ""
        future: Future[Evaluated] = self._actors[number].read.remote(one.source, known, content).future()
        future.add_done_callback(lambda _: self._waiting.subtract([number]))
        return future

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
        for actor in self._actors:
            self._ray.kill(actor)
        if self._own:
            self._ray.shutdown()

    def _begin(self, address: str | None) -> None:
        self._own = not self._ray.is_initialized()
        if not self._own:
            return
        try:
            self._ray.init(address=address, log_to_driver=False, include_dashboard=False if address is None else None)
        except Exception as error:
            # Ray raises errors of many kinds for an address that nobody answers at
            raise BatchError(f"连不上 Ray 集群（{address or '本机'}）：{type(error).__name__}：{error}") from error


def _content(one: Input) -> bytes | None:
    """The bytes of a document; `None` when there are none to send: then it is read here, where its problem is known."""
    try:
        return one.path.read_bytes() if one.path is not None else None
    except OSError:
        return None
