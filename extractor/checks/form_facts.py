"""A form's record with everything parsed once, as the rules see it."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property

from extractor.checks.finding import Finding, Repair, Severity, Verdict
from extractor.records.amounts import parse_number
from extractor.records.evaluation import Evaluation, FundLine, Indicator
from extractor.records.reading import FormReading
from extractor.records.targets import Measure, parse_measures

SURE = 0.9
"""Evidence below this confidence makes a finding's verdict "reading"."""
SURELY_RECOGNISED = 0.98
"""Confidence from which a recognised value of which all readings agree is what is printed: then the form is at fault."""


@dataclass(frozen=True, eq=False)
class IndicatorFacts:
    """An indicator row with its numbers: `weight` and `score` in points; measures parsed from target and actual.

    Equal only to itself, so that what rules work out about a row can be remembered with it.
    """

    index: int
    row: Indicator
    weight: Decimal | None
    score: Decimal | None
    targets: tuple[Measure, ...]
    actuals: tuple[Measure, ...]

    @property
    def pointer(self) -> str:
        """JSON pointer of the row."""
        return f"/indicators/{self.index}"

    def at(self, field: str) -> str:
        """JSON pointer of one field of the row."""
        return f"{self.pointer}/{field}"

    @property
    def name(self) -> str:
        """How messages call the row: its level 3 name, else its level 2 label."""
        return self.row.level3 or f"{self.row.level2 or '未命名指标'}(不适用)"

    @property
    def applicable(self) -> bool:
        """False for a not-applicable placeholder (no level 3)."""
        return self.row.level3 is not None

    @property
    def pair(self) -> tuple[Measure, Measure] | None:
        """Target and actual when each is one number in the same unit (or one side prints none); else `None`."""
        if len(self.targets) != 1 or len(self.actuals) != 1:
            return None
        target, actual = self.targets[0], self.actuals[0]
        if target.kind != "number" or actual.kind != "number":
            return None
        if target.unit and actual.unit and target.unit != actual.unit:
            return None
        return target, actual


@dataclass(frozen=True)
class FundFacts:
    """A funds row with its amounts in the form's own unit, rate in percent, weight and score in points."""

    index: int
    line: FundLine
    initial: Decimal | None
    annual: Decimal | None
    executed: Decimal | None
    weight: Decimal | None
    rate: Decimal | None
    score: Decimal | None

    @property
    def pointer(self) -> str:
        """JSON pointer of the row."""
        return f"/funds/{self.index}"

    def at(self, field: str) -> str:
        """JSON pointer of one field of the row."""
        return f"{self.pointer}/{field}"


class FormFacts:
    """One form for the rules: `record`, `reading` (evidence, notes), parsed rows and sums. Immutable by convention."""

    def __init__(self, reading: FormReading) -> None:
        self.reading = reading
        self.record: Evaluation = reading.record

    @cached_property
    def rows(self) -> tuple[IndicatorFacts, ...]:
        """All indicator rows in order."""
        year = self.record.year
        return tuple(
            IndicatorFacts(
                index=index,
                row=row,
                weight=parse_number(row.weight),
                score=parse_number(row.score),
                targets=parse_measures(row.target, year=year),
                actuals=parse_measures(row.actual, year=year),
            )
            for index, row in enumerate(self.record.indicators)
        )

    @cached_property
    def counted_rows(self) -> tuple[IndicatorFacts, ...]:
        """The applicable rows that carry weight, in order."""
        return tuple(row for row in self.rows if row.applicable and row.weight is not None and row.weight > 0)

    @cached_property
    def funds(self) -> tuple[FundFacts, ...]:
        """All funds rows in order."""
        return tuple(
            FundFacts(
                index=index,
                line=line,
                initial=parse_number(line.initial_budget),
                annual=parse_number(line.annual_budget),
                executed=parse_number(line.executed),
                weight=parse_number(line.weight),
                rate=parse_number(line.execution_rate),
                score=parse_number(line.score),
            )
            for index, line in enumerate(self.record.funds)
        )

    @cached_property
    def total_funds(self) -> FundFacts | None:
        """The 年度资金总额 row."""
        return next((one for one in self.funds if one.line.source == "total"), None)

    @cached_property
    def execution(self) -> Decimal | None:
        """B/A as a fraction (0.8625); 0 when A is 0; `None` when either is not printed."""
        total = self.total_funds
        if total is None or total.annual is None or total.executed is None:
            return None
        return total.executed / total.annual if total.annual else Decimal(0)

    @cached_property
    def score_sum(self) -> Decimal:
        """Sum of the printed indicator scores."""
        return sum((row.score for row in self.rows if row.score is not None), Decimal(0))

    @cached_property
    def weight_sum(self) -> Decimal:
        """Sum of the printed indicator weights."""
        return sum((row.weight for row in self.rows if row.weight is not None), Decimal(0))

    @cached_property
    def total_score(self) -> Decimal | None:
        """The printed total."""
        return parse_number(self.record.total_score)

    @cached_property
    def _doubtful(self) -> frozenset[str]:
        return frozenset(item.pointer for item in self.reading.review)

    def surely_read(self, pointer: str) -> bool:
        """Whether the value at `pointer` is as printed beyond reasonable doubt; what was recognised must be surer."""
        evidence = self.reading.evidence.get(pointer)
        if evidence is None:
            return pointer not in self._doubtful
        if evidence.source == "ocr" and (evidence.confidence < SURELY_RECOGNISED or evidence.alternatives):
            return False
        return pointer not in self._doubtful and evidence.confidence >= SURE

    def verdict(self, pointers: Iterable[str]) -> Verdict:
        """ "reading" when any of the values was read without certainty or is marked for review, else "form"."""
        for pointer in pointers:
            evidence = self.reading.evidence.get(pointer)
            if pointer in self._doubtful or (evidence is not None and evidence.confidence < SURE):
                return "reading"
        return "form"

    def finding(
        self,
        rule: str,
        severity: Severity,
        pointers: str | Sequence[str],
        message: str,
        *,
        printed: str | None = None,
        recomputed: str | None = None,
        verdict: Verdict | None = None,
        repair: Repair | None = None,
        quotes: Sequence[str] = (),
    ) -> Finding:
        """A finding about this form; the first of `pointers` is the main one; the verdict follows from the evidence."""
        places = [pointers] if isinstance(pointers, str) else list(pointers)
        return Finding(
            rule=rule,
            severity=severity,
            verdict=verdict or self.verdict(places),
            pointer=places[0],
            pointers=places,
            message=message,
            printed=printed,
            recomputed=recomputed,
            repair=repair,
            quotes=list(quotes),
        )
