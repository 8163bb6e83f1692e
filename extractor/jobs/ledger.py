"""The ledger of jobs: the one place that says what was handed in and what became of it."""

import secrets
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import cast

from sqlalchemy import func, or_, select, update
from sqlalchemy.orm import Session

from extractor.errors import NotStored
from extractor.problems import Problem
from extractor.representations import DocumentState
from extractor.store.database import Database
from extractor.store.service_tables import StoredJob, StoredJobDocument
from extractor.store.tables import StoredBatch

OVER: frozenset[DocumentState] = frozenset({"done", "unchanged", "failed", "cancelled"})
"""States that a document stays in unless someone asks for another try."""
CLAIM_SECONDS = 20
"""How long a claim on a document lasts unless it is renewed; readers on several machines need clocks closer than that."""


@dataclass(frozen=True, slots=True, kw_only=True)
class HandedIn:
    """A file to read: `source` as its owner calls it, `staged` the path below the data folder that holds its bytes."""

    source: str
    staged: str
    size: int


@dataclass(frozen=True, slots=True, kw_only=True)
class JobDocument:
    """How far one file of a job is; see `StoredJobDocument`. `claim` is set for who began to read it."""

    id: int
    job_id: str
    ordinal: int
    source: str
    staged: str
    size: int
    state: DocumentState
    attempts: int
    change: int
    problems: list[Problem] = field(default_factory=list[Problem])
    evaluation_ids: list[int] = field(default_factory=list[int])
    started_at: datetime | None
    finished_at: datetime | None
    claim: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Job:
    """An upload and its files in the order in which they came. It is over when every file is.

    `batch_id`: the batch of the store under which its forms are listed.
    """

    id: str
    batch_id: int | None
    request_id: str | None
    created_at: datetime
    created_by: str
    profile: str | None
    cancelled: bool
    documents: list[JobDocument]

    @property
    def over(self) -> bool:
        """True when nothing of it is left to do."""
        return all(document.state in OVER for document in self.documents)


