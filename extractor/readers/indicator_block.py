"""The indicator table of the form: gathers its rows, then reads levels and values of all of them together."""

from dataclasses import replace
from decimal import Decimal

from extractor.grids.grid import Grid, GridCell
from extractor.readers.cleaning import clean_name
from extractor.readers.column_contents import TOLD_BY_CONTENTS, columns_by_contents
from extractor.readers.cut_labels import LEVEL_COLUMNS, join_cut_labels
from extractor.readers.cut_rows import join_cut_rows
from extractor.readers.form_rows import FormRow, overlap, place
from extractor.readers.indicator_line import IndicatorLine, append_texts, prepend_name, read_line, with_labels_above
from extractor.readers.indicator_values import IndicatorValues
from extractor.readers.level_assignment import assign_levels, level_points
from extractor.readers.level_labels import (
    LEVEL2_OF,
    POINTS_FRAGMENT,
    LevelLabel,
    is_pointed,
    level_label,
)
from extractor.readers.level_segmentation import LabelledRow
from extractor.readers.reading_draft import ReadingDraft
from extractor.readers.row_alignment import Column
from extractor.readers.vocabulary import IndicatorColumn, indicator_column, is_not_applicable, label_key
from extractor.records.amounts import parse_number
from extractor.records.evaluation import Indicator

COLUMN_LABELS: dict[IndicatorColumn, str] = {
    "level3": "三级指标",
    "target": "年度指标值",
    "actual": "实际完成值",
    "weight": "分值",
    "score": "得分",
}
"""Columns that every indicator table has, as messages call them."""
_NAMES: frozenset[IndicatorColumn] = frozenset(("level1", "level2", "level3", "ignored"))


