"""Finds the forms in a stream of rows: by title, or by the columns that only a self-evaluation has."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from extractor.provenance import Location
from extractor.readers.form_rows import FormRow
from extractor.readers.form_titles import FormKind, title_kind
from extractor.readers.goals_block import is_goals_header, is_goals_row
from extractor.readers.vocabulary import (
    bare_key,
    fund_column,
    fund_row,
    header_field,
    indicator_column,
    is_total_label,
    label_key,
)
from extractor.records.amounts import parse_number

_MONITORING_WORDS = ("完成可能性", "全年预计", "预计完成", "执行情况(1", "1-7月", "1-6月", "1-8月", "监控")


@dataclass(frozen=True, slots=True, kw_only=True)
class FormSegment:
    """The rows of one form (from its title on) and the kind of form it is; `title` as printed or `None`.

    `has_table` is false when a title stands there but no table of the form follows it (it may be a picture, or text
    whose cells fell apart). `labels` are the places of cells that were given the usual label in place of their own.
    """

    kind: FormKind
    title: str | None
    rows: tuple[FormRow, ...]
    has_table: bool = True
    labels: frozenset[Location] = frozenset()

    @property
    def page(self) -> int:
        """1-based page on which it starts."""
        return self.rows[0].page


def row_title(row: FormRow) -> tuple[FormKind, str] | None:
    """The form kind and title that a row announces: a text alone in its row, at most with a year beside it."""
    texts = row.texts
    beside_a_label = any(cell.text for cell in row.covering)
    if not texts or beside_a_label or len(texts) > 2 or (len(texts) == 2 and len(texts[1]) > 14):
        return None
    for line in texts[0].splitlines():
        kind = title_kind(line)
        if kind is not None:
            return kind, line.strip()
    return None


def is_fund_header(row: FormRow) -> bool:
    """Whether the row heads the funds table: at least two of its amount or rate columns."""
    found = {fund_column(text) for text in row.texts}
    return len(found & {"initial_budget", "annual_budget", "executed", "execution_rate"}) >= 2


def is_indicator_header(row: FormRow) -> bool:
    """Whether the row heads the indicator table, with headings merged from the row above; the first of two rows too."""
    own = {column for text in row.texts if (column := indicator_column(text)) is not None}
    above = {column for cell in row.covering if (column := indicator_column(cell.text)) is not None}
    found = own | above
    if "block" in own and len(found & {"target", "actual", "weight", "score"}) >= 3:
        return True
    names = found & {"level1", "level2", "level3"}
    values = found & {"target", "actual", "weight", "score", "operator"}
    return bool(own - {"ignored", "block"}) and bool(names) and bool(values) and len(found - {"ignored"}) >= 3


def _starts_header(row: FormRow) -> bool:
    """Whether the row carries a project's name or code beside its label, as the first rows of a form do."""
    return any(
        header_field(text.split(":")[0].split("：")[0]) in ("project_name", "project_code") for text in row.texts
    )


