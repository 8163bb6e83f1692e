"""Takes documents in and out: rows in one transaction, the original before it, the index and other forms after it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Literal

from sqlalchemy import delete, insert, select
from sqlalchemy.orm import Session

from extractor.results import DocumentResult, EvaluationResult
from extractor.store.body import packed
from extractor.store.outbox import queue
from extractor.store.revisions import arrange_revisions
from extractor.store.rows import FormRows, content_sha256, finding_rows, form_rows, review_rows
from extractor.store.tables import (
    StoredBody,
    StoredDocument,
    StoredEvaluation,
    StoredFinding,
    StoredFund,
    StoredIndicator,
    StoredReviewItem,
)

Kind = Literal["new", "revision", "copy"]


@dataclass(frozen=True, slots=True, kw_only=True)
class KeptForm:
    """A form taken in: `kind` revision when it supersedes `replaces`, copy when `replaces` says the same already."""

    evaluation_id: int
    project_code: str | None
    project_name: str | None
    year: int | None
    kind: Kind
    revision: int
    replaces: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Kept:
    """What became of a document: `unchanged` when a file with the same bytes was there already."""

    document_id: int
    unchanged: bool
    forms: Sequence[KeptForm] = ()


def stored_document_id(session: Session, sha256: str) -> int | None:
    """The document with these bytes."""
    return session.scalar(select(StoredDocument.id).where(StoredDocument.sha256 == sha256))


def add_document(
    session: Session, document: DocumentResult, size: int, *, batch_id: int | None, profile_chosen: bool
) -> Kept:
    """Adds a document that is not there yet, with its forms and their own findings."""
    now = datetime.now(UTC)
    row = StoredDocument(
        sha256=document.sha256,
        source=document.source,
        suffix=Path(document.source).suffix.lower()[:16],
        size=size,
        pages=document.pages,
        problems=[problem.model_dump(mode="json") for problem in document.problems],
        ingested_at=now,
        batch_id=batch_id,
    )
    session.add(row)
    session.flush()
    forms = add_forms(session, row.id, document.evaluations, profile_chosen=profile_chosen)
    return Kept(document_id=row.id, unchanged=False, forms=forms)


def add_forms(
    session: Session, document_id: int, evaluations: Sequence[EvaluationResult], *, profile_chosen: bool
) -> list[KeptForm]:
    """Adds the forms of a document that has none, with their own findings."""
    forms: list[KeptForm] = []
    for ordinal, result in enumerate(evaluations):
        evaluation = _add_form(session, document_id, ordinal, result, profile_chosen=profile_chosen)
        arrange_revisions(session, [evaluation.form_key])
        forms.append(_kept_form(session, evaluation))
    return forms


def _add_form(
    session: Session, document_id: int, ordinal: int, result: EvaluationResult, *, profile_chosen: bool
) -> StoredEvaluation:
    rows = form_rows(result)
    evaluation = StoredEvaluation(
        document_id=document_id,
        ordinal=ordinal,
        content_sha256=content_sha256(result.record),
        current=True,
        profile_chosen=profile_chosen,
        **rows.evaluation,
        **counts(result),
    )
    session.add(evaluation)
    session.flush()
    own = evaluation.id
    session.execute(insert(StoredBody), [{"evaluation_id": own, "body": packed(result)}])
    add_parts(session, own, rows)
    _add(session, StoredFinding, own, finding_rows(result.findings, across=False))
    _add(session, StoredReviewItem, own, review_rows(result))
    queue(session, "index", own)
    queue(session, "group", evaluation.group_key)
    return evaluation


def counts(result: EvaluationResult) -> dict[str, int]:
    """Open findings by severity and open review items, as the columns are called."""
    columns = {"error": "errors", "warning": "warnings", "info": "notes"}
    return {
        **{column: sum(one.severity == severity for one in result.findings) for severity, column in columns.items()},
        "review_open": len(result.review),
    }


def add_parts(session: Session, evaluation_id: int, rows: FormRows) -> None:
    """Adds the funds and indicators of a form."""
    _add(session, StoredFund, evaluation_id, rows.funds)
    _add(session, StoredIndicator, evaluation_id, rows.indicators)


def replace_parts(session: Session, evaluation_id: int, rows: FormRows) -> None:
    """The same in place of those that were there."""
    for table in (StoredFund, StoredIndicator):
        session.execute(delete(table).where(table.evaluation_id == evaluation_id))
    add_parts(session, evaluation_id, rows)


def _add(session: Session, table: Any, evaluation_id: int, rows: Sequence[dict[str, Any]]) -> None:  # noqa: ANN401 - any table
    if rows:
        session.execute(insert(table), [{"evaluation_id": evaluation_id, **row} for row in rows])


def kept_forms(session: Session, document_id: int) -> list[KeptForm]:
    """The forms of a document, as they stand among their revisions now."""
    query = select(StoredEvaluation).where(StoredEvaluation.document_id == document_id)
    return [_kept_form(session, row) for row in session.scalars(query.order_by(StoredEvaluation.ordinal))]


def _kept_form(session: Session, row: StoredEvaluation) -> KeptForm:
    before = session.scalar(select(StoredEvaluation.id).where(StoredEvaluation.superseded_by == row.id))
    kind: Kind = "copy" if not row.current else "revision" if before is not None else "new"
    return KeptForm(
        evaluation_id=row.id,
        project_code=row.project_code,
        project_name=row.project_name,
        year=row.year,
        kind=kind,
        revision=row.revision,
        replaces=before if row.current else row.superseded_by,
    )


def remove_document(session: Session, document_id: int) -> None:
    """Removes a document with everything that hangs on it; earlier revisions of its forms become current again."""
    document = session.get_one(StoredDocument, document_id)
    forms = session.scalars(select(StoredEvaluation).where(StoredEvaluation.document_id == document_id)).all()
    queue(session, "blob", document.sha256)
    remove_forms(session, forms)
    session.execute(delete(StoredDocument).where(StoredDocument.id == document_id))
    session.expire_all()


def remove_forms(session: Session, forms: Sequence[StoredEvaluation]) -> None:
    """Removes forms with everything that hangs on them; earlier revisions become current again."""
    keys = [form.form_key for form in forms]
    for form in forms:
        queue(session, "index", form.id)
        queue(session, "group", form.group_key)
    session.execute(delete(StoredEvaluation).where(StoredEvaluation.id.in_([form.id for form in forms])))
    session.expire_all()
    arrange_revisions(session, keys)
