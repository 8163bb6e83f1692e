"""Follow-ups: 那满意度呢？ 其中哪个最高？ 它的执行率呢？ taken together with the plan of the question before."""

import re

from extractor.qa.names import NameCatalogue, normal
from extractor.qa.plan import Filters, QuestionPlan, Refusal
from extractor.qa.planner import plan_question

_REFERRING = re.compile(
    r"^(?:那么?|这|其中|它|他|她|该|此|上面|上述|前面|刚才|再|还有|换成|如果|里面|以上|哪个|为什么|为何|原因|呢|分别|各自|具体|有哪些|是哪|列出|全部列)|它们?|他们|这些|那些|这几个|这个|那个|其中|呢[?？]?$|前者|后者"
)


def resolved(question: str, previous: QuestionPlan, names: NameCatalogue) -> QuestionPlan | None:
    """The plan of a follow-up, or `None` when `question` stands for itself."""
    text = normal(question)
    if not _REFERRING.search(text) and len(text) > 12:
        return None
    plan = plan_question(question, names)
    if isinstance(plan, Refusal):
        return _asked_again(text, previous) if plan.kind == "not_understood" else None
    if not _REFERRING.search(text) and _complete(plan):
        return None
    return _merged(text, plan, previous)


def _complete(plan: QuestionPlan) -> bool:
    filters = plan.filters
    return bool(filters.projects or filters.units or filters.conditions or filters.rules or plan.order)


def _asked_again(text: str, previous: QuestionPlan) -> QuestionPlan | None:
    """有哪些？, 是哪几个？, 列出来: the rows of the figure before."""
    if re.search(r"哪些|哪几|哪个|列|具体|分别|名单|明细", text):
        return previous.model_copy(update={"intent": "filter", "share": False})
    return None


def _merged(text: str, plan: QuestionPlan, previous: QuestionPlan) -> QuestionPlan:
    """The new plan within what the old one was about; what the new one names replaces what it was."""
    new, old = plan.filters, previous.filters
    named_again = bool(new.projects or new.units)
    said = {
        name: value for name, value in new if value not in (None, ()) and value != Filters.model_fields[name].default
    }
    kept = {name: value for name, value in old if value not in (None, ())}
    if named_again:
        kept = {
            name: value
            for name, value in kept.items()
            if name not in ("projects", "units", "conditions", "comparisons", "topic")
        }
    if new.level1 or new.level2 or new.topic:
        kept = {name: value for name, value in kept.items() if name not in ("level1", "level2", "topic")}
    filters = Filters(**(kept | said))
    if (
        named_again
        and not plan.measures
        and plan.intent in ("lookup", "filter")
        and plan.target in ("projects", previous.target)
    ):
        return previous.model_copy(update={"filters": filters})
    update: dict[str, object] = {"filters": filters}
    levels = bool(said.get("level1") or said.get("level2"))
    if (
        not plan.measures
        and previous.intent in ("lookup", "sum", "average", "count")
        and (levels or "conditions" in said)
        and plan.intent == "filter"
    ):
        same_rows = previous.target == "indicators" or previous.intent == "count"
        if same_rows:
            return previous.model_copy(update=update)
    if (
        plan.intent in ("filter", "sum", "average", "lookup")
        and plan.measures
        and filters.projects
        and plan.order is None
    ):
        update["intent"] = "lookup"
    if levels and filters.projects:
        update["target"] = "indicators"
        if plan.intent == "filter" and not plan.measures:
            update["intent"] = "lookup" if previous.target == "indicators" else "filter"
    if plan.intent == "filter" and not plan.measures and re.search(r"哪个|哪些|哪几个", text) and not levels:
        update |= {"target": previous.target, "measures": previous.measures}
    if plan.intent == "rank" and previous.measures and not re.search(r"执行率|得分|总分|预算|支出|花|扣", text):
        measure = next((one for one in previous.measures if one not in ("target", "actual", "deviation_reason")), None)
        if measure is not None and plan.order is not None:
            update |= {"measures": (measure,), "order": plan.order.model_copy(update={"measure": measure})}
    if (
        plan.intent == "rank"
        and filters.conditions
        and not previous.measures
        and not re.search(r"执行率|得分|总分|预算|支出|花|扣", text)
    ):
        measure = filters.conditions[0].measure
        if plan.order is not None:
            update |= {"measures": (measure,), "order": plan.order.model_copy(update={"measure": measure})}
    return plan.model_copy(update=update)
