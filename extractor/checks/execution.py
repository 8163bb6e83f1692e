"""The execution rate and its score: what follows from the amounts, and which ways of rounding explain a print."""

from dataclasses import dataclass
from decimal import Decimal

from extractor.checks.form_facts import FormFacts, FundFacts
from extractor.checks.profile import Formulas
from extractor.records.amounts import parse_number, plain, round_half_up, truncate

HUNDRED = Decimal(100)


def decimals(text: str | None) -> int:
    """How many decimals a number is printed with: 2 for "86.25%", 0 for "100"."""
    value = parse_number(text)
    exponent = value.as_tuple().exponent if value is not None else 0
    return max(0, -exponent) if isinstance(exponent, int) else 0


def rate_percent(annual: Decimal, executed: Decimal) -> Decimal:
    """B/A in percent, unrounded; 0 where A is 0 (domain.md §2)."""
    return executed / annual * HUNDRED if annual else Decimal(0)


def rate_explains(printed: str, exact: Decimal) -> bool:
    """Whether `printed` is `exact` percent, half up or truncated, at its own precision or at two decimals."""
    value = parse_number(printed)
    if value is None:
        return False
    two = round_half_up(exact, 2)
    places = decimals(printed)
    return value in {
        two,
        truncate(exact, 2),
        round_half_up(exact, places),
        truncate(exact, places),
        round_half_up(two, places),
    }


def rate_within_print(printed: str, line: FundFacts) -> bool:
    """Whether amounts that round to the printed ones can have the printed rate (coarse amounts, as in 万元)."""
    value = parse_number(printed)
    if value is None or not line.annual or line.executed is None:
        return False
    half_a = Decimal("0.5").scaleb(-decimals(line.line.annual_budget))
    half_b = Decimal("0.5").scaleb(-decimals(line.line.executed))
    if line.annual <= half_a:
        return False
    low = rate_percent(line.annual + half_a, max(line.executed - half_b, Decimal(0)))
    high = rate_percent(line.annual - half_a, line.executed + half_b)
    half = Decimal("0.5").scaleb(-decimals(printed))
    return low - half <= value <= high + half


@dataclass(frozen=True, kw_only=True)
class ExecutionScore:
    """The execution score in points by each way of rounding, capped at the weight.

    `two_step` is the rule: round(round(B/A·100, 2) / 100 · w, 2). `by_print` starts from the printed rate, where one
    is printed. `exact` is not rounded at all.
    """

    two_step: Decimal
    one_step: Decimal
    truncated: Decimal
    by_print: Decimal | None
    exact: Decimal

    def ways(self) -> tuple[tuple[str, Decimal], ...]:
        """Each way with its Chinese name."""
        named = [("两步舍入", self.two_step), ("一步舍入", self.one_step), ("截尾", self.truncated)]
        if self.by_print is not None and self.by_print != self.two_step:
            named.append(("按所印执行率", self.by_print))
        return tuple(named)

    def explains(self, score: Decimal, tolerance: Decimal) -> bool:
        """Whether `score` follows by one of the ways, within `tolerance` points."""
        return any(abs(score - value) <= tolerance for _, value in self.ways())

    def text(self) -> str:
        """The ways for a message: 两步舍入 8.63、一步舍入 8.62、截尾 8.62."""
        return "、".join(f"{name} {plain(value)}" for name, value in self.ways())


def execution_score(
    annual: Decimal | None, executed: Decimal | None, rate: Decimal | None, weight: Decimal, formulas: Formulas
) -> ExecutionScore | None:
    """The score that `weight` points of execution earn; from the printed `rate` alone where an amount is missing.

    Args:
        annual: 全年预算数 (A).
        executed: 全年执行数 (B), in the same unit.
        rate: the printed rate in percent.
        weight: points of the execution rate.
        formulas: the profile's rounding.

    Returns:
        `None` where neither the amounts nor a rate are known.
    """
    places = formulas.rounding_places
    if annual is not None and executed is not None:
        exact = rate_percent(annual, executed)
    elif rate is not None:
        exact = rate
    else:
        return None

    def points(percent: Decimal) -> Decimal:
        return min(percent / HUNDRED * weight, weight)

    return ExecutionScore(
        two_step=round_half_up(points(round_half_up(exact, 2)), places),
        one_step=round_half_up(points(exact), places),
        truncated=truncate(points(exact), places),
        by_print=round_half_up(points(rate), places) if rate is not None else None,
        exact=points(exact),
    )


def line_score(line: FundFacts, formulas: Formulas, weight: Decimal | None = None) -> ExecutionScore | None:
    """`execution_score` of a funds row; `weight` stands in where the row prints none."""
    points = line.weight if line.weight is not None else weight
    if points is None:
        return None
    return execution_score(line.annual, line.executed, line.rate, points, formulas)


def execution_weight(form: FormFacts) -> Decimal | None:
    """Points of the execution rate: printed, or what the indicator weights leave of the printed full marks."""
    if form.total_funds is None:
        return None
    if form.total_funds.weight is not None:
        return form.total_funds.weight
    full = parse_number(form.record.total_weight)
    rest = full - form.weight_sum if full is not None and form.weight_sum else None
    return rest if rest is not None and rest > 0 else None


def repeats_execution(form: FormFacts) -> bool:
    """Whether the indicators hold the execution rate itself as a scored row (预算执行率 with the weight of the funds row)."""
    weight = execution_weight(form)
    return any(
        row.weight is not None
        and row.weight == weight
        and any("执行率" in (label or "") for label in (row.row.level1, row.row.level2))
        for row in form.rows
    )
