"""问答: questions with streamed answers, whose citations open the page at the box."""

from collections.abc import Sequence
from typing import Annotated
from urllib.parse import urlencode

from fastapi import APIRouter, HTTPException, Query, Request
from fastapi.responses import HTMLResponse, RedirectResponse
from sqlalchemy import select
from sqlalchemy.orm import Session

from extractor.errors import StoreError
from extractor.records.evaluation import Evaluation
from extractor.store.loading import load_forms
from extractor.store.record_values import value_at
from extractor.store.tables import StoredDocument, StoredEvaluation
from extractor.web.screens.page import reader_language, show, store_of

router = APIRouter()

_SUGGESTIONS = 6
_CANDIDATES = 50
"""Forms without a code that are compared with a citation."""


@router.get("/ask", response_class=HTMLResponse)
def ask(request: Request) -> HTMLResponse:
    """The place to ask; answers come from the API."""
    language = reader_language(request)
    suggestions = [language.text(f"ask.suggestion_{number}") for number in range(1, _SUGGESTIONS + 1)]
    held = store_of(request).count()
    return show(request, "ask.html", "ask", suggestions=suggestions, held=held)


@router.get("/cited")
def cited(
    request: Request,
    at: Annotated[str, Query(max_length=200)],
    code: Annotated[str, Query(max_length=100)] = "",
    document: Annotated[str, Query(max_length=300)] = "",
    quote: Annotated[str, Query(max_length=5000)] = "",
) -> RedirectResponse:
    """The form that a citation names, opened at the cited place; citations name a form as people do, by its code."""
    with store_of(request).reading() as session:
        found = _by_code(session, code) if code else _by_quote(session, document, at, quote)
    if found is None:
        raise HTTPException(404)
    return RedirectResponse(f"/review/{found}?{urlencode({'at': at})}", status_code=303)


def _by_code(session: Session, code: str) -> int | None:
    newest = select(StoredEvaluation.id).where(StoredEvaluation.project_code == code)
    return session.scalar(newest.order_by(StoredEvaluation.current.desc(), StoredEvaluation.id.desc()).limit(1))


def _by_quote(session: Session, document: str, pointer: str, quote: str) -> int | None:
    """The form in `document` (a file's name) that says `quote` at `pointer`."""
    named = StoredDocument.source.endswith(document, autoescape=True)
    statement = select(StoredEvaluation.id).join(StoredDocument).where(StoredEvaluation.current, named)
    ids: Sequence[int] = session.scalars(statement.order_by(StoredEvaluation.id).limit(_CANDIDATES)).all()
    for form in load_forms(session, ids):
        if _says(form.result.record, pointer) == quote:
            return form.row.id
    return ids[0] if ids else None


def _says(record: Evaluation, pointer: str) -> str | None:
    try:
        return value_at(record, pointer)
    except StoreError:
        return None
