"""How complete a form says it is: rows that count, rows with full marks, rows that lost points, the achieved share."""

from collections.abc import Sequence
from decimal import Decimal

from extractor.checks.form_facts import FormFacts, IndicatorFacts
from extractor.records.amounts import plain, round_half_up


def counted_rows(form: FormFacts) -> Sequence[IndicatorFacts]:
    """The applicable rows that carry weight, in order."""
    return form.counted_rows


def is_full(row: IndicatorFacts) -> bool:
    """Whether the row has points and got all of them."""
    return row.weight is not None and row.score is not None and row.weight > 0 and row.score >= row.weight


def lost_points(row: IndicatorFacts) -> bool:
    """Whether a printed score lies below the row's weight."""
    return row.weight is not None and row.score is not None and row.score < row.weight


def achieved_share(form: FormFacts) -> tuple[Decimal, Decimal] | None:
    """Σ indicator scores and the Σ of the weights they could reach, over the rows that print both.

    `None` when fewer than 90 % of the weights have a score: a cut column says nothing about completion.
    """
    rows = [row for row in form.rows if row.weight is not None and row.weight > 0]
    whole = sum((row.weight for row in rows if row.weight is not None), Decimal(0))
    both = [(row.score, row.weight) for row in rows if row.score is not None and row.weight is not None]
    weight = sum((one for _, one in both), Decimal(0))
    if not whole or weight < whole * Decimal("0.9"):
        return None
    return sum((score for score, _ in both), Decimal(0)), weight


def percent(share: Decimal) -> str:
    """A fraction as a percentage with two decimals: 0.05 → 5.00%."""
    return f"{round_half_up(share * 100)}%"


def points(row: IndicatorFacts) -> str:
    """The row's weight for a message: 12.5分."""
    return f"{plain(row.weight)}分" if row.weight is not None else "未填分值"


def of_level2(row: IndicatorFacts, word: str) -> bool:
    """Whether the row's second-level (or, in schemes with 成本指标 on the first level, first-level) label has `word`."""
    return word in (row.row.level2 or "") or (word == "成本" and word in (row.row.level1 or ""))


def falls_short(row: IndicatorFacts) -> bool:
    """Whether the row's number missed its target (below it, or above it for ≤)."""
    if row.pair is None:
        return False
    target, actual = row.pair
    if target.value is None or actual.value is None:
        return False
    if target.direction == "reverse":
        return actual.value > target.value
    return actual.value < target.value
