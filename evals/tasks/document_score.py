"""How well one document was read: every value of its forms counted once."""

from collections.abc import Sequence
from dataclasses import dataclass
from unicodedata import normalize

from evals.forms.expected import ExpectedForm
from evals.forms.pdf import PdfReport, ValuePlace
from evals.forms.read_back import ValueDifference, value_differences, values_of
from evals.scorers.grounding import groundings
from extractor.pipeline import DocumentReading
from extractor.records.reading import FormReading


@dataclass(frozen=True, slots=True, kw_only=True)
class DocumentScore:
    """Counts of values ("fields") of one document.

    `fields`: expected, blank ones included. `wrong`: not as expected, or read where nothing is expected. `silent`: wrong
    values that no review item marks. `width`: wrong values that differ only in full or half width characters. `marked`: values that a review item marks. `unread`: values of forms that were
    not found although the document said so with a problem; they are wrong, but not silent. `overlaps`: for every rightly
    read value whose place is known, the share that its evidence box has in common with its true box, be that the box of
    the text or of the cell (intersection over union). `located`: how many of these boxes hold most of the text. `seconds`: of reading.
    """

    name: str
    group: tuple[str, ...]
    fields: int
    wrong: int
    silent: int
    width: int
    marked: int
    unread: int
    overlaps: tuple[float, ...]
    located: int
    pages: int
    seconds: float
    examples: tuple[str, ...] = ()

    @property
    def right(self) -> int:
        """Fields read as expected; a value read where none is expected cancels one."""
        return max(0, self.fields - self.wrong)


def score_document(
    reading: DocumentReading,
    forms: Sequence[ExpectedForm],
    *,
    name: str,
    group: tuple[str, ...],
    seconds: float,
    report: PdfReport | None = None,
) -> DocumentScore:
    """Compares a reading with the forms of the document, in order; `report` tells where the values stand."""
    fields = wrong = silent = width = marked = unread = located = 0
    overlaps: list[float] = []
    examples: list[str] = []
    said = any(problem.severity == "error" for problem in reading.problems)
    for number, form in enumerate(forms):
        expected = values_of(form.record)
        fields += len(expected)
        if number >= len(reading.readings):
            wrong += len(expected)
            unread += len(expected) if said else 0
            silent += 0 if said else len(expected)
            examples += [f"{'?' if said else '!'} form {number + 1} not read: {_problems(reading)}"]
            continue
        found = reading.readings[number]
        pointers = [item.pointer for item in found.review]
        differing = value_differences(form, found.record)
        unmarked = [one for one in differing if not _is_marked(one.pointer, pointers)]
        wrong, silent = wrong + len(differing), silent + len(unmarked)
        width += sum(_differs_in_width(one) for one in differing)
        marked += sum(_is_marked(pointer, pointers) for pointer in expected)
        examples += [_example(one, one in unmarked) for one in differing]
        if report is not None:
            boxes = _box_overlaps(found, report.places[number], {one.pointer for one in differing})
            overlaps += [overlap for overlap, _ in boxes]
            located += sum(held for _, held in boxes)
    # a form too many is made up, every value of it
    for surplus in reading.readings[len(forms) :]:
        extra = sum(value is not None for value in values_of(surplus.record).values())
        wrong, silent = wrong + extra, silent + extra
    return DocumentScore(
        name=name,
        group=group,
        fields=fields,
        wrong=wrong,
        silent=silent,
        width=width,
        marked=marked,
        unread=unread,
        overlaps=tuple(round(one, 3) for one in overlaps),
        located=located,
        pages=max(1, reading.pages),
        seconds=seconds,
        examples=tuple(examples),
    )


def _is_marked(pointer: str, review: Sequence[str]) -> bool:
    return any(pointer == one or pointer.startswith(one.rstrip("/") + "/") for one in review)


def _problems(reading: DocumentReading) -> str:
    return "; ".join(problem.message for problem in reading.problems) or "nothing is said"


def _differs_in_width(one: ValueDifference) -> bool:
    """Whether 全角 and 半角 are all that differs: on paper the two can look the same."""
    if one.expected is None or one.read is None:
        return False
    return _narrow(one.expected) == _narrow(one.read)


def _narrow(text: str) -> str:
    return "".join(normalize("NFKC", text).split())


def _example(one: ValueDifference, unmarked: bool) -> str:
    return f"{'!' if unmarked else '?'} {one.pointer}: {one.expected!r} -> {one.read!r}"


def _box_overlaps(
    found: FormReading, places: dict[str, tuple[ValuePlace, ...]], wrong: set[str]
) -> list[tuple[float, bool]]:
    """Of every rightly read value with a known place: overlap of evidence and truth, and whether it holds the truth."""
    values = values_of(found.record)
    right = {pointer: pointer for pointer in places if pointer not in wrong and values.get(pointer) is not None}
    return [(one.overlap, one.located) for one in groundings(found.evidence, places, right)]
