"""Self-evaluations written as text: a model quotes, and only what stands in the text character by character is taken."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from pydantic import BaseModel, ConfigDict, Field

from extractor.errors import ModelError
from extractor.grids.grid import GridCell
from extractor.problems import Problem
from extractor.prompts import load_prompt
from extractor.readers.form_rows import FormRow
from extractor.readers.quotes import AlignedQuote, align_quote
from extractor.readers.vocabulary import narrow
from extractor.records.amounts import decimal_string
from extractor.records.evaluation import Evaluation, FundLine, Indicator
from extractor.records.reading import Evidence, FormReading, ReviewItem

if TYPE_CHECKING:
    from extractor.llm.chat import ChatModel

_QUOTED = 0.6
"""Confidence of a quote that stands in the text: where it stands is sure, what it means is the model's word."""
_LONGEST = 12000
"""Characters of a report that are read."""
_TOKENS = 1200
_AMOUNTS = ("initial_budget", "annual_budget", "executed", "execution_rate")


class QuotedIndicator(BaseModel):
    """Quotes about one indicator; `None` where the text says nothing."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    name: str | None
    target: str | None
    actual: str | None


class QuotedEvaluation(BaseModel):
    """Verbatim quotes for the fields of the form; `None` where the text says nothing."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    project_name: str | None
    year: str | None
    implementing_unit: str | None
    supervising_unit: str | None
    initial_budget: str | None
    annual_budget: str | None
    executed: str | None
    execution_rate: str | None
    total_score: str | None
    indicators: list[QuotedIndicator] = Field(max_length=60)


class _Source:
    """The lines of a document as one text that remembers where each character stands."""

    def __init__(self, rows: Sequence[FormRow]) -> None:
        self.text = ""
        self._starts: list[tuple[int, GridCell]] = []
        for row in rows:
            for cell in row.cells:
                if cell.text and len(self.text) < _LONGEST:
                    self._starts.append((len(self.text), cell))
                    self.text += cell.text + "\n"

    def cell_at(self, place: int) -> GridCell:
        """The cell in which the character at `place` stands."""
        return next(cell for start, cell in reversed(self._starts) if start <= place)


class _Taking:
    """Takes quotes into values, with evidence; keeps what had to be dropped."""

    def __init__(self, source: _Source) -> None:
        self.source = source
        self.evidence: dict[str, Evidence] = {}
        self.review: list[ReviewItem] = []
        self.dropped: list[str] = []

    def take(self, pointer: str, quote: str | None, *, after: int = 0, number: bool = False) -> AlignedQuote | None:
        """The quote where it stands (behind `after` if it can be); `None` when it does not, or is no number."""
        if not quote:
            return None
        place = align_quote(quote, self.source.text, after=after) or align_quote(quote, self.source.text)
        if place is None or (number and decimal_string(place.text) is None):
            self.dropped.append(quote)
            return None
        cell = self.source.cell_at(place.start)
        self.evidence[pointer] = Evidence.at(cell.location, text=place.text, source="llm", confidence=_QUOTED)
        self.review.append(ReviewItem(pointer=pointer, reason="由模型从文字中摘引，请对照原文", confidence=_QUOTED))
        return place

    def text(self, pointer: str, quote: str | None) -> str | None:
        """The quote in the words of the source, lines joined."""
        place = self.take(pointer, quote)
        return "".join(place.text.split()) if place else None

    def number(self, pointer: str, quote: str | None) -> str | None:
        """The number that the quote is."""
        place = self.take(pointer, quote, number=True)
        return decimal_string(place.text) if place else None


def read_narrative(rows: Sequence[FormRow], model: "ChatModel", where: str) -> tuple[FormReading | None, list[Problem]]:
    """The form that a text tells in sentences, and what must be said about it; `None` when nothing could be taken.

    Never raises for a model that fails: a problem tells.
    """
    source = _Source(rows)
    prompt = load_prompt("read_narrative").render(text=source.text)
    try:
        quoted = model.ask(prompt, QuotedEvaluation, max_tokens=_TOKENS).value
    except ModelError as error:
        return None, [_problem("model", f"{where}：没有表格，模型也没有帮上忙：{error}")]
    taking = _Taking(source)
    record = _record(quoted, taking)
    problems: list[Problem] = []
    if taking.dropped:
        shown = "、".join(f"“{quote[:20]}”" for quote in taking.dropped[:5])
        problems.append(
            _problem("model", f"{where}：模型摘引的 {len(taking.dropped)} 处在原文里找不到，没有采用：{shown}")
        )
    if not taking.evidence:
        return None, problems
    problems.append(_problem("no_table", f"{where}：没有自评表，以下由模型从文字中摘引，须逐项对照原文。"))
    return FormReading(record=record, evidence=taking.evidence, review=taking.review), problems


def _record(quoted: QuotedEvaluation, taking: _Taking) -> Evaluation:
    amounts = {name: taking.number(f"/funds/0/{name}", getattr(quoted, name)) for name in _AMOUNTS}
    year = taking.take("/year", quoted.year)
    digits = "".join(character for character in narrow(year.text) if character.isdigit())[:4] if year else ""
    units = {_unit(getattr(quoted, name)) for name in _AMOUNTS[:3] if amounts[name] is not None} - {None}
    return Evaluation.model_validate(
        {
            "project_name": taking.text("/project_name", quoted.project_name),
            "year": int(digits) if len(digits) == 4 else None,
            "implementing_unit": taking.text("/implementing_unit", quoted.implementing_unit),
            "supervising_unit": taking.text("/supervising_unit", quoted.supervising_unit),
            "funds_unit": units.pop() if len(units) == 1 else None,
            "funds": [FundLine(source="total", **amounts)] if any(amounts.values()) else [],
            "indicators": _indicators(quoted.indicators, taking),
            "total_score": taking.number("/total_score", quoted.total_score),
        }
    )


def _indicators(quoted: Sequence[QuotedIndicator], taking: _Taking) -> list[Indicator]:
    """Indicators whose name stands in the text; target and actual are looked for behind it first."""
    found: list[Indicator] = []
    for one in quoted:
        pointer = f"/indicators/{len(found)}"
        name = taking.take(f"{pointer}/level3", one.name)
        if name is None:
            continue
        target = taking.take(f"{pointer}/target", one.target, after=name.end)
        actual = taking.take(f"{pointer}/actual", one.actual, after=target.end if target else name.end)
        values = {"level3": name, "target": target, "actual": actual}
        found.append(Indicator(**{field: "".join(one.text.split()) for field, one in values.items() if one}))
    return found


def _unit(quote: str) -> str | None:
    return "万元" if quote.rstrip().endswith("万元") else "元" if quote.rstrip().endswith("元") else None


def _problem(category: str, message: str) -> Problem:
    return Problem.model_validate({"stage": "readers", "category": category, "severity": "notice", "message": message})
