"""A job as the API shows it."""

from datetime import datetime

from pydantic import BaseModel, Field

from extractor.jobs.ledger import DocumentState, Job, JobDocument
from extractor.problems import Problem


class JobDocumentView(BaseModel):
    """How far one file is: waiting, reading, checking, done, unchanged (known before), failed or cancelled."""

    id: int
    document: str = Field(description="the file's name as it was handed in")
    size: int
    state: DocumentState
    attempts: int
    problems: list[Problem]
    evaluation_ids: list[int]
    started_at: datetime | None
    finished_at: datetime | None

    @classmethod
    def of(cls, document: JobDocument) -> "JobDocumentView":
        """The view of a file of a job."""
        return cls(
            id=document.id,
            document=document.source,
            size=document.size,
            state=document.state,
            attempts=document.attempts,
            problems=document.problems,
            evaluation_ids=document.evaluation_ids,
            started_at=document.started_at,
            finished_at=document.finished_at,
        )


class JobView(BaseModel):
    """An upload: its files in order, and whether all of them are over."""

    id: str
    created_at: datetime
    created_by: str
    profile: str | None
    cancelled: bool
    over: bool
    documents: list[JobDocumentView]

    @classmethod
    def of(cls, job: Job) -> "JobView":
        """The view of a job."""
        return cls(
            id=job.id,
            created_at=job.created_at,
            created_by=job.created_by,
            profile=job.profile,
            cancelled=job.cancelled,
            over=job.over,
            documents=[JobDocumentView.of(document) for document in job.documents],
        )
