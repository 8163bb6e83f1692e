"""Lists and filters evaluations: one indexed query for a page, one for the count."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, Literal

from sqlalchemy import ColumnElement, Select, and_, func, or_, select
from sqlalchemy.orm import Session

from extractor.checks.finding import Severity
from extractor.store.tables import StoredDocument, StoredEvaluation, StoredFinding

Order = Literal["newest", "oldest", "score", "rate", "budget", "errors", "review"]

_E = StoredEvaluation
_ORDERS: dict[Order, Sequence[ColumnElement[Any]]] = {
    "newest": (_E.id.desc(),),
    "oldest": (_E.id.asc(),),
    "score": (_E.total_score.asc().nulls_last(), _E.id.desc()),
    "rate": (_E.execution_rate.asc().nulls_last(), _E.id.desc()),
    "budget": (_E.annual_budget.desc().nulls_last(), _E.id.desc()),
    "errors": (_E.errors.desc(), _E.id.desc()),
    "review": (_E.review_open.desc(), _E.id.desc()),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Filters:
    """Which evaluations; every field narrows. The default is all current ones.

    `unit` is part of the implementing or supervising unit; `text` part of code, name or unit (white space and case do
    not matter); `code` the whole project code. Rates in percent, scores in points, budgets in 元. `severity`: at least
    one open finding as severe. `batch_id`: came with this run of ingest or upload. `current` False: superseded ones too.
    """

    code: str | None = None
    year: int | None = None
    unit: str | None = None
    text: str | None = None
    severity: Severity | None = None
    rule: str | None = None
    in_review: bool = False
    state: Literal["open", "done"] | None = None
    rate_below: Decimal | None = None
    score_below: Decimal | None = None
    budget_from: Decimal | None = None
    document_id: int | None = None
    batch_id: int | None = None
    current: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class ListedEvaluation:
    """A line of the list: the evaluation's own columns and its document's name."""

    id: int
    document_id: int
    source: str
    project_code: str | None
    project_name: str | None
    year: int | None
    implementing_unit: str | None
    supervising_unit: str | None
    annual_budget: Decimal | None
    executed: Decimal | None
    execution_rate: Decimal | None
    total_score: Decimal | None
    errors: int
    warnings: int
    notes: int
    review_open: int
    state: str
    revision: int
    current: bool
    version: int


def list_evaluations(
    session: Session, filters: Filters, *, order: Order = "newest", limit: int | None = None, offset: int = 0
) -> list[ListedEvaluation]:
    """The lines from `offset`, at most `limit`."""
    own = [name for name in ListedEvaluation.__slots__ if name != "source"]
    query = (
        select(StoredDocument.source, *(getattr(_E, name) for name in own))
        .join(StoredDocument, StoredDocument.id == _E.document_id)
        .order_by(*_ORDERS[order])
        .limit(limit)
        .offset(offset)
    )
    return [ListedEvaluation(**row) for row in session.execute(filtered(query, filters)).mappings()]


def count_evaluations(session: Session, filters: Filters) -> int:
    """How many there are."""
    return session.scalar(filtered(select(func.count()).select_from(_E), filters)) or 0


def evaluation_ids(session: Session, filters: Filters, *, order: Order = "newest") -> list[int]:
    """The ids of all that fit."""
    return list(session.scalars(filtered(select(_E.id).order_by(*_ORDERS[order]), filters)))


def filtered(query: Select[*tuple[Any, ...]], filters: Filters) -> Select[*tuple[Any, ...]]:
    """`query` over evaluations with the conditions of `filters`."""
    conditions = [*_own(filters), *_words(filters), *_findings(filters)]
    return query.where(and_(*conditions)) if conditions else query


def _own(filters: Filters) -> list[ColumnElement[bool]]:
    found: list[ColumnElement[bool]] = []
    if filters.current:
        found.append(_E.current.expression)
    equal: tuple[tuple[ColumnElement[Any], object], ...] = (
        (_E.project_code.expression, filters.code),
        (_E.year.expression, filters.year),
        (_E.state.expression, filters.state),
        (_E.document_id.expression, filters.document_id),
    )
    found += [column == value for column, value in equal if value is not None]
    if filters.rate_below is not None:
        found.append(_E.execution_rate < filters.rate_below)
    if filters.score_below is not None:
        found.append(_E.total_score < filters.score_below)
    if filters.budget_from is not None:
        found.append(_E.annual_budget >= filters.budget_from)
    if filters.in_review:
        found.append(_E.review_open > 0)
    if filters.batch_id is not None:
        found.append(_E.document_id.in_(select(StoredDocument.id).where(StoredDocument.batch_id == filters.batch_id)))
    return found


def _words(filters: Filters) -> list[ColumnElement[bool]]:
    found: list[ColumnElement[bool]] = []
    if filters.unit:
        units = (_E.implementing_unit, _E.supervising_unit)
        found.append(or_(*(unit.contains(filters.unit, autoescape=True) for unit in units)))
    if filters.text:
        found.append(_E.search_text.contains("".join(filters.text.split()).casefold(), autoescape=True))
    return found


def _findings(filters: Filters) -> list[ColumnElement[bool]]:
    found: list[ColumnElement[bool]] = []
    if filters.severity is not None:
        counts = {"error": _E.errors, "warning": _E.errors + _E.warnings, "info": _E.errors + _E.warnings + _E.notes}
        found.append(counts[filters.severity] > 0)
    if filters.rule is not None:
        with_rule = select(StoredFinding.evaluation_id).where(
            StoredFinding.rule == filters.rule, StoredFinding.state == "open"
        )
        found.append(_E.id.in_(with_rule))
    return found
