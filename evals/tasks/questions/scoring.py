"""Whether an answer is right, and whether its citations are those that the gold rests on."""

from dataclasses import dataclass
from decimal import Decimal

from evals.tasks.questions.case import Case
from extractor.qa.answer import Answer

_TOLERANCE = Decimal("0.005")


@dataclass(frozen=True, slots=True, kw_only=True)
class Score:
    """One case scored. `expected`, `cited`, `shared`: projects of the gold, of the citations, of both."""

    case: Case
    answer: Answer
    wrong: str
    expected: int
    cited: int
    shared: int
    uncited: bool
    seconds: float

    @property
    def right(self) -> bool:
        """Whether nothing is wrong."""
        return not self.wrong


def score(case: Case, answer: Answer, seconds: float) -> Score:
    """Compares an answer with its case."""
    gold = case.projects or frozenset(code for code, _ in case.rows or ())
    cited = {one.project_code for one in answer.citations if one.page is not None and one.quote}
    return Score(
        case=case,
        answer=answer,
        wrong=_wrong(case, answer),
        expected=len(gold) if answer.answered else 0,
        cited=len(cited) if gold and answer.answered else 0,
        shared=len(gold & cited) if answer.answered else 0,
        uncited=answer.answered and not cited and _says_a_figure(answer),
        seconds=seconds,
    )


def _says_a_figure(answer: Answer) -> bool:
    return answer.result.number not in (None, "0") or bool(answer.result.projects)


def _wrong(case: Case, answer: Answer) -> str:
    """What is wrong, or nothing."""
    if case.refused or not answer.answered:
        return "" if case.refused and not answer.answered else ("answered" if case.refused else "refused")
    result = answer.result
    if case.number is not None and (
        result.number is None or abs(Decimal(result.number) - Decimal(case.number)) > _TOLERANCE
    ):
        return f"number {result.number}, not {case.number}"
    if case.projects is not None and frozenset(result.projects) != case.projects:
        return f"projects {sorted(set(result.projects) ^ case.projects)}"
    found = frozenset((one.project_code or "", one.pointer) for one in result.indicators)
    if case.rows is not None and (not case.rows <= found if case.among else case.rows != found):
        return f"rows missing {sorted(case.rows - found)[:3]}, extra {len(found - case.rows)}"
    said = answer.answer + "".join(one.quote or "" for one in answer.citations)
    missing = [words for words in case.says if words not in said]
    return f"not said: {missing}" if missing else ""
