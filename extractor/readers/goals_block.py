"""The goals of the form: what was expected, what was done."""

from extractor.grids.grid import GridCell
from extractor.provenance import ReadingSource
from extractor.readers.cleaning import clean_passage
from extractor.readers.form_rows import FormRow, overlap, place
from extractor.readers.reading_draft import INFERRED, SURE, ReadingDraft
from extractor.readers.vocabulary import GOAL_ACTUAL, GOAL_BLOCK_LABELS, GOAL_EXPECTED, bare_key
from extractor.records.evaluation import Goals

_LABEL_PART = 8
"""Characters up to which a cell beside both sides of a table is (a part of) the block's label: 年度总体 | 目标."""


def goal_labels(row: FormRow) -> tuple[GridCell | None, GridCell | None]:
    """The cells of a row that label the expected and the actual side, if any."""
    cells = [*row.covering, *row.cells]
    expected = next((cell for cell in cells if bare_key(cell.text) in GOAL_EXPECTED), None)
    actual = next((cell for cell in cells if cell is not expected and bare_key(cell.text) in GOAL_ACTUAL), None)
    return expected, actual


def is_goals_header(row: FormRow) -> bool:
    """Whether the row labels both sides of the goals."""
    expected, actual = goal_labels(row)
    return expected is not None and actual is not None


class GoalsBlock:
    """Reads the goal rows; the sides lie beside each other under a header, or below each other behind labels."""

    def __init__(self, draft: ReadingDraft) -> None:
        self.draft = draft
        self.places: tuple[tuple[float, float], tuple[float, float]] | None = None
        self.expected: list[GridCell] = []
        self.actual: list[GridCell] = []
        self._certain = True
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
        cells = [cell for cell in row.cells if cell.text and not self._is_label(cell)]
        if not cells:
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

    def _guess(self, cell: GridCell) -> None:
        """A single passage where columns cannot be trusted: the nearer side, and not certain."""
        assert self.places is not None
        distance = [abs(place(cell)[0] - side[0]) for side in self.places]
        (self.expected if distance[0] <= distance[1] else self.actual).append(cell)
        self._certain = False

    def _is_label(self, cell: GridCell) -> bool:
        return len(cell.text) <= 24 and bare_key(cell.text) in GOAL_BLOCK_LABELS

    def _read_labelled(self, row: FormRow) -> None:
        """A row such as 预期目标 | text: the passage follows its label."""
        expected, actual = goal_labels(row)
        labels = [cell for cell in (expected, actual) if cell is not None]
        passages = [cell for cell in row.cells if cell.text and cell not in labels and not self._is_label(cell)]
        if len(labels) == 1 and passages:
            (self.expected if expected is not None else self.actual).extend(passages)

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
