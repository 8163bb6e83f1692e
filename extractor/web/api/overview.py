"""The overview: totals, distributions, units, rules, forms worth a call; each from one query over the columns."""

from collections.abc import Sequence
from decimal import ROUND_HALF_UP, Decimal
from typing import Any, cast

from fastapi import APIRouter, Request
from pydantic import BaseModel
from sqlalchemy import ColumnElement, case, func, select
from sqlalchemy.orm import Session

from extractor.checks.finding import Severity
from extractor.store.listing import Filters, filtered
from extractor.store.tables import StoredEvaluation, StoredFinding
from extractor.web.api.evaluations import Wanted
from extractor.web.parts import parts_of
from extractor.web.security.identity import Reader

router = APIRouter(tags=["总览"])

_E = StoredEvaluation
_POINTS = 2000
"""Points of the scatter at most, the newest forms first; more cannot be told apart."""
_CALLS = 10
_BANDS = (60, 70, 80, 85, 90, 92, 94, 96, 98)


class Totals(BaseModel):
    """Of all forms that fit: amounts in 元, rate in percent (executed / budget), mean of the printed totals."""

    forms: int
    annual_budget: Decimal
    executed: Decimal
    execution_rate: Decimal | None
    average_score: Decimal | None
    errors: int
    warnings: int
    notes: int
    review: int
    forms_in_review: int


class ScatterPoint(BaseModel):
    """A form in the plot of execution against score."""

    id: int
    name: str | None
    unit: str | None
    rate: Decimal
    score: Decimal
    budget: Decimal | None


class Band(BaseModel):
    """How many totals lie in [from, to); the last one is [from, 100]."""

    least: Decimal
    below: Decimal | None
    forms: int


class RuleCount(BaseModel):
    """Open findings of a rule."""

    rule: str
    severity: Severity
    findings: int
    forms: int


class UnitLine(BaseModel):
    """The forms of a unit together."""

    unit: str | None
    forms: int
    annual_budget: Decimal
    executed: Decimal
    execution_rate: Decimal | None
    average_score: Decimal | None
    errors: int
    review: int


class Call(BaseModel):
    """A form worth a call: little spent or errors found, and nearly all points claimed."""

    id: int
    project_code: str | None
    project_name: str | None
    unit: str | None
    execution_rate: Decimal | None
    total_score: Decimal | None
    errors: int
    review: int


class Overview(BaseModel):
    """What the first screen shows; `years` and `units` are for its filters."""

    totals: Totals
    scatter: list[ScatterPoint]
    bands: list[Band]
    rules: list[RuleCount]
    units: list[UnitLine]
    calls: list[Call]
    years: list[int]


@router.get("/overview", summary="总览")
def overview(request: Request, person: Reader, filters: Wanted) -> Overview:
    """The figures of the forms that fit."""
    return parts_of(request).remembered.figure(("overview", filters), lambda session: _overview(session, filters))


def _overview(session: Session, filters: Filters) -> Overview:
    return Overview(
        totals=_totals(session, filters),
        scatter=_scatter(session, filters),
        bands=_bands(session, filters),
        rules=_rules(session, filters),
        units=_units(session, filters),
        calls=_calls(session, filters),
        years=[one for one in session.scalars(select(_E.year).distinct().order_by(_E.year.desc())) if one],
    )


_BOTH = _E.annual_budget.is_not(None) & _E.executed.is_not(None)
_SUMS: tuple[ColumnElement[Any], ...] = (
    func.count(),
    func.sum(case((_BOTH, _E.annual_budget))),
    func.sum(case((_BOTH, _E.executed))),
    func.sum(_E.total_score),
    func.count(_E.total_score),
    func.sum(_E.errors),
    func.sum(_E.review_open),
)


def _totals(session: Session, filters: Filters) -> Totals:
    more = (func.sum(_E.warnings), func.sum(_E.notes), func.sum(case((_E.review_open > 0, 1), else_=0)))
    forms, budget, executed, score, scored, errors, review, warnings, notes, waiting = session.execute(
        filtered(select(*_SUMS, *more), filters)
    ).one()
    return Totals(
        forms=forms,
        annual_budget=budget or Decimal(0),
        executed=executed or Decimal(0),
        execution_rate=_percent(executed, budget),
        average_score=_mean(score, scored),
        errors=errors or 0,
        warnings=warnings or 0,
        notes=notes or 0,
        review=review or 0,
        forms_in_review=waiting or 0,
    )