class _OpenSegment:
    """A segment that still grows, with what has been seen in it."""

    def __init__(self, kind: FormKind | None, title: str | None) -> None:
        self.kind: FormKind | None = kind
        self.title = title
        self.rows: list[FormRow] = []
        self.columns: set[str] = set()
        self.keys: set[str] = set()
        self.has_funds = False
        self.funds_behind = False
        self._funds_go_on = False
        self.has_goals = False
        self._passages_behind = 0
        self.has_total = False

    def add(self, row: FormRow) -> None:
        if self.has_total:
            self._add_behind(row)
            return
        self.rows.append(row)
        if is_indicator_header(row):
            self.columns |= {column for text in row.texts if (column := indicator_column(text)) is not None}
            self.keys |= {label_key(text) for text in row.texts}
        elif is_fund_header(row):
            self.has_funds = True
        elif is_goals_header(row) or is_goals_row(row):
            self.has_goals = True
        elif self.columns and row.texts and is_total_label(row.texts[0]):
            self.has_total = True

    def _add_behind(self, row: FormRow) -> None:
        """Of the rows below the total only funds and goals belong to the form, where it has none above."""
        if not self.has_goals and (is_goals_header(row) or is_goals_row(row)):
            self._passages_behind = 2 if is_goals_header(row) else 1
        if self._passages_behind:
            self.rows.append(row)
            self._passages_behind -= 1
            return
        if not self.has_funds and is_fund_header(row):
            self.has_funds = self.funds_behind = True
        amounts = sum(parse_number(text) is not None for text in row.texts)
        # a source of any name only right below the others: figures further down are of something else
        known = is_fund_header(row) or any(fund_row(text) for text in row.texts)
        if self.funds_behind and (known or (amounts >= 2 and self._funds_go_on)):
            self.rows.append(row)
            self._funds_go_on = True
        elif row.texts:
            self._funds_go_on = False

    @property
    def began(self) -> bool:
        """Whether anything of a form's body was seen."""
        return bool(self.columns) or self.has_funds

    def may_go_on_below(self, title: str, row: FormRow) -> bool:
        """Whether a title on a later page may be this form's own, printed again above the rest of its indicators."""
        same = self.title is not None and bare_key(self.title) == bare_key(title)
        return same and bool(self.columns) and not self.has_total and row.page > self.rows[-1].page

    def close(self) -> FormSegment | None:
        """The finished segment, or `None` when its rows are no form of any kind."""
        if self.kind == "project" and not self.began:
            return FormSegment(kind="project", title=self.title, rows=tuple(self.rows[:1]), has_table=False)
        kind = self._kind()
        if kind is None or not self.rows:
            return None
        return FormSegment(kind=kind, title=self.title, rows=tuple(self.rows))

    def _kind(self) -> FormKind | None:
        if not self.began:
            return None
        if self.kind is not None:
            return self.kind
        if any(word in key for key in self.keys for word in _MONITORING_WORDS):
            return "monitoring"
        if "actual" in self.columns and self.columns & {"score", "weight"}:
            return "project"
        if "target" in self.columns:
            return "target_application"
        return None


def find_forms(rows: Iterable[FormRow]) -> Iterator[FormSegment]:
    """Yields the forms of every kind in order; rows before, between and after forms belong to none.

    A form starts at its title, at a new sheet, or at a new project name once the form before has its indicators. A
    title that is only printed again at the head of a further page does not start one.
    """
    current = _OpenSegment(None, None)
    interrupted: _OpenSegment | None = None
    previous: FormRow | None = None
    for row in rows:
        announced = row_title(row)
        if announced is not None and interrupted is None and current.may_go_on_below(announced[1], row):
            interrupted, current = current, _OpenSegment(*announced)
        elif interrupted is not None and _goes_on(row):
            interrupted, current = None, interrupted
        elif announced is not None or _begins_anew(current, row, previous):
            yield from _closed(interrupted, current)
            interrupted, current = None, _OpenSegment(*(announced or (None, None)))
        elif interrupted is not None and (_starts_header(row) or is_fund_header(row)):
            yield from _closed(interrupted)
            interrupted = None
        if current.began or announced or current.title is not None or _worth_keeping(row):
            current.add(row)
        previous = row
    yield from _closed(interrupted, current)


def _closed(*segments: _OpenSegment | None) -> Iterator[FormSegment]:
    for segment in segments:
        closed = segment.close() if segment is not None else None
        if closed is not None:
            yield closed


def _begins_anew(current: _OpenSegment, row: FormRow, previous: FormRow | None) -> bool:
    """Whether a row without a title starts another form: on a new sheet, or with a project's name after indicators."""
    if previous is not None and row.page != previous.page and row.grid.source == "workbook":
        return True
    return bool(current.columns) and _starts_header(row) and not is_indicator_header(row)


def _goes_on(row: FormRow) -> bool:
    """Whether a row below a title that was printed again goes on with the table: its header again, or a row of it."""
    if _starts_header(row) or is_fund_header(row):
        return False
    return is_indicator_header(row) or (row.grid.kind != "lines" and len(row.texts) >= 3)


def _worth_keeping(row: FormRow) -> bool:
    """Rows before any sign of a form are kept only when they may belong to its head (flat memory on long prose)."""
    return len(row.texts) > 1 or sum(map(len, row.texts)) <= 60
