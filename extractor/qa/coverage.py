"""Whether a plan uses what its question says: a number or a comparison that it leaves out makes another question of it."""

import re
from collections.abc import Iterator
from decimal import Decimal
from itertools import zip_longest

from extractor.qa.parsed import Parsed
from extractor.qa.plan import QuestionPlan

_RATE = re.compile("(?:失分|丢分|扣分)(?:率|比率|比例)")
_COUNTED = ("noun", "project", "unit")
_AGAINST = re.compile("比(?!较|例|重)|相比|相较|较")
_EXCLUDED = re.compile("不(?:计|算|含|包括|纳入)")
_TOO = re.compile("(?:太|过于?|偏)(?:低|高|少|多|小|大|慢|快|松|严)(?!于|过)")
_THINGS = re.compile("(?:实施|主管|预算)?(?:项目|单位|部门|指标)")
_FULL_POINTS = 100
_SIGNS = ("!=", "<", "<=", ">", ">=")
_COMPARING = ("compare_after", "compare_before")


def left_out(parsed: Parsed, plan: QuestionPlan) -> list[str]:
    """The words of the question that were read and that `plan` makes nothing of; empty when it uses all of them."""
    if plan.intent in ("explain", "search"):
        return []
    return list(
        dict.fromkeys(
            [
                *_numbers(parsed, plan),
                *_comparisons(parsed, plan),
                *_denials(parsed, plan),
                *_differences(parsed, plan),
                *_rates(parsed),
                *_vague(parsed, plan),
            ]
        )
    )


def _numbers(parsed: Parsed, plan: QuestionPlan) -> Iterator[str]:
    """Numbers that are neither a bound, nor how many, nor which place.

    两个单位 only says how many there are: a count right before what it counts leaves nothing out.
    """
    bounds = (*plan.filters.conditions, *plan.checked, *plan.having)
    used = {one for bound in bounds for one in (bound.value, bound.high) if one is not None}
    first = plan.filters.first
    used |= {Decimal(one) for one in (plan.limit, plan.place, first.count if first else None) if one is not None}
    left = parsed.left
    for one, after in zip_longest(left, left[1:]):
        if one is None or one.quantity is None or one.quantity.value in used:
            continue
        counted = after is not None and after.start == one.end and (after.kind in _COUNTED or _THINGS.match(after.text))
        full = parsed.flag("full") and one.quantity.value == _FULL_POINTS
        if not (full or (counted and one.quantity.kind == "count")):
            yield one.text


def _denials(parsed: Parsed, plan: QuestionPlan) -> Iterator[str]:
    """没有, 不是 of which nothing was made: the rows would be those that have it."""
    filters = plan.filters
    denied = (filters.not_projects, filters.not_units, filters.not_grades, filters.missing, filters.topic)
    if any(denied) or False in (filters.has_reason, filters.has_finding) or filters.applicable is False:
        return
    if any(one.comparator == "!=" for one in (*filters.conditions, *filters.comparisons)):
        return
    told = [
        one.text
        for one, after in zip_longest(parsed.left, parsed.left[1:])
        if one is not None and one.kind == "not" and after is not None and after.kind != "mark"
    ]
    # 没打出总分的不计: left out of a sum as it is
    if not _EXCLUDED.search(parsed.text) or plan.intent not in ("sum", "average", "median"):
        yield from told


def _vague(parsed: Parsed, plan: QuestionPlan) -> Iterator[str]:
    """太低, 偏高 with no bound that says where that begins, and no order."""
    if plan.order is None and plan.group_by is None and not plan.filters.rules and (found := _TOO.search(parsed.text)):
        yield found[0]


def _comparisons(parsed: Parsed, plan: QuestionPlan) -> Iterator[str]:
    """不一致, 不等于 of which no bound was made: nothing narrows the rows to those that differ."""
    if (
        "budget_change" in plan.measures
        or plan.filters.comparisons
        or plan.filters.benchmarks
        or plan.filters.conditions
        or plan.filters.rules
        or plan.intent == "compare"
    ):
        return
    for one in parsed.left:
        if (one.kind in _COMPARING and one.value in _SIGNS) or (one.kind == "versus" and _AGAINST.match(one.text)):
            yield one.text


def _rates(parsed: Parsed) -> Iterator[str]:
    """The rate of a measure that has none here (得分率), of which the measure itself is no answer."""
    if found := _RATE.search(parsed.text):
        yield found[0]


def _differences(parsed: Parsed, plan: QuestionPlan) -> Iterator[str]:
    """The difference of two measures, by which nothing is put in order yet."""
    measures = {one.value for one in parsed.left if one.kind == "measure"}
    if plan.intent == "rank" and len(measures) > 1 and len(plan.measures) < 2 and not parsed.projects:
        for one in parsed.left:
            if one.kind == "versus":
                yield one.text
