"""Carries a plan out on the store: every figure is computed by SQL, or from the rows that SQL returns."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from extractor.qa import columns as sql
from extractor.qa.columns import Clause, D, E, F, N
from extractor.qa.grouping import grouped
from extractor.qa.measures import MEASURES
from extractor.qa.outcome import Figure, FoundForm, FoundIndicator, Outcome, ResultKind
from extractor.qa.plan import Filters, MeasureName, Order, QuestionPlan
from extractor.qa.rows import findings_where, forms_where, indicators_where
from extractor.records.amounts import round_half_up

LISTED = 1000
"""Rows that an answer holds at most; counts and sums are over all."""
_KINDS: dict[str, ResultKind] = {
    "money": "money",
    "percent": "percent",
    "points": "number",
    "count": "number",
    "text": "text",
}


@dataclass(frozen=True, kw_only=True)
class Execution:
    """One plan on one state of the store.

    `only_year`: all forms that print a year print the same. `rows`: the indicators that the plan's topic means,
    `None` without a topic.
    """

    session: Session
    plan: QuestionPlan
    only_year: bool
    rows: Sequence[sql.Row] | None = None

    def run(self) -> Outcome:
        """The outcome.

        Raises:
            LookupError: the plan asks for something that rows of its target do not have.
        """
        if self.plan.group_by is not None:
            return grouped(self)
        steps = {
            "count": self._count,
            "sum": self._sum,
            "average": self._average,
            "rank": self._rank,
            "compare": self._compare,
            "lookup": self._lookup,
        }
        return steps.get(self.plan.intent, self._filter)()

    @property
    def filters(self) -> Filters:
        """The plan's filters."""
        return self.plan.filters

    def form_clauses(self) -> list[Clause]:
        """Which forms: by their own values and, where projects are the target, by their indicators and findings."""
        clauses = sql.evaluation_clauses(self.filters, only_year=self.only_year)
        if self.plan.target in ("projects", "funds"):
            if sql.names_indicators(self.filters) and self.plan.target == "projects":
                if self._whole_forms():
                    lost = sql.evaluation_column("points_lost")
                    assert lost is not None
                    clauses.append(lost > 0 if self.filters.lost_points else lost <= 0)
                else:
                    clauses.append(sql.with_indicators(sql.indicator_clauses(self.filters, self.rows, listing=True)))
            if self.filters.rules or self.filters.severities or self.filters.has_finding:
                clauses.append(sql.with_findings(sql.finding_clauses(self.filters)))
            if self.filters.has_finding is False:
                clauses.append(sql.FINDINGS == 0)
            if self.filters.fund_source and self.plan.target == "projects":
                clauses.append(sql.with_funds(self.filters.fund_source))
        return clauses

    def _whole_forms(self) -> bool:
        """Whether lost or full points are those of the whole form: nothing else speaks of its indicators."""
        bare = self.filters.model_copy(update={"lost_points": None})
        return self.filters.lost_points is not None and not sql.names_indicators(bare)

    def row_clauses(self, *, listing: bool) -> list[Clause]:
        """Which indicators."""
        return sql.indicator_clauses(self.filters, self.rows, listing=listing)

    def fund_clauses(self) -> list[Clause]:
        """Which rows of funds: those of the source."""
        return [F.source == self.filters.fund_source]

    def _count(self) -> Outcome:
        found = self._filter()
        figure = Figure(measure=None, value=Decimal(found.total), count=found.total)
        if self.plan.share:
            bare = self.plan.model_copy(
                update={"filters": Filters(projects=self.filters.projects if self.plan.target != "projects" else ())}
            )
            whole = Execution(session=self.session, plan=bare, only_year=self.only_year)._filter().total
            share = round_half_up(Decimal(found.total) * 100 / whole) if whole else None
            figure = Figure(measure=None, value=share, count=found.total, whole=Decimal(whole))
        kind: ResultKind = "percent" if self.plan.share else "number"
        return Outcome(**(_fields(found) | {"kind": kind, "figure": figure}))

    def _filter(self) -> Outcome:
        if self.plan.target == "findings":
            return self._findings()
        if self.plan.target == "indicators":
            return self._indicators()
        clauses = self.form_clauses()
        if self.plan.target == "funds":
            clauses.append(sql.with_funds(self.filters.fund_source or "total"))
        total = self.session.scalar(select(func.count()).select_from(E).where(*clauses)) or 0
        measures = self._shown_measures()
        forms = forms_where(self.session, clauses, measures, order=self.plan.order, limit=LISTED)
        cited = [(form.id, pointer) for form in forms for pointer in self._form_pointers(measures)]
        return Outcome(kind="projects", forms=forms, total=total, cited=cited)

    def _shown_measures(self) -> list[MeasureName]:
        """The measures asked for and those that bounds are on."""
        named = [*self.plan.measures, *(one.measure for one in self.filters.conditions)]
        named += [one for pair in self.filters.comparisons for one in (pair.measure, pair.other)]
        if self.filters.grades or self.filters.not_grades:
            named.append("total_score")
        if self._whole_forms():
            named.append("points_lost")
        if self.plan.order is not None:
            named.append(self.plan.order.measure)
        return [one for one in dict.fromkeys(named) if sql.evaluation_column(one) is not None]

    @staticmethod
    def _form_pointers(measures: Sequence[MeasureName]) -> list[str]:
        pointers = [pointer for one in measures for pointer in POINTERS.get(one, ())]
        return list(dict.fromkeys(pointers)) or ["/project_name"]

    def _indicators(self) -> Outcome:
        on_forms, on_rows = self.form_clauses(), self.row_clauses(listing=self.rows is None)
        total = (
            self.session.scalar(
                select(func.count()).select_from(N).join(E, E.id == N.evaluation_id).where(*on_forms, *on_rows)
            )
            or 0
        )
        found = indicators_where(self.session, on_forms, on_rows, order=self.plan.order, limit=LISTED)
        return Outcome(
            kind="indicators",
            indicators=found,
            forms=forms_of(found),
            total=total,
            cited=[(one.form.id, f"{one.pointer}/{self._row_field()}") for one in found],
        )

    def _row_field(self) -> str:
        fields = {
            "target": "target",
            "actual": "actual",
            "score": "score",
            "weight": "weight",
            "deviation_reason": "deviation_reason",
        }
        fields |= {"points_lost": "score", "achievement": "actual"}
        if self.plan.intent == "explain" or (self.filters.has_reason is True):
            return "deviation_reason"
        if self.filters.lost_points or self.filters.has_reason is False:
            return "score"
        return fields.get(self.plan.measure or "", "actual")

    def _findings(self) -> Outcome:
        on_forms, on_findings = self.form_clauses(), sql.finding_clauses(self.filters)
        total = (
            self.session.scalar(
                select(func.count()).select_from(D).join(E, E.id == D.evaluation_id).where(*on_forms, *on_findings)
            )
            or 0
        )
        found = findings_where(self.session, on_forms, on_findings, limit=LISTED)
        forms = list({one.form.id: one.form for one in found}.values())
        return Outcome(
            kind="text", findings=found, forms=forms, total=total, cited=[(one.form.id, one.pointer) for one in found]
        )

    def _sum(self) -> Outcome:
        measure = self.plan.measure
        if measure == "execution_rate":
            return self._whole_rate()
        if self.plan.target == "indicators" and measure is not None and sql.indicator_column(measure) is not None:
            return self._row_aggregate(measure)
        return self._form_aggregate(measure or "annual_budget")

    def _average(self) -> Outcome:
        measure = self.plan.measure or "total_score"
        if self.plan.target == "indicators" and sql.indicator_column(measure) is not None:
            return self._row_aggregate(measure)
        return self._form_aggregate(measure)

    def _form_aggregate(self, measure: MeasureName) -> Outcome:
        """Sum or average of a measure over forms (or over their rows of one fund source)."""
        column: Any = sql.evaluation_column(measure)
        clauses = self.form_clauses()
        source = select(func.count(), func.count(column), func.sum(column)).select_from(E)
        if self.plan.target == "funds" and sql.fund_column(measure) is not None:
            column = sql.fund_column(measure)
            source = (
                select(func.count(), func.count(column), func.sum(column))
                .select_from(E)
                .join(F, F.evaluation_id == E.id)
            )
            clauses += self.fund_clauses()
        if column is None:
            raise LookupError(MEASURES[measure].label)
        total, known, summed = self.session.execute(source.where(*clauses)).one()
        value = _decimal(summed)
        whole = None
        if self.plan.intent == "average":
            value = round_half_up(value / known) if value is not None and known else None
        elif self.plan.share:
            bare: list[Clause] = [E.current.is_(True)]
            whole = _decimal(self.session.scalar(select(func.sum(column)).where(*bare)))
            value, part = (round_half_up(value * 100 / whole) if value is not None and whole else None), value
            return self._aggregate(
                measure,
                clauses,
                Figure(measure=measure, value=value, count=known, unknown=total - known, whole=whole, other=part),
                "percent",
            )
        figure = Figure(measure=measure, value=value, count=known, unknown=total - known)
        if self.plan.intent == "average" and measure == "execution_rate":
            figure = Figure(
                measure=measure, value=value, count=known, unknown=total - known, whole=self._rate_of_sums(clauses)
            )
        return self._aggregate(measure, clauses, figure, _KINDS[MEASURES[measure].quantity])

    def _aggregate(self, measure: MeasureName, clauses: Sequence[Clause], figure: Figure, kind: ResultKind) -> Outcome:
        if self.plan.target == "funds":
            clauses = list(self.form_clauses())
            clauses.append(sql.with_funds(self.filters.fund_source or "total"))
        forms = forms_where(self.session, clauses, [measure], limit=LISTED)
        pointers = self._form_pointers([measure])
        if self.plan.target == "funds":
            pointers = [one.replace("/total/", f"/{self.filters.fund_source}/") for one in pointers]
        cited = [(form.id, pointer) for form in forms for pointer in pointers]
        return Outcome(kind=kind, figure=figure, forms=forms, total=figure.count, cited=cited)

    def _rate_of_sums(self, clauses: Sequence[Clause]) -> Decimal | None:
        both = (E.annual_budget.is_not(None), E.executed.is_not(None))
        budget, executed = self.session.execute(
            select(func.sum(E.annual_budget), func.sum(E.executed)).where(*clauses, *both)
        ).one()
        budget, executed = _decimal(budget), _decimal(executed)
        return round_half_up(executed * 100 / budget) if budget and executed is not None else None

    def _whole_rate(self) -> Outcome:
        clauses = self.form_clauses()
        forms = forms_where(self.session, clauses, ["annual_budget", "executed", "execution_rate"], limit=LISTED)
        figure = Figure(measure="execution_rate", value=self._rate_of_sums(clauses), count=len(forms))
        cited = [
            (form.id, pointer) for form in forms for pointer in ("/funds/total/annual_budget", "/funds/total/executed")
        ]
        return Outcome(kind="percent", figure=figure, forms=forms, total=len(forms), cited=cited)

    def _row_aggregate(self, measure: MeasureName) -> Outcome:
        column: Any = sql.indicator_column(measure)
        on_forms, on_rows = self.form_clauses(), self.row_clauses(listing=False)
        chosen = (
            select(func.count(), func.count(column), func.sum(column)).select_from(N).join(E, E.id == N.evaluation_id)
        )
        total, known, summed = self.session.execute(chosen.where(*on_forms, *on_rows)).one()
        value = _decimal(summed)
        if self.plan.intent == "average":
            value = round_half_up(value / known) if value is not None and known else None
        found = indicators_where(self.session, on_forms, [*on_rows, N.weight > 0], limit=LISTED)
        kind: ResultKind = "percent" if measure == "achievement" else "number"
        figure = Figure(measure=measure, value=value, count=known, unknown=total - known)
        cited = [(one.form.id, f"{one.pointer}/{'weight' if measure == 'weight' else 'score'}") for one in found]
        return Outcome(kind=kind, figure=figure, indicators=found, forms=forms_of(found), total=known, cited=cited)

    def _rank(self) -> Outcome:
        order = self.plan.order or Order(measure="total_score")
        if self.plan.target == "indicators":
            found = self._ranked_indicators(order)
            field = self._row_field()
            cited = [(one.form.id, f"{one.pointer}/{field}") for one in found]
            return Outcome(kind="indicators", indicators=found, forms=forms_of(found), total=len(found), cited=cited)
        clauses = self.form_clauses()
        if self.plan.target == "funds":
            return self._rank_funds(order)
        column = sql.evaluation_column(order.measure)
        if column is None:
            raise LookupError(MEASURES[order.measure].label)
        forms = forms_where(
            self.session, clauses, [order.measure, *self._extra_measures()], order=order, limit=LISTED, known_only=True
        )
        total = self.session.scalar(select(func.count()).select_from(E).where(*clauses)) or 0
        unknown = self.session.scalar(select(func.count()).select_from(E).where(*clauses, column.is_(None))) or 0
        chosen = _with_ties(forms, order.measure, self.plan.limit, self.plan.place)
        pointers = self._form_pointers([order.measure])
        value = (
            chosen[0].values.get(order.measure) if len({one.values.get(order.measure) for one in chosen}) == 1 else None
        )
        figure = Figure(measure=order.measure, value=_decimal(value), count=len(chosen), unknown=unknown)
        cited = [(form.id, pointer) for form in chosen for pointer in pointers]
        return Outcome(kind="projects", forms=chosen, figure=figure, total=total, cited=cited)

    def _rank_funds(self, order: Order) -> Outcome:
        """Forms by a measure of their row of one fund source."""
        column = sql.fund_column(order.measure)
        if column is None:
            raise LookupError(MEASURES[order.measure].label)
        chosen = select(E.id, E.project_code, E.project_name, E.implementing_unit, column).join(
            F, F.evaluation_id == E.id
        )
        chosen = chosen.where(*self.form_clauses(), *self.fund_clauses(), column.is_not(None))
        chosen = chosen.order_by(column.desc() if order.descending else column.asc(), E.id).limit(LISTED)
        forms = [
            FoundForm(id=row[0], code=row[1], name=row[2], unit=row[3], values={order.measure: row[4]})
            for row in self.session.execute(chosen)
        ]
        found = _with_ties(forms, order.measure, self.plan.limit, self.plan.place)
        cited = [(one.id, f"/funds/{self.filters.fund_source}/{order.measure}") for one in found]
        return Outcome(kind="projects", forms=found, total=len(found), cited=cited)

    def _extra_measures(self) -> list[MeasureName]:
        return [one for one in self._shown_measures() if self.plan.order is None or one != self.plan.order.measure]

    def _ranked_indicators(self, order: Order) -> list[FoundIndicator]:
        clauses = self.row_clauses(listing=True)
        if order.measure == "achievement":
            clauses.append(N.better == "more")
        if order.measure == "actual":
            clauses.append(N.actual_unit == "%")
        if order.measure in ("score", "weight", "points_lost"):
            clauses.append(N.weight > 0)
        found = indicators_where(self.session, self.form_clauses(), clauses, order=order, limit=LISTED)
        limit = self.plan.limit or len(found)
        values = [_row_value(one, order.measure) for one in found]
        while limit < len(found) and values[limit] == values[limit - 1]:
            limit += 1
        return found[:limit]

    def _compare(self) -> Outcome:
        measures = list(self.plan.measures)
        named = list(self.filters.projects) or []
        forms: list[FoundForm] = []
        if len(self.filters.units) >= 2 and not named:
            return grouped(self)
        if self.plan.target == "indicators" and not all(sql.evaluation_column(one) is not None for one in measures):
            return self._indicators()
        for project in named:
            clauses = sql.evaluation_clauses(
                self.filters.model_copy(update={"projects": (project,)}), only_year=self.only_year
            )
            forms += forms_where(self.session, clauses, measures, limit=LISTED)
        first, figure = measures[0], None
        if len(measures) == 2 and len(forms) == 1:
            pair = [_decimal(forms[0].values.get(one)) for one in measures]
        else:
            pair = [_decimal(one.values.get(first)) for one in forms[:2]]
        if len(pair) == 2 and pair[0] is not None and pair[1] is not None and (len(forms) == 2 or len(measures) == 2):
            figure = Figure(measure=first, value=abs(pair[0] - pair[1]), count=2, whole=pair[0], other=pair[1])
        cited = [(form.id, pointer) for form in forms for pointer in self._form_pointers(measures)]
        kind = _KINDS[MEASURES[first].quantity]
        return Outcome(kind=kind, forms=forms, figure=figure, total=len(forms), cited=cited)

    def _lookup(self) -> Outcome:
        if self.plan.target == "indicators":
            found = self._indicators()
            return Outcome(**(_fields(found) | {"kind": "indicators"}))
        clauses, measures = self.form_clauses(), [one for one in self.plan.measures if one in sql.LOOKED_UP]
        shown = measures
        forms = forms_where(self.session, clauses, shown, limit=LISTED)
        pointers = self._form_pointers(list(self.plan.measures))
        if self.plan.target == "funds":
            return self._fund_lookup(forms, measures or ["annual_budget"])
        cited = [(form.id, pointer) for form in forms for pointer in pointers]
        figure = None
        if len(forms) == 1 and len(self.plan.measures) == 1 and measures and MEASURES[measures[0]].quantity != "text":
            figure = Figure(measure=measures[0], value=_decimal(forms[0].values.get(measures[0])), count=1)
        kind = _KINDS[MEASURES[self.plan.measures[0]].quantity] if self.plan.measures else "text"
        return Outcome(
            kind=kind if len(self.plan.measures) == 1 else "text",
            forms=forms,
            figure=figure,
            total=len(forms),
            cited=cited,
        )

    def _fund_lookup(self, forms: Sequence[FoundForm], measures: list[MeasureName]) -> Outcome:
        """The measures of the forms' rows of one fund source."""
        usable = [one for one in measures if sql.fund_column(one) is not None] or ["annual_budget"]
        source = self.filters.fund_source or "total"
        found: list[FoundForm] = []
        for form in forms:
            row = self.session.execute(
                select(*(sql.fund_column(one) for one in usable)).where(F.evaluation_id == form.id, F.source == source)  # pyright: ignore[reportArgumentType]
            ).first()
            values = dict(zip(usable, row, strict=True)) if row is not None else {}
            found.append(FoundForm(id=form.id, code=form.code, name=form.name, unit=form.unit, values=values))  # pyright: ignore[reportArgumentType]
        figure = None
        if len(found) == 1 and len(usable) == 1:
            figure = Figure(measure=usable[0], value=_decimal(found[0].values.get(usable[0])), count=1)  # pyright: ignore[reportArgumentType]
        cited = [(form.id, f"/funds/{source}/{one}") for form in found for one in usable]
        return Outcome(
            kind="money" if len(usable) == 1 else "text", forms=found, figure=figure, total=len(found), cited=cited
        )


