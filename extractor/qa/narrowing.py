"""Which forms, indicators and rows of funds a plan is about, as clauses of SQL."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import cast

from sqlalchemy import select
from sqlalchemy.orm import Session

from extractor.qa import columns as sql
from extractor.qa.columns import Clause, F
from extractor.qa.measures import MEASURES
from extractor.qa.plan import Filters, First, MeasureName, QuestionPlan

LISTED = 1000
"""Rows that an answer holds at most; counts and sums are over all."""


@dataclass(frozen=True, kw_only=True)
class Narrowing:
    """A plan's filters on one state of the store.

    `only_year`: all forms that print a year print the same. `rows`: the indicators that the plan's topic means,
    `None` without a topic.
    """

    session: Session
    plan: QuestionPlan
    only_year: bool
    rows: Sequence[sql.Row] | None = None

    @property
    def filters(self) -> Filters:
        """The plan's filters."""
        return self.plan.filters

    def form_clauses(self) -> list[Clause]:
        """Which forms: by their own values and, where projects are the target, by their indicators and findings."""
        filters = self.filters
        if self.plan.target == "indicators":
            # a bound that rows can have too is on them, not on their form as well
            kept = tuple(one for one in filters.conditions if sql.indicator_column(one.measure) is None)
            filters = filters.model_copy(update={"conditions": kept})
        clauses = sql.evaluation_clauses(filters, only_year=self.only_year)
        if self.plan.target in ("projects", "funds"):
            if sql.names_indicators(self.filters) and self.plan.target == "projects":
                if self.whole_forms():
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
        if self.filters.first is not None:
            clauses.append(self._among_first(self.filters.first, clauses))
        return clauses

    def _among_first(self, first: First, clauses: Sequence[Clause]) -> Clause:
        """The first forms in an order, with those equal to the last of them."""
        column = sql.evaluation_column(first.measure)
        if column is None:
            raise LookupError(MEASURES[first.measure].label)
        ordered = select(column).where(*clauses, column.is_not(None))
        ordered = ordered.order_by(column.desc() if first.descending else column.asc())
        last = self.session.scalar(ordered.offset(first.count - 1).limit(1))
        if last is None:
            return column.is_not(None)
        return column >= last if first.descending else column <= last

    def whole_forms(self) -> bool:
        """Whether lost or full points are those of the whole form: nothing else speaks of its indicators."""
        bare = self.filters.model_copy(update={"lost_points": None})
        return self.filters.lost_points is not None and not sql.names_indicators(bare)

    def row_clauses(self, *, listing: bool) -> list[Clause]:
        """Which indicators."""
        return sql.indicator_clauses(self.filters, self.rows, listing=listing)

    def fund_clauses(self) -> list[Clause]:
        """Which rows of funds: those of the source."""
        return [F.source == self.filters.fund_source]

    def shown_measures(self) -> list[MeasureName]:
        """The measures asked for and those that bounds are on."""
        named = list(self.plan.measures)
        named.extend(one.measure for one in self.filters.conditions)
        named += [one for pair in self.filters.comparisons for one in (pair.measure, pair.other)]
        named += [one.measure for one in self.filters.benchmarks]
        if self.filters.grades or self.filters.not_grades:
            named.append("total_score")
        if self.whole_forms():
            named.append("points_lost")
        if self.plan.order is not None:
            named.append(self.plan.order.measure)
        known = [one for one in MEASURES if one in named and sql.evaluation_column(one) is not None]
        return cast("list[MeasureName]", sorted(known, key=named.index))

    def row_field(self) -> str:
        """The field of an indicator row that an answer rests on."""
        fields = {
            "target": "target",
            "actual": "actual",
            "score": "score",
            "weight": "weight",
            "deviation_reason": "deviation_reason",
        }
        fields |= {"points_lost": "score", "score_rate": "score", "achievement": "actual"}
        if self.plan.intent == "explain" or (self.filters.has_reason is True):
            return "deviation_reason"
        if self.filters.lost_points or self.filters.has_reason is False:
            return "score"
        return fields.get(self.plan.measure or "", "actual")