class IndicatorBlock:
    """Reads indicator rows one by one; `finish` yields the indicators."""

    def __init__(self, draft: ReadingDraft) -> None:
        self.draft = draft
        self.columns: list[Column] = []
        self._headings: list[Column] = []
        self.unknown: list[str] = []
        self.lines: list[IndicatorLine] = []
        self.printed_level_weights: dict[str, str] = {}
        self._fragment: GridCell | None = None
        self._grid: Grid | None = None
        self._across: dict[IndicatorColumn, GridCell] = {}
        self._begins: dict[int, int] = {}  # the first row below the headings, by the grid's id

    def read_header(self, row: FormRow) -> None:
        """Takes the columns from a header row; a second header row right below adds to the first (merged headings)."""
        cells = sorted((*row.covering, *row.cells), key=lambda cell: place(cell)[0])
        # an unknown heading of the row has a column all the same, whose cells belong to no other
        known: dict[GridCell, IndicatorColumn] = {
            cell: name for cell in cells if cell.text and (name := indicator_column(cell.text)) is not None
        }
        unknown = [cell for cell in row.cells if cell.text and cell not in known]
        told = columns_by_contents(row, known, unknown)
        named: dict[GridCell, IndicatorColumn] = {**known, **told}
        found = [
            Column(name=named.get(cell, "ignored"), place=place(cell))
            for cell in cells
            if cell in named or (cell.text and cell in row.cells)
        ]
        self.unknown = [cell.text for cell in unknown if cell not in told]
        for cell, name in told.items():
            label = COLUMN_LABELS.get(name, name)
            self.draft.doubt("/indicators", f"表头“{cell.text}”不认识，{TOLD_BY_CONTENTS}“{label}”列，请对照原件")
        if self._is_second_line(found):
            found = _in_place_of_block(self._headings, found)
        self._headings = found
        columns = _name_column_known(_without_repeats(found))
        self.columns = [column for column in columns if column.name != "block"]
        self._grid = row.grid

    def _is_second_line(self, found: list[Column]) -> bool:
        """Whether headings are only those of names, below a heading merged over them: 绩效指标 | 指标值 ... / 一级指标 ..."""
        return all(column.name in _NAMES for column in found) and any(one.name == "block" for one in self._headings)

    def has(self, name: IndicatorColumn) -> bool:
        """Whether the header prints the column."""
        return any(column.name == name for column in self.columns)

    def read_across(self, row: FormRow) -> bool:
        """Takes a level's label alone in its row, above its indicators, where it has no column; whether it was one."""
        cells = [cell for cell in row.cells if cell.text]
        if len(cells) != 1 or row.grid.kind == "lines" or not self.columns:
            return False
        text = clean_name(cells[0].text)
        for level, name in LEVEL_COLUMNS:
            if not self.has(name) and (level_label(text, level) is not None or (level == 1 and is_pointed(text))):
                self._across = {**self._across, name: cells[0]} if level == 2 else {name: cells[0]}
                return True
        return False

    def read_row(self, row: FormRow) -> None:
        """Takes one row below the header."""
        if row.cells:
            self._begins.setdefault(id(row.grid), row.cells[0].row)
        for line in read_line(row, self.columns):
            self._take(with_labels_above(line, self._across) if self._across else line)
        self._grid = row.grid

    def _take(self, line: IndicatorLine) -> None:
        if self._fragment is not None and "weight" in line.cells:
            line, self._fragment = prepend_name(self._fragment, line), None
        if self._is_rest_of_row(line):
            self.lines[-1] = append_texts(self.lines[-1], line)
        elif "weight" in line.cells or "score" in line.cells or self._weight_is_merged(line):
            self.lines.append(line)
        elif not line.has_values:
            if line.cells.keys() & {"level1", "level2"}:
                self.lines.append(line)
            elif self.lines and line.cells.keys() & {"deviation_reason"}:
                self.lines[-1] = append_texts(self.lines[-1], line)
        elif line.row.grid.aligned:
            self._take_unweighted(line)
        else:
            self._take_fragment(line)

    def _is_rest_of_row(self, line: IndicatorLine) -> bool:
        """Whether a page break cut a row so that even its points were cut: texts without a name right after the break."""
        if not self.lines or self.lines[-1].row.grid is line.row.grid or not line.row.grid.aligned:
            return False
        own = line.cells.keys() - line.merged_from_above
        texts = [line.cells[name] for name in ("target", "unit", "actual") if name in own]
        return (
            "level3" not in own
            and "weight" in self.lines[-1].cells
            and any(not is_not_applicable(cell.text) for cell in texts)
            and line.label(2) is None
        )

    def _weight_is_merged(self, line: IndicatorLine) -> bool:
        weights = [column for column in self.columns if column.name == "weight"]
        return any(overlap(place(cell), column.place) >= 0.5 for cell in line.row.covering for column in weights)

    def _take_unweighted(self, line: IndicatorLine) -> None:
        """A row of a table without points: the rest of a row that a page break cut, or a row whose points are blank."""
        own = line.cells.keys() - line.merged_from_above - {"level1", "level2", "block", "ignored"}
        first_of_grid = bool(self.lines) and self.lines[-1].row.grid is not line.row.grid
        named = ("level3" in own and own & {"target", "actual"}) or _is_placeholder(line)
        # where no row has points, a named row after a page break is one of its own
        cut = first_of_grid and (not named or (self.has("weight") and "weight" not in self.lines[-1].cells))
        if cut and self.lines[-1].has_values:
            self.lines[-1] = append_texts(self.lines[-1], line)
        else:
            self.lines.append(line)

    def _take_fragment(self, line: IndicatorLine) -> None:
        """A line of text without points: the rest of the reason above, or the first half of the name below."""
        cells = [cell for name, cell in line.cells.items() if name not in ("level1", "level2", "block")]
        if len(cells) != 1:
            self.lines.append(line)
        elif self.lines and "deviation_reason" in self.lines[-1].cells:
            self.lines[-1] = append_texts(
                self.lines[-1], IndicatorLine(cells={"deviation_reason": cells[0]}, row=line.row)
            )
        else:
            self._fragment = cells[0]

    @property
    def parted_by_spaces(self) -> bool:
        """Whether cells of a text were told apart only by the white between them."""
        return any(
            cell.confidence < 1 for line in self.lines if line.row.grid.kind == "delimited" for cell in line.row.cells
        )

    def finish(self) -> list[Indicator]:
        """All indicators in order, with levels, evidence, doubts and notes."""
        self._attach_lone_labels()
        self.lines = join_cut_rows(self.lines)
        self.lines = join_cut_labels(self.lines, self._begins)
        rows = [_labelled(line) for line in self.lines]
        if any(row.level2 is not None and row.level2.standard in LEVEL2_OF["成本指标"] for row in rows):
            rows = [_with_cost_as_level1(row) for row in rows]
        else:
            rows = [
                row if line.certain else _with_cost_as_level2(row) for line, row in zip(self.lines, rows, strict=True)
            ]
        self.printed_level_weights = level_points(rows) | self._split_points(rows)
        levels = assign_levels(rows) if rows else []
        values = IndicatorValues(self.draft, self.columns, self.lines)
        indicators: list[Indicator] = []
        for line, labels, row in zip(self.lines, levels, rows, strict=True):
            if line.has_values or row.level2 is not None:
                indicators.extend(values.read(len(indicators), line, labels))
        values.note_columns(indicators)
        return indicators

    def _split_points(self, rows: list[LabelledRow]) -> dict[str, str]:
        """Points printed apart from their label: 满意度指标 in one line, (10分) in the next."""
        points: dict[str, str] = {}
        last: LevelLabel | None = None
        for line, row in zip(self.lines, rows, strict=True):
            if row.level1 is not None:
                last = row.level1
            cell = line.cells.get("level1")
            fragment = POINTS_FRAGMENT.fullmatch(label_key(cell.text)) if cell is not None else None
            if fragment and last is not None and last.points is None:
                points[last.printed] = fragment[1] or fragment[2]
        return points

    def _attach_lone_labels(self) -> None:
        """A label alone in its line of text belongs to the row below or above it that has none of its level.

        Where both have one, the line is a placeholder whose other cells are blank, and stays.
        """
        kept: list[IndicatorLine] = []
        waiting: dict[IndicatorColumn, GridCell] = {}
        for index, line in enumerate(self.lines):
            if line.has_values or line.row.grid.aligned:
                free: dict[IndicatorColumn, GridCell] = {
                    name: cell for name, cell in waiting.items() if name not in line.cells
                }
                kept.append(replace(line, cells={**free, **line.cells}) if free else line)
                waiting = {}
                continue
            below = self.lines[index + 1] if index + 1 < len(self.lines) else None
            labels: dict[IndicatorColumn, GridCell] = {
                name: cell for name, cell in line.cells.items() if name in ("level1", "level2")
            }
            if below is not None and not labels.keys() & below.cells.keys():
                waiting |= labels
            elif kept and not labels.keys() & kept[-1].cells.keys():
                kept[-1] = replace(kept[-1], cells={**kept[-1].cells, **labels})
            else:
                kept.append(line)
        self.lines = kept


