"""Figures by unit, year, level, grade, rule or project: grouped by SQL, spellings of one unit put together."""

from collections import defaultdict
from decimal import Decimal
from typing import Any

from sqlalchemy import ColumnElement, case, func, select

from extractor.checks.organisations import organisation, shorter_spellings
from extractor.qa import columns as sql
from extractor.qa.columns import D, E, N
from extractor.qa.figures import holds
from extractor.qa.measures import MEASURES
from extractor.qa.narrowing import LISTED, Narrowing
from extractor.qa.outcome import Figure, FoundForm, Group, Outcome
from extractor.qa.places import POINTERS
from extractor.qa.plan import MeasureName
from extractor.qa.rows import forms_where
from extractor.records.amounts import round_half_up

_COUNTS = ("project_count", "indicator_count", "finding_count")


def grouped(execution: Narrowing) -> Outcome:
    """The groups of the plan's rows with the figure of each, in the plan's order."""
    plan = execution.plan
    key = _key(plan.group_by or "implementing_unit")
    measure = plan.measure or "project_count"
    rows = _figures(execution, key, measure)
    names = (
        _names([str(name) for name, *_ in rows if name is not None])
        if plan.group_by in ("implementing_unit", "supervising_unit", None)
        else {}
    )
    totals: defaultdict[str, list[Decimal]] = defaultdict(lambda: [Decimal(0), Decimal(0), Decimal(0)])
    for name, count, known, summed in rows:
        line = totals[names.get(str(name), str(name)) if name is not None else "未填写"]
        line[0] += count
        line[1] += known
        line[2] += Decimal(str(summed)) if summed is not None else 0
    groups = [
        Group(name=name, value=_value(measure, plan.intent, line), count=int(line[0])) for name, line in totals.items()
    ]
    groups = [one for one in groups if all(one.value is not None and holds(one.value, each) for each in plan.having)]
    descending = plan.order is None or plan.order.descending
    groups.sort(key=lambda one: (one.value is None, (-(one.value or 0) if descending else (one.value or 0)), one.name))
    if plan.limit is not None:
        end = plan.limit
        while 0 < end < len(groups) and groups[end].value == groups[end - 1].value:
            end += 1
        groups = groups[:end]
    clauses = execution.form_clauses()
    shown: list[MeasureName] = (
        [measure] if sql.evaluation_column(measure) is not None and measure not in _COUNTS else []
    )
    if plan.group_by in ("implementing_unit", "supervising_unit"):
        shown.append(plan.group_by)
    forms: list[FoundForm] = forms_where(execution.session, clauses, shown, limit=LISTED)
    kept = {group.name for group in groups}
    if plan.limit is not None:
        forms = [one for one in forms if _group_of(one, plan.group_by, names) in kept]
    pointers = list(POINTERS.get(measure, ())) or ["/project_name"]
    cited = [(form.id, pointer) for form in forms for pointer in pointers]
    figure = None
    if plan.intent == "compare" and len(groups) == 2 and all(one.value is not None for one in groups):
        first, second = (one.value or Decimal(0) for one in groups)
        figure = Figure(measure=measure, value=abs(first - second), count=2)
    return Outcome(kind="text", groups=groups, forms=forms, total=len(groups), cited=cited, figure=figure)


def _group_of(form: FoundForm, grouping: str | None, names: dict[str, str]) -> str | None:
    if grouping in ("implementing_unit", "supervising_unit"):
        unit = form.values.get(grouping)
        return names.get(str(unit), str(unit))
    return form.name if grouping == "project" else None


def _key(grouping: str) -> ColumnElement[Any]:
    keys: dict[str, Any] = {
        "implementing_unit": E.implementing_unit,
        "supervising_unit": E.supervising_unit,
        "year": E.year,
        "grade": sql.GRADE,
        "level1": N.level1,
        "level2": N.level2,
        "rule": D.rule,
        "severity": D.severity,
        "project": E.project_name,
    }
    return keys[grouping]


def _figures(execution: Narrowing, key: ColumnElement[Any], measure: MeasureName) -> list[tuple[Any, int, int, Any]]:
    """Key, rows, rows with a value, sum of the values."""
    plan = execution.plan
    clauses = execution.form_clauses()
    on_rows = (
        plan.group_by in ("level1", "level2")
        or measure == "indicator_count"
        or (plan.target == "indicators" and sql.indicator_column(measure) is not None)
    )
    if on_rows:
        column: Any = sql.indicator_column(measure)
        value = column if column is not None else case((N.applicable.is_(True), 1), else_=0)
        chosen = (
            select(key, func.count(), func.count(value), func.sum(value))
            .select_from(E)
            .join(N, N.evaluation_id == E.id)
        )
        clauses += execution.row_clauses(listing=column is None)
    elif plan.group_by in ("rule", "severity") or measure == "finding_count":
        chosen = select(key, func.count(), func.count(), func.count()).select_from(E).join(D, D.evaluation_id == E.id)
        clauses += sql.finding_clauses(execution.filters)
    else:
        column = sql.evaluation_column(measure)
        value = column if column is not None and measure not in _COUNTS else E.id
        chosen = select(key, func.count(), func.count(value), func.sum(value)).select_from(E)
    groups = (key, E.id) if plan.group_by == "project" else (key,)
    return [tuple(row) for row in execution.session.execute(chosen.where(*clauses).group_by(*groups))]  # pyright: ignore[reportReturnType]


def _value(measure: MeasureName, intent: str, line: list[Decimal]) -> Decimal | None:
    count, known, summed = line
    if measure in _COUNTS:
        return summed if measure == "indicator_count" else count
    if not known:
        return None
    compared = intent == "compare" and MEASURES[measure].quantity in ("percent", "points")
    return round_half_up(summed / known) if intent == "average" or compared else summed


def _names(spellings: list[str]) -> dict[str, str]:
    """One name for every spelling of a unit: the most usual form of it without (本级)."""
    keys = {spelling: organisation(spelling) for spelling in spellings}
    all_keys = set(keys.values())
    return {spelling: next(iter(sorted(shorter_spellings(key) & all_keys)), key) for spelling, key in keys.items()}
