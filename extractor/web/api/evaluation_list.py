"""The list of evaluations: server-side filters, order and pages, each an indexed query."""

from collections.abc import Mapping
from typing import Any, Literal

from sqlalchemy import ColumnElement, Select, func, select
from sqlalchemy.orm import InstrumentedAttribute

from extractor.checks.profile import Profile
from extractor.representations import EvaluationPage, EvaluationSummary
from extractor.store.listing import Filters, count_evaluations, filtered
from extractor.store.tables import StoredDocument, StoredEvaluation
from extractor.web.grades import grade_of
from extractor.web.parts import Parts

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
_Column = InstrumentedAttribute[Any] | ColumnElement[Any]
_FEWEST_FIRST = frozenset({"project_code", "project_name", "year", "implementing_unit", "supervising_unit", "state"})
"""What is read upwards unless asked otherwise; numbers are looked at from the largest."""


def evaluation_page(
    parts: Parts,
    filters: Filters,
    *,
    sort: SortBy,
    direction: Literal["asc", "desc"] | None,
    limit: int,
    offset: int,
) -> EvaluationPage:
    """The page from `offset`; ties are in the order of arrival, so that pages never overlap."""
    column: InstrumentedAttribute[Any] = StoredEvaluation.id if sort == "newest" else getattr(StoredEvaluation, sort)
    upwards = direction == "asc" or (direction is None and sort in _FEWEST_FIRST)
    with parts.store.reading() as session:
        chosen = session.execute(_chosen(filters, column, upwards=upwards).limit(limit).offset(offset)).all()
        ids = [row[0] for row in chosen]
        # whole rows are read for the page only
        whole = select(StoredEvaluation, StoredDocument.source).join(
            StoredDocument, StoredDocument.id == StoredEvaluation.document_id
        )
        found = session.execute(whole.where(StoredEvaluation.id.in_(ids)))
        rows = {row.id: summary_of(row, source, parts.app.profiles) for row, source in found}
    total = chosen[0].total if chosen and _by_words(filters) else forms_that_fit(parts, filters)
    return EvaluationPage(items=[rows[one] for one in ids if one in rows], total=total)


def forms_that_fit(parts: Parts, filters: Filters) -> int:
    """How many evaluations fit, counted once for every state of the store."""
    return parts.remembered.figure(("count", filters), lambda session: count_evaluations(session, filters))


def _by_words(filters: Filters) -> bool:
    return bool(filters.text or filters.unit)


def _chosen(filters: Filters, column: InstrumentedAttribute[Any], *, upwards: bool) -> Select[*tuple[Any, ...]]:
    """Ids in their order, with how many there are where that costs nothing."""
    own = StoredEvaluation.id
    if not _by_words(filters):
        # the index of the column has the order and the ids: nothing else is read
        return filtered(select(own), filters).order_by(*_order(column, own, upwards=upwards))
    # parts of words are looked for in every row, once and as the rows lie, not in the order of an index
    fits = filtered(select(own.label("id"), column.label("place")), filters).cte("fits").prefix_with("MATERIALIZED")
    ordered = _order(fits.c.place, fits.c.id, upwards=upwards)
    return select(fits.c.id, func.count().over().label("total")).order_by(*ordered)


def _order(place: _Column, own: _Column, *, upwards: bool) -> list[ColumnElement[Any]]:
    """Both columns the same way round, as the indexes have them; what is not known comes last."""
    return [place.asc().nulls_last(), own.asc()] if upwards else [place.desc().nulls_last(), own.desc()]


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
