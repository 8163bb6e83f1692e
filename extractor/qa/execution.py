"""Carries a plan out on the store: every figure is computed by SQL, or from the rows that SQL returns."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Any

from sqlalchemy import func, select

from extractor.qa import columns as sql
from extractor.qa.averages import averages_told
from extractor.qa.columns import Clause, D, E, F, N
from extractor.qa.grouping import grouped
from extractor.qa.measures import MEASURES
from extractor.qa.narrowing import LISTED, Narrowing
from extractor.qa.outcome import Figure, FoundForm, Outcome, ResultKind
from extractor.qa.places import pointers_of
from extractor.qa.plan import Filters, MeasureName, Order
from extractor.qa.ranking import ranked
from extractor.qa.rows import as_decimal, findings_where, forms_of, forms_where, indicators_where
from extractor.records.amounts import round_half_up

_KINDS: dict[str, ResultKind] = {
    "money": "money",
    "percent": "percent",
    "points": "number",
    "count": "number",
    "text": "text",
}


@dataclass(frozen=True, kw_only=True)
class Execution(Narrowing):
    """One plan on one state of the store."""

    def run(self) -> Outcome:
        """The outcome.

        Raises:
            LookupError: the plan asks for something that rows of its target do not have.
        """
        outcome = self._found()
        averages = averages_told(self)
        return replace(outcome, notes=[*outcome.notes, *averages]) if averages else outcome

    def _found(self) -> Outcome:
        if self.plan.group_by is not None:
            return grouped(self)
        steps = {
            "count": self._count,
            "sum": self._sum,
            "average": self._average,
            "median": self._average,
            "rank": lambda: ranked(self),
            "compare": self._compare,
            "lookup": self._lookup,
        }
        return steps.get(self.plan.intent, self._filter)()

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
        return replace(found, kind=kind, figure=figure)

    def _filter(self) -> Outcome:
        if self.plan.target == "findings":
            return self._findings()
        if self.plan.target == "indicators":
            return self._indicators()
        clauses = self.form_clauses()
        if self.plan.target == "funds":
            clauses.append(sql.with_funds(self.filters.fund_source or "total"))
        total = self.session.scalar(select(func.count()).select_from(E).where(*clauses)) or 0
        measures = self.shown_measures()
        forms = forms_where(self.session, clauses, measures, order=self.plan.order, limit=LISTED)
        cited = [(form.id, pointer) for form in forms for pointer in pointers_of(measures)]
        return Outcome(kind="projects", forms=forms, total=total, cited=cited)

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
            cited=[(one.form.id, f"{one.pointer}/{self.row_field()}") for one in found],
        )

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
        clauses = self._first_forms() or self.form_clauses()
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
        value = as_decimal(summed)
        whole = None
        if self.plan.intent == "median":
            value = self._median(column, source, clauses, known)
        elif self.plan.intent == "average":
            value = round_half_up(value / known) if value is not None and known else None
        elif self.plan.share:
            bare: list[Clause] = [E.current.is_(True)]
            whole = as_decimal(self.session.scalar(select(func.sum(column)).where(*bare)))
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

    def _first_forms(self) -> list[Clause] | None:
        """The forms that come first in the plan's order, `None` where it has none."""
        if self.plan.order is None or self.plan.limit is None:
            return None
        forms = ranked(replace(self, plan=self.plan.model_copy(update={"measures": (self.plan.order.measure,)}))).forms
        return [E.id.in_([one.id for one in forms])]

    def _median(self, column: Any, source: Any, clauses: Sequence[Clause], known: int) -> Decimal | None:  # noqa: ANN401
        """The middle value, the mean of the two in the middle where the number of values is even."""
        if not known:
            return None
        chosen = source.with_only_columns(column).where(*clauses, column.is_not(None)).order_by(column)
        middle = self.session.scalars(chosen.offset((known - 1) // 2).limit(2 - known % 2)).all()
        return round_half_up(sum((as_decimal(one) or Decimal(0) for one in middle), Decimal(0)) / len(middle))

    def _aggregate(self, measure: MeasureName, clauses: Sequence[Clause], figure: Figure, kind: ResultKind) -> Outcome:
        if self.plan.target == "funds":
            clauses = list(self.form_clauses())
            clauses.append(sql.with_funds(self.filters.fund_source or "total"))
        forms = forms_where(self.session, clauses, [measure], limit=LISTED)
        pointers = pointers_of([measure])
        if self.plan.target == "funds":
            pointers = [one.replace("/total/", f"/{self.filters.fund_source}/") for one in pointers]
        cited = [(form.id, pointer) for form in forms for pointer in pointers]
        return Outcome(kind=kind, figure=figure, forms=forms, total=figure.count, cited=cited)

    def _rate_of_sums(self, clauses: Sequence[Clause]) -> Decimal | None:
        both = (E.annual_budget.is_not(None), E.executed.is_not(None))
        budget, executed = self.session.execute(
            select(func.sum(E.annual_budget), func.sum(E.executed)).where(*clauses, *both)
        ).one()
        budget, executed = as_decimal(budget), as_decimal(executed)
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
        column: Any = sql.indicator_figure(measure)
        on_forms, on_rows = self.form_clauses(), self.row_clauses(listing=False)
        chosen = (
            select(func.count(), func.count(column), func.sum(column)).select_from(N).join(E, E.id == N.evaluation_id)
        )
        total, known, summed = self.session.execute(chosen.where(*on_forms, *on_rows)).one()
        value = as_decimal(summed)
        if self.plan.intent == "median":
            source = select(column).select_from(N).join(E, E.id == N.evaluation_id)
            value = self._median(column, source, [*on_forms, *on_rows], known)
        elif self.plan.intent == "average":
            value = round_half_up(value / known) if value is not None and known else None
        found = indicators_where(self.session, on_forms, [*on_rows, N.weight > 0], limit=LISTED)
        kind: ResultKind = "percent" if measure in ("achievement", "actual") else "number"
        figure = Figure(measure=measure, value=value, count=known, unknown=total - known)
        cited = [(one.form.id, f"{one.pointer}/{'weight' if measure == 'weight' else 'score'}") for one in found]
        return Outcome(kind=kind, figure=figure, indicators=found, forms=forms_of(found), total=known, cited=cited)

    def _compare(self) -> Outcome:
        measures = list(self.plan.measures)
        named = list(self.filters.projects) or []
        forms: list[FoundForm] = []
        if len(self.filters.units) >= 2 and not named:
            return grouped(self)
        if self.plan.target == "indicators" and not all(sql.evaluation_column(one) is not None for one in measures):
            return self._indicators()
        if not named and self.plan.order is not None:
            forms = self._extremes(measures)
        for project in named:
            clauses = sql.evaluation_clauses(
                self.filters.model_copy(update={"projects": (project,)}), only_year=self.only_year
            )
            forms += forms_where(self.session, clauses, measures, limit=LISTED)
        first, figure = measures[0], None
        if len(measures) == 2 and len(forms) == 1:
            pair = [as_decimal(forms[0].values.get(one)) for one in measures]
        else:
            pair = [as_decimal(one.values.get(first)) for one in forms[:2]]
        if len(pair) == 2 and pair[0] is not None and pair[1] is not None and (len(forms) == 2 or len(measures) == 2):
            figure = Figure(measure=first, value=abs(pair[0] - pair[1]), count=2, whole=pair[0], other=pair[1])
        cited = [(form.id, pointer) for form in forms for pointer in pointers_of(measures)]
        kind = _KINDS[MEASURES[first].quantity]
        return Outcome(kind=kind, forms=forms, figure=figure, total=len(forms), cited=cited)

    def _extremes(self, measures: list[MeasureName]) -> list[FoundForm]:
        """The first and the last form in the plan's order."""
        order = self.plan.order or Order(measure=measures[0])
        ends = (order, order.model_copy(update={"descending": not order.descending}))
        clauses = self.form_clauses()
        return [
            form
            for end in ends
            for form in forms_where(self.session, clauses, measures, order=end, limit=1, known_only=True)
        ]

    def _lookup(self) -> Outcome:
        if self.plan.target == "indicators":
            found = self._indicators()
            return replace(found, kind="indicators")
        clauses, measures = self.form_clauses(), self._looked_up()
        shown = measures
        forms = forms_where(self.session, clauses, shown, limit=LISTED)
        pointers = pointers_of(list(self.plan.measures))
        if self.plan.target == "funds":
            return self._fund_lookup(forms, measures or ["annual_budget"])
        cited = [(form.id, pointer) for form in forms for pointer in pointers]
        figure = None
        if len(forms) == 1 and len(self.plan.measures) == 1 and measures and MEASURES[measures[0]].quantity != "text":
            figure = Figure(measure=measures[0], value=as_decimal(forms[0].values.get(measures[0])), count=1)
        kind = _KINDS[MEASURES[self.plan.measures[0]].quantity] if self.plan.measures else "text"
        return Outcome(
            kind=kind if len(self.plan.measures) == 1 else "text",
            forms=forms,
            figure=figure,
            total=len(forms),
            cited=cited,
        )

    def _looked_up(self) -> list[MeasureName]:
        """The measures asked for that are columns of forms."""
        return [one for one in self.plan.measures if one in sql.LOOKED_UP]

    def _fund_lookup(self, forms: Sequence[FoundForm], measures: list[MeasureName]) -> Outcome:
        """The measures of the forms' rows of one fund source."""
        usable: list[MeasureName] = [one for one in measures if sql.fund_column(one) is not None] or ["annual_budget"]
        source = self.filters.fund_source or "total"
        found: list[FoundForm] = []
        for form in forms:
            row = self.session.execute(
                select(*[column for one in usable if (column := sql.fund_column(one)) is not None]).where(
                    F.evaluation_id == form.id, F.source == source
                )  # pyright: ignore[reportArgumentType]
            ).first()
            values = dict(zip(usable, row, strict=True)) if row is not None else {}
            found.append(FoundForm(id=form.id, code=form.code, name=form.name, unit=form.unit, values=values))  # pyright: ignore[reportArgumentType]
        figure = None
        if len(found) == 1 and len(usable) == 1:
            figure = Figure(measure=usable[0], value=as_decimal(found[0].values.get(usable[0])), count=1)  # pyright: ignore[reportArgumentType]
        cited = [(form.id, f"/funds/{source}/{one}") for form in found for one in usable]
        return Outcome(
            kind="money" if len(usable) == 1 else "text", forms=found, figure=figure, total=len(found), cited=cited
        )
