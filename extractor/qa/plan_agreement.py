"""What the grammar knows of a question, held against a plan that a model made of it.

A small model reads a question roughly: it drops a condition, turns an order round, or answers one question of two, and
what comes back looks right. The grammar did not understand the question as a whole but knows many of its words; a plan
that leaves one of them out, or says one that is not there, is no plan of this question.
"""

from collections.abc import Iterator
from decimal import Decimal
from itertools import pairwise

from extractor.qa.names import NameCatalogue
from extractor.qa.parsed import Parsed
from extractor.qa.plan import QuestionPlan
from extractor.qa.planner import parse

_ASKING = ("how_many", "how_much", "which", "why", "whether")
_INTENTS = {"sum": ("sum",), "average": ("average",), "median": ("median",), "explain": ("why", "cause"), "count": ("how_many", "how_much")}  # fmt: skip
"""The words of a question that a model's intent needs."""
_ORDERS = {"most": True, "least": False, "top": True, "bottom": False}
"""The words of an order, and whether the highest comes first."""
_BEYOND = (
    "share", "versus", "greater", "smaller", "similar", "search", "source", "grade", "severity", "rule", "level2",
    "other", "year", "place", "sorted", "cause",
)  # fmt: skip
"""What a model's plan has no place for."""
_DENIABLE = ("project", "unit", "measure", "level1", "noun", "flag")
_MEANT = {"points": ("total_score", "score"), "points_lost": ("points_lost",), "achievement": ("actual",)}
_FLAGS = {"lost": True, "full": False}


def disagreements(plan: QuestionPlan, question: str, names: NameCatalogue) -> list[str]:
    """Where `plan` says otherwise than the words of `question` that the grammar knows; empty when nowhere."""
    parsed = parse(question, names)
    told = [*_beyond(parsed), *_named(plan, parsed), *_bounded(plan, parsed), *_intended(plan, parsed)]
    return [*told, *_measured(plan, parsed), *_rows(plan, parsed, names)]


def _beyond(parsed: Parsed) -> Iterator[str]:
    for kind in _BEYOND:
        if parsed.has(kind):
            yield kind
    told = [one.kind for one in parsed.tokens if one.kind != "skip"]
    if any(first == "not" and second in _DENIABLE for first, second in pairwise(told)):
        yield "a denial"
    if parsed.rules or parsed.excluded_projects or parsed.excluded_units:
        yield "rules or exclusions"
    if sum(one.kind in _ASKING for one in parsed.tokens) > 1:
        yield "several questions"
    if set(parsed.values("flag")) - _FLAGS.keys() or parsed.bounds.comparisons or parsed.bounds.grades:
        yield "flags"


def _named(plan: QuestionPlan, parsed: Parsed) -> Iterator[str]:
    said = {one for project in plan.filters.projects for one in project.evaluations}
    if {one for project in parsed.projects for one in project.evaluations} - said:
        yield "project"
    spelled = {one for unit in plan.filters.units for one in unit.spellings}
    if {one for unit in parsed.units for one in unit.spellings} - spelled:
        yield "unit"


def _bounded(plan: QuestionPlan, parsed: Parsed) -> Iterator[str]:
    """Bounds that the grammar reads are the plan's; numbers of the question that it does not read are all used."""
    read = {(one.measure, one.comparator, one.value) for one in parsed.bounds.conditions}
    said = {(one.measure, one.comparator, one.value) for one in plan.filters.conditions}
    unread = [
        one.quantity.value
        for at, one in enumerate(parsed.tokens)
        if one.quantity is not None and at not in parsed.bounds.used
    ]
    if read - said:
        yield "bound"
    if any(value not in unread for _, _, value in said - read):
        yield "number"
    if any(one.kind == "not" for one in parsed.tokens) and any(sign in (">", ">=") for _, sign, _ in said - read):
        yield "number turned round"
    if plan.limit not in (None, 1, *unread):
        yield "limit"
    used = {value for _, _, value in said}
    if plan.limit is not None:
        used.add(Decimal(plan.limit))
    if any(value not in used for value in unread):
        yield "number left out"


def _intended(plan: QuestionPlan, parsed: Parsed) -> Iterator[str]:
    for intent, words in _INTENTS.items():
        asked = parsed.has(*words)
        if plan.intent == intent and not asked:
            yield f"{intent} that is not asked"
        if plan.intent != intent and asked and intent in ("sum", "average", "median", "explain"):
            yield intent
    if parsed.has("how_many") and plan.intent not in ("count", "lookup"):
        yield "count"
    ends = {_ORDERS[one.kind] for one in parsed.left if one.kind in _ORDERS}
    ranked = {plan.order.descending} if plan.order is not None else set[bool]()
    if ends != ranked:
        yield "order"
    if (plan.group_by is not None) != (parsed.has("each") and "平均每" not in parsed.text):
        yield "group"


def _measured(plan: QuestionPlan, parsed: Parsed) -> Iterator[str]:
    """Measures that the question names are those asked for; only where it names none is the model's word taken."""
    known = parsed.values("measure")
    if not known:
        return
    if plan.measure is None or len(known) > 1 or plan.measure not in _MEANT.get(known[0], (known[0],)):
        yield "measure"


def _rows(plan: QuestionPlan, parsed: Parsed, names: NameCatalogue) -> Iterator[str]:
    """Levels, losses and names of rows are told by words of the question; a row's name by one that the store has."""
    if set(plan.filters.level1) != set(parsed.values("level1")):
        yield "level"
    flags = [_FLAGS[one] for one in parsed.values("flag") if one in _FLAGS]
    allowed = [*flags, *([True] if "points_lost" in parsed.values("measure") else [])]
    lost = plan.filters.lost_points
    if (lost is None and flags) or (lost is not None and lost not in allowed):
        yield "lost points"
    if plan.filters.topic is not None and not names.occurs(plan.filters.topic):
        yield "row"
    if (plan.target == "findings") != (parsed.head == "findings"):
        yield "findings"
