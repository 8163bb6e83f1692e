"""Defects that only show across forms: copied reports, forms handed in twice, names in two spellings."""

from collections.abc import Callable
from dataclasses import dataclass, field
from decimal import Decimal
from random import Random

from evals.planting.planting import added_up, number, rows_of, with_row
from extractor.records.amounts import plain
from extractor.records.evaluation import Evaluation


@dataclass(frozen=True, slots=True, kw_only=True)
class AcrossPlanting:
    """Makes of some valid records a batch with the defect that `rule` is about; `None` where that is impossible.

    The finding may stand on any of the forms. `forms`: how many records it takes.
    """

    rule: str
    forms: int
    plant: Callable[[list[Evaluation], Random], list[Evaluation] | None]
    also: frozenset[str] = field(default_factory=frozenset[str])


def _same_rows(records: list[Evaluation], draw: Random) -> list[Evaluation]:
    """Two projects of one unit report the same quantity."""
    one, other = records
    first, second = rows_of(one, "数量指标")[0], rows_of(other, "数量指标")[0]
    row = one.indicators[first]
    other = with_row(other, second, level3=row.level3, target=row.target, actual=row.actual)
    unit = {"implementing_unit": one.implementing_unit, "supervising_unit": one.supervising_unit, "year": one.year}
    return [one, other.model_copy(update={**unit, "project_code": f"{(one.project_code or '')[:-3]}987"})]


def _same_reason(records: list[Evaluation], draw: Random) -> list[Evaluation]:
    reason = "受政策调整影响，项目进展慢于预期，下一步将加强统筹，细化任务安排，逐项落实到人。"
    made: list[Evaluation] = []
    for record in records:
        place = draw.choice(rows_of(record, "质量指标"))
        weight = number(record.indicators[place].weight)
        values = {"target": "≥95%", "actual": "90.25%", "score": plain(round(weight * Decimal("0.95"), 2))}
        made.append(added_up(with_row(record, place, **values, deviation_reason=reason)))
    return made


def _all_alike(records: list[Evaluation], draw: Random) -> list[Evaluation] | None:
    totals = [number(record.total_score) for record in records]
    return records if max(totals) - min(totals) <= 5 else None


def _two_spellings(records: list[Evaluation], draw: Random) -> list[Evaluation]:
    name = f"{draw.choice(('云岭市', '清源县'))}政务服务和数据管理局"
    names = [name, name, name.replace("和", "")]
    return [one.model_copy(update={"supervising_unit": own}) for one, own in zip(records, names, strict=True)]


def _twice(records: list[Evaluation], draw: Random) -> list[Evaluation]:
    one, other = records
    return [one, other.model_copy(update={"project_code": one.project_code, "year": one.year})]


ACROSS = (
    AcrossPlanting(rule="BAT001", forms=2, plant=_same_rows, also=frozenset({"TXT001"})),
    AcrossPlanting(
        rule="BAT002", forms=2, plant=_same_reason, also=frozenset({"TXT005", "SCO001", "SCO002", "EXP002"})
    ),
    AcrossPlanting(rule="BAT003", forms=12, plant=_all_alike),
    AcrossPlanting(rule="BAT004", forms=3, plant=_two_spellings),
    AcrossPlanting(rule="BAT005", forms=2, plant=_twice),
)
"""Plantings of the rules BAT."""
