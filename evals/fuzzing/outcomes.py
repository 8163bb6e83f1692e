"""What came of reading a broken document, and which outcomes are faults of the program."""

from collections import Counter
from concurrent.futures import Future
from concurrent.futures import TimeoutError as ReadingTooLong
from dataclasses import dataclass, field
from typing import Literal

from pebble import ProcessExpired

from extractor.batch.isolated_readers import failure
from extractor.pipeline import DocumentReading
from extractor.problems import Problem
from extractor.settings import WorkerLimits

Verdict = Literal["read", "problem", "time limit", "memory limit", "internal", "crash", "hang", "silent", "unnamed"]
"""`read`: a form and perhaps problems; `problem`: typed problems and no form; `internal`: an exception of ours; `crash`: the

worker died; `hang`: no answer although the limit passed; `silent`: neither form nor problem; `unnamed`: a problem that
does not name the file.
"""
FAULTS: frozenset[Verdict] = frozenset({"internal", "crash", "hang", "silent", "unnamed"})
"""What must never happen. Limits are not among them: they stop what asks for too much, and say so."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """The verdict on one document, the categories of its problems, the first message, and the error where there was one."""

    verdict: Verdict
    categories: tuple[str, ...] = ()
    message: str = ""
    error: str = ""


def outcome(future: "Future[DocumentReading]", name: str, limits: WorkerLimits, *, grace: float) -> Outcome:
    """What came of a document; waits at most `grace` seconds beyond the worker's own limit."""
    try:
        reading = future.result(timeout=limits.seconds + grace)
    except Exception as error:  # noqa: BLE001 - to tell them apart is what this is for
        return _failed(error, future, name, limits)
    errors = [problem for problem in reading.problems if problem.severity == "error"]
    if not reading.readings and not errors:
        return Outcome(verdict="silent", message="neither a form nor a problem")
    if any(name not in problem.message for problem in reading.problems):
        unnamed = next(problem for problem in reading.problems if name not in problem.message)
        return Outcome(verdict="unnamed", categories=_categories([unnamed]), message=unnamed.message)
    message = errors[0].message if errors else ""
    verdict: Verdict = "read" if reading.readings else "problem"
    return Outcome(verdict=verdict, categories=_categories(reading.problems), message=message)


def _failed(error: Exception, future: "Future[DocumentReading]", name: str, limits: WorkerLimits) -> Outcome:
    if isinstance(error, ReadingTooLong) and not future.done():
        future.cancel()
        return Outcome(verdict="hang", message="the worker was not stopped at its limit")
    said = failure(error, name, limits)
    verdict: Verdict = "internal"
    if isinstance(error, ReadingTooLong):
        verdict = "time limit"
    elif isinstance(error, MemoryError):
        verdict = "memory limit"
    elif isinstance(error, ProcessExpired):
        verdict = "crash"
    trace = str(getattr(error, "traceback", "") or error.__cause__ or "")
    return Outcome(verdict=verdict, categories=(said.category,), message=said.message, error=trace or repr(error))


def _categories(problems: list[Problem]) -> tuple[str, ...]:
    return tuple(sorted({problem.category for problem in problems}))


@dataclass(kw_only=True)
class Tally:
    """Outcomes counted: by kind of document and verdict, by category; and the documents at fault."""

    verdicts: Counter[tuple[str, str]] = field(default_factory=Counter[tuple[str, str]])
    categories: Counter[tuple[str, str]] = field(default_factory=Counter[tuple[str, str]])
    faults: list[tuple[str, Outcome]] = field(default_factory=list[tuple[str, Outcome]])

    def add(self, name: str, kind: str, one: Outcome) -> None:
        """Counts the outcome of the document `name`."""
        self.verdicts[kind, one.verdict] += 1
        for category in one.categories:
            self.categories[kind, category] += 1
        if one.verdict in FAULTS:
            self.faults.append((name, one))

    @property
    def documents(self) -> int:
        """How many were counted."""
        return sum(self.verdicts.values())

    def as_json(self) -> dict[str, object]:
        """The counts as JSON."""
        by_kind: dict[str, dict[str, int]] = {}
        for (kind, what), count in sorted([*self.verdicts.items(), *self.categories.items()]):
            by_kind.setdefault(kind, {})[what] = count
        return {"documents": self.documents, "kinds": by_kind, "faults": [name for name, _ in self.faults]}
