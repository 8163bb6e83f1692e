"""Documents: hand them in (as a job), list them, fetch the original, remove them."""

from collections.abc import Sequence
from datetime import datetime
from typing import Annotated

from fastapi import APIRouter, Form, Header, HTTPException, Query, Request, UploadFile
from fastapi.responses import FileResponse, Response
from pydantic import BaseModel
from sqlalchemy import func, select
from starlette.concurrency import run_in_threadpool

from extractor.accounts.accounts import Person
from extractor.errors import JixiaoError, NotStored
from extractor.jobs.ledger import HandedIn, Job
from extractor.problems import Problem
from extractor.representations import JobView
from extractor.store.tables import StoredDocument
from extractor.telemetry.request import current_request
from extractor.web.api.job_view import job_view
from extractor.web.parts import Parts, parts_of
from extractor.web.security.identity import Reader, Reviewer, Uploader, address_of

router = APIRouter(tags=["文件"])


class DocumentView(BaseModel):
    """A file in the store."""

    id: int
    sha256: str
    source: str
    size: int
    pages: int
    ingested_at: datetime
    problems: list[Problem]


class DocumentPage(BaseModel):
    """A page of the list of files, the newest first."""

    items: list[DocumentView]
    total: int


@router.post("/documents", status_code=202, summary="上传文件，得到一个任务")
async def hand_in(
    request: Request,
    person: Uploader,
    files: list[UploadFile],
    profile: Annotated[str | None, Form()] = None,
    idempotency_key: Annotated[str | None, Header(max_length=128)] = None,
) -> JobView:
    """Takes one or many files; each is read, checked and kept in the background.

    The same `Idempotency-Key` again gives the earlier job. Files that are too large fail alone.
    """
    parts = parts_of(request)
    most = parts.app.settings.service.max_upload_files
    if len(files) > most:
        raise HTTPException(413, f"一次最多上传 {most} 个文件，请分几次。")
    if profile:
        parts.app.profile(profile)
    job = await run_in_threadpool(_open_job, parts, person, files, profile or None, idempotency_key)
    parts.accounts.note(who=person.name, action="upload", subject=f"job {job.id}", address=address_of(request))
    return job_view(job)


def _open_job(parts: Parts, person: Person, files: Sequence[UploadFile], profile: str | None, key: str | None) -> Job:
    staged: list[HandedIn] = []
    try:
        staged.extend(parts.staging.put(one.filename or "", one.file) for one in files)
        job, new = parts.ledger.open_job(
            staged, by=person.name, profile=profile, request_key=key, request_id=current_request()
        )
    except JixiaoError:
        for one in staged:
            parts.staging.remove(one.staged)
        raise
    if new:
        parts.queue.put([document.id for document in job.documents])
    else:
        for one in staged:
            parts.staging.remove(one.staged)
    return job


@router.get("/documents", summary="已存的文件")
def list_documents(
    request: Request,
    person: Reader,
    limit: Annotated[int, Query(ge=1, le=500)] = 50,
    offset: Annotated[int, Query(ge=0, le=10**9)] = 0,
) -> DocumentPage:
    """The files in the store, the newest first."""
    with parts_of(request).store.reading() as session:
        rows = session.scalars(select(StoredDocument).order_by(StoredDocument.id.desc()).limit(limit).offset(offset))
        items = [_view(row) for row in rows]
        total = session.scalar(select(func.count()).select_from(StoredDocument)) or 0
    return DocumentPage(items=items, total=total)


@router.get("/documents/{document_id}", summary="一个文件")
def one_document(request: Request, person: Reader, document_id: int) -> DocumentView:
    """One file in the store."""
    return _view(_document(request, document_id))


@router.get(
    "/documents/{document_id}/file",
    summary="原件",
    response_class=FileResponse,
    responses={200: {"content": {"application/octet-stream": {}}}},
)
def original(request: Request, person: Reader, document_id: int) -> FileResponse:
    """The original bytes; always as a download, so that a browser opens nothing of it in the service's name."""
    row = _document(request, document_id)
    path = parts_of(request).store.blobs.path(row.sha256)
    if not path.is_file():
        raise NotStored("原件不在了，请运行 jixiao reindex 检查。")
    name = row.source.replace("\\", "/").rpartition("/")[2] or "document"
    return FileResponse(path, media_type="application/octet-stream", filename=name)


@router.delete("/documents/{document_id}", status_code=204, summary="删除文件和其中的自评表")
def remove(request: Request, person: Reviewer, document_id: int) -> Response:
    """Removes the file with its forms, findings and corrections; earlier revisions of its forms are current again."""
    parts = parts_of(request)
    parts.store.delete_document(document_id)
    parts.settler.wake()
    parts.accounts.note(
        who=person.name, action="delete", subject=f"document {document_id}", address=address_of(request)
    )
    return Response(status_code=204)


def _document(request: Request, document_id: int) -> StoredDocument:
    with parts_of(request).store.reading() as session:
        row = session.get(StoredDocument, document_id) if document_id < 2**63 else None
        if row is None:
            raise NotStored(f"没有编号为 {document_id} 的文件。")
        session.expunge(row)
        return row


def _view(row: StoredDocument) -> DocumentView:
    return DocumentView(
        id=row.id,
        sha256=row.sha256,
        source=row.source,
        size=row.size,
        pages=row.pages,
        ingested_at=row.ingested_at,
        problems=[Problem.model_validate(problem) for problem in row.problems],
    )
