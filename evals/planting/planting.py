"""What a planting is, and the changes that plantings are made of."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from random import Random

from extractor.checks.finding import Verdict
from extractor.records.amounts import parse_number, plain, round_half_up
from extractor.records.evaluation import Evaluation, Indicator
from extractor.records.reading import FormReading


@dataclass(frozen=True, slots=True, kw_only=True)
class Planted:
    """A form with one defect; `pointers`: places of which the finding must name one, parts of them included."""

    reading: FormReading
    pointers: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Planting:
    """Puts the defect that `rule` is about into a valid record; `None` where the record has no place for it.

    `also`: rules that rightly speak of the same defect. `verdict`: what the finding must blame; a row under the wrong label
    more likely got there when the form was read.
    """

    rule: str
    plant: Callable[[Evaluation, Random], Planted | None]
    also: frozenset[str] = field(default_factory=frozenset[str])
    verdict: Verdict = "form"


def planting(
    rule: str, plant: Callable[[Evaluation, Random], Planted | None], also: str = "", verdict: Verdict = "form"
) -> Planting:
    """A planting; `also` are the codes, separated by spaces."""
    return Planting(rule=rule, plant=plant, also=frozenset(also.split()), verdict=verdict)


def planted(record: Evaluation, *pointers: str, levels: dict[str, str] | None = None) -> Planted:
    """The record as a form that was read without doubt; `levels`: points printed beside labels of level 1."""
    return Planted(reading=FormReading(record=record, printed_level_weights=levels or {}), pointers=pointers)


def with_row(record: Evaluation, at: int, **values: str | None) -> Evaluation:
    """The record with other values in the indicator row `at`; goals that told its actual or target tell the new one."""
    old = record.indicators[at]
    row = old.model_copy(update=values)
    rows = [row if place == at else one for place, one in enumerate(record.indicators)]
    goals = record.goals
    told = {
        "expected": ((old.target or "").lstrip("≥"), (row.target or "").lstrip("≥")),
        "actual": (old.actual or "", row.actual or ""),
    }
    for name, (before, after) in told.items():
        text = getattr(goals, name) or ""
        goals = goals.model_copy(
            update={name: text.replace(f"{old.level3}{before}", f"{row.level3}{after}") if before else text}
        )
    return record.model_copy(update={"indicators": rows, "goals": goals})


def with_fund(record: Evaluation, at: int, **values: str | None) -> Evaluation:
    """The record with other values in the row `at` of the funds."""
    funds = [one.model_copy(update=values) if place == at else one for place, one in enumerate(record.funds)]
    return record.model_copy(update={"funds": funds})


def with_goals(record: Evaluation, **values: str) -> Evaluation:
    """The record with other goals."""
    return record.model_copy(update={"goals": record.goals.model_copy(update=values)})


def added_up(record: Evaluation) -> Evaluation:
    """The record with the total that its scores come to."""
    scores = [record.funds[0].score, *(row.score for row in record.indicators)]
    return record.model_copy(update={"total_score": plain(sum((number(one) for one in scores), Decimal(0)))})


def spending(record: Evaluation, share: Decimal) -> Evaluation:
    """The record with `share` of the annual budget spent, rate, score and total following from it."""
    for at, line in enumerate(record.funds[1:], start=1):
        executed = round_half_up(number(line.annual_budget) * share)
        record = with_fund(record, at, executed=format(executed, ".2f"))
    executed = sum((number(line.executed) for line in record.funds[1:]), Decimal(0))
    rate = round_half_up(executed / number(record.funds[0].annual_budget) * 100)
    weight = number(record.funds[0].weight)
    score = min(weight, round_half_up(rate * weight / 100))
    record = with_fund(
        record, 0, executed=format(executed, ".2f"), execution_rate=format(rate, "f"), score=plain(score)
    )
    return added_up(record)


def number(text: str | None) -> Decimal:
    """The number printed, 0 where none is."""
    return parse_number(text) or Decimal(0)


def rows_of(record: Evaluation, level2: str) -> list[int]:
    """Places of the rows under a label of level 2."""
    return [at for at, row in enumerate(record.indicators) if row.level2 == level2]


def rows_with(record: Evaluation, holds: Callable[[Indicator], bool]) -> list[int]:
    """Places of the rows for which `holds`."""
    return [at for at, row in enumerate(record.indicators) if holds(row)]


def short_rows(record: Evaluation) -> list[int]:
    """Places of the rows that fell short."""
    return rows_with(record, lambda row: row.deviation_reason is not None)


def split_number(text: str | None) -> tuple[str, Decimal, str]:
    """Sign, number and unit of a target or actual such as ≥100人次; the number is 0 where there is none."""
    bare = (text or "").lstrip("≥≤")
    digits = "".join(sign for sign in bare if sign.isdigit() or sign == ".")
    sign = (text or "")[: len(text or "") - len(bare)]
    return (sign, number(digits), bare.removeprefix(digits)) if bare.startswith(digits) else (sign, Decimal(0), bare)


def at(places: Sequence[int], draw: Random) -> int | None:
    """One of the places, or `None` where there is none."""
    return draw.choice(places) if places else None
