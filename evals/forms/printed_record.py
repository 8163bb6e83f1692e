"""The record as a layout prints it: amounts in the layout's unit, numbers in its format, fields without a place gone."""

import re
from decimal import Decimal
from typing import NamedTuple

from evals.forms.layout import Layout
from extractor.records.amounts import parse_number, plain, round_half_up
from extractor.records.evaluation import Evaluation, FundLine, Indicator

_TARGET = re.compile(r"([≥≤<>=＞＜＝])?\s*(\d[\d,.]*)\s*(\D*)")
_TEN_THOUSAND = Decimal(10000)


class TargetParts(NamedTuple):
    """A target in three columns: comparison sign, value, unit; each may be blank."""

    operator: str
    value: str
    unit: str


def target_parts(target: str | None) -> TargetParts:
    """`target` split for layouts with three target columns; a text or several metrics stay whole in `value`."""
    if target is None:
        return TargetParts("", "", "")
    match = _TARGET.fullmatch(target)
    if match is None:
        return TargetParts("", target, "")
    return TargetParts(match[1] or "", match[2], match[3])


def is_quantitative(target: str | None) -> bool:
    """Whether the target is one number, with or without sign and unit."""
    return target is not None and _TARGET.fullmatch(target) is not None


def is_qualitative(target: str) -> bool:
    """Whether the target is words alone: no number and no comparison sign."""
    return re.search(r"[\d≥≤<>=＞＜＝]", target) is None


def printed_record(record: Evaluation, layout: Layout) -> Evaluation:
    """What a reader must find when `record` is printed in `layout`. Values keep their sense; only the print changes."""
    header = layout.header_fields()
    if layout.year_place != "cell":
        header.add("year")
    unit = layout.funds_unit or record.funds_unit
    names = ("project_code", "project_name", "year", "implementing_unit", "supervising_unit")
    return record.model_copy(
        update={
            **{name: None for name in names if name not in header},
            "funds_unit": unit,
            "funds": _funds(record, layout, record.funds_unit != unit),
            "indicators": [
                *_execution_row(record, layout),
                *(_indicator(row, layout, number) for number, row in enumerate(record.indicators, start=1)),
            ],
            "total_weight": _points(record.total_weight, layout) if prints_total(layout, "weight") else None,
            "total_score": _points(record.total_score, layout) if prints_total(layout, "score") else None,
        }
    )


def prints_total(layout: Layout, name: str) -> bool:
    """Whether the layout prints the total of the column `name`."""
    if name == "score" and "total_score" in layout.header_fields():
        return True
    return layout.has_total and name in layout.columns


def _funds(record: Evaluation, layout: Layout, converts: bool) -> list[FundLine]:
    lines = [line for line in record.funds if layout.funds_style in ("table", "transposed") or line.source == "total"]
    return [_fund_line(line, layout, converts, record.funds_unit) for line in lines]


def _execution_row(record: Evaluation, layout: Layout) -> list[Indicator]:
    """The indicator row that scores the execution, where the layout has one."""
    total = next((line for line in record.funds if line.source == "total"), None)
    if layout.execution_row is None or total is None:
        return []
    level1, level2, level3 = layout.execution_row
    return [
        Indicator(
            level1=level1,
            level2=level2 if "level2" in layout.columns else None,
            level3=level3,
            target="100%",
            actual=f"{total.execution_rate}%" if total.execution_rate else None,
            weight=_points(total.weight, layout) if "weight" in layout.columns else None,
            score=_points(total.score, layout) if "score" in layout.columns else None,
        )
    ]


def _fund_line(line: FundLine, layout: Layout, converts: bool, unit: str | None) -> FundLine:
    changed = {
        name: _converted(getattr(line, name), unit) if converts else getattr(line, name)
        for name in ("initial_budget", "annual_budget", "executed")
    }
    changed["execution_rate"] = _rate(line.execution_rate, layout)
    changed["weight"], changed["score"] = _points(line.weight, layout), _points(line.score, layout)
    for name in ("initial_budget", "annual_budget", "executed", "weight", "execution_rate", "score"):
        if name not in layout.fund_columns or (layout.execution_row and name in ("weight", "score")):
            changed[name] = None
    return line.model_copy(update=changed)


def _converted(amount: str | None, unit: str | None) -> str | None:
    """The amount in the other unit, exactly, with at least two decimals; `unit` is the one it is in."""
    value = parse_number(amount)
    if value is None:
        return amount
    exact = value / _TEN_THOUSAND if unit == "元" else value * _TEN_THOUSAND
    rounded = round_half_up(exact)
    return format(rounded, "f") if rounded == exact else plain(exact)


def _rate(rate: str | None, layout: Layout) -> str | None:
    value = parse_number(rate)
    if value is None or layout.rate != "four_places":
        return rate
    return format(round_half_up(value, 4), "f")


def _points(points: str | None, layout: Layout) -> str | None:
    value = parse_number(points)
    return format(round_half_up(value), "f") if value is not None and layout.two_places else points


def _indicator(row: Indicator, layout: Layout, number: int) -> Indicator:
    changed: dict[str, str | None] = {
        "weight": _points(row.weight, layout) if "weight" in layout.columns else None,
        "score": _points(row.score, layout) if "score" in layout.columns else None,
    }
    if row.level3 is not None:
        changed["level3"] = layout.name_prefix.format(number=number) + row.level3
    level1, level2 = layout.level_names.get((row.level1, row.level2), (row.level1, row.level2))
    changed |= {"level1": level1, "level2": level2 if "level2" in layout.columns else None}
    if "deviation_reason" not in layout.columns:
        changed["deviation_reason"] = None
    if "operator" in layout.columns and is_quantitative(row.target):
        parts = target_parts(row.target)
        changed["target"] = (parts.operator or layout.equal_operator) + parts.value + parts.unit
    return row.model_copy(update=changed)
