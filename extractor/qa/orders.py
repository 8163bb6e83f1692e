"""By what rows are put in order, and which of them are asked for: 最高的三个, 第二名, 排名, 哪些花得慢."""

import re
from collections.abc import Sequence
from typing import cast

from extractor.qa.limits import limit_of, place_of
from extractor.qa.measure_words import TEXTS
from extractor.qa.measures import MEASURES, measure_called
from extractor.qa.parsed import Parsed
from extractor.qa.plan import MeasureName, Order, QuestionPlan

_VAGUE = re.compile(
    "(?:都|比较|较|太|很|偏|过|非常|特别|不太|有点)?(?:(?P<low>低|慢|少|差|小)|高|快|多|大|好)(?=$|[,。?的])"
)
"""执行率低, 花得慢: no bound says how low, so that the rows are put in order."""


def rank(parsed: Parsed, plan: QuestionPlan) -> QuestionPlan | None:
    """The plan of a question for the first or last few, or for all in order; `None` where no order is asked for."""
    order = order_of(parsed, plan)
    if order is None:
        return None
    target = plan.target
    if plan.target == "findings" and not plan.filters.rules:
        target = "findings"
    place = place_of(parsed)
    limit = None if not parsed.has("most", "least", "top", "bottom") and place is None else limit_of(parsed)
    asked: list[MeasureName] = (
        [one for one in _behind_order(parsed, plan) if one != order.measure] if target == "projects" else []
    )
    update: dict[str, object] = {
        "intent": "rank",
        "target": target,
        "measures": (*asked, order.measure),
        "order": order,
        "limit": None if place else limit,
        "place": place,
    }
    if limit is not None and limit > 1 and target == "projects" and (numeric := _numeric((*asked, order.measure))):
        # 预算最大的三个项目一共花了多少
        for kind in ("sum", "average", "median"):
            if parsed.has(kind):
                return plan.model_copy(update=update | {"intent": kind, "measures": (numeric[0],)})
    return plan.model_copy(update=update)


def _numeric(measures: Sequence[MeasureName]) -> list[MeasureName]:
    return [one for one in measures if one not in TEXTS and one not in ("target", "deviation_reason", "grade")]


def _behind_order(parsed: Parsed, plan: QuestionPlan) -> list[MeasureName]:
    """What is asked of the first in an order by something else: 执行率最低的项目花了多少."""
    left = parsed.left
    at = next((at for at, one in enumerate(left) if one.kind in ("most", "least", "top", "bottom", "place")), None)
    if at is None or not any(one.kind == "measure" for one in left[:at]):
        return []
    said = [
        measure for one in left[at:] if one.kind == "measure" and (measure := measure_called(one.value)) is not None
    ]
    return [one.name for one in said if one.name in plan.measures]


def order_of(parsed: Parsed, plan: QuestionPlan) -> Order | None:
    """By which measure the question puts rows in order; `None` where it does not."""
    words = parsed.values("sorted")
    if not (words or parsed.has("most", "least", "top", "bottom", "place")):
        return _vague_order(parsed, plan)
    numeric = [one for one in plan.measures if one not in TEXTS and one not in ("target", "deviation_reason", "grade")]
    measure = numeric[0] if numeric else None
    if measure == "actual" and not plan.filters.level1:
        measure = "achievement"
    if measure is None:
        if plan.target == "indicators":
            measure = "achievement" if parsed.flag("over") else ("points_lost" if parsed.flag("lost") else "score")
        elif "花" in parsed.text or "钱" in parsed.text:
            measure = "executed"
        elif "贵" in parsed.text or "便宜" in parsed.text:
            measure = "annual_budget"
        elif parsed.flag("lost"):
            measure = "points_lost"
        else:
            measure = "total_score"
    low = (
        parsed.has("least", "bottom")
        or "asc" in words
        or (parsed.has("place") and any(part in parsed.text for part in ("倒数", "低", "少", "小")))
    )
    if words and "asc" not in words:
        low = parsed.has("bottom")
    return Order(measure=cast("MeasureName", measure), descending=not low)


def _vague_order(parsed: Parsed, plan: QuestionPlan) -> Order | None:
    """哪些项目执行率低: in order, the lowest first; `None` where a bound or a name says which rows are meant."""
    numeric: list[MeasureName] = [one for one in plan.measures if one not in TEXTS and MEASURES[one].quantity != "text"]
    filters = plan.filters
    if not parsed.has("which") or parsed.projects or filters.conditions or filters.comparisons or filters.topic:
        return None
    if len(numeric) != 1 or plan.target != "projects" or filters.benchmarks or parsed.has("versus"):
        return None
    said = next((one for one in parsed.left if one.kind == "measure"), None)
    found = _VAGUE.match(parsed.text, said.end) if said is not None else None
    return Order(measure=numeric[0], descending=not found["low"]) if found else None
