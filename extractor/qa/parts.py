"""Questions that ask several things at once: taken apart, planned one by one, the later ones about what the first named."""

import re
from collections.abc import Sequence
from itertools import pairwise
from typing import cast

from extractor.qa.follow_up import merged, merged_filters
from extractor.qa.measure_words import TEXTS, measures_asked
from extractor.qa.measures import MEASURES, measure_called
from extractor.qa.names import NameCatalogue, normal
from extractor.qa.parsed import Parsed
from extractor.qa.plan import First, Intent, MeasureName, Order, QuestionPlan, Refusal
from extractor.qa.planner import filters_of, parse, plan_question
from extractor.qa.tokens import Token

_CLAUSES = re.compile("[^,，;；。?？!！、]+[,，;；。?？!！、]*")
_ASKING = ("how_many", "how_much", "which", "whether", "why")
_TELLING = (
    "measure", "noun", "project", "unit", "level1", "level2", "source", "grade", "severity", "flag", "text", "most",
    "least", "share", "average",
)  # fmt: skip
_BACK = re.compile(r"^(?:而|那|又|再|还|另外|并|同时|以及|分别|各|总共|一共|合计|其中|这些|它)*")
_APART = ("和", "与", "及", "以及", "跟", "、", ",", "还有")
_EACH = re.compile("(?:又|再|还)?(?:各|分别|每家)")
_WITHIN = re.compile("(项目|的|[个名位项])(?:里面?|当中|之中|中间?)[,，]?(?=.*最|.*一共|.*合计|.*平均|.*哪)")
_MOST = 6
"""Parts of one question; what asks for more is taken as one."""


def plan_parts(question: str, names: NameCatalogue) -> QuestionPlan | Refusal:
    """The plan of `question`; where it asks several things, the plan of the first with the others as its `parts`."""
    whole = plan_question(question, names)
    if isinstance(whole, Refusal):
        return whole
    if (nested := _nested(normal(question), names)) is not None:
        return nested
    clauses = _clauses(normal(question), names)
    if not 2 <= len(clauses) <= _MOST:
        return _with_parts(_spread(normal(question), names, whole)) or whole
    plans: list[QuestionPlan] = []
    for clause in clauses:
        grouping = plans[0].group_by if plans else None
        if grouping == "implementing_unit" and _EACH.match(clause):
            clause = f"各单位{clause}"  # 两家单位各有几个项目、各花了多少钱
        plan = plan_question(clause, names)
        if isinstance(plan, Refusal) or (plans and _only_measured(plan) and plans[-1].intent == "rank"):
            return whole  # 花得最多的是哪个项目？花了多少 is one question
        spread = _spread(clause, names, plan)
        if plans:
            spread = [merged(clause, one, plans[0]) for one in spread]
        for one in spread:
            _add(plans, one)
    return _with_parts(plans) or whole


def _with_parts(plans: Sequence[QuestionPlan]) -> QuestionPlan | None:
    if len(plans) < 2:
        return plans[0] if plans else None
    return plans[0].model_copy(update={"parts": tuple(plans[1:])})


def _add(plans: list[QuestionPlan], plan: QuestionPlan) -> None:
    """Adds a part; one that asks more of the rows looked up before is told with them."""
    last = plans[-1] if plans else None
    if (
        last is not None
        and last.intent == plan.intent == "lookup"
        and last.target == plan.target == "projects"
        and last.filters == plan.filters
    ):
        plans[-1] = last.model_copy(update={"measures": tuple(dict.fromkeys((*last.measures, *plan.measures)))})
    elif plan not in plans:
        plans.append(plan)


def _clauses(text: str, names: NameCatalogue) -> list[str]:
    """The clauses of `text` that ask something each; one that asks nothing, or names nothing, goes with its neighbour."""
    found: list[str] = []
    waiting = ""
    for piece in _CLAUSES.findall(text):
        waiting += piece
        tokens = parse(waiting, names).tokens
        if not any(one.kind in _ASKING for one in tokens):
            continue
        if found and not _tells(parse(piece, names)):
            found[-1] += waiting
        else:
            found.append(waiting)
        waiting = ""
    if waiting and found:
        found[-1] += waiting
    return found


def _tells(parsed: Parsed) -> bool:
    """Whether a clause says by itself what it asks for: not 分别是多少, 有几个."""
    return any(one.kind in _TELLING or (one.kind == "how_much" and one.text.endswith("分")) for one in parsed.tokens)


