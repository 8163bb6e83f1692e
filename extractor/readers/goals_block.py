"""The goals of the form: what was expected, what was done."""

from typing import Literal

from extractor.grids.grid import GridCell
from extractor.provenance import ReadingSource
from extractor.readers.cleaning import clean_passage
from extractor.readers.form_rows import FormRow, overlap, place
from extractor.readers.reading_draft import INFERRED, SURE, ReadingDraft
from extractor.readers.vocabulary import (
    GOAL_BLOCK_LABELS,
    bare_key,
    indicator_column,
    is_goal_actual,
    is_goal_expected,
    is_note_label,
)
from extractor.records.evaluation import Goals

_MAIN_RESULTS = ("主要绩效", "主要成效")
"""Labels of what was done only where no other label says so."""
_LABEL_PART = 8
"""Characters up to which a cell beside both sides of a table is (a part of) the block's label: 年度总体 | 目标."""


def goal_labels(row: FormRow) -> tuple[GridCell | None, GridCell | None]:
    """The cells of a row that label the expected and the actual side, if any.

    A label of the whole block may read like one of a side (年度目标 | 年初设定目标 | 实际完成情况): the right-most counts.
    """
    cells = sorted((*row.covering, *row.cells), key=lambda cell: place(cell)[0])
    expected = next((cell for cell in reversed(cells) if is_goal_expected(cell.text)), None)
    actual = next((cell for cell in reversed(cells) if cell is not expected and is_goal_actual(cell.text)), None)
    if expected is None and actual is not None and actual in row.cells:
        # 总体目标 | 全年实际完成情况: the block's label heads the expected side
        own = [cell for cell in row.cells[: row.cells.index(actual)] if cell.text]
        expected = next((cell for cell in reversed(own) if bare_key(cell.text) in GOAL_BLOCK_LABELS), None)
        if expected is None and 0 < len(own) <= 2 and own[-1].text.endswith(("目标", "绩效", "任务", "计划")):
            expected = own[-1]
    return expected, actual


def is_goals_header(row: FormRow) -> bool:
    """Whether the row labels both sides of the goals, and holds nothing but labels."""
    expected, actual = goal_labels(row)
    if expected is None or actual is None or place(expected)[0] >= place(actual)[0]:
        return False
    # 总目标 (merged over both rows) | 总目标实现情况 | a short passage: what stands behind the last label is none
    behind = [cell for cell in row.cells if cell.text and place(cell)[0] > place(actual)[0]]
    if any(not _is_band(cell) and not is_note_label(cell.text) for cell in behind):
        return False
    # 设定的目标 | a short passage | 完成的情况: labels with their passages behind them
    between = [cell for cell in row.cells if cell.text and place(expected)[0] < place(cell)[0] < place(actual)[0]]
    if any(not _is_band(cell) and _side(cell) is None for cell in between):
        return False
    return all(cell in (expected, actual) or _is_band(cell) or len(cell.text) <= 16 for cell in row.cells)


def is_goals_row(row: FormRow) -> bool:
    """Whether the row is a passage behind the label of a side or of the whole block (年度总体目标 | text)."""
    own = [cell for cell in row.cells if cell.text]
    # 目标 | 设定目标 | text: behind a label of the block, merged over the rows of both sides or not
    labelled = len(own) > 2 and len(own[0].text) <= _LABEL_PART
    inner = labelled and (own[0].row_span > 1 or (_side(own[0]) is None and _side(own[1]) is not None))
    first = own[1:] if inner else own
    begins = bool(first) and _side(first[0]) is not None
    return (begins or any(_side(cell) for cell in row.covering)) and any(_side(cell) is None for cell in first)


def is_goals_heading(row: FormRow) -> bool:
    """Whether a row is nothing but the label of a side, whose passage stands in the rows below it."""
    own = [cell for cell in row.cells if cell.text]
    alone = len(own) == 1 and row.grid.kind != "lines" and not any(cell.text for cell in row.covering)
    return alone and _side(own[0]) is not None


def _side(cell: GridCell) -> Literal["expected", "actual"] | None:
    """The side of the goals whose label a cell is; a label of the whole block stands for what was expected."""
    if is_goal_actual(cell.text):
        return "actual"
    in_block = len(cell.text) <= 24 and bare_key(cell.text) in GOAL_BLOCK_LABELS
    return "expected" if in_block or is_goal_expected(cell.text) else None


def _is_band(cell: GridCell) -> bool:
    """Whether a cell is a label of this block or the next one, not a passage."""
    if len(cell.text) > 24:
        return False
    return bare_key(cell.text) in GOAL_BLOCK_LABELS or indicator_column(cell.text) is not None


