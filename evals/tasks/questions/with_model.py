"""What the configured model's planner is worth: on questions that the grammar refused, or alone, without the grammar."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from time import perf_counter

from rich.console import Console

from evals.tasks.questions.case import Case
from evals.tasks.questions.scoring import Score, score
from extractor.app import App
from extractor.qa.asking import Asker
from extractor.qa.model_planner import model_plans
from extractor.qa.names import NameCatalogue
from extractor.qa.plan import QuestionPlan, Refusal
from extractor.qa.scope import nothing_asked, outside


@dataclass(frozen=True, slots=True, kw_only=True)
class Again:
    """A question, and what the model made of it."""

    case: Case
    after: Score

    @property
    def outcome(self) -> str:
        """One of the four that are counted."""
        if not self.after.answer.answered:
            return "rightly refused" if self.case.refused else "still refused"
        return "right" if self.after.right else "wrong"


def without_model(app: App) -> App:
    """The app with the grammar alone, whatever the environment configures."""
    questions = app.settings.questions.model_copy(update={"plan_with_model": False, "phrase_answers": False})
    return replace(app, settings=app.settings.model_copy(update={"questions": questions}))


def ask_again(app: App, home: Path, cases: Sequence[Case], *, alone: bool) -> list[Again]:
    """Asks with the model's planner; `alone`: of the questions that the grammar knows too, in its place.

    Raises:
        SettingsError: the model is half configured.
    """
    again: list[Again] = []
    store = app.open_store(home)
    index = app.open_index(store)
    kind = _ModelAlone if alone else Asker
    asker = kind(store, index, lambda text: index.segmenter().word_ends(text), model_plans(app.chat_model))
    for case in cases:
        start = perf_counter()
        answer = asker.ask(case.question)
        again.append(Again(case=case, after=score(case, answer, perf_counter() - start)))
    index.close()
    store.close()
    return again


class _ModelAlone(Asker):
    """Answers what the model makes a plan of, and nothing else."""

    def _plan(self, question: str, names: NameCatalogue, previous: QuestionPlan | None) -> QuestionPlan | Refusal:
        if (refusal := outside(question)) is not None or self._more_plans is None:
            return refusal or nothing_asked()
        return self._more_plans(question, names) or nothing_asked()


def report_again(again: Sequence[Again], title: str, console: Console) -> dict[str, float]:
    """Prints and returns how many questions became right, how many wrong, and the seconds of one."""
    outcomes = [one.outcome for one in again]
    counted = {name: float(outcomes.count(name)) for name in ("right", "wrong", "still refused", "rightly refused")}
    seconds = sorted(one.after.seconds for one in again)
    if seconds:
        counted["median s"] = seconds[len(seconds) // 2]
    console.print(f"{title}, asked of the model: {len(again)}", counted)
    for one in again:
        wrong = f"{one.after.wrong} | " if one.after.wrong else ""
        console.print(
            f"  {one.outcome}, {one.after.seconds:.1f} s: {one.case.question} -> {wrong}{one.after.answer.answer[:120]}",
            markup=False,
        )
    return counted
