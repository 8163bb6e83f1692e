"""Follow-ups: 那满意度呢？ 其中哪个最高？ 它的执行率呢？ taken together with the plan of the question before."""

import re
from typing import cast

from extractor.qa.measures import MEASURES
from extractor.qa.names import NameCatalogue, normal
from extractor.qa.plan import Filters, MeasureName, Order, QuestionPlan, Refusal
from extractor.qa.planner import plan_question

_REFERRING = re.compile(
    r"^(?:那么?|这|其中|它|他|她|该|此|上面|上述|前面|刚才|再|还有|换成|如果|里面|以上|哪个|为什么|为何|原因|呢|分别|各自|具体|有哪些|是哪|列出|全部列)|它们?|他们|这些|那些|这几个|这个|那个|其中|呢[?？]?$|前者|后者"
)

_WHICH = re.compile("哪个|哪些|哪几个")
_MEASURED = re.compile("执行率|得分|总分|预算|支出|花|扣|结余")


def resolved(question: str, previous: QuestionPlan, names: NameCatalogue) -> QuestionPlan | None:
    """The plan of a follow-up, or `None` when `question` stands for itself."""
    text = normal(question)
    previous = previous.parts[-1] if previous.parts else previous
    if not _REFERRING.search(text) and len(text) > 12:
        return None
    plan = plan_question(question, names)
    if isinstance(plan, Refusal):
        return _asked_again(text, previous) if plan.kind == "not_understood" else None
    if not _REFERRING.search(text) and _complete(plan):
        return None
    return merged(text, plan, previous)


def _complete(plan: QuestionPlan) -> bool:
    filters = plan.filters
    return bool(filters.projects or filters.units or filters.conditions or filters.rules or plan.order)


def _asked_again(text: str, previous: QuestionPlan) -> QuestionPlan | None:
    """其中哪个最高？, 有哪些？, 列出来: the rows of the figure before."""
    measure = _measure_before(previous)
    if measure is not None and (found := re.search(r"最(?:(?P<high>[高大多好])|[低小少差])", text)):
        order = Order(measure=measure, descending=found["high"] is not None)
        return previous.model_copy(update={"intent": "rank", "measures": (measure,), "order": order, "limit": 1})
    if re.search(r"哪些|哪几|哪个|列|具体|分别|名单|明细", text):
        return previous.model_copy(update={"intent": "filter", "share": False})
    return None


def merged(text: str, plan: QuestionPlan, previous: QuestionPlan) -> QuestionPlan:
    """The new plan within what the old one was about; what the new one names replaces what it was."""
    filters, said = merged_filters(plan.filters, previous.filters)
    named_again = bool(plan.filters.projects or plan.filters.units)
    if named_again and not plan.measures and plan.intent in ("lookup", "filter"):
        return previous.model_copy(update={"filters": filters})
    leveled = "level1" in said or "level2" in said
    narrower = not plan.measures and plan.intent == "filter" and (leveled or "conditions" in said)
    if narrower and (previous.intent == "count" or (previous.target == "indicators" and previous.measures)):
        return previous.model_copy(update={"filters": filters})
    update: dict[str, object] = {"filters": filters}
    if plan.measures and filters.projects and plan.order is None and plan.intent in ("filter", "sum", "average"):
        update["intent"] = "lookup"
    if leveled and filters.projects:
        update["target"] = "indicators"
    elif plan.intent == "filter" and not plan.measures and _WHICH.search(text):
        update |= {"target": previous.target, "measures": previous.measures}
    if plan.order is not None and plan.intent == "rank" and not _MEASURED.search(text):
        measure = _measure_before(previous)
        update |= (
            {"measures": (measure,), "order": plan.order.model_copy(update={"measure": measure})} if measure else {}
        )
    return plan.model_copy(update=update)


def merged_filters(new: Filters, old: Filters) -> tuple[Filters, dict[str, object]]:
    """The filters of both, and those that the new question says."""
    said = {name: value for name, value in new if value not in (None, ())}
    replaced: set[str] = set(said)
    if new.projects or new.units:
        replaced |= {"projects", "units", "conditions", "comparisons", "topic"}
    if new.level1 or new.level2 or new.topic:
        replaced |= {"level1", "level2", "topic"}
    kept = {name: value for name, value in old if value not in (None, ()) and name not in replaced}
    return Filters(**(kept | said)), said


def _measure_before(previous: QuestionPlan) -> MeasureName | None:
    """What the rows before were about: the measure asked for, else the one that they were narrowed by."""
    named = list(previous.measures)
    named += [one.measure for one in previous.filters.conditions]
    numeric = [one for one in MEASURES if one in named and one not in ("target", "actual", "deviation_reason")]
    return cast("MeasureName | None", min(numeric, key=named.index, default=None))
