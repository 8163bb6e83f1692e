"""Asks the questions and makes findings of the answers: two asks that agree, quotes that stand in the form, no repeats."""

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Protocol

from pydantic import BaseModel, ConfigDict, Field

from extractor.checks.finding import Finding
from extractor.checks.form_facts import FormFacts
from extractor.checks.language.question import Choice, Passage, Question
from extractor.checks.language.row_questions import row_questions
from extractor.checks.language.text_questions import text_questions
from extractor.checks.profile import Profile
from extractor.checks.wording import flat, shortened, verbatim
from extractor.errors import BudgetExhausted, ModelError, ModelReplyInvalid
from extractor.llm.chat import Answer, Verify
from extractor.prompts import RenderedPrompt, load_prompt

PROMPT = "language_check"
MARK = "（模型辅助判断，请人工核对）"
"""Ends the message of every finding that a model took part in."""
_LETTERS = "ABCDEFG"
_REPLY_TOKENS = 200
_SHORTEST_QUOTE = 2
_BETWEEN_VALUES = re.compile("，年度指标值：|，实际完成值：")


class Judgement(BaseModel):
    """What the model may say: the letter of a choice, and words copied from each passage ("" without a second one)."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    choice: str = Field(pattern=r"^[A-G]$")
    quote_a: str = Field(max_length=200)
    quote_b: str = Field(default="", max_length=200)


class Asks(Protocol):
    """The part of a chat model that is needed here."""

    def ask(
        self,
        prompt: RenderedPrompt,
        reply: type[Judgement],
        *,
        max_tokens: int,
        schema: None = None,
        verify: Verify[Judgement] | None = None,
    ) -> Answer[Judgement]:
        """See `ChatModel.ask`."""
        ...


@dataclass(frozen=True, slots=True, kw_only=True)
class LanguageChecks:
    """The findings that a model added to a form, how many questions it was asked, and why it was stopped early.

    `stopped` is `None` when it was not; `budget_spent` when only the document's budget ended.
    """

    findings: list[Finding]
    asked: int
    stopped: str | None = None
    budget_spent: bool = False


def check_language(
    form: FormFacts,
    profile: Profile,
    model: Asks,
    known: Sequence[Finding],
    *,
    on_question: Callable[[Question, bool], None] | None = None,
) -> LanguageChecks:
    """What the language of a form says beyond the findings that are `known` without a model.

    Nothing known is repeated, changed or taken back: a question is not asked where a finding of its code stands
    already. Never raises for a model that fails: `stopped` tells.

    Args:
        form, profile: as for the rules.
        model: what answers, with the account of the document.
        known: the findings of the rules for this form.
        on_question: told each question asked and whether it became a finding; for measuring.
    """
    findings: list[Finding] = []
    asked = 0
    for question in questions(form, profile, known):
        try:
            asked += 1
            found = _finding(form, question, model)
        except ModelReplyInvalid:
            continue  # no usable answer to this question; the next may have one
        except ModelError as error:
            spent = isinstance(error, BudgetExhausted)
            return LanguageChecks(findings=findings, asked=asked, stopped=str(error), budget_spent=spent)
        if on_question is not None:
            on_question(question, found is not None)
        if found is not None and not _repeats(found.rule, found.pointers[:1], findings):
            findings.append(found)
    return LanguageChecks(findings=findings, asked=asked)


def questions(form: FormFacts, profile: Profile, known: Sequence[Finding]) -> Iterator[Question]:
    """The questions worth asking about a form: rules that are on, places where nothing of the code is known yet."""
    for question in (*row_questions(form, profile), *text_questions(form, profile)):
        if question.code not in profile.disabled_rules and not _repeats(question.code, question.pointers, known):
            yield question


def _repeats(code: str, pointers: Sequence[str], known: Sequence[Finding]) -> bool:
    places = {_place(pointer) for pointer in pointers} - {"/funds"}
    return any(
        one.rule == code and places & {_place(pointer) for pointer in (one.pointer, *one.pointers)} for one in known
    )


def _place(pointer: str) -> str:
    """The row of a pointer, or the block where there are no rows: /indicators/3, /goals, /funds."""
    parts = pointer.split("/")
    return "/".join(parts[:3]) if parts[1:2] == ["indicators"] else "/".join(parts[:2])


def _finding(form: FormFacts, question: Question, model: Asks) -> Finding | None:
    """The finding when the model sees the defect twice, the second time with every choice in another place.

    A small model often prefers a place or a letter to a meaning; then the two answers differ.
    """
    first = _answer(question, question.choices, model)
    if first is None:
        return None
    second = _answer(question, question.choices[1:] + question.choices[:1], model)
    if second is None:
        return None
    quote, other = first
    finding = form.finding(
        question.code,
        question.severity,
        question.pointers,
        question.message(shortened(quote), shortened(other)) + MARK,
        printed=quote,
        quotes=[one for one in (quote, other) if one],
    )
    return finding.model_copy(update={"assisted": True})


def _answer(question: Question, choices: Sequence[Choice], model: Asks) -> tuple[str, str] | None:
    """The verified quotes of both places when the answer is a defect; `None` otherwise."""
    letters = dict(zip(_LETTERS, choices, strict=False))
    prompt = load_prompt(PROMPT).render(
        question=question.asked,
        choices={letter: choice.text for letter, choice in letters.items()},
        texts={"甲": question.first.text} | ({"乙": question.second.text} if question.second else {}),
    )

    def among_choices(reply: Judgement) -> None:
        if reply.choice not in letters:
            raise ValueError(f"choice 只能是 {'、'.join(letters)}")

    reply = model.ask(prompt, Judgement, max_tokens=_REPLY_TOKENS, verify=among_choices).value
    if not letters[reply.choice].defect:
        return None
    quote = _quoted(reply.quote_a, question.first)
    other = question.beside if question.second is None else _quoted(reply.quote_b, question.second)
    return (quote, other) if quote and other else None


def _quoted(quote: str, passage: Passage) -> str | None:
    """The quote as it stands in the record; `None` when it does not, or is too short to show anything.

    Of a quote that runs over several values of a row, with our words between them, the first value's part is kept.
    """
    for piece in (quote, *_BETWEEN_VALUES.split(quote)):
        wanted = flat(piece).strip("“”\"'…。，")
        for value in passage.values or (passage.text,):
            found = verbatim(wanted, value)
            if found is not None and len(wanted) >= min(_SHORTEST_QUOTE, len(flat(value))):
                return found
    return None
