"""The answer to a question, in the shape of the JSON contract."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from pydantic import BaseModel, ConfigDict, Field

from extractor.qa.citations import Citation
from extractor.qa.outcome import Outcome, ResultKind
from extractor.qa.plan import QuestionPlan, Refusal


class IndicatorReference(BaseModel):
    """An indicator row by its form's project code and its JSON pointer."""

    model_config = ConfigDict(frozen=True)

    project_code: str | None
    pointer: str


class Result(BaseModel):
    """What was found, for programs: `number` is a decimal string, money in 元, shares in percent."""

    model_config = ConfigDict(frozen=True)

    kind: ResultKind = "text"
    number: str | None = None
    projects: list[str] = Field(default_factory=list[str])
    indicators: list[IndicatorReference] = Field(default_factory=list[IndicatorReference])


class AnsweredRows(BaseModel):
    """The names and texts of the rows that an answer tells of, and the `notes` that stand in it beside them.

    `values`: words that rows print (优, 已完成). `refused`: a part of the question was.
    """

    model_config = ConfigDict(frozen=True)

    forms: tuple[str, ...] = ()
    units: tuple[str, ...] = ()
    indicators: tuple[str, ...] = ()
    values: tuple[str, ...] = ()
    passages: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()
    refused: bool = False

    def body(self, answer: str) -> str:
        """The answer without its notes."""
        for note in self.notes:
            answer = answer.replace(note, "")
        return answer.strip()

    def __add__(self, other: "AnsweredRows") -> "AnsweredRows":
        return AnsweredRows(
            forms=self.forms + other.forms,
            units=self.units + other.units,
            indicators=self.indicators + other.indicators,
            values=self.values + other.values,
            passages=self.passages + other.passages,
            notes=self.notes + tuple(one for one in other.notes if one not in self.notes),
            refused=self.refused or other.refused,
        )


def answered_rows(plan: QuestionPlan, outcome: Outcome, notes: Sequence[str] = ()) -> AnsweredRows:
    """The names and texts of what was found; `notes` are those that the answer has beside the outcome's and the plan's."""
    filters = plan.filters
    forms = {one.id: one for one in (*outcome.forms, *(row.form for row in (*outcome.indicators, *outcome.findings)))}
    named = [text for one in (*filters.projects, *filters.not_projects) for text in (one.name, one.mention)]
    units = [one.mention for one in (*filters.units, *filters.not_units)] + [one.name for one in outcome.groups]
    printed = [text for one in outcome.indicators for text in (one.target, one.actual)]
    printed += [value for one in forms.values() for value in one.values.values() if isinstance(value, str)]
    reasons = [one.reason for one in outcome.indicators] + [one.message for one in outcome.findings]
    return AnsweredRows(
        forms=_texts([*named, *(text for one in forms.values() for text in (one.name, one.code))]),
        units=_texts([*units, *(one.unit for one in forms.values())]),
        indicators=_texts(one.name for one in outcome.indicators),
        values=_texts([*printed, filters.topic]),
        passages=_texts(reasons),
        notes=_texts([*outcome.notes, *plan.notes, *notes]),
    )


def _texts(texts: Iterable[str | None]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(one for one in texts if one))


def plan_held(held: Mapping[str, Any]) -> QuestionPlan | None:
    """The plan of an answer's `plan`, for a follow-up; `None` when the question was refused before it had one.

    Raises:
        ValidationError: it is no plan.
    """
    plan = {name: value for name, value in held.items() if name != "phrasing"}
    return QuestionPlan.model_validate(plan) if plan else None


class Answer(BaseModel):
    """A question with its answer. `answered` False: the store does not hold it, and `answer` says what it holds.

    `plan` has the plan as understood, and under `phrasing` the model and the template answer where a model phrased it.
    """

    model_config = ConfigDict(frozen=True)

    question: str
    answered: bool
    answer: str
    result: Result = Result()
    citations: list[Citation] = Field(default_factory=list[Citation])
    plan: dict[str, Any] = Field(default_factory=dict[str, Any])
    rows: AnsweredRows = Field(default=AnsweredRows(), exclude=True)

    def typed_plan(self) -> QuestionPlan | None:
        """The plan, for a follow-up; `None` when the question was refused before it had one."""
        return plan_held(self.plan)


def joined(question: str, plan: QuestionPlan, answers: Sequence[Answer | Refusal]) -> Answer:
    """The answers to the parts of one question as one: a line each, all citations, the number where only one part has one."""
    told = [one for one in answers if isinstance(one, Answer)]
    numbers = [one.result for one in told if one.result.number is not None]
    only = numbers[0] if len(numbers) == 1 else Result()
    projects = [code for one in told for code in one.result.projects]
    rows = {(one.project_code, one.pointer): one for part in told for one in part.result.indicators}
    citations = {(one.document, one.project_code, one.pointer): one for part in told for one in part.citations}
    return Answer(
        question=question,
        answered=True,
        answer="\n".join(one.answer if isinstance(one, Answer) else one.reason for one in answers),
        result=Result(
            kind=only.kind,
            number=only.number,
            projects=list(dict.fromkeys(projects)),
            indicators=list(rows.values()),
        ),
        citations=list(citations.values()),
        plan=plan.model_dump(mode="json", exclude_defaults=True) | {"intent": plan.intent, "target": plan.target},
        rows=sum((one.rows for one in told), AnsweredRows(refused=len(told) < len(answers))),
    )
