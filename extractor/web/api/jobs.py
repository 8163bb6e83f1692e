"""Jobs: how far uploads are, as answers or as a stream of events; cancel and retry."""

import asyncio
from collections.abc import AsyncIterator
from typing import Annotated

from fastapi import APIRouter, Path, Query, Request
from fastapi.sse import EventSourceResponse, ServerSentEvent
from pydantic import BaseModel
from starlette.concurrency import run_in_threadpool

from extractor.jobs.ledger import OVER, Ledger
from extractor.representations import JobDocumentView, JobView
from extractor.web.api.job_view import document_view, job_view
from extractor.web.parts import parts_of
from extractor.web.security.identity import Reader, Uploader, address_of

router = APIRouter(tags=["任务"])

_LOOK_SECONDS = 0.3
_LONGEST_SECONDS = 3600.0
"""After which a follower has to ask again."""

JobId = Annotated[str, Path(pattern="^[0-9a-f]{32}$")]


class JobPage(BaseModel):
    """A page of the list of jobs, the newest first."""

    items: list[JobView]
    total: int


@router.get("/jobs", summary="上传任务")
def list_jobs(
    request: Request,
    person: Reader,
    limit: Annotated[int, Query(ge=1, le=200)] = 20,
    offset: Annotated[int, Query(ge=0, le=10**9)] = 0,
) -> JobPage:
    """The latest jobs."""
    jobs, total = parts_of(request).ledger.jobs(limit=limit, offset=offset)
    return JobPage(items=[job_view(job) for job in jobs], total=total)


@router.get("/jobs/{job_id}", summary="一个任务")
def one_job(request: Request, person: Reader, job_id: JobId) -> JobView:
    """How far a job is."""
    return job_view(parts_of(request).ledger.job(job_id))


@router.get("/jobs/{job_id}/events", summary="任务的进展（SSE）", response_class=EventSourceResponse)
async def events(request: Request, person: Reader, job_id: JobId) -> AsyncIterator[ServerSentEvent]:
    """An event `document` for every file now and whenever it changes, and `over` at the end."""
    ledger = parts_of(request).ledger
    seen: dict[int, int] = {}
    waited = 0.0
    while waited < _LONGEST_SECONDS and not await request.is_disconnected():
        changed, over = await run_in_threadpool(_changes, ledger, job_id, seen)
        for view in changed:
            yield ServerSentEvent(event="document", data=view)
        if over:
            yield ServerSentEvent(event="over", data={"job": job_id})
            return
        await asyncio.sleep(_LOOK_SECONDS)
        waited += _LOOK_SECONDS


def _changes(ledger: Ledger, job_id: str, seen: dict[int, int]) -> tuple[list[JobDocumentView], bool]:
    job = ledger.job(job_id)
    changed = [document for document in job.documents if seen.get(document.id) != document.change]
    seen.update((document.id, document.change) for document in changed)
    return [document_view(document) for document in changed], job.over


@router.post("/jobs/{job_id}/cancel", summary="取消任务")
def cancel(request: Request, person: Uploader, job_id: JobId) -> JobView:
    """Stops what is not done yet; what is done stays."""
    parts = parts_of(request)
    open_ones = [document.id for document in parts.ledger.job(job_id).documents if document.state not in OVER]
    job = parts.ledger.cancel(job_id)
    if parts.worker is not None:
        parts.worker.stop(open_ones)
    parts.accounts.note(who=person.name, action="cancel", subject=f"job {job_id}", address=address_of(request))
    return job_view(job)


@router.post("/jobs/{job_id}/retry", summary="重试失败的文件")
def retry(request: Request, person: Uploader, job_id: JobId) -> JobView:
    """Reads what failed or was cancelled once more."""
    parts = parts_of(request)
    job = parts.ledger.retry(job_id)
    parts.queue.put([document.id for document in job.documents if document.state == "waiting"])
    parts.accounts.note(who=person.name, action="retry", subject=f"job {job_id}", address=address_of(request))
    return job_view(job)
