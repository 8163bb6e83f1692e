"""Draws the funds of a form: parts that add up, a rate that follows, a score that follows from the rate."""

from collections.abc import Sequence
from decimal import Decimal
from random import Random

from extractor.records.amounts import parse_number, plain, round_half_up
from extractor.records.evaluation import FundLine, FundSource

_SOURCES: tuple[tuple[FundSource, ...], ...] = (
    ("current_year_appropriation", "carryover", "other"),
    ("current_year_appropriation", "carryover", "other"),
    ("fiscal", "special_account", "own_funds"),
)
_CENT = Decimal("0.01")
Amounts = tuple[Decimal, Decimal, Decimal]
"""Initial budget, annual budget, executed."""


def funds_table(draw: Random, unit: str, weight: int) -> list[FundLine]:
    """The total and its parts. Nearly everything is spent, and the budget changed by less than a tenth."""
    annual = Decimal(draw.randrange(200_000, 40_000_000)) + draw.choice((Decimal(0), Decimal("0.37"), Decimal("0.5")))
    if unit == "万元":
        annual = (annual / 10_000).quantize(_CENT)
    sources = draw.choice(_SOURCES)
    parts = _parts(draw, annual.quantize(_CENT))
    total: Amounts = (sum(p[0] for p in parts), sum(p[1] for p in parts), sum(p[2] for p in parts))  # pyright: ignore[reportAssignmentType]
    rate = round_half_up(total[2] / total[1] * 100)
    score = round_half_up(rate * weight / 100)
    lines = [
        FundLine(
            source="total",
            **_printed(total),
            weight=str(weight),
            execution_rate=format(rate, "f"),
            score=plain(score),
        )
    ]
    return lines + [FundLine(source=source, **_printed(part)) for source, part in zip(sources, parts, strict=True)]


def execution_score(funds: Sequence[FundLine]) -> Decimal:
    """The score of the total."""
    return parse_number(funds[0].score) or Decimal(0)


def _parts(draw: Random, annual: Decimal) -> list[Amounts]:
    """Three parts: most from the first source, the others often nothing."""
    second = (annual * draw.choice((0, 0, 5, 12)) / 100).quantize(_CENT)
    third = (annual * draw.choice((0, 0, 0, 8)) / 100).quantize(_CENT)
    changed = Decimal(draw.choice((100, 100, 100, 104, 95))) / 100
    parts: list[Amounts] = []
    for amount, spent in (
        (annual - second - third, Decimal(draw.randrange(9700, 10_001))),
        (second, None),
        (third, None),
    ):
        # a budget that was changed is not spent to the cent, one that was raised was needed
        initial = (amount / changed).quantize(_CENT) if spent is not None else amount
        share = spent if changed == 1 else min(spent or Decimal(0), Decimal(9_990))
        executed = (
            (amount * (share if share is not None else 10_000) / 10_000).quantize(_CENT)
            if spent is not None
            else amount
        )
        parts.append((initial, amount, executed))
    return parts


def _printed(amounts: Amounts) -> dict[str, str]:
    names = ("initial_budget", "annual_budget", "executed")
    return {name: format(amount, ".2f") for name, amount in zip(names, amounts, strict=True)}
