"""Forms and indicators by a measure: the highest, the lowest, the first three, the second."""

from collections.abc import Sequence

from sqlalchemy import func, select

from extractor.qa import columns as sql
from extractor.qa.columns import E, F, N
from extractor.qa.measures import MEASURES
from extractor.qa.narrowing import LISTED, Narrowing
from extractor.qa.outcome import Figure, FoundForm, FoundIndicator, Outcome
from extractor.qa.places import pointers_of
from extractor.qa.plan import MeasureName, Order
from extractor.qa.rows import as_decimal, forms_of, forms_where, indicators_where


def ranked(narrowing: Narrowing) -> Outcome:
    """The rows of the plan in its order: the first so many, with those equal to the last, or those at one place."""
    order = narrowing.plan.order or Order(measure="total_score")
    if narrowing.plan.target == "indicators":
        found = _ranked_indicators(narrowing, order)
        field = narrowing.row_field()
        cited = [(one.form.id, f"{one.pointer}/{field}") for one in found]
        return Outcome(kind="indicators", indicators=found, forms=forms_of(found), total=len(found), cited=cited)
    clauses = narrowing.form_clauses()
    if narrowing.plan.target == "funds":
        return _rank_funds(narrowing, order)
    column = sql.evaluation_column(order.measure)
    if column is None:
        raise LookupError(MEASURES[order.measure].label)
    forms = forms_where(
        narrowing.session,
        clauses,
        [order.measure, *[one for one in narrowing.shown_measures() if one != order.measure]],
        order=order,
        limit=LISTED,
        known_only=True,
    )
    total = narrowing.session.scalar(select(func.count()).select_from(E).where(*clauses)) or 0
    unknown = narrowing.session.scalar(select(func.count()).select_from(E).where(*clauses, column.is_(None))) or 0
    chosen = _with_ties(forms, order.measure, narrowing.plan.limit, narrowing.plan.place)
    asked = narrowing.plan.measure or order.measure
    pointers = pointers_of(list(dict.fromkeys((asked, order.measure))))
    value = chosen[0].values.get(asked) if len({one.values.get(asked) for one in chosen}) == 1 else None
    figure = None  # 花钱最多的项目是哪个单位的: what is asked is no number
    if MEASURES[asked].quantity != "text":
        figure = Figure(measure=asked, value=as_decimal(value), count=len(chosen), unknown=unknown)
    cited = [(form.id, pointer) for form in chosen for pointer in pointers]
    return Outcome(kind="projects", forms=chosen, figure=figure, total=total, cited=cited)


def _rank_funds(narrowing: Narrowing, order: Order) -> Outcome:
    """Forms by a measure of their row of one fund source."""
    column = sql.fund_column(order.measure)
    if column is None:
        raise LookupError(MEASURES[order.measure].label)
    chosen = select(E.id, E.project_code, E.project_name, E.implementing_unit, column).join(F, F.evaluation_id == E.id)
    chosen = chosen.where(*narrowing.form_clauses(), *narrowing.fund_clauses(), column.is_not(None))
    chosen = chosen.order_by(column.desc() if order.descending else column.asc(), E.id).limit(LISTED)
    forms = [
        FoundForm(id=row[0], code=row[1], name=row[2], unit=row[3], values={order.measure: row[4]})
        for row in narrowing.session.execute(chosen)
    ]
    found = _with_ties(forms, order.measure, narrowing.plan.limit, narrowing.plan.place)
    cited = [(one.id, f"/funds/{narrowing.filters.fund_source}/{order.measure}") for one in found]
    return Outcome(kind="projects", forms=found, total=len(found), cited=cited)


def _ranked_indicators(narrowing: Narrowing, order: Order) -> list[FoundIndicator]:
    clauses = narrowing.row_clauses(listing=True)
    if order.measure == "achievement":
        clauses.append(N.better == "more")
    if order.measure == "actual":
        clauses.append(N.actual_unit == "%")
    if order.measure in ("score", "score_rate", "weight", "points_lost"):
        clauses.append(N.weight > 0)
    found = indicators_where(narrowing.session, narrowing.form_clauses(), clauses, order=order, limit=LISTED)
    limit = narrowing.plan.limit or len(found)
    values = [_row_value(one, order.measure) for one in found]
    while limit < len(found) and values[limit] == values[limit - 1]:
        limit += 1
    return found[:limit]


def _with_ties(
    forms: Sequence[FoundForm], measure: MeasureName, limit: int | None, place: int | None
) -> list[FoundForm]:
    """The first `limit` with those equal to the last, or those at `place`."""
    if place is not None:
        if place > len(forms):
            return []
        value = forms[place - 1].values[measure]
        return [one for one in forms if one.values[measure] == value]
    end = limit or len(forms)
    while 0 < end < len(forms) and forms[end].values[measure] == forms[end - 1].values[measure]:
        end += 1
    return list(forms[:end])


def _row_value(one: FoundIndicator, measure: MeasureName) -> object:
    return {
        "score": one.score,
        "score_rate": one.score / one.weight if one.score is not None and one.weight else None,
        "weight": one.weight,
        "points_lost": one.lost,
        "achievement": one.ratio,
        "actual": one.actual_value,
    }.get(measure)
