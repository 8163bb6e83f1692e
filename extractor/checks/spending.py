"""Indicators about spending beside the funds: which parts of a row repeat the execution rate, and amounts in 元."""

import re
from decimal import Decimal
from typing import Literal

from extractor.checks.form_facts import IndicatorFacts
from extractor.checks.wording import EXECUTION_NAMES, EXECUTION_NOT, bare
from extractor.records.targets import Measure

_PARTS = re.compile(r"[;；\n]")


def in_yuan(amount: Decimal, unit: Literal["元", "万元"] | None) -> Decimal:
    """A fund amount in 元, the base unit of measures (a form that prints no unit is taken at its word)."""
    return amount * 10_000 if unit == "万元" else amount


def execution_parts(row: IndicatorFacts) -> list[tuple[str, Measure | None, Measure | None]]:
    """The metrics of a row that measure the execution rate again: name, target and actual (of compound rows the parts).

    Target and actual are `None` when the parts of name, target and actual do not pair.
    """
    names = [part.strip() for part in _PARTS.split(row.row.level3 or "") if part.strip()]
    targets: list[Measure | None] = [*row.targets] if len(row.targets) == len(names) else [None] * len(names)
    actuals: list[Measure | None] = [*row.actuals] if len(row.actuals) == len(names) else [None] * len(names)
    return [
        (name, target, actual)
        for name, target, actual in zip(names, targets, actuals, strict=True)
        if EXECUTION_NAMES.search(bare(name)) and not EXECUTION_NOT.search(name)
    ]