class GoalsBlock:
    """Reads the goal rows; the sides lie beside each other under a header, or below each other behind labels."""

    def __init__(self, draft: ReadingDraft) -> None:
        self.draft = draft
        self.places: tuple[tuple[float, float], tuple[float, float]] | None = None
        self.expected: list[GridCell] = []
        self.actual: list[GridCell] = []
        self._certain = True
        self._heading: Literal["expected", "actual"] | None = None
        self._in_table = False
        self._source: ReadingSource = "text"

    def read_header(self, row: FormRow) -> None:
        """Takes the places of the two sides."""
        expected, actual = goal_labels(row)
        if expected is not None and actual is not None:
            self.places = place(expected), place(actual)
            self._in_table = row.grid.kind in ("ruled", "table")

    def read_row(self, row: FormRow) -> None:
        """Takes the passages of one row; a line outside the table is a page's header or number, not a goal."""
        if self._in_table and row.grid.kind == "lines":
            return
        self._source = row.grid.source
        if self.places is None:
            self._read_labelled(row)
            return
        cells = [cell for cell in row.cells if cell.text]
        if len(cells) > 1 and is_note_label(cells[0].text):
            return
        cells = [cell for cell in cells if not _is_band(cell)]
        if not cells or self._is_heading(cells, row):
            return
        if len(cells) == 2 and not row.grid.aligned:
            self.expected.append(cells[0])
            self.actual.append(cells[1])
            return
        for cell in cells:
            shares = [overlap(place(cell), side) for side in self.places]
            if row.grid.aligned and max(shares) > 0:
                (self.expected if shares[0] >= shares[1] else self.actual).append(cell)
            elif not (row.grid.aligned and len(cell.text) <= _LABEL_PART):
                self._guess(cell)

    def _is_heading(self, cells: list[GridCell], row: FormRow) -> bool:
        """Whether a row below both passages is a heading across the table, of no side."""
        if not (row.grid.aligned and len(cells) == 1 and self.expected and self.actual and self.places):
            return False
        return all(overlap(place(cells[0]), side) >= 0.9 for side in self.places)

    def _guess(self, cell: GridCell) -> None:
        """A single passage where columns cannot be trusted: the nearer side, and not certain."""
        assert self.places is not None
        distance = [abs(place(cell)[0] - side[0]) for side in self.places]
        (self.expected if distance[0] <= distance[1] else self.actual).append(cell)
        self._certain = False

    def _read_labelled(self, row: FormRow) -> None:
        """A row such as 预期目标 | text, or several such pairs: each passage goes to the label before it."""
        alone = is_goals_heading(row)
        # a passage alone in its row stands below its label
        side = self._heading if len(row.texts) == 1 and not alone else None
        cells = sorted((*row.covering, *row.cells), key=lambda cell: place(cell)[0])
        if self._take_two_passages(cells, row):
            return
        for cell in cells:
            named = _side(cell)
            if named is not None:
                # a remark on what was achieved, where that has been told
                side = None if self.actual and bare_key(cell.text) in _MAIN_RESULTS else named
            elif cell.text and side is not None and cell in row.cells and not _is_band(cell):
                (self.expected if side == "expected" else self.actual).append(cell)
        self._heading = side if alone or len(row.texts) == 1 else None

    def _take_two_passages(self, cells: list[GridCell], row: FormRow) -> bool:
        """年度目标 | what was expected | what was done: two passages behind one label, the second of no side's name."""
        filled = [cell for cell in cells if cell.text]
        if len(filled) != 3 or _side(filled[0]) != "expected" or self.expected or self.actual:
            return False
        passages = filled[1:]
        if any(_side(cell) or _is_band(cell) or cell not in row.cells for cell in passages):
            return False
        self.expected.append(passages[0])
        self.actual.append(passages[1])
        self._certain = False
        return True

    @property
    def began(self) -> bool:
        """Whether anything of the goals was seen."""
        return bool(self.places or self.expected or self.actual)

    def finish(self) -> Goals:
        """The goals, with evidence."""
        confidence = SURE if self._certain else INFERRED
        texts: dict[str, str | None] = {"expected": None, "actual": None}
        for side, cells in (("expected", self.expected), ("actual", self.actual)):
            text = "\n".join(clean_passage(cell.text) for cell in cells)
            if text:
                texts[side] = text
                self.draft.support(f"/goals/{side}", cells, self._source, confidence=confidence)
            else:
                self.draft.doubt(f"/goals/{side}", "没有读到" + ("预期目标" if side == "expected" else "实际完成情况"))
        if not self._certain:
            for side in ("expected", "actual"):
                if texts[side] is not None:
                    self.draft.doubt(f"/goals/{side}", "预期目标与实际完成情况的分栏不清楚", confidence=0.8)
        return Goals(expected=texts["expected"], actual=texts["actual"])
