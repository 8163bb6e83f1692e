"""Figures as answers write them."""

import operator
from datetime import date
from decimal import Decimal

from extractor.qa.measures import MEASURES
from extractor.qa.plan import Condition, MeasureName
from extractor.records.amounts import plain, round_half_up

COMPARATORS = {"<": "低于", "<=": "不高于", ">": "高于", ">=": "不低于", "=": "等于", "!=": "不等于"}


def money(value: Decimal) -> str:
    """12,000,000.00元（1200万元）: with the larger unit from ten thousand on."""
    exact = f"{round_half_up(value):,}元"
    if abs(value) >= 10**8:
        return f"{exact}（{plain(round_half_up(value / 10**8, 4))}亿元）"
    return f"{exact}（{plain(round_half_up(value / 10_000, 4))}万元）" if abs(value) >= 10_000 else exact


def figure(measure: MeasureName, value: object) -> str:
    """A value of the measure with its unit; 未印出 where it is unknown."""
    if value is None:
        return "未印出"
    if isinstance(value, float):
        value = Decimal(str(value))
    if not isinstance(value, Decimal):
        return str(value) if not isinstance(value, date) else value.isoformat()
    quantity = MEASURES[measure].quantity
    if quantity == "money":
        return money(value)
    # of printed values, only percentages are reckoned with
    if quantity == "percent" or measure in ("actual", "target"):
        return f"{plain(round_half_up(value))}%"
    if quantity == "points":
        return f"{plain(value)}分"
    return plain(value)


def bound(condition: Condition) -> str:
    """预算执行率低于50%."""
    label = MEASURES[condition.measure].label
    value = figure(condition.measure, condition.value)
    if condition.value == 0 and condition.measure in ("actual", "target"):
        value = "0"
    if condition.comparator == "between":
        return f"{label}在{value}到{figure(condition.measure, condition.high)}之间"
    return f"{label}{COMPARATORS[condition.comparator]}{value}"


def holds(value: Decimal, condition: Condition) -> bool:
    """Whether `value` is within the bound."""
    if condition.comparator == "between":
        return condition.value <= value <= (condition.high or condition.value)
    compare = {"<": operator.lt, "<=": operator.le, ">": operator.gt, ">=": operator.ge, "=": operator.eq}
    return compare.get(condition.comparator, operator.ne)(value, condition.value)
