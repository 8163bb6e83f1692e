"""Whether a plan uses what its question says: a number or a comparison that it leaves out makes another question of it."""

import re
from collections.abc import Iterator
from decimal import Decimal
from itertools import zip_longest

from extractor.qa.parsed import Parsed
from extractor.qa.plan import QuestionPlan

_RATE = re.compile("(?:得分|失分|丢分|扣分)(?:率|比率|比例)")
_COUNTED = ("noun", "project", "unit")
_AGAINST = re.compile("比(?!较|例|重)|相比|相较|较")
_COMPARING = ("compare_after", "compare_before")


def left_out(parsed: Parsed, plan: QuestionPlan) -> list[str]:
    """The words of the question that were read and that `plan` makes nothing of; empty when it uses all of them."""
    if plan.intent in ("explain", "search"):
        return []
    return list(
        dict.fromkeys(
            [*_numbers(parsed, plan), *_comparisons(parsed, plan), *_differences(parsed, plan), *_rates(parsed)]
        )
    )


def _numbers(parsed: Parsed, plan: QuestionPlan) -> Iterator[str]:
    """Numbers that are neither a bound, nor how many, nor which place.

    两个单位 only says how many there are: a count right before what it counts leaves nothing out.
    """
    bounds = (*plan.filters.conditions, *plan.checked)
    used = {one for bound in bounds for one in (bound.value, bound.high) if one is not None}
    first = plan.filters.first
    used |= {Decimal(one) for one in (plan.limit, plan.place, first.count if first else None) if one is not None}
    left = parsed.left
    for one, after in zip_longest(left, left[1:]):
        if one is None or one.quantity is None or one.quantity.value in used:
            continue
        counted = after is not None and after.kind in _COUNTED and after.start == one.end
        if not (counted and one.quantity.kind == "count"):
            yield one.text


def _comparisons(parsed: Parsed, plan: QuestionPlan) -> Iterator[str]:
    """不一致, 不等于 of which no bound was made: nothing narrows the rows to those that differ."""
    if plan.filters.comparisons or plan.filters.conditions or plan.filters.rules or plan.intent == "compare":
        return
    for one in parsed.left:
        if (one.kind in _COMPARING and one.value == "!=") or (one.kind == "versus" and _AGAINST.match(one.text)):
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
