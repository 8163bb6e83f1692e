"""Every value of a form beside the one that was read, rows paired by content and not by place."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from unicodedata import normalize

from evals.forms.expected import ExpectedForm
from evals.scorers.alignment import aligned_rows
from extractor.records.evaluation import Evaluation, FundLine, Indicator
from extractor.records.reading import FormReading, ReviewItem

_HEADER = (
    "project_code",
    "project_name",
    "year",
    "implementing_unit",
    "supervising_unit",
    "funds_unit",
    "total_weight",
    "total_score",
)
_FUND = ("initial_budget", "annual_budget", "executed", "weight", "execution_rate", "score")
_ROW = ("level1", "level2", "level3", "target", "actual", "weight", "score", "deviation_reason")


@dataclass(frozen=True, slots=True, kw_only=True)
class FieldPair:
    """A value: `pointer` into the expected record (`None`: a row too many), `read_pointer` into the reading's.

    `right`: as expected but for white space, or accepted besides. `read_pointer` is `None` in a row that was not read.
    """

    pointer: str | None
    read_pointer: str | None
    expected: str | None
    read: str | None
    right: bool

    @property
    def invented(self) -> bool:
        """Something was read where nothing is printed."""
        return not self.right and self.expected is None and self.read is not None

    @property
    def differs_in_width(self) -> bool:
        """Full against half width is all that is wrong; on paper both can look the same."""
        if self.right or self.expected is None or self.read is None:
            return False
        return bare(normalize("NFKC", self.expected)) == bare(normalize("NFKC", self.read))


def bare(text: str | None) -> str | None:
    """`text` without white space."""
    return None if text is None else re.sub(r"\s", "", text)


def field_pairs(form: ExpectedForm, read: Evaluation) -> list[FieldPair]:
    """All values of the expected form with what was read, then those of rows too many; unscored ones are left out."""
    pairs = [*_header(form.record, read), *_funds(form.record.funds, read.funds), *_goals(form.record, read)]
    for at, found in aligned_rows(form.record.indicators, read.indicators):
        pairs += _row(form, read.indicators, at, found)
    unscored = set(form.unscored)
    return [pair for pair in pairs if pair.pointer not in unscored]


def _pair(pointer: str | None, read_pointer: str | None, expected: object, read: object) -> FieldPair:
    wanted = None if expected is None else str(expected)
    got = None if read is None else str(read)
    right = bare(wanted) == bare(got) and (read_pointer is not None or wanted is None)
    return FieldPair(pointer=pointer, read_pointer=read_pointer, expected=wanted, read=got, right=right)


def _header(one: Evaluation, read: Evaluation) -> Iterator[FieldPair]:
    for name in _HEADER:
        yield _pair(f"/{name}", f"/{name}", getattr(one, name), getattr(read, name))


def _goals(one: Evaluation, read: Evaluation) -> Iterator[FieldPair]:
    for name in ("expected", "actual"):
        pointer = f"/goals/{name}"
        yield _pair(pointer, pointer, getattr(one.goals, name), getattr(read.goals, name))


def _funds(expected: Sequence[FundLine], read: Sequence[FundLine]) -> Iterator[FieldPair]:
    """Rows of funds are the same when they are of the same source."""
    places = {line.source: place for place, line in reversed(list(enumerate(read)))}
    for at, line in enumerate(expected):
        found = places.pop(line.source, None)
        for name in _FUND:
            got = getattr(read[found], name) if found is not None else None
            place = f"/funds/{found}/{name}" if found is not None else None
            yield _pair(f"/funds/{at}/{name}", place, getattr(line, name), got)
    for found in sorted(places.values()):
        yield from (
            _pair(None, f"/funds/{found}/{name}", None, value)
            for name in _FUND
            if (value := getattr(read[found], name)) is not None
        )


def _row(form: ExpectedForm, rows: Sequence[Indicator], at: int | None, found: int | None) -> Iterator[FieldPair]:
    if at is None and found is not None:
        for name in _ROW:
            if (value := getattr(rows[found], name)) is not None:
                yield _pair(None, f"/indicators/{found}/{name}", None, value)
    if at is None:
        return
    expected = form.record.indicators[at]
    for name in _ROW:
        got = getattr(rows[found], name) if found is not None else None
        place = f"/indicators/{found}/{name}" if found is not None else None
        pair = _pair(f"/indicators/{at}/{name}", place, getattr(expected, name), got)
        if name == "level2" and got in form.level2_also_accepted.get(at, ()):
            pair = FieldPair(pointer=pair.pointer, read_pointer=place, expected=pair.expected, read=got, right=True)
        yield pair


@dataclass(frozen=True, slots=True, kw_only=True)
class RowCounts:
    """Indicator rows expected, those of which every value is right, and those whose place in the tree of levels is."""

    rows: int
    exact: int
    levels: int


def row_counts(pairs: Sequence[FieldPair]) -> RowCounts:
    """Counts over the pairs of one form. A row that holds an unscored value can be exact in the others."""
    by_row: dict[str, list[FieldPair]] = {}
    for pair in pairs:
        if pair.pointer is not None and pair.pointer.startswith("/indicators/"):
            by_row.setdefault(pair.pointer.split("/")[2], []).append(pair)
    tree = [
        all(pair.right for pair in own if (pair.pointer or "").rsplit("/", 1)[1] in ("level1", "level2", "level3"))
        for own in by_row.values()
    ]
    exact = [all(pair.right for pair in own) for own in by_row.values()]
    return RowCounts(rows=len(by_row), exact=sum(exact), levels=sum(tree))


def is_marked(pair: FieldPair, reading: FormReading) -> bool:
    """Whether a review item points at the value or at what holds it; for a row that was not read, at the rows at large."""
    return any(_covers(item, pair) for item in reading.review)


def _covers(item: ReviewItem, pair: FieldPair) -> bool:
    pointer = pair.read_pointer or pair.pointer or ""
    whole = item.pointer.rstrip("/")
    return pointer == whole or pointer.startswith(f"{whole}/")