def _nested(text: str, names: NameCatalogue) -> QuestionPlan | None:
    """A question about the first few of an order: 预算前三的项目里谁执行率最低."""
    found = _WITHIN.search(text)
    if found is None:
        return None
    first, rest = plan_question(text[: found.start() + len(found[1])], names), plan_question(text[found.end() :], names)
    if isinstance(first, Refusal) or isinstance(rest, Refusal) or first.order is None or first.intent != "rank":
        return None
    if first.target != "projects" or rest.filters.topic is not None or first.limit is None:
        return None
    narrowed = First(measure=first.order.measure, descending=first.order.descending, count=first.limit)
    filters, _ = merged_filters(rest.filters, first.filters)
    return rest.model_copy(update={"filters": filters.model_copy(update={"first": narrowed})})


def _only_measured(plan: QuestionPlan) -> bool:
    bare = plan.filters.model_copy(update={"fund_source": None, "comparisons": ()})
    return plan.order is None and plan.intent in ("sum", "filter", "lookup", "average") and bare == type(bare)()


def _spread(text: str, names: NameCatalogue, plan: QuestionPlan) -> list[QuestionPlan]:
    """One clause as several plans: 最高和最低的, 总预算和平均得分."""
    if plan.group_by is not None or plan.target == "findings" or (plan.order is not None and plan.intent != "rank"):
        return [plan]
    parsed = parse(text, names)
    if plan.intent == "rank":
        return _two_ends(parsed, plan)
    return _several_figures(parsed, plan) if plan.intent in ("sum", "average", "median") and not plan.share else [plan]


def _two_ends(parsed: Parsed, plan: QuestionPlan) -> list[QuestionPlan]:
    """A rank with several superlatives, one plan each with the measure before it; those nested in 的…里 are one."""
    ends = [at for at, one in enumerate(parsed.tokens) if one.kind in ("most", "least")]
    if len(ends) < 2 or not _side_by_side(parsed.tokens, ends):
        return [plan]
    if parsed.has("versus") and len(ends) == 2 and plan.order is not None:
        # 得分最高和最低的项目相差多少
        order = plan.order.model_copy(update={"descending": True})
        return [plan.model_copy(update={"intent": "compare", "order": order, "limit": None})]
    plans: list[QuestionPlan] = []
    measure = plan.order.measure if plan.order is not None else "total_score"
    before = 0
    for at in ends:
        said = [one for one in parsed.tokens[before:at] if one.kind == "measure"]
        measure = _measure(parsed, said[-1].value) or measure if said else measure
        order = Order(measure=measure, descending=parsed.tokens[at].kind == "most")
        plans.append(plan.model_copy(update={"order": order, "measures": (measure,)}))
        before = at
    return plans


def _side_by_side(tokens: Sequence[Token], ends: Sequence[int]) -> bool:
    between = [one.text for first, last in pairwise(ends) for one in tokens[first + 1 : last]]
    return any(one in _APART or one.startswith(("和", "与", "以及")) for one in between)


def _several_figures(parsed: Parsed, plan: QuestionPlan) -> list[QuestionPlan]:
    """An aggregate of several measures, each by the word before it (总支出和平均得分), else as the plan does."""
    asked: list[MeasureName] = [one for one in measures_asked(parsed, filters_of(parsed)) if _numeric(one)]
    if len(asked) < 2:
        return [plan]
    intents: dict[MeasureName, Intent] = {}
    current = plan.intent
    for one in parsed.left:
        if one.kind in ("sum", "average", "median"):
            current = cast("Intent", one.kind)
        elif one.kind == "measure" and (measure := _measure(parsed, one.value)) in asked:
            intents.setdefault(measure, current)
    return [
        plan.model_copy(update={"measures": (one,), "intent": _fitting(one, intents.get(one, plan.intent))})
        for one in asked
    ]


def _fitting(measure: MeasureName, intent: Intent) -> Intent:
    return "average" if intent == "sum" and MEASURES[measure].quantity == "points" else intent


def _measure(parsed: Parsed, word: str) -> MeasureName | None:
    if word == "points":
        word = "score" if parsed.about_indicators else "total_score"
    found = measure_called(word)
    return found.name if found is not None else None


def _numeric(measure: MeasureName) -> bool:
    return measure not in TEXTS and MEASURES[measure].quantity in ("money", "percent", "points")