POINTERS: dict[MeasureName, tuple[str, ...]] = {
    "initial_budget": ("/funds/total/initial_budget",),
    "annual_budget": ("/funds/total/annual_budget",),
    "executed": ("/funds/total/executed",),
    "unspent": ("/funds/total/annual_budget", "/funds/total/executed"),
    "budget_change": ("/funds/total/initial_budget", "/funds/total/annual_budget"),
    "budget_change_rate": ("/funds/total/initial_budget", "/funds/total/annual_budget"),
    "execution_rate": ("/funds/total/execution_rate",),
    "execution_score": ("/funds/total/score",),
    "total_score": ("/total_score",),
    "points_lost": ("/total_score",),
    "grade": ("/total_score",),
    "implementing_unit": ("/implementing_unit",),
    "supervising_unit": ("/supervising_unit",),
    "project_code": ("/project_code",),
    "project_name": ("/project_name",),
    "year": ("/year",),
    "expected_goal": ("/goals/expected",),
    "actual_goal": ("/goals/actual",),
}
"""Where the values that make a measure stand in the record; "total" stands for the index of the source's row."""


def forms_of(indicators: Sequence[FoundIndicator]) -> list[FoundForm]:
    """The forms of indicator rows, each once."""
    return list({one.form.id: one.form for one in indicators}.values())


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
        "weight": one.weight,
        "points_lost": one.lost,
        "achievement": one.ratio,
        "actual": one.actual_value,
    }.get(measure)


def _decimal(value: Any) -> Decimal | None:  # noqa: ANN401 - what a driver returns for a sum
    if value is None:
        return None
    return value if isinstance(value, Decimal) else round_half_up(Decimal(str(value)), 4)


def _fields(outcome: Outcome) -> dict[str, Any]:
    return {name: getattr(outcome, name) for name in Outcome.__slots__}
