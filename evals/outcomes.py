"""What evaluating a sample yields: counts that metrics are made of, confidences, and what went wrong where."""

from dataclasses import asdict, dataclass, field
from typing import Any, Literal, cast

Task = Literal["reading", "checking", "questions"]
Stage = Literal["page", "grid", "reader", "merge", "check", "answer"]
"""Where it went wrong: text not on the page as read, not in one cell, not put at its place by the reader, put there by
the reader but replaced by the model's pointing; a rule; an answer."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Confidence:
    """A value that was read: how sure the reader said it is (0..1), whether it is right, whether a review item marks it."""

    said: float
    right: bool
    marked: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Failure:
    """One thing that is not as it must be.

    `pointer`: JSON pointer into the expected record (a question, a rule's pointer). `silent`: nothing marks it. `crop`
    is the name of a picture in the run's folder of crops that shows the place, `page` its page.
    """

    pointer: str
    expected: str | None
    found: str | None
    silent: bool = True
    stage: Stage | None = None
    page: int | None = None
    crop: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """One sample (a document, a planted form, a question): the unit that is drawn in a bootstrap.

    `case` names the case that it belongs to; `tags` are what tables are grouped by; `counts` sums by name, see
    `evals.metrics`. `error`: what stopped the sample; all that was expected counts as wrong then. `seconds` of wall time
    of what is measured, `peak_mb` the highest memory of the process that did it.
    """

    case: str
    sample: str
    task: Task
    tags: dict[str, str] = field(default_factory=dict[str, str])
    counts: dict[str, float] = field(default_factory=dict[str, float])
    confidences: tuple[Confidence, ...] = ()
    failures: tuple[Failure, ...] = ()
    seconds: float = 0.0
    peak_mb: float = 0.0
    error: str | None = None


def to_json(outcome: Outcome) -> dict[str, Any]:
    """The outcome as JSON, confidences as short lists."""
    data = asdict(outcome)
    data["confidences"] = [[round(one.said, 4), int(one.right), int(one.marked)] for one in outcome.confidences]
    return {key: value for key, value in data.items() if value not in (None, [], (), {}, 0.0)}


def from_json(data: dict[str, Any]) -> Outcome:
    """What `to_json` wrote. Raises `TypeError` or `KeyError` for anything else."""
    confidences = tuple(
        Confidence(said=float(said), right=bool(right), marked=bool(marked))
        for said, right, marked in cast("list[tuple[float, int, int]]", data.get("confidences", []))
    )
    failures = tuple(Failure(**one) for one in cast("list[dict[str, Any]]", data.get("failures", [])))
    fields: dict[str, Any] = {**data, "confidences": confidences, "failures": failures}
    return Outcome(**fields)
