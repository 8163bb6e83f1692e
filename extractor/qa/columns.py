"""Measures and filters of a plan as SQL over the store's tables."""

from collections.abc import Sequence
from decimal import Decimal
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Float,
    and_,
    case,
    cast,
    exists,
    false,
    func,
    literal,
    not_,
    or_,
    select,
    tuple_,
    type_coerce,
)

from extractor.checks.catalogue import RULES
from extractor.qa.plan import Benchmark, Comparator, Condition, Filters, MeasureComparison, MeasureName
from extractor.store.column_types import ExactDecimal
from extractor.store.tables import StoredEvaluation, StoredFinding, StoredFund, StoredIndicator

E, F, N, D = StoredEvaluation, StoredFund, StoredIndicator, StoredFinding
Clause = ColumnElement[bool]
Row = tuple[int, int]
"""Key of an indicator: evaluation id and ordinal."""

_NO_REASON = ("", "无", "/", "-", "—", "——", "无。", "没有", "不适用", "暂无", "空")
_NOT_DEVIATING = ("无偏差%", "无明显偏差%", "没有偏差%", "不存在偏差%", "无差异%")
_GRADE_FLOORS = {"优": (90, None), "良": (80, 90), "中": (60, 80), "差": (None, 60)}
RATE: ColumnElement[Any] = func.coalesce(E.printed_rate, E.execution_rate, type_=E.printed_rate.type)
FULL: ColumnElement[Any] = case((E.total_weight.is_(None), literal(Decimal(100), ExactDecimal())), else_=E.total_weight)
GRADE: ColumnElement[Any] = case(
    (E.total_score.is_(None), None),
    (E.total_score >= 90, "优"),
    (E.total_score >= 80, "良"),
    (E.total_score >= 60, "中"),
    else_="差",
)
INDICATORS: ColumnElement[Any] = (
    select(func.count())
    .select_from(N)
    .where(N.evaluation_id == E.id, N.applicable.is_(True))
    .correlate(E)
    .scalar_subquery()
)
FINDINGS: ColumnElement[Any] = E.errors + E.warnings + E.notes
assert RULES  # the catalogue names every rule that a plan may hold

_EVALUATION: dict[MeasureName, Any] = {
    "initial_budget": E.initial_budget,
    "annual_budget": E.annual_budget,
    "executed": E.executed,
    "unspent": type_coerce(E.annual_budget - E.executed, ExactDecimal()),
    "budget_cut": type_coerce(E.initial_budget - E.annual_budget, ExactDecimal()),
    "budget_change": type_coerce(E.annual_budget - E.initial_budget, ExactDecimal()),
    "budget_change_rate": cast(E.annual_budget - E.initial_budget, Float)
    * 100.0
    / func.nullif(cast(E.initial_budget, Float), 0.0),
    "execution_rate": RATE,
    "execution_score": E.execution_score,
    "total_score": E.total_score,
    "points_lost": type_coerce(FULL - E.total_score, ExactDecimal()),
    "score_rate": cast(E.total_score, Float) * 100.0 / func.nullif(cast(FULL, Float), 0.0),
    "implementing_unit": E.implementing_unit,
    "supervising_unit": E.supervising_unit,
    "project_code": E.project_code,
    "project_name": E.project_name,
    "year": E.year,
    "grade": GRADE,
    "indicator_count": INDICATORS,
    "finding_count": FINDINGS,
}
_INDICATOR: dict[MeasureName, Any] = {
    "weight": N.weight,
    "score": N.score,
    "points_lost": N.lost,
    "score_rate": cast(N.score, Float) * 100.0 / func.nullif(cast(N.weight, Float), 0.0),
    "achievement": cast(N.ratio, Float) / 10_000.0,
    "target": N.target,
    "actual": N.actual,
    "deviation_reason": N.deviation_reason,
}
_FUND: dict[MeasureName, Any] = {
    "initial_budget": F.initial_budget,
    "annual_budget": F.annual_budget,
    "executed": F.executed,
    "unspent": type_coerce(F.annual_budget - F.executed, ExactDecimal()),
    "budget_cut": type_coerce(F.initial_budget - F.annual_budget, ExactDecimal()),
    "budget_change": type_coerce(F.annual_budget - F.initial_budget, ExactDecimal()),
    "execution_rate": F.execution_rate,
}
LOOKED_UP = tuple(_EVALUATION)
"""Measures that are columns of forms; goals stand in the body only."""
_INEXACT = ("budget_change_rate", "achievement", "score_rate")


