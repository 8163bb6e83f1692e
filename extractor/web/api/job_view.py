"""A job as the API shows it."""

from extractor.jobs.ledger import Job, JobDocument
from extractor.representations import JobDocumentView, JobView


def document_view(document: JobDocument) -> JobDocumentView:
    """The view of a file of a job."""
    return JobDocumentView(
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


def job_view(job: Job) -> JobView:
    """The view of a job."""
    return JobView(
        id=job.id,
        batch=job.batch_id,
        created_at=job.created_at,
        created_by=job.created_by,
        profile=job.profile,
        cancelled=job.cancelled,
        over=job.over,
        documents=[document_view(document) for document in job.documents],
    )
