"""复核: the queue of forms with doubtful values, and the desk on which one form is reviewed beside its original."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from fastapi import APIRouter, HTTPException, Request
from fastapi.responses import HTMLResponse
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from extractor.errors import DocumentError, NotStored
from extractor.pages.rendering import has_page_images
from extractor.store.loading import LoadedForm
from extractor.store.tables import StoredDocument, StoredEvaluation, StoredReviewItem
from extractor.web.parts import Parts, parts_of
from extractor.web.screens.page import app_of, show, store_of
from extractor.web.screens.source_grid import source_grid

router = APIRouter()

_SHOWN = 100
"""Forms of the queue on the page; the rest is in the list of projects."""
_PAGES_AROUND = 20
"""Pages of the original that are offered at most; a form has one to four."""


@router.get("/review", response_class=HTMLResponse)
def queue(request: Request) -> HTMLResponse:
    """Forms with open review items, those with most points at stake first."""
    waiting = parts_of(request).remembered.figure("queue", _queue)
    return show(
        request,
        "review_queue.html",
        "review",
        queue=waiting.rows,
        forms=waiting.forms,
        items=waiting.items,
        more=max(0, waiting.forms - _SHOWN),
    )


@router.get("/review/{evaluation_id}", response_class=HTMLResponse)
def desk(request: Request, evaluation_id: int) -> HTMLResponse:
    """One form beside its original; what it says comes from the API."""
    parts = parts_of(request)
    form = _form(request, evaluation_id)
    row = form.row
    ids = [one.id for one in parts.remembered.figure("queue", _queue).rows]
    place = ids.index(evaluation_id) if evaluation_id in ids else None
    following = ids[place + 1 :] if place is not None else [one for one in ids if one != evaluation_id]
    setup = {
        "id": evaluation_id,
        "sheet": _sheet(parts, form),
        "crop": f"/api/v1/evaluations/{evaluation_id}/crop?pointer={{pointer}}",
        "next": f"/review/{following[0]}" if following else None,
        "previous": f"/review/{ids[place - 1]}" if place else None,
    }
    return show(
        request,
        "review.html",
        "review",
        id=evaluation_id,
        name=row.project_name or row.title or Path(form.document.source).name,
        code=row.project_code,
        year=row.year,
        unit=row.implementing_unit,
        source=Path(form.document.source).name,
        newer=row.superseded_by,
        setup=setup,
        previous=setup["previous"],
        next=setup["next"],
    )


@router.get("/review/{evaluation_id}/source", response_class=HTMLResponse)
def source(request: Request, evaluation_id: int) -> HTMLResponse:
    """The original as tables and lines, for formats that have no pages."""
    form = _form(request, evaluation_id)
    path = store_of(request).blobs.path(form.document.sha256)
    try:
        grid = source_grid(path, form.result.evidence, app_of(request).settings)
    except DocumentError as error:
        raise HTTPException(404, str(error)) from error
    return show(request, "source.html", "review", pages=grid.pages, shortened=grid.shortened)


_WAITING = (StoredEvaluation.current, StoredEvaluation.review_open > 0, StoredEvaluation.state == "open")


@dataclass(frozen=True, slots=True, kw_only=True)
class Queue:
    """How many forms and values wait for a reviewer, and the first of the forms."""

    forms: int
    items: int
    rows: Sequence[Any]


def _queue(session: Session) -> Queue:
    counted = select(func.count(), func.coalesce(func.sum(StoredEvaluation.review_open), 0)).where(*_WAITING)
    forms, items = session.execute(counted).one()
    return Queue(forms=forms, items=items, rows=_queue_rows(session, _SHOWN))


def _queue_rows(session: Session, limit: int) -> list[Any]:
    stake = func.sum(StoredReviewItem.points_at_stake).label("stake")
    statement = (
        select(
            StoredEvaluation.id,
            StoredEvaluation.project_name,
            StoredEvaluation.implementing_unit,
            StoredEvaluation.year,
            StoredEvaluation.review_open,
            StoredEvaluation.errors,
            StoredDocument.source,
            stake,
        )
        .join(StoredReviewItem, StoredReviewItem.evaluation_id == StoredEvaluation.id)
        .join(StoredDocument, StoredDocument.id == StoredEvaluation.document_id)
        .where(*_WAITING, StoredReviewItem.state == "open")
        .group_by(StoredEvaluation.id, StoredDocument.id)
        .order_by(stake.desc(), StoredEvaluation.id)
        .limit(limit)
    )
    return list(session.execute(statement))


def _form(request: Request, evaluation_id: int) -> LoadedForm:
    try:
        return store_of(request).form(evaluation_id)
    except NotStored as error:
        raise HTTPException(404, str(error)) from error


def _sheet(parts: Parts, form: LoadedForm) -> dict[str, Any]:
    """How the original is shown: its pages as pictures, its grid, or not at all when the file is gone."""
    path = parts.store.blobs.path(form.document.sha256)
    if not path.is_file():
        return {"kind": "none"}
    if not has_page_images(path):
        return {"kind": "grid", "address": f"/review/{form.row.id}/source"}
    numbers = sorted({one.page for one in form.result.evidence.values()} or {1})
    span = range(numbers[0], min(numbers[-1], numbers[0] + _PAGES_AROUND) + 1)
    try:
        sizes = parts.images.sizes(path, span)
    except DocumentError:
        return {"kind": "none"}
    return {
        "kind": "pages",
        "total": max(form.document.pages, numbers[-1]),
        "pages": [{"number": number, "width": width, "height": height} for number, (width, height) in sizes.items()],
        "image": f"/api/v1/evaluations/{form.row.id}/pages/{{page}}.png?dpi={{dpi}}",
    }
