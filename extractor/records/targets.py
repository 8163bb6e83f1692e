"""Targets and actuals parsed into comparable measures, beside the printed text."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Literal

Comparator = Literal[">=", ">", "<=", "<", "=", "range"]
Direction = Literal["forward", "reverse", "equal"]
MeasureKind = Literal["number", "date", "text"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Measure:
    """One metric of a target or actual cell.

    `text`: this metric as printed. `kind` "number": `value` (and `high` for a range) are in base units, that is with
    万 and 亿 multiplied in; percent stays percent (95% is 95, unit "%"). `kind` "date": `due` is the last day allowed
    or the day reached (第四季度前, 2023年12月, 12月底; a year that is not printed is taken from `year`). `kind` "text":
    a qualitative value (符合, 有效提升). `label`: words before the comparator (离职率≤20% → 离职率).
    `comparator` is `None` when none is printed (6人). `unit` as printed without 万/亿 (人次, 元, %, 小时) or `None`.
    """

    text: str
    kind: MeasureKind
    comparator: Comparator | None = None
    value: Decimal | None = None
    high: Decimal | None = None
    unit: str | None = None
    label: str | None = None
    due: date | None = None

    @property
    def direction(self) -> Direction:
        """forward (more is better: ≥ >), reverse (less is better: ≤ <) or equal (=, a range, or none printed)."""
        if self.comparator in (">=", ">"):
            return "forward"
        if self.comparator in ("<=", "<"):
            return "reverse"
        return "equal"


def parse_measures(text: str | None, *, year: int | None = None) -> tuple[Measure, ...]:
    """The metrics in a target or actual cell; several are split at ; ； and line breaks. Empty for blank or `None`."""
    return (Measure(text=text, kind="text"),) if text else ()