def evaluation_column(measure: MeasureName) -> ColumnElement[Any] | None:
    """The measure of a form, `None` when forms as a whole have none."""
    return _EVALUATION.get(measure)


def indicator_column(measure: MeasureName) -> ColumnElement[Any] | None:
    """The measure of an indicator row."""
    return _INDICATOR.get(measure)


def indicator_figure(measure: MeasureName) -> ColumnElement[Any] | None:
    """The measure of an indicator row as a number: of printed values the percentages, of shares those of targets to be reached."""
    if measure == "actual":
        return case((N.actual_unit == "%", N.actual_value), else_=None)
    if measure == "target":
        return case((N.target_unit == "%", N.target_value), else_=None)
    if measure == "achievement":  # a cost of nothing is no target missed
        return case((N.better == "more", _INDICATOR["achievement"]), else_=None)
    return _INDICATOR.get(measure)


def fund_column(measure: MeasureName) -> ColumnElement[Any] | None:
    """The measure of a row of funds."""
    return _FUND.get(measure)


def bounded(column: ColumnElement[Any], condition: Condition) -> Clause:
    """The condition on `column`, which must be of its measure."""
    inexact = condition.measure in _INEXACT
    value: Any = float(condition.value) if inexact else condition.value
    if condition.comparator == "between":
        high: Any = float(condition.high or condition.value) if inexact else (condition.high or condition.value)
        return and_(column >= value, column <= high)
    return _compared(column, condition.comparator, value)


def _compared(column: ColumnElement[Any], comparator: Comparator, value: Any) -> Clause:  # noqa: ANN401 - any operand
    clauses: dict[str, Clause] = {
        "<": column < value,
        "<=": column <= value,
        ">": column > value,
        ">=": column >= value,
        "=": column == value,
        "!=": column != value,
    }
    return clauses[comparator]


def evaluation_clauses(filters: Filters, *, only_year: bool) -> list[Clause]:
    """What the filters say of forms. `only_year`: the store holds one year, so a form whose year is cut is of it too."""
    clauses: list[Clause] = [E.current.is_(True)]
    if filters.projects:
        clauses.append(E.id.in_([one for project in filters.projects for one in project.evaluations]))
    if filters.units:
        clauses.append(or_(*(_unit_clause(unit.role, unit.spellings) for unit in filters.units)))
    if filters.not_projects:
        clauses.append(E.id.not_in([one for project in filters.not_projects for one in project.evaluations]))
    if filters.not_units:
        theirs = or_(*(_unit_clause(unit.role, unit.spellings) for unit in filters.not_units))
        clauses.append(not_(func.coalesce(theirs, false())))
    if filters.years:
        within = E.year.in_(filters.years)
        clauses.append(or_(within, E.year.is_(None)) if only_year else within)
    for names, kept in ((filters.grades, True), (filters.not_grades, False)):
        if names:
            clause = or_(*(_grade_clause(name) for name in names))
            clauses.append(clause if kept else not_(clause))
    clauses += [
        bounded(column, one) for one in filters.conditions if (column := evaluation_column(one.measure)) is not None
    ]
    clauses += [_measures_compared(one) for one in filters.comparisons]
    clauses += [_against_others(one, filters, only_year=only_year) for one in filters.benchmarks]
    if filters.missing is not None and (column := evaluation_column(filters.missing)) is not None:
        clauses.append(column.is_(None))
    return clauses


def _unit_clause(role: str, spellings: Sequence[str]) -> Clause:
    column = E.supervising_unit if role == "supervising_unit" else E.implementing_unit
    return column.in_(spellings)


def _grade_clause(grade: str) -> Clause:
    low, high = _GRADE_FLOORS[grade]
    clauses: list[Clause] = []
    if low is not None:
        clauses.append(E.total_score >= low)
    if high is not None:
        clauses.append(E.total_score < high)
    return and_(*clauses)


def _measures_compared(one: MeasureComparison) -> Clause:
    left, right = evaluation_column(one.measure), evaluation_column(one.other)
    return _compared(left, one.comparator, right) if left is not None and right is not None else false()


def benchmark_value(one: Benchmark, filters: Filters, *, only_year: bool) -> Any:  # noqa: ANN401 - a query
    """The average over the forms of the units and years that `filters` name, or the measure of the project."""
    column = evaluation_column(one.measure)
    assert column is not None
    if one.project is not None:
        ids = one.project.evaluations
        return select(func.max(column)).where(E.id.in_(ids)).correlate(None).scalar_subquery()
    among = Filters(units=filters.units, years=filters.years)
    on_forms = evaluation_clauses(among, only_year=only_year)
    return select(func.avg(column)).where(*on_forms).correlate(None).scalar_subquery()


