"""The list of evaluations: server-side filters, order and pages, each an indexed query."""

from collections.abc import Mapping
from typing import Any, Literal

from sqlalchemy import ColumnElement, func, select
from sqlalchemy.orm import Session

from extractor.checks.profile import Profile
from extractor.representations import EvaluationPage, EvaluationSummary
from extractor.store.listing import Filters, filtered
from extractor.store.tables import StoredDocument, StoredEvaluation
from extractor.web.grades import grade_of

SortBy = Literal[
    "newest",
    "project_code",
    "project_name",
    "year",
    "implementing_unit",
    "supervising_unit",
    "annual_budget",
    "executed",
    "execution_rate",
    "total_score",
    "score_sum",
    "errors",
    "warnings",
    "review_open",
    "state",
]
_FEWEST_FIRST = frozenset({"project_code", "project_name", "year", "implementing_unit", "supervising_unit", "state"})
"""What is read upwards unless asked otherwise; numbers are looked at from the largest."""


def evaluation_page(
    session: Session,
    profiles: Mapping[str, Profile],
    filters: Filters,
    *,
    sort: SortBy,
    direction: Literal["asc", "desc"] | None,
    limit: int,
    offset: int,
) -> EvaluationPage:
    """The page from `offset`; ties are in the order of arrival, so that pages never overlap."""
    query = (
        select(StoredEvaluation, StoredDocument.source)
        .join(StoredDocument, StoredDocument.id == StoredEvaluation.document_id)
        .order_by(*_order(sort, direction))
        .limit(limit)
        .offset(offset)
    )
    rows = session.execute(filtered(query, filters)).all()
    total = session.scalar(filtered(select(func.count()).select_from(StoredEvaluation), filters)) or 0
    return EvaluationPage(items=[summary_of(row, source, profiles) for row, source in rows], total=total)


def _order(sort: SortBy, direction: Literal["asc", "desc"] | None) -> list[ColumnElement[Any]]:
    last = StoredEvaluation.id.desc()
    if sort == "newest":
        return [StoredEvaluation.id.asc() if direction == "asc" else last]
    column: ColumnElement[Any] = getattr(StoredEvaluation, sort)
    upwards = direction == "asc" or (direction is None and sort in _FEWEST_FIRST)
    return [(column.asc() if upwards else column.desc()).nulls_last(), last]


def summary_of(row: StoredEvaluation, source: str, profiles: Mapping[str, Profile]) -> EvaluationSummary:
    """The line of the list for a form."""
    return EvaluationSummary(
        id=row.id,
        document_id=row.document_id,
        source=source.replace("\\", "/").rpartition("/")[2],
        project_code=row.project_code,
        project_name=row.project_name,
        year=row.year,
        implementing_unit=row.implementing_unit,
        supervising_unit=row.supervising_unit,
        annual_budget=row.annual_budget,
        executed=row.executed,
        execution_rate=row.execution_rate,
        total_score=row.total_score,
        recomputed_total=row.score_sum,
        grade=grade_of(row.total_score, profiles.get(row.profile or "")),
        errors=row.errors,
        warnings=row.warnings,
        notes=row.notes,
        review=row.review_open,
        corrected=row.corrected,
        state=row.state,
        profile=row.profile,
        revision=row.revision,
        current=row.current,
        version=row.version,
    )
