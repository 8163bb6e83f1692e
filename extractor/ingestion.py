"""Many documents into the store: read (by several processes where that is worth it), kept one by one, in order."""

from collections import deque
from collections.abc import Callable, Generator, Iterable, Iterator, Sequence
from concurrent.futures import Future
from dataclasses import dataclass, field
from functools import partial
from typing import TYPE_CHECKING, Literal

from extractor.batch.isolated_readers import IsolatedReaders, failure, isolated_readers
from extractor.errors import DocumentChanged, DocumentError
from extractor.inputs import Input
from extractor.pages.loader import sha256_of
from extractor.problems import Problem
from extractor.results import DocumentResult
from extractor.settings import Settings

if TYPE_CHECKING:
    from extractor.store.keeping import Kept
    from extractor.store.store import Store

Status = Literal["added", "unchanged", "unread"]
Read = Callable[[Input], DocumentResult]

_FEW = 4
"""Documents below which starting processes takes longer than they save: each takes about a second."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Ingested:
    """What became of one input. `document` is what was read (without forms when it was known before)."""

    status: Status
    document: DocumentResult
    kept: "Kept | None" = None

    @property
    def unread(self) -> bool:
        """True when something in it should have been read and was not (exit code 2), even if the rest was kept."""
        return self.status == "unread" or any(one.severity == "error" for one in self.document.problems)


@dataclass(slots=True, kw_only=True)
class Ingestion:
    """A run of ingest: iterate over `run` to do it.

    `read` turns an input into checked evaluations, and can be sent to another process; it never raises for bad input.
    """

    store: "Store"
    read: Read
    settings: Settings
    profile_chosen: bool = False
    workers: int = 1
    _counts: dict[Status, int] = field(default_factory=lambda: {"added": 0, "unchanged": 0, "unread": 0})

    def run(self, inputs: Iterable[Input]) -> Generator[Ingested]:
        """Reads and keeps `inputs`, yielding each when it is safe in the store.

        Raises:
            StoreError: the store itself fails (full, locked, damaged); what was yielded before is kept.
        """
        batch = self.store.start_batch()
        try:
            for one, document in self._documents(inputs):
                ingested = self._keep(one, document, batch)
                self._counts[ingested.status] += 1
                yield ingested
        finally:
            self.store.finish_batch(batch, **self._counts)

    def _documents(self, inputs: Iterable[Input]) -> Iterator[tuple[Input, DocumentResult]]:
        if self.workers < 2 or (isinstance(inputs, Sequence) and len(inputs) < _FEW):
            return ((one, self._known(one) or self.read(one)) for one in inputs)
        return self._read_ahead(inputs)

    def _read_ahead(self, inputs: Iterable[Input]) -> Iterator[tuple[Input, DocumentResult]]:
        """Reads in other processes, a few documents ahead of the one that is kept, so that memory stays flat."""
        waiting: deque[tuple[Input, Callable[[], DocumentResult]]] = deque()
        with isolated_readers(self.settings, workers=self.workers) as readers:
            for one in inputs:
                known = self._known(one)
                waiting.append((one, partial(_itself, known) if known else self._started(readers, one)))
                if len(waiting) > 2 * self.workers:
                    first, result = waiting.popleft()
                    yield first, result()
            while waiting:
                first, result = waiting.popleft()
                yield first, result()

    def _started(self, readers: IsolatedReaders, one: Input) -> Callable[[], DocumentResult]:
        return partial(_result_of, readers, readers.run(self.read, one), one)

    def _known(self, one: Input) -> DocumentResult | None:
        """What needs no reading: an input that names nothing, or a file whose bytes are in the store."""
        if one.path is None:
            return DocumentResult(source=one.source, problems=[one.problem] if one.problem else [])
        try:
            digest = sha256_of(one.path)
        except (DocumentError, OSError):
            return None
        known = self.store.document_with(digest) is not None
        return DocumentResult(source=one.source, sha256=digest) if known else None

    def _keep(self, one: Input, document: DocumentResult, batch: int) -> Ingested:
        if document.sha256 is not None and not document.problems and not document.evaluations:
            known = self.store.document_with(document.sha256)
            if known is not None:
                return Ingested(status="unchanged", document=document, kept=self.store.known(known))
        if not document.evaluations or one.path is None:
            return Ingested(status="unread", document=document)
        try:
            kept = self.store.keep(document, one.path, batch_id=batch, profile_chosen=self.profile_chosen)
        except (DocumentChanged, FileNotFoundError):
            message = f"{one.source}：文件在读的时候被改动或移走，没有存入，请再运行一次。"
            problem = Problem(stage="pages", category="not_found", message=message)
            return Ingested(status="unread", document=document.model_copy(update={"problems": [problem]}))
        return Ingested(status="unchanged" if kept.unchanged else "added", document=document, kept=kept)


def _itself(document: DocumentResult) -> DocumentResult:
    return document


def _result_of(readers: IsolatedReaders, future: "Future[DocumentResult]", one: Input) -> DocumentResult:
    """Waits for a reading; a worker that failed with its document becomes a problem of that document."""
    try:
        return future.result()
    except Exception as error:  # noqa: BLE001 - whatever a worker dies of must not stop the other documents
        return DocumentResult(source=one.source, problems=[failure(error, one.source, readers.limits)])
