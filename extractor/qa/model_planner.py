"""Plans by a language model for questions that the grammar does not cover: a closed vocabulary, every word verified.

The model writes no number, name or sentence of an answer. Names must stand in the question and be known to the store,
bounds must be numbers of the question, and the plan must agree with every word of it that the grammar knows; whatever
else the model says has no effect.
"""

from collections.abc import Callable
from decimal import Decimal, InvalidOperation
from typing import TYPE_CHECKING, Any, Literal, cast

from pydantic import BaseModel, ConfigDict

from extractor.errors import ModelError
from extractor.prompts import load_prompt
from extractor.qa.names import NameCatalogue, normal
from extractor.qa.plan import Condition, Filters, Grouping, MeasureName, Order, ProjectName, QuestionPlan, UnitName
from extractor.qa.plan_agreement import disagreements
from extractor.qa.quantities import quantity_at

if TYPE_CHECKING:
    from extractor.llm.chat import ChatModel

_Said = Literal[
    "initial_budget", "annual_budget", "executed", "unspent", "budget_change", "execution_rate", "total_score",
    "points_lost", "score", "weight", "actual", "target",
]  # fmt: skip
_OF_ROWS = ("score", "weight", "actual", "target")
_LONGEST = 500  # characters of a question; longer ones are no questions
_MAX_TOKENS = 400
_NOTE = "（问法由模型理解成查询，数字来自库里的行。）"


class _Reply(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class SaidBound(_Reply):
    """A bound as the model reads it: money in 元, rates in percent."""

    measure: _Said
    comparator: Literal["<", "<=", ">", ">=", "="]
    value: str


class SaidPlan(_Reply):
    """What the model may say of a question. `held`: the forms hold what is asked."""

    held: bool
    intent: Literal["lookup", "filter", "count", "sum", "average", "median", "rank", "explain"]
    target: Literal["projects", "indicators", "findings"]
    measure: _Said | None
    projects: list[str]
    units: list[str]
    indicator: str | None
    level1: Literal["产出指标", "效益指标", "满意度指标"] | None
    bounds: list[SaidBound]
    lost_points: bool | None
    lowest: bool
    limit: int | None
    by_unit: bool


def model_plans(open_model: Callable[[], "ChatModel | None"]) -> Callable[[str, NameCatalogue], QuestionPlan | None]:
    """A planner that asks the model which `open_model` gives (opened when first needed); no plan without one."""
    opened: list[ChatModel | None] = []

    def plan(question: str, names: NameCatalogue) -> QuestionPlan | None:
        if len(question) > _LONGEST:
            return None
        if not opened:
            opened.append(open_model())
        return plan_by_model(opened[0], question, names) if opened[0] is not None else None

    return plan


def plan_by_model(model: "ChatModel", question: str, names: NameCatalogue) -> QuestionPlan | None:
    """The plan that the model makes of `question`; `None` when it makes none that stands up to the question."""
    prompt = load_prompt("plan_question").render(question=question)
    text = normal(question)
    try:
        said = model.accounted().ask(
            prompt, SaidPlan, max_tokens=_MAX_TOKENS, verify=lambda reply: _verify(reply, text)
        )
    except ModelError:
        return None
    plan = _plan(said.value, text, names) if said.value.held else None
    return plan if plan is not None and not disagreements(plan, question, names) else None


def _verify(said: SaidPlan, text: str) -> None:
    """Raises ValueError when a name or number of the reply does not stand in the question."""
    for name in (*said.projects, *said.units, *([said.indicator] if said.indicator else [])):
        if len(normal(name)) < 2 or normal(name) not in text:
            raise ValueError(f"“{name}”不是问题里的原话")
    numbers = _numbers(text)
    for one in said.bounds:
        if _decimal(one.value) not in numbers:
            raise ValueError(f"{one.value} 不是问题里的数")
    if said.limit is not None and not 1 <= said.limit <= 1000:
        raise ValueError("limit 应在 1 到 1000 之间")


def _numbers(text: str) -> set[Decimal | None]:
    return {found.value for at in range(len(text)) if (found := quantity_at(text, at)) is not None}


def _decimal(text: str) -> Decimal | None:
    try:
        return Decimal(text)
    except InvalidOperation:
        return None


def _plan(said: SaidPlan, text: str, names: NameCatalogue) -> QuestionPlan | None:
    """The reply with its names looked up; `None` when the store does not know one of them, or nothing is asked."""
    projects = [_project(normal(one), names) for one in said.projects]
    units = [_unit(normal(one), names) for one in said.units]
    if None in projects or None in units:
        return None
    rows = said.target == "indicators" or said.indicator is not None or said.measure in _OF_ROWS
    filters = Filters(
        projects=cast("tuple[ProjectName, ...]", tuple(projects)),
        units=cast("tuple[UnitName, ...]", tuple(units)),
        level1=(said.level1,) if said.level1 else (),
        topic=normal(said.indicator) if said.indicator else None,
        conditions=tuple(
            Condition(measure=one.measure, comparator=one.comparator, value=Decimal(one.value)) for one in said.bounds
        ),
        lost_points=said.lost_points,
    )
    measures: tuple[MeasureName, ...] = (said.measure,) if said.measure else ()
    if filters == Filters() and not measures and said.intent not in ("count", "filter"):
        return None
    order = Order(measure=said.measure or "total_score", descending=not said.lowest)
    grouped: Grouping | None = "implementing_unit" if said.by_unit and not said.units else None
    ranked: dict[str, Any] = {"order": order, "limit": said.limit or 1} if said.intent == "rank" else {}
    return QuestionPlan(
        intent=said.intent,
        target="indicators" if rows else said.target,
        measures=measures,
        filters=filters,
        group_by=grouped,
        text=text if said.intent == "explain" else None,
        notes=(_NOTE,),
        **ranked,
    )


def _project(mention: str, names: NameCatalogue) -> ProjectName | None:
    whole = [one.name for one in names.whole_names(mention) if isinstance(one.name, ProjectName)]
    if whole:
        return whole[0]
    found = names.names_with(mention) or names.abbreviated(mention) or names.nearest(mention)[:1]
    return names.project(mention, found) if found else None


def _unit(mention: str, names: NameCatalogue) -> UnitName | None:
    found = [one.name for one in names.units(mention, ()) if isinstance(one.name, UnitName)]
    return found[0] if found else None
