"""What the free text of a question means: indicators by name or by meaning, a project with a typing mistake, or nothing."""

import re
from collections.abc import Sequence

from extractor.qa import columns as sql
from extractor.qa.fillers import unknown_proper_noun
from extractor.qa.names import NameCatalogue
from extractor.qa.plan import MeasureName, QuestionPlan, Refusal
from extractor.qa.scope import asked_outside, not_understood, outside, unknown_project
from extractor.qa.topics import SAME, Topics

_OF_FORMS: tuple[MeasureName, ...] = (
    "initial_budget", "annual_budget", "executed", "unspent", "budget_change", "budget_cut", "budget_change_rate", "execution_rate",
    "execution_score", "total_score", "implementing_unit", "supervising_unit", "project_code", "expected_goal", "grade",
)  # fmt: skip
_PROJECT = re.compile("(?:项目|工程|工作|经费|建设)$")
_OF_PROJECT = re.compile("^(.{2,10}?)(?:那个|这个)?(?:项目|工程)(?:的|里|中)?(.{2,})$")
_LEAST_PART = 2
_WHEN = re.compile("什么时候|何时|哪一?天|几月|几号")
_PLAIN_TEXT = re.compile(r"[\W_的了呢吗啊]")


def names_unknown_project(plan: QuestionPlan) -> bool:
    """Whether the free text stands where a project is named: figures of a form are asked of it."""
    filters = plan.filters
    if filters.topic is None or filters.projects or plan.intent == "explain":
        return False
    measures = [*plan.measures, *(one.measure for one in filters.conditions)]
    if any(one in _OF_FORMS for one in measures):
        return True
    return plan.target in ("projects", "funds") and plan.intent in ("count", "sum", "average", "rank", "compare")


def with_nearest_project(plan: QuestionPlan, names: NameCatalogue) -> QuestionPlan | Refusal:
    """The plan with the project whose name the free text nearly is (a typing mistake), else a refusal."""
    topic = plan.filters.topic or ""
    nearest = names.abbreviated(topic) or names.nearest(topic)
    if not nearest:
        return unknown_project(topic)
    project = names.project(topic, nearest[:1])
    filters = plan.filters.model_copy(update={"projects": (project,), "topic": None})
    note = f"没有“{topic}”，按最接近的“{project.name}”回答。"
    intent = "lookup" if plan.intent in ("search", "filter", "sum", "average") else plan.intent
    target = "projects" if plan.target == "indicators" else plan.target
    return plan.model_copy(
        update={"filters": filters, "notes": (*plan.notes, note), "intent": intent, "target": target, "text": None}
    )


def rows_meant(
    topics: Topics, plan: QuestionPlan, question: str, names: NameCatalogue
) -> tuple[QuestionPlan, Sequence[sql.Row] | None] | Refusal:
    """The plan with the indicators that its free text means (`None`: it has none), or why there is no answer.

    By name where there are such; by meaning where a value or a reason is asked for. What no form prints is refused,
    unless an indicator is called just that.
    """
    topic = plan.filters.topic
    refusal = outside(_without_names(plan, question))
    if topic is None:
        return refusal or (plan, None)
    if plan.intent == "search":
        return refusal or (plan, None)
    if refusal is not None:
        word = asked_outside(_without_names(plan, question))
        rows = topics.named(topic, plan.filters, least=SAME, having=word or "")
    else:
        rows = topics.named(topic, plan.filters)
    if rows:
        if plan.intent == "explain":
            rows = topics.giving_reasons(rows, topic, _without_names(plan, question), plan.filters)
        return plan, rows
    if refusal is not None:
        word = asked_outside(_without_names(plan, question))
        asks_when = word is not None and _WHEN.fullmatch(word)
        dated = topics.dated(topic, _without_names(plan, question), plan.filters) if asks_when else []
        return (plan, dated) if dated else refusal
    if (found := _project_and_row(topics, plan, names)) is not None:
        return found
    if _PROJECT.search(topic):
        return unknown_project(topic)
    if (unknown := unknown_proper_noun(topic, names)) is not None:
        return not_understood(unknown)
    if plan.intent in ("lookup", "explain", "filter"):
        asked = _without_names(plan, question)
        rows = topics.meant(asked, plan.filters, reasons=plan.intent == "explain")
        if rows:
            note = f"没有叫“{topic}”的指标，以下是意思最接近的。"
            return plan.model_copy(update={"notes": (*plan.notes, note)}), rows
    return not_understood(topic)


def _project_and_row(
    topics: Topics, plan: QuestionPlan, names: NameCatalogue
) -> tuple[QuestionPlan, Sequence[sql.Row]] | None:
    """营养餐项目家长满意率: a project by how its name begins, and one of its rows; `None` unless both are found."""
    found = _OF_PROJECT.match(plan.filters.topic or "")
    if found is None or plan.filters.projects:
        return None
    end, having = names.part_at(found[1], 0)
    if end < _LEAST_PART or len(having) != 1 or not names.says_which(found[1][:end], having):
        return None
    project = names.project(found[1], having)
    narrowed = plan.filters.model_copy(update={"projects": (project,), "topic": found[2]})
    rows = topics.named(found[2], narrowed)
    note = f"“{found[1]}”按“{project.name}”理解。"
    update = {"filters": narrowed, "notes": (*plan.notes, note), "intent": "lookup", "target": "indicators"}
    return (plan.model_copy(update=update), rows) if rows else None


def nothing_found(plan: QuestionPlan, question: str) -> Refusal:
    """The refusal of a question whose search found nothing."""
    return not_understood(plan.filters.topic or _PLAIN_TEXT.sub("", question))


def _without_names(plan: QuestionPlan, question: str) -> str:
    text = "".join(question.split())
    for one in (*plan.filters.projects, *plan.filters.units):
        text = text.replace(one.mention, "")
    return text