def _scatter(session: Session, filters: Filters) -> list[ScatterPoint]:
    columns = (_E.id, _E.project_name, _E.implementing_unit, _E.execution_rate, _E.total_score, _E.annual_budget)
    both = (_E.execution_rate.is_not(None), _E.total_score.is_not(None))
    query = filtered(select(*columns), filters).where(*both).order_by(_E.id.desc()).limit(_POINTS)
    return [
        ScatterPoint(id=row[0], name=row[1], unit=row[2], rate=row[3], score=row[4], budget=row[5])
        for row in session.execute(query)
    ]


def _bands(session: Session, filters: Filters) -> list[Band]:
    bounds = [Decimal(0), *(Decimal(bound) for bound in _BANDS)]
    band = case(*((_E.total_score >= bound, index) for index, bound in reversed(list(enumerate(bounds)))))
    query = filtered(select(band, func.count()), filters).where(_E.total_score.is_not(None)).group_by(band)
    counted = {row[0]: row[1] for row in session.execute(query)}
    return [
        Band(least=bound, below=below, forms=counted.get(index, 0))
        for index, (bound, below) in enumerate(zip(bounds, [*bounds[1:], None], strict=True))
    ]


def _rules(session: Session, filters: Filters) -> list[RuleCount]:
    fits = filtered(select(_E.id), filters)
    query = (
        select(
            StoredFinding.rule,
            StoredFinding.severity,
            func.count(),
            func.count(StoredFinding.evaluation_id.distinct()),
        )
        .where(StoredFinding.state == "open", StoredFinding.evaluation_id.in_(fits))
        .group_by(StoredFinding.rule, StoredFinding.severity)
        .order_by(func.count().desc(), StoredFinding.rule)
    )
    return [
        RuleCount(rule=row[0], severity=cast("Severity", row[1]), findings=row[2], forms=row[3])
        for row in session.execute(query)
    ]


def _units(session: Session, filters: Filters, limit: int = 50) -> list[UnitLine]:
    query = filtered(select(_E.implementing_unit, *_SUMS), filters).group_by(_E.implementing_unit)
    lines: list[UnitLine] = []
    for unit, forms, budget, executed, score, scored, errors, review in session.execute(
        query.order_by(func.count().desc(), _E.implementing_unit).limit(limit)
    ):
        lines.append(
            UnitLine(
                unit=unit,
                forms=forms,
                annual_budget=budget or Decimal(0),
                executed=executed or Decimal(0),
                execution_rate=_percent(executed, budget),
                average_score=_mean(score, scored),
                errors=errors or 0,
                review=review or 0,
            )
        )
    return lines


def _calls(session: Session, filters: Filters) -> list[Call]:
    columns = (
        _E.id,
        _E.project_code,
        _E.project_name,
        _E.implementing_unit,
        _E.execution_rate,
        _E.total_score,
        _E.errors,
        _E.review_open,
    )
    little_spent = (_E.execution_rate < Decimal(50)) & (_E.total_score >= Decimal(85))
    query = (
        filtered(select(*columns), filters)
        .where(little_spent | (_E.errors > 0))
        .order_by(case((little_spent, 0), else_=1), _E.errors.desc(), _E.execution_rate.asc(), _E.id)
        .limit(_CALLS)
    )
    return [_call(row) for row in session.execute(query)]


def _call(row: Sequence[Any]) -> Call:
    names = list(Call.model_fields)
    return Call(**dict(zip(names, row, strict=True)))


def _percent(part: Decimal | None, whole: Decimal | None) -> Decimal | None:
    if part is None or not whole:
        return None
    return (part / whole * 100).quantize(Decimal("0.01"), ROUND_HALF_UP)


def _mean(total: Decimal | None, count: int) -> Decimal | None:
    return (total / count).quantize(Decimal("0.01"), ROUND_HALF_UP) if total is not None and count else None