class Ledger:
    """Jobs in the store's database."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def open_job(
        self,
        files: Sequence[HandedIn],
        *,
        by: str,
        profile: str | None = None,
        request_key: str | None = None,
        request_id: str | None = None,
    ) -> tuple[Job, bool]:
        """The job for `files` and whether it is new; with a `request_key` that `by` used before it is the earlier one."""
        with self._database.write() as session:
            if request_key is not None:
                wanted = (StoredJob.created_by == by, StoredJob.request_key == request_key)
                earlier = session.scalar(select(StoredJob).where(*wanted))
                if earlier is not None:
                    return _job(session, earlier), False
            batch = StoredBatch(started_at=_now())
            session.add(batch)
            session.flush()
            job = StoredJob(
                batch_id=batch.id,
                id=secrets.token_hex(16),
                created_at=_now(),
                created_by=by,
                profile=profile,
                request_key=request_key,
                request_id=request_id,
                cancelled=False,
            )
            session.add(job)
            session.flush()
            for ordinal, one in enumerate(files):
                session.add(_new_document(job.id, ordinal, one))
            session.flush()
            return _job(session, job), True

    def job(self, job_id: str) -> Job:
        """The job.

        Raises:
            NotStored: there is none of this id.
        """
        with self._database.read() as session:
            return _job(session, _stored(session, job_id))

    def jobs(self, *, limit: int = 50, offset: int = 0) -> tuple[list[Job], int]:
        """The latest jobs, newest first, and how many there are."""
        with self._database.read() as session:
            latest = select(StoredJob).order_by(StoredJob.created_at.desc(), StoredJob.id).limit(limit).offset(offset)
            total = session.scalar(select(func.count()).select_from(StoredJob)) or 0
            return [_job(session, job) for job in session.scalars(latest)], total

    def begin(self, document_id: int) -> JobDocument | None:
        """Takes a waiting document for reading; `None` when it is not waiting any more (done, cancelled, taken).

        The claim has to be renewed within `CLAIM_SECONDS`.
        """
        with self._database.write() as session:
            taken = session.execute(
                update(StoredJobDocument)
                .where(StoredJobDocument.id == document_id, StoredJobDocument.state == "waiting")
                .values(
                    state="reading",
                    attempts=StoredJobDocument.attempts + 1,
                    change=StoredJobDocument.change + 1,
                    started_at=_now(),
                    finished_at=None,
                    claim=secrets.token_hex(16),
                    claimed_until=_lapse(),
                )
                .returning(StoredJobDocument)
            ).scalar()
            return _document(taken) if taken is not None else None

    def advance(
        self,
        document: JobDocument,
        state: DocumentState,
        *,
        problems: Sequence[Problem] = (),
        evaluation_ids: Sequence[int] = (),
    ) -> bool:
        """Notes how far a document that the caller began is.

        False, and nothing noted, when it was cancelled meanwhile, or its claim lapsed and somebody else took it.
        """
        values: dict[str, object] = {"state": state, "change": StoredJobDocument.change + 1}
        if state in OVER:
            values |= {
                "problems": [problem.model_dump(mode="json") for problem in problems],
                "evaluation_ids": list(evaluation_ids),
                "finished_at": _now(),
                "claim": None,
                "claimed_until": None,
            }
        going_on = (StoredJobDocument.id == document.id, StoredJobDocument.claim == document.claim)
        with self._database.write() as session:
            noted = update(StoredJobDocument).where(*going_on).values(**values).returning(StoredJobDocument.id)
            if session.scalar(noted) is None:
                return False
            if state in OVER:
                _close_batch(session, document.job_id)
            return True

    def renew(self, claims: Sequence[str]) -> None:
        """Keeps the documents of these claims for `CLAIM_SECONDS` more."""
        if claims:
            with self._database.write() as session:
                held = StoredJobDocument.claim.in_(claims)
                session.execute(update(StoredJobDocument).where(held).values(claimed_until=_lapse()))

    def cancel(self, job_id: str) -> Job:
        """Stops a job: what is not over is cancelled; what is done stays.

        Raises:
            NotStored: there is none of this id.
        """
        with self._database.write() as session:
            job = _stored(session, job_id)
            job.cancelled = True
            for document in session.scalars(select(StoredJobDocument).where(StoredJobDocument.job_id == job_id)):
                if document.state not in OVER:
                    document.state, document.finished_at = "cancelled", _now()
                    document.claim = document.claimed_until = None
                    document.change += 1
            session.flush()
            _close_batch(session, job_id)
            return _job(session, job)

    def retry(self, job_id: str) -> Job:
        """Puts what failed or was cancelled back into the queue.

        Raises:
            NotStored: there is none of this id.
        """
        with self._database.write() as session:
            job = _stored(session, job_id)
            job.cancelled = False
            for document in session.scalars(select(StoredJobDocument).where(StoredJobDocument.job_id == job_id)):
                if document.state in ("failed", "cancelled"):
                    _wait_again(document)
                    document.attempts = 0
            session.flush()
            return _job(session, job)

    def resume(self, *, attempts: int) -> list[int]:
        """Lets documents whose claim lapsed, because who read them was stopped, wait again; ids of all that wait.

        One whose reading began `attempts` times already is failed instead, so that a document that takes the service down
        with it does not do so for ever.
        """
        at = StoredJobDocument
        with self._database.write() as session:
            lapsed = at.state.in_(["reading", "checking"]) & or_(at.claimed_until.is_(None), at.claimed_until < _now())
            # further off than any claim is made for: the clock was set back, and who holds it renews it if it lives
            beyond = at.claimed_until > _now() + timedelta(seconds=2 * CLAIM_SECONDS)
            session.execute(update(at).where(beyond).values(claimed_until=_lapse()))
            documents = list(session.scalars(select(at).where(lapsed).with_for_update(skip_locked=True)))
            for document in documents:
                _wait_again(document)
                if document.attempts >= attempts:
                    said = f"{document.source}：读了 {document.attempts} 次都没有读完，已放弃。请检查文件后重试。"
                    problem = Problem(stage="pages", category="internal", message=said)
                    document.state, document.finished_at = "failed", _now()
                    document.problems = [problem.model_dump(mode="json")]
            session.flush()
            return list(session.scalars(select(at.id).where(at.state == "waiting").order_by(at.id)))

    def unfinished(self) -> int:
        """How many documents wait or are being read."""
        with self._database.read() as session:
            over = StoredJobDocument.state.not_in(OVER)
            return session.scalar(select(func.count()).select_from(StoredJobDocument).where(over)) or 0


def _stored(session: Session, job_id: str) -> StoredJob:
    job = session.get(StoredJob, job_id)
    if job is None:
        raise NotStored("没有这个任务。")
    return job


def _job(session: Session, job: StoredJob) -> Job:
    documents = session.scalars(
        select(StoredJobDocument).where(StoredJobDocument.job_id == job.id).order_by(StoredJobDocument.ordinal)
    )
    return Job(
        id=job.id,
        batch_id=job.batch_id,
        request_id=job.request_id,
        created_at=job.created_at,
        created_by=job.created_by,
        profile=job.profile,
        cancelled=job.cancelled,
        documents=[_document(document) for document in documents],
    )


def _close_batch(session: Session, job_id: str) -> None:
    """Notes what came of a job's batch once all of its files are over; again after another try."""
    at = StoredJobDocument
    counted = session.execute(select(at.state, func.count()).where(at.job_id == job_id).group_by(at.state))
    count = {str(state): int(number) for state, number in counted}
    batch = session.get(StoredBatch, _stored(session, job_id).batch_id or 0)
    if batch is None or not OVER.issuperset(count):
        return
    batch.finished_at = _now()
    batch.added, batch.unchanged = count.get("done", 0), count.get("unchanged", 0)
    batch.unread = count.get("failed", 0) + count.get("cancelled", 0)


def _document(row: StoredJobDocument) -> JobDocument:
    return JobDocument(
        id=row.id,
        job_id=row.job_id,
        ordinal=row.ordinal,
        source=row.source,
        staged=row.staged,
        size=row.size,
        state=cast("DocumentState", row.state),
        attempts=row.attempts,
        change=row.change,
        problems=[Problem.model_validate(problem) for problem in row.problems],
        evaluation_ids=list(row.evaluation_ids),
        started_at=row.started_at,
        finished_at=row.finished_at,
        claim=row.claim,
    )


def _new_document(job_id: str, ordinal: int, one: HandedIn) -> StoredJobDocument:
    return StoredJobDocument(
        job_id=job_id,
        ordinal=ordinal,
        source=one.source,
        staged=one.staged,
        size=one.size,
        state="waiting",
        attempts=0,
        change=0,
        problems=[],
        evaluation_ids=[],
        started_at=None,
        finished_at=None,
    )


def _wait_again(document: StoredJobDocument) -> None:
    document.state = "waiting"
    document.change += 1
    document.problems, document.evaluation_ids = [], []
    document.finished_at = None
    document.claim = document.claimed_until = None


def _now() -> datetime:
    return datetime.now(UTC)


def _lapse() -> datetime:
    return _now() + timedelta(seconds=CLAIM_SECONDS)
