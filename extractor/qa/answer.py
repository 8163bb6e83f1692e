"""The answer to a question, in the shape of the JSON contract."""

from collections.abc import Sequence
from typing import Any

from pydantic import BaseModel, ConfigDict, Field

from extractor.qa.citations import Citation
from extractor.qa.outcome import ResultKind
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


class Answer(BaseModel):
    """A question with its answer. `answered` False: the store does not hold it, and `answer` says what it holds."""

    model_config = ConfigDict(frozen=True)

    question: str
    answered: bool
    answer: str
    result: Result = Result()
    citations: list[Citation] = Field(default_factory=list[Citation])
    plan: dict[str, Any] = Field(default_factory=dict[str, Any])

    def typed_plan(self) -> QuestionPlan | None:
        """The plan, for a follow-up; `None` when the question was refused before it had one."""
        return QuestionPlan.model_validate(self.plan) if self.plan else None


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
    )