def _without_repeats(columns: list[Column]) -> list[Column]:
    """Each column once: of points for every level (一级指标 | 分值 | 三级指标 | 分值) the last are the rows' own."""
    names = [column.name for column in columns]
    own = {
        name: len(names) - 1 - names[::-1].index(name) if name == "weight" else names.index(name) for name in set(names)
    }
    return [column if own[column.name] == at else replace(column, name="ignored") for at, column in enumerate(columns)]


def _in_place_of_block(above: list[Column], names: list[Column]) -> list[Column]:
    """The headings of two lines as one: the names stand where the block's heading stood, what follows moves right."""
    at = next(index for index, column in enumerate(above) if column.name == "block")
    after = above[at + 1 :]
    shift = max(0.0, names[-1].place[1] - min((column.place[0] for column in after), default=names[-1].place[1]))
    moved = [replace(one, place=(one.place[0] + shift, one.place[1] + shift)) for one in after]
    return [*above[:at], *names, *moved]


def _name_column_known(columns: list[Column]) -> list[Column]:
    """绩效指标 heads the names where no 三级指标 column is printed; else it is the block's label."""
    if any(column.name == "level3" for column in columns):
        return columns
    blocks = [index for index, column in enumerate(columns) if column.name == "block"]
    last_level = max((i for i, column in enumerate(columns) if column.name in ("level1", "level2")), default=-1)
    for index in reversed(blocks):
        if index > last_level:
            return [*columns[:index], replace(columns[index], name="level3"), *columns[index + 1 :]]
    return columns


def _is_placeholder(line: IndicatorLine) -> bool:
    """Whether a row says that nothing applies beside a level 2 of its own."""
    own = [cell for name, cell in line.cells.items() if name in ("level3", "target", "actual")]
    label = "level2" in line.cells and "level2" not in line.merged_from_above and line.label(2) is not None
    return label and bool(own) and all(is_not_applicable(cell.text) for cell in own)


def _weight(line: IndicatorLine) -> Decimal:
    cell = line.cells.get("weight")
    return (parse_number(cell.text) if cell is not None else None) or Decimal(0)


def _with_cost_as_level1(row: LabelledRow) -> LabelledRow:
    """Where 经济成本指标 and the like are level 2, 成本指标 alone is the level 1 above them."""
    if row.level2 is None or row.level2.standard != "成本指标" or row.level1 is not None:
        return row
    return replace(row, level1=row.level2, level2=None)


def _with_cost_as_level2(row: LabelledRow) -> LabelledRow:
    """Elsewhere it is the usual level 2, whose own level 1 is printed above."""
    if row.level1 is None or row.level1.standard != "成本指标" or row.level2 is not None or row.level1_bound:
        return row
    return replace(row, level1=None, level2=row.level1)


def _labelled(line: IndicatorLine) -> LabelledRow:
    first, second, name = line.label(1), line.label(2), line.cells.get("level3")
    return LabelledRow(
        weight=_weight(line),
        level1=first[0] if first else None,
        level2=second[0] if second else None,
        name=name.text if name is not None and not is_not_applicable(name.text) else "",
        bound=id(second[1]) if second is not None and second[1].row_span > 1 else None,
        level1_bound=first is not None and (first[1].row_span > 1 or "level1" in line.merged_from_above),
    )
