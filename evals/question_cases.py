"""Cases of questions: stores made of drawn forms, asked the question sets, and scored with their citations."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from evals.outcomes import Failure, Outcome, Task
from evals.surroundings import Surroundings
from evals.tasks.questions.__main__ import ask_all, fill_store, stores
from evals.tasks.questions.gold import Form, Forms
from evals.tasks.questions.scoring import Score


@dataclass(frozen=True, slots=True, kw_only=True)
class QuestionCase:
    """The questions of all sets over one store; at most `limit` of each set."""

    name: str
    store: str
    limit: int | None = None
    task: Task = "questions"
    suffix: str | None = None

    def evaluate(self, folder: Path, around: Surroundings) -> list[Outcome]:
        """Fills the store, asks, scores."""
        samples, sets = stores()[self.store]
        forms = Forms(forms=tuple(Form(record=one.record) for one in samples))
        fill_store(around.app, folder, samples)
        outcomes: list[Outcome] = []
        for title, cases in sets.items():
            for number, score in enumerate(ask_all(around.app, folder, cases(forms)[: self.limit])):
                outcomes.append(_outcome(self.name, f"{self.name}/{title}/{number}", title, score))
        return outcomes

    def lost(self, said: str) -> list[Outcome]:
        """Nothing was answered."""
        samples, sets = stores()[self.store]
        forms = Forms(forms=tuple(Form(record=one.record) for one in samples))
        return [
            Outcome(
                case=self.name,
                sample=f"{self.name}/{title}/{number}",
                task="questions",
                tags={"set": title, "kind": case.kind},
                counts={"questions": 1.0},
                error=said,
            )
            for title, cases in sets.items()
            for number, case in enumerate(cases(forms)[: self.limit])
        ]


def question_cases(limit: int | None = None) -> Sequence[QuestionCase]:
    """One case for each store."""
    return [QuestionCase(name=f"questions/{name}", store=name, limit=limit) for name in stores()]


def _outcome(case: str, sample: str, title: str, score: Score) -> Outcome:
    refusing = score.case.refused
    counts = {
        "questions": 1.0,
        "right": float(score.right),
        "expected": float(score.expected),
        "cited": float(score.cited),
        "shared": float(score.shared),
        "unanswerable": float(refusing),
        "refused": float(refusing and score.right),
        "answerable": float(not refusing),
        "falsely_refused": float(not refusing and not score.answer.answered),
    }
    failure = Failure(
        pointer=score.case.question, expected=score.wrong, found=score.answer.answer[:300], stage="answer"
    )
    return Outcome(
        case=case,
        sample=sample,
        task="questions",
        tags={"set": title, "kind": score.case.kind},
        counts={key: value for key, value in counts.items() if value},
        failures=() if score.right else (failure,),
        seconds=score.seconds,
    )
