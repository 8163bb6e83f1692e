"""Reads what jobs hold, one document at a time, in isolated processes, and keeps it."""

import logging
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from threading import Lock

from extractor.batch.isolated_readers import IsolatedReaders, PendingReading
from extractor.errors import JixiaoError, StoreLocked, StoreUnreachable
from extractor.jobs.ledger import Job, JobDocument, Ledger
from extractor.jobs.staging import Staging
from extractor.pipeline import DocumentReading
from extractor.problems import Problem
from extractor.telemetry.request import within_request
from extractor.telemetry.tracing import span


@dataclass(frozen=True, slots=True, kw_only=True)
class KeptDocument:
    """What the store has of a document now; `unchanged` when it had it before."""

    unchanged: bool
    evaluation_ids: Sequence[int]


Keep = Callable[[DocumentReading, Path, Job], KeptDocument]
"""Checks a reading of the file at the path by the scoring rules that its job names (or recognised ones), and keeps it."""

_LOG = logging.getLogger("jixiao.jobs")


class JobWorker:
    """Takes documents of jobs from waiting to over. Safe to call from several threads at once."""

    def __init__(self, *, ledger: Ledger, staging: Staging, readers: IsolatedReaders, keep: Keep) -> None:
        self._ledger = ledger
        self._staging = staging
        self._readers = readers
        self._keep = keep
        self._under_way: dict[int, PendingReading] = {}
        self._claims: set[str] = set()
        self._lock = Lock()

    def work(self, document_id: int) -> None:
        """Reads, checks and keeps one document; nothing to do when it is not waiting. Never raises for the document."""
        document = self._ledger.begin(document_id)
        if document is None or document.claim is None:
            return
        job = self._ledger.job(document.job_id)
        # what is logged here belongs to the request that handed the document in, perhaps to another process
        with within_request(job.request_id), span("document", job=job.id, document=document.id):
            self._work(document, document.claim, job)

    def _work(self, document: JobDocument, claim: str, job: Job) -> None:
        with self._lock:
            self._claims.add(claim)
        try:
            self._read_and_keep(document, job)
        except (StoreUnreachable, StoreLocked) as error:
            # no fault of the document: its claim lapses, and it is taken up again by who finds it so
            _LOG.warning("not kept for now: %s", error, extra=_event(document))
        except JixiaoError as error:
            self._fail(document, [Problem(stage="checks", category="internal", message=str(error))])
        except Exception as error:  # noqa: BLE001 - one document must not end the thread that the next ones need
            _LOG.exception("failed", extra=_event(document))
            said = f"{document.source}：存入时出错（{type(error).__name__}），请重试；再出错请报告。"
            self._fail(document, [Problem(stage="checks", category="internal", message=said)])
        finally:
            with self._lock:
                self._claims.discard(claim)

    def renew(self) -> None:
        """Keeps the claims on what is being read."""
        with self._lock:
            claims = sorted(self._claims)
        self._ledger.renew(claims)

    def stop(self, document_ids: Sequence[int]) -> None:
        """Stops the reading of those documents that this process reads."""
        with self._lock:
            pending = [self._under_way[one] for one in document_ids if one in self._under_way]
        for reading in pending:
            reading.cancel()

    def _read_and_keep(self, document: JobDocument, job: Job) -> None:
        path = self._staging.path(document.staged)
        if not path.is_file():
            said = f"{document.source}：收下的文件已经清理，请重新上传。"
            self._fail(document, [Problem(stage="pages", category="not_found", message=said)])
            return
        pending = self._readers.submit(path)
        with self._lock:
            self._under_way[document.id] = pending
        try:
            with span("read"):
                reading = _under_its_name(pending.reading(), path.name, document.source)
        finally:
            with self._lock:
                self._under_way.pop(document.id, None)
        if not reading.readings:
            self._fail(document, reading.problems)
            return
        if not self._ledger.advance(document, "checking"):
            return
        with span("check and keep", forms=len(reading.readings)):
            kept = self._keep(reading, path, job)
        state = "unchanged" if kept.unchanged else "done"
        self._ledger.advance(document, state, problems=reading.problems, evaluation_ids=kept.evaluation_ids)
        self._staging.remove(document.staged)
        counts = {"forms": len(reading.readings), "problems": len(reading.problems)}
        _LOG.info(state, extra={**_event(document), **counts, "text": document.source})

    def _fail(self, document: JobDocument, problems: Sequence[Problem]) -> None:
        # the file stays staged, so that another try needs no other upload
        if not self._ledger.advance(document, "failed", problems=problems):
            return  # cancelled, which is why it was not read
        categories = ",".join(sorted({problem.category for problem in problems}))
        told = {"problems": len(problems), "text": " ".join(problem.message for problem in problems)}
        _LOG.warning("not read: %s", categories, extra={**_event(document), **told})


def _event(document: JobDocument) -> dict[str, str | int]:
    return {"job": document.job_id, "document": document.id}


def _under_its_name(reading: DocumentReading, staged: str, source: str) -> DocumentReading:
    """The reading as of the file that the sender knows, not of our name for it."""
    problems = [
        problem.model_copy(update={"message": problem.message.replace(staged, source)}) for problem in reading.problems
    ]
    return reading.model_copy(update={"source": source, "problems": problems})