def _against_others(one: Benchmark, filters: Filters, *, only_year: bool) -> Clause:
    column = evaluation_column(one.measure)
    if column is None:
        return false()
    return _compared(column, one.comparator, benchmark_value(one, filters, only_year=only_year))


def indicator_clauses(filters: Filters, rows: Sequence[Row] | None, *, listing: bool) -> list[Clause]:
    """What the filters say of indicator rows. `rows`: those that the topic means. `listing`: 不适用 rows are left out."""
    clauses: list[Clause] = []
    if filters.level1:
        clauses.append(or_(*(_level1_clause(one) for one in filters.level1)))
    if filters.level2:
        clauses.append(or_(*(_level2_clause(one) for one in filters.level2)))
    if rows is not None:
        clauses.append(tuple_(N.evaluation_id, N.ordinal).in_(list(rows)) if rows else false())
    if filters.has_reason is not None:
        clauses.append(_reason_given() if filters.has_reason else not_(_reason_given()))
    if filters.lost_points is True or (
        filters.has_reason is False and filters.over_achieved is None and filters.lost_points is None
    ):
        clauses.append(N.lost > 0)
    elif filters.lost_points is False:
        clauses.append(and_(N.weight > 0, N.lost <= 0))
    if filters.over_achieved:
        clauses.append(and_(N.ratio > 1, N.better == "more"))
    if filters.below_target:
        clauses.append(or_(N.met.is_(False), N.lost > 0))
    if filters.applicable is not None:
        clauses.append(N.applicable.is_(filters.applicable))
    elif listing:
        clauses.append(N.applicable.is_(True))
    clauses += [
        bounded(_bounded_column(one, column), one)
        for one in filters.conditions
        if (column := indicator_figure(one.measure)) is not None
    ]
    return clauses


def _bounded_column(one: Condition, column: ColumnElement[Any]) -> Any:  # noqa: ANN401 - a column
    """What a bound is on: nought is nought in any unit, other printed values are compared as percentages only."""
    if one.value == 0 and one.high is None and one.measure in ("actual", "target"):
        return N.actual_value if one.measure == "actual" else N.target_value
    return column


def _level1_clause(level1: str) -> Clause:
    stem = level1.removesuffix("指标")
    if stem == "满意度":
        return or_(N.level1.like("满意度%"), N.level2.like("%满意度%"))
    return N.level1.like(f"{stem}%")


def _level2_clause(level2: str) -> Clause:
    if level2 == "成本":
        return or_(N.level2.like("%成本%"), N.level1.like("成本%"))
    return N.level2.like(f"%{level2}%")


def _reason_given() -> Clause:
    text = func.trim(N.deviation_reason)
    return and_(
        N.deviation_reason.is_not(None), text.not_in(_NO_REASON), *(text.not_like(one) for one in _NOT_DEVIATING)
    )


def names_indicators(filters: Filters) -> bool:
    """Whether the filters speak of indicator rows."""
    flags = (filters.has_reason, filters.lost_points, filters.over_achieved, filters.below_target, filters.applicable)
    conditions = any(evaluation_column(one.measure) is None for one in filters.conditions)
    return bool(
        filters.level1 or filters.level2 or filters.topic or conditions or any(one is not None for one in flags)
    )


def finding_clauses(filters: Filters) -> list[Clause]:
    """What the filters say of findings; dismissed ones never count."""
    clauses: list[Clause] = [D.state != "dismissed"]
    if filters.rules:
        clauses.append(D.rule.in_(filters.rules))
    if filters.severities:
        clauses.append(D.severity.in_(filters.severities))
    return clauses


def with_indicators(clauses: Sequence[Clause]) -> Clause:
    """Forms that have an indicator for which `clauses` hold."""
    return exists(select(1).where(N.evaluation_id == E.id, *clauses))


def with_findings(clauses: Sequence[Clause]) -> Clause:
    """Forms that have a finding for which `clauses` hold."""
    return exists(select(1).where(D.evaluation_id == E.id, *clauses))


def with_funds(source: str) -> Clause:
    """Forms that have money of `source`."""
    return exists(
        select(1).where(F.evaluation_id == E.id, F.source == source, or_(F.annual_budget > 0, F.initial_budget > 0))
    )
