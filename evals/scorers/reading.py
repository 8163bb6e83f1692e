"""A reading beside the forms that the document holds: counts of all reading metrics, confidences, failures."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from evals.forms.expected import ExpectedForm
from evals.forms.pdf import ValuePlace
from evals.outcomes import Confidence
from evals.scorers.alignment import aligned_forms
from evals.scorers.extraction import FieldPair, field_pairs, is_marked, row_counts
from evals.scorers.grounding import groundings
from extractor.pipeline import DocumentReading
from extractor.records.evaluation import Evaluation
from extractor.records.reading import FormReading

Places = Mapping[str, Sequence[ValuePlace]]
EMPTY = Evaluation()


@dataclass(frozen=True, slots=True, kw_only=True)
class WrongField:
    """A value that is not right: the pair, in which form of the reading it should stand, whether nothing marks it."""

    form: int
    pair: FieldPair
    reading: FormReading | None
    silent: bool


@dataclass(slots=True, kw_only=True)
class ReadingScore:
    """What the scorer collects over the forms of a document."""

    counts: dict[str, float] = field(default_factory=dict[str, float])
    confidences: list[Confidence] = field(default_factory=list[Confidence])
    wrong: list[WrongField] = field(default_factory=list[WrongField])

    def add(self, **counts: float) -> None:
        """Adds to the counts."""
        for name, count in counts.items():
            self.counts[name] = self.counts.get(name, 0.0) + count


def score_reading(
    reading: DocumentReading, forms: Sequence[ExpectedForm], places: Sequence[Places] | None = None
) -> ReadingScore:
    """Scores a document.

    `places` tells for each form where its values stand, where that is known. A form that was not found counts with all its
    values as wrong; they are silent unless the reading has a problem that says so. A form too many is made up.
    """
    score = ReadingScore()
    said = any(problem.severity == "error" for problem in reading.problems)
    pairs = aligned_forms([form.record for form in forms], [one.record for one in reading.readings])
    score.add(
        documents=1,
        failed=not reading.readings and bool(forms),
        forms=len(forms),
        forms_found=sum(at is not None and found is not None for at, found in pairs),
        surplus_forms=sum(at is None for at, _ in pairs),
        pages=max(1, reading.pages),
    )
    for at, found in pairs:
        if at is None and found is not None:
            _score_made_up(score, reading.readings[found], found)
        elif at is not None and found is None:
            _score_lost(score, forms[at], at, said=said)
        elif at is not None and found is not None:
            _score_form(score, forms[at], reading.readings[found], at, places[at] if places else None)
    _finish(score)
    return score


def _score_form(
    score: ReadingScore, form: ExpectedForm, reading: FormReading, number: int, places: Places | None
) -> None:
    pairs = field_pairs(form, reading.record)
    expected = [pair for pair in pairs if pair.pointer is not None]
    rows = row_counts(pairs)
    score.add(
        fields=len(expected),
        right=sum(pair.right for pair in expected),
        width=sum(pair.differs_in_width for pair in expected),
        blanks=sum(pair.expected is None for pair in expected),
        invented=sum(pair.invented for pair in pairs),
        marked=sum(is_marked(pair, reading) for pair in expected),
        rows=rows.rows,
        exact_rows=rows.exact,
        levels=rows.levels,
    )
    for pair in pairs:
        marked = is_marked(pair, reading)
        if not pair.right:
            score.wrong.append(WrongField(form=number, pair=pair, reading=reading, silent=not marked))
        evidence = reading.evidence.get(pair.read_pointer or "")
        if evidence is not None and pair.read is not None:
            score.confidences.append(Confidence(said=evidence.confidence, right=pair.right, marked=marked))
    if places is not None:
        right = {
            pair.pointer: pair.read_pointer
            for pair in expected
            if pair.right and pair.pointer and pair.read_pointer and pair.read is not None
        }
        found = groundings(reading.evidence, places, right)
        score.add(
            placed=len(found),
            overlap=sum(one.overlap for one in found),
            located=sum(one.located for one in found),
            page_right=sum(one.page for one in found),
        )


def _score_lost(score: ReadingScore, form: ExpectedForm, number: int, *, said: bool) -> None:
    pairs = [pair for pair in field_pairs(form, EMPTY) if pair.pointer is not None]
    rows = row_counts(pairs)
    score.add(fields=len(pairs), rows=rows.rows)
    score.add(blanks=sum(pair.expected is None for pair in pairs), unread=len(pairs) if said else 0)
    score.wrong += [WrongField(form=number, pair=pair, reading=None, silent=not said) for pair in pairs]


def _score_made_up(score: ReadingScore, reading: FormReading, number: int) -> None:
    nothing = ExpectedForm(record=EMPTY)
    pairs = [pair for pair in field_pairs(nothing, reading.record) if pair.invented]
    score.add(invented=len(pairs))
    score.wrong += [
        WrongField(form=number, pair=pair, reading=reading, silent=not is_marked(pair, reading)) for pair in pairs
    ]


def _finish(score: ReadingScore) -> None:
    """Counts over all that is wrong. A value read where none is expected does not take away a right one."""
    score.add(
        right_but_width=score.counts.get("right", 0.0) + score.counts.pop("width", 0.0),
        wrong=len(score.wrong),
        silent=sum(one.silent for one in score.wrong),
        marked_wrong=sum(not one.silent for one in score.wrong),
    )
