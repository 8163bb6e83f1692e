"""A run over many documents: reads those that the journal does not know, by several readers at a time."""

from collections.abc import Callable, Iterable
from concurrent.futures import FIRST_COMPLETED, Future, wait
from dataclasses import dataclass, field

from extractor.batch.evaluated import Evaluated, document_of, packed
from extractor.batch.executors import Executor
from extractor.batch.journal import Journal
from extractor.batch.preparing import Prepared

OnDone = Callable[[str], None]
"""Called with the source of each document once it is done with."""


@dataclass(slots=True, kw_only=True)
class BatchCounts:
    """What became of the inputs: read now, known from an earlier run, same bytes as an earlier input, not reached."""

    read: int = 0
    known: int = 0
    duplicates: int = 0
    unreached: int = 0
    unread: int = 0
    """Of those read or known: not, or not wholly, readable."""


@dataclass(slots=True, kw_only=True)
class BatchRun:
    """Brings `journal` to hold every input. Iterate over nothing else meanwhile: one thread, one journal."""

    journal: Journal
    executor: Executor
    on_done: OnDone = lambda _: None
    counts: BatchCounts = field(default_factory=BatchCounts)
    _seen: set[str] = field(default_factory=set[str])
    _under_way: dict[Future[Evaluated], tuple[int, Prepared]] = field(
        default_factory=dict[Future[Evaluated], tuple[int, Prepared]]
    )

    def read(self, inputs: Iterable[Prepared]) -> BatchCounts:
        """Reads `inputs`, each content once. What was read is safe within a second, whatever ends this process."""
        try:
            for position, prepared in enumerate(inputs):
                self._take(position, prepared)
            while self._under_way:
                self._collect()
        except BaseException:
            self.journal.commit()
            self.executor.close(now=True)
            raise
        self.journal.commit()
        self.executor.close()
        return self.counts

    def _take(self, position: int, prepared: Prepared) -> None:
        sha256 = prepared.sha256
        problems = [prepared.problem] if prepared.problem is not None else []
        self.journal.note_input(position, prepared.source, sha256, problems)
        if sha256 is not None and sha256 in self._seen:
            self.counts.duplicates += 1
        elif sha256 is not None and self.journal.knows(sha256):
            self._seen.add(sha256)
            self.counts.known += 1
            self.counts.unread += self.journal.unread(sha256)
        elif prepared.path is None:
            self.counts.unreached += 1
        else:
            self._submit(position, prepared)
            return
        prepared.release()
        self.on_done(prepared.source)

    def _submit(self, position: int, prepared: Prepared) -> None:
        if prepared.sha256 is not None:
            self._seen.add(prepared.sha256)
        while len(self._under_way) >= self.executor.ahead:
            self._collect()
        self._under_way[self.executor.submit(prepared.as_input())] = position, prepared

    def _collect(self) -> None:
        """Waits until something is read, and keeps it."""
        done, _ = wait(self._under_way, return_when=FIRST_COMPLETED)
        for future in done:
            position, prepared = self._under_way.pop(future)
            self._keep(position, prepared, self.executor.outcome(future, prepared.as_input()))
            prepared.release()
            self.on_done(prepared.source)

    def _keep(self, position: int, prepared: Prepared, document: Evaluated) -> None:
        # a reader that was stopped does not say what it was reading; one that read other bytes than were hashed does
        sha256 = document.sha256 or prepared.sha256
        if sha256 is None:
            self.counts.unreached += 1
            self.journal.note_input(position, prepared.source, None, document_of(document.body).problems)
            return
        if document.sha256 is None:
            document = packed(document_of(document.body).model_copy(update={"sha256": sha256}))
        if sha256 != prepared.sha256:
            self._seen.add(sha256)
            self.journal.note_input(position, prepared.source, sha256, [])
        self.journal.keep(sha256, document)
        if prepared.token is not None and sha256 == prepared.sha256:
            self.journal.note_fetched(prepared.source, prepared.token, sha256)
        self.counts.read += 1
        self.counts.unread += document.unread
