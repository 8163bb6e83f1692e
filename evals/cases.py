"""Cases: what a suite is made of. A case makes what it is about when it is evaluated, so that a suite is a short list."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Protocol

from evals.datasets import Sample
from evals.degradation.corpus import PlannedForm, draw_form
from evals.degradation.degradation import Degradation
from evals.degradation.scanned import scan_document
from evals.degradation.text_layers import TextLayer
from evals.documents import Document, evaluate_document
from evals.forms.documents import Recipe, make_document, suffix_of
from evals.forms.expected import ExpectedForm
from evals.forms.layout import Layout
from evals.forms.printed_record import printed_record
from evals.outcomes import Outcome, Task
from evals.scorers.reading import score_reading
from evals.surroundings import Surroundings
from extractor.pipeline import DocumentReading
from extractor.problems import Problem


class Case(Protocol):
    """Something to be evaluated. `name` is its own within a suite; equal names in two runs mean the same thing."""

    @property
    def name(self) -> str:
        """The name."""
        ...

    @property
    def task(self) -> Task:
        """What is measured."""
        ...

    @property
    def suffix(self) -> str | None:
        """Suffix of the document that an engine has to read; `None` where none is read."""
        ...

    def evaluate(self, folder: Path, around: Surroundings) -> list[Outcome]:
        """Does it, in `folder`, which is empty and goes away afterwards."""
        ...

    def lost(self, said: str) -> list[Outcome]:
        """What it comes to when it was stopped, for the reason `said`: all that was expected counts as wrong."""
        ...


def unread(case: Case, forms: Sequence[ExpectedForm], tags: dict[str, str], said: str) -> list[Outcome]:
    """The outcome of a document of which nothing was read."""
    problem = Problem(stage="pages", category="internal", message=said)
    counts = score_reading(DocumentReading(source=case.name, problems=[problem]), forms).counts
    return [Outcome(case=case.name, sample=case.name, task="reading", tags=tags, counts=counts, error=said)]


def _printed(sample: Sample, layout: Layout) -> ExpectedForm:
    return ExpectedForm(record=printed_record(sample.record, layout), level2_also_accepted=sample.level2_also_accepted)


@dataclass(frozen=True, slots=True, kw_only=True)
class DrawnCase:
    """Forms drawn as one document."""

    name: str
    forms: tuple[tuple[Sample, Layout], ...]
    recipe: Recipe = field(default_factory=Recipe)
    tags: dict[str, str] = field(default_factory=dict[str, str])
    task: Task = "reading"

    @property
    def suffix(self) -> str:
        """As the recipe's format has it."""
        return suffix_of(self.recipe.format)

    def evaluate(self, folder: Path, around: Surroundings) -> list[Outcome]:
        """Draws, reads and scores."""
        made = make_document(folder / f"document{self.suffix}", self.forms, self.recipe)
        # in a report, tables of other kinds stand before the forms
        places = made.report.places[-len(made.forms) :] if made.report is not None else None
        document = Document(path=made.path, forms=made.forms, places=places)
        return [evaluate_document(document, case=self.name, tags=self.tags, around=around)]

    def lost(self, said: str) -> list[Outcome]:
        """All values of all forms."""
        return unread(self, [_printed(sample, layout) for sample, layout in self.forms], self.tags, said)


@dataclass(frozen=True, slots=True, kw_only=True)
class ScannedCase:
    """A form drawn, and then scanned or photographed."""

    name: str
    plan: PlannedForm
    degradation: Degradation
    container: str = "pdf"
    text_layer: TextLayer = "no"
    tags: dict[str, str] = field(default_factory=dict[str, str])
    task: Task = "reading"

    @property
    def suffix(self) -> str:
        """Of the container."""
        return f".{self.container}"

    def evaluate(self, folder: Path, around: Surroundings) -> list[Outcome]:
        """Draws, degrades, reads and scores; a form that does not fit the one page of a picture file gives nothing."""
        one_page = self.container not in ("pdf", "tif")
        drawn = draw_form(self.plan, folder / "drawn.pdf", one_page=one_page)
        if drawn is None:
            return []
        path = folder / f"document.{self.container}"
        scan = scan_document(drawn, path, self.degradation, seed=self.plan.seed, text_layer=self.text_layer)
        document = Document(path=path, forms=scan.forms, places=scan.report.places, scanned=True)
        return [evaluate_document(document, case=self.name, tags=self.tags, around=around)]

    def lost(self, said: str) -> list[Outcome]:
        """All values of the form."""
        return unread(self, [_printed(self.plan.sample, self.plan.layout)], self.tags, said)


@dataclass(frozen=True, slots=True, kw_only=True)
class FileCase:
    """A document that exists, with what it holds."""

    name: str
    path: Path
    forms: tuple[ExpectedForm, ...]
    tags: dict[str, str] = field(default_factory=dict[str, str])
    task: Task = "reading"

    @property
    def suffix(self) -> str:
        """Of the file."""
        return self.path.suffix.lower()

    def evaluate(self, folder: Path, around: Surroundings) -> list[Outcome]:
        """Reads and scores."""
        document = Document(path=self.path, forms=self.forms)
        return [evaluate_document(document, case=self.name, tags=self.tags, around=around)]

    def lost(self, said: str) -> list[Outcome]:
        """All values of all forms."""
        return unread(self, self.forms, self.tags, said)
