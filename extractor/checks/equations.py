"""The arithmetic that a form must satisfy, as equations between its printed values (by JSON pointer)."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache
from typing import Literal

from extractor.checks.execution import execution_score, execution_weight, line_score, rate_explains, rate_percent
from extractor.checks.form_facts import FormFacts, FundFacts
from extractor.checks.levels import printed_weights, row_group
from extractor.checks.profile import Formulas, Profile
from extractor.records.amounts import decimal_string, parse_number

Kind = Literal["funds", "rate", "execution_score", "weights", "level_weights", "total", "bound"]
Values = Mapping[str, str]
"""Printed numbers as decimal strings by JSON pointer."""

AMOUNTS = (
    ("initial_budget", "年初预算数"),
    ("annual_budget", "全年预算数"),
    ("executed", "全年执行数"),
)
_SPENDING = ("current_year_appropriation", "carryover", "other")
_SOURCES = ("fiscal", "special_account", "own_funds", "other")


@dataclass(frozen=True, kw_only=True)
class Equation:
    """One relation between printed values; `pointers` are all values it speaks of, `holds` tests any values for them."""

    kind: Kind
    pointers: tuple[str, ...]
    holds: Callable[[Values], bool]

    def decides(self, values: Values) -> bool:
        """Whether it is an equality all of whose values are printed, so that it can tell a wrong value from a right one."""
        needed = self.pointers[:3] if self.kind == "execution_score" else self.pointers
        return self.kind != "bound" and all(pointer in values for pointer in needed)


def printed_values(form: FormFacts) -> dict[str, str]:
    """Every printed number that takes part in arithmetic, as a decimal string by pointer."""
    texts: dict[str, str | None] = {"/total_score": form.record.total_score}
    for line in form.funds:
        for field in ("initial_budget", "annual_budget", "executed", "weight", "execution_rate", "score"):
            texts[line.at(field)] = getattr(line.line, field)
    for row in form.rows:
        texts[row.at("weight")] = row.row.weight
        texts[row.at("score")] = row.row.score
    found = {pointer: decimal_string(text) for pointer, text in texts.items()}
    return {pointer: text for pointer, text in found.items() if text is not None}


def number(values: Values, pointer: str) -> Decimal | None:
    """The value at `pointer`, where it is printed."""
    text = values.get(pointer)
    return None if text is None else _parsed(text)


@lru_cache(maxsize=65536)
def _parsed(text: str) -> Decimal | None:
    # the search for misreadings tests the same few hundred texts thousands of times
    return parse_number(text)


def total_of(values: Values, pointers: Sequence[str]) -> Decimal:
    """Σ of the values that are printed."""
    return sum((one for one in (number(values, pointer) for pointer in pointers) if one is not None), Decimal(0))


def sum_equation(
    kind: Kind,
    parts: Sequence[str],
    *,
    whole: str | None = None,
    constant: Decimal | None = None,
    offset: Decimal = Decimal(0),
    tolerance: Decimal = Decimal(0),
) -> Equation:
    """Σ `parts` + `offset` = the value at `whole`, or = `constant`, within `tolerance`."""

    def holds(values: Values) -> bool:
        target = number(values, whole) if whole is not None else constant
        return target is None or abs(total_of(values, parts) + offset - target) <= tolerance

    return Equation(kind=kind, pointers=((whole, *parts) if whole is not None else tuple(parts)), holds=holds)


def part_groups(form: FormFacts) -> tuple[tuple[FundFacts, ...], ...]:
    """The sets of funds rows that may each add up to 年度资金总额: all parts, or where two breakdowns are printed, each."""
    parts = [one for one in form.funds if one.line.source != "total"]
    spending = tuple(one for one in parts if one.line.source in _SPENDING)
    sources = tuple(one for one in parts if one.line.source in _SOURCES)
    mixed = any(one.line.source in _SPENDING[:2] for one in parts) and any(
        one.line.source in _SOURCES[:3] for one in parts
    )
    return (tuple(parts), spending, sources) if mixed else (tuple(parts),)


def _fund_equations(form: FormFacts) -> Iterator[Equation]:
    total = form.total_funds
    groups = part_groups(form)
    if total is None or not groups[0]:
        return
    for field, _ in AMOUNTS:
        sums = [[one.at(field) for one in group if getattr(one.line, field) is not None] for group in groups]
        if not sums[0]:
            continue
        options = [sum_equation("funds", parts, whole=total.at(field)) for parts in sums if parts]
        yield Equation(
            kind="funds",
            pointers=options[0].pointers,
            holds=lambda values, options=tuple(options): any(one.holds(values) for one in options),
        )


def _rate_equation(line: FundFacts) -> Equation:
    annual, executed, rate = line.at("annual_budget"), line.at("executed"), line.at("execution_rate")

    def holds(values: Values) -> bool:
        a, b, printed = number(values, annual), number(values, executed), values.get(rate)
        return a is None or b is None or printed is None or rate_explains(printed, rate_percent(a, b))

    return Equation(kind="rate", pointers=(rate, annual, executed), holds=holds)


def _score_equation(line: FundFacts, weight: Decimal | None, formulas: Formulas, tolerance: Decimal) -> Equation:
    pointers = tuple(line.at(field) for field in ("score", "annual_budget", "executed", "execution_rate", "weight"))

    def holds(values: Values) -> bool:
        score, annual, executed, rate, points = (number(values, pointer) for pointer in pointers)
        points = points if points is not None else weight
        if score is None or points is None:
            return True
        # a wrong printed rate is the rate equation's business: here the amounts speak
        due = execution_score(annual, executed, rate if annual is None or executed is None else None, points, formulas)
        return due is None or due.explains(score, tolerance)

    return Equation(kind="execution_score", pointers=pointers, holds=holds)


def _bound(lower: str, upper: str) -> Equation:
    def holds(values: Values) -> bool:
        low, high = number(values, lower), number(values, upper)
        return low is None or (low >= 0 and (high is None or low <= high))

    return Equation(kind="bound", pointers=(lower, upper), holds=holds)


def _weight_equations(form: FormFacts, profile: Profile) -> Iterator[Equation]:
    weights = [row.at("weight") for row in form.rows if row.weight is not None]
    if not weights:
        return
    total = form.total_funds
    if total is not None and total.weight is not None:
        yield sum_equation("weights", [total.at("weight"), *weights], constant=profile.weights.total)
    rows: dict[str, list[str]] = {}
    for row in form.rows:
        group = row_group(row)
        if group is not None and row.weight is not None:
            rows.setdefault(group, []).append(row.at("weight"))
    for group, points in printed_weights(form).items():
        if group in rows:
            yield sum_equation("level_weights", rows[group], constant=points)


def total_parts(form: FormFacts) -> tuple[str, ...] | None:
    """Pointers of the scores that make the total; `None` while one of them is not printed."""
    if any(row.score is None and row.weight for row in form.rows):
        return None
    scores = [row.at("score") for row in form.rows if row.score is not None]
    if not scores:
        return None
    if form.total_funds is not None and form.total_funds.score is not None:
        return (form.total_funds.at("score"), *scores)
    return None if execution_weight(form) else tuple(scores)


def implied_parts(form: FormFacts) -> tuple[str, ...] | None:
    """Pointers of the indicator scores where the execution score alone is not printed; else `None`."""
    unprinted = form.total_funds is not None and form.total_funds.score is None and bool(execution_weight(form))
    if not unprinted or any(row.score is None and row.weight for row in form.rows):
        return None
    return tuple(row.at("score") for row in form.rows if row.score is not None) or None


def form_equations(form: FormFacts, profile: Profile, *, exact: bool = False) -> tuple[Equation, ...]:
    """Every equation that the form's printed values allow to be tested; `exact` leaves no tolerance to scores."""
    tolerance = Decimal(0) if exact else profile.formulas.score_tolerance
    found = [*_fund_equations(form), *_weight_equations(form, profile)]
    for line in form.funds:
        found.append(_rate_equation(line))
        found.append(_score_equation(line, execution_weight(form), profile.formulas, tolerance))
        found.append(_bound(line.at("executed"), line.at("annual_budget")))
        found.append(_bound(line.at("score"), line.at("weight")))
    found.extend(_bound(row.at("score"), row.at("weight")) for row in form.rows)
    if form.total_score is not None:
        found.extend(_total_equations(form, profile, tolerance))
    return tuple(found)


def _total_equations(form: FormFacts, profile: Profile, tolerance: Decimal) -> Iterator[Equation]:
    full = parse_number(form.record.total_weight) or profile.weights.total
    yield Equation(
        kind="bound",
        pointers=("/total_score",),
        holds=lambda values: Decimal(0) <= (number(values, "/total_score") or Decimal(0)) <= full,
    )
    parts = total_parts(form)
    if parts is not None:
        yield sum_equation("total", parts, whole="/total_score", tolerance=tolerance)
        return
    implied = implied_parts(form)
    weight = execution_weight(form)
    if implied is not None and weight is not None and form.total_funds is not None:
        due = line_score(form.total_funds, profile.formulas, weight)
        if due is not None:
            yield sum_equation("total", implied, whole="/total_score", offset=due.two_step, tolerance=tolerance)
