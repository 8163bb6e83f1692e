"""From rows back to results: the form as it now stands, with corrections applied and findings attached."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import TypeVar

from sqlalchemy import select
from sqlalchemy.orm import Session

from extractor.checks.finding import Finding
from extractor.errors import NotStored
from extractor.problems import Problem
from extractor.results import DocumentResult, EvaluationResult
from extractor.store.body import unpacked
from extractor.store.record_values import with_values
from extractor.store.tables import (
    StoredBody,
    StoredCorrection,
    StoredDocument,
    StoredEvaluation,
    StoredFinding,
    StoredReviewItem,
)

_Part = TypeVar("_Part", StoredFinding, StoredReviewItem, StoredCorrection)
_CHUNK = 500
_SURE = 1.0
"""Confidence of a value that a person corrected or accepted."""


@dataclass(frozen=True, kw_only=True)
class LoadedForm:
    """A form from the store: its row (version, state, counts), its document's row, and the result.

    `result.findings` are those not dismissed, `result.review` the items still open.
    """

    row: StoredEvaluation
    document: StoredDocument
    result: EvaluationResult

    def as_document(self) -> DocumentResult:
        """The form alone in its document, in the shape of the JSON contract."""
        return DocumentResult(
            source=self.document.source,
            sha256=self.document.sha256,
            pages=self.document.pages,
            evaluations=[self.result],
            problems=[Problem.model_validate(problem) for problem in self.document.problems],
        )


def load_forms(session: Session, ids: Sequence[int]) -> list[LoadedForm]:
    """The forms with these ids, in the order of `ids`; ids that are not stored are left out."""
    loaded: dict[int, LoadedForm] = {}
    for start in range(0, len(ids), _CHUNK):
        loaded |= _load_chunk(session, ids[start : start + _CHUNK])
    return [loaded[one] for one in ids if one in loaded]


def load_form(session: Session, evaluation_id: int) -> LoadedForm:
    """One form.

    Raises:
        NotStored: there is none with this id.
    """
    found = load_forms(session, [evaluation_id])
    if not found:
        raise NotStored(f"没有编号为 {evaluation_id} 的自评表；jixiao list 列出已存的。")
    return found[0]


def _load_chunk(session: Session, ids: Sequence[int]) -> dict[int, LoadedForm]:
    rows = session.execute(
        select(StoredEvaluation, StoredDocument, StoredBody.body)
        .join(StoredDocument, StoredDocument.id == StoredEvaluation.document_id)
        .join(StoredBody, StoredBody.evaluation_id == StoredEvaluation.id)
        .where(StoredEvaluation.id.in_(ids))
    ).all()
    findings = _by_evaluation(
        session.scalars(
            select(StoredFinding)
            .where(StoredFinding.evaluation_id.in_(ids), StoredFinding.state != "dismissed")
            .order_by(StoredFinding.evaluation_id, StoredFinding.across, StoredFinding.ordinal)
        )
    )
    items = _by_evaluation(
        session.scalars(
            select(StoredReviewItem).where(StoredReviewItem.evaluation_id.in_(ids)).order_by(StoredReviewItem.ordinal)
        )
    )
    corrections = _by_evaluation(
        session.scalars(
            select(StoredCorrection)
            .where(StoredCorrection.evaluation_id.in_(ids), StoredCorrection.undone_at.is_(None))
            .order_by(StoredCorrection.id)
        )
    )
    loaded: dict[int, LoadedForm] = {}
    for row, document, body in rows:
        stands = as_it_stands(unpacked(body), corrections.get(row.id, []), items.get(row.id, []))
        found = [as_finding(one) for one in findings.get(row.id, [])]
        result = stands.model_copy(update={"findings": found, "profile": row.profile})
        loaded[row.id] = LoadedForm(row=row, document=document, result=result)
    return loaded


def _by_evaluation(rows: "Iterable[_Part]") -> "dict[int, list[_Part]]":
    grouped: dict[int, list[_Part]] = {}
    for row in rows:
        grouped.setdefault(row.evaluation_id, []).append(row)
    return grouped


def as_finding(row: StoredFinding) -> Finding:
    """The finding that a row holds."""
    return Finding.model_validate(
        {
            "rule": row.rule,
            "severity": row.severity,
            "verdict": row.verdict,
            "pointer": row.pointer,
            "message": row.message,
            **row.detail,
        }
    )


def as_it_stands(
    read: EvaluationResult, corrections: Iterable[StoredCorrection], items: Iterable[StoredReviewItem]
) -> EvaluationResult:
    """The form as read, with `corrections` (not undone, oldest first) in place and decided review items gone.

    What a person corrected or accepted is certain: its evidence still says where it stands, with confidence 1.
    """
    changes = {one.pointer: one.after for one in corrections}
    decided = changes.keys() | {one.pointer for one in items if one.state == "accepted"}
    if not decided:
        return read
    evidence = {
        pointer: read.evidence[pointer].model_copy(update={"confidence": _SURE})
        for pointer in decided
        if pointer in read.evidence
    }
    return read.model_copy(
        update={
            "record": with_values(read.record, changes) if changes else read.record,
            "evidence": read.evidence | evidence,
            "review": [item for item in read.review if item.pointer not in decided],
        }
    )
