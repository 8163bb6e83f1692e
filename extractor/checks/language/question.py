"""A closed question about one or two passages of a form, and what an answer would mean."""

from collections.abc import Callable
from dataclasses import dataclass

from extractor.checks.finding import Severity


@dataclass(frozen=True, slots=True, kw_only=True)
class Passage:
    """A text of the record: its JSON pointer, what it is called, and what it says, as printed.

    Where `text` puts several values of a row together, `values` are those: quotes must stand in one of them.
    """

    pointer: str
    label: str
    text: str
    values: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Choice:
    """One answer; `defect` when it means that the form has the defect."""

    text: str
    defect: bool = False


UNSURE = Choice(text="无法判断")


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """What a model is asked, and the finding that follows when it chooses a defect.

    Everything that numbers can decide has been decided before: the question is asked only where the answer matters.
    `message` makes the finding's text from the verified quotes of the first and the second passage. Without a second
    passage `beside` is what the finding quotes of the other place, a text of the record.
    """

    code: str
    severity: Severity
    asked: str
    choices: tuple[Choice, ...]
    first: Passage
    second: Passage | None = None
    beside: str | None = None
    pointers: tuple[str, ...]
    message: Callable[[str, str], str]
