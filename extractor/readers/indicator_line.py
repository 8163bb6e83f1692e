"""One printed indicator row: its cells by column and the level labels beside it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Literal

from extractor.grids.grid import GridCell
from extractor.readers.cleaning import clean_name
from extractor.readers.form_rows import FormRow, overlap, place
from extractor.readers.level_labels import POINTS_FRAGMENT, LevelLabel, is_pointed, level_label, local_label
from extractor.readers.row_alignment import Alignment, Column, align_row, kind_price, split_fused
from extractor.readers.vocabulary import IndicatorColumn, indicator_column, is_not_applicable, label_key
from extractor.records.amounts import parse_number

_LEVELS: tuple[tuple[Literal[1, 2], IndicatorColumn], ...] = ((1, "level1"), (2, "level2"))
_PLAUSIBLE = 3.0
"""Highest kind price at which a cell is believed to be in its own column."""


@dataclass(frozen=True, slots=True, kw_only=True)
class IndicatorLine:
    """An indicator row: cells by column; `certain` when every cell lay in a column that suits it; `fused` when cut out
    of a line that held several rows. `merged_from_above` are columns whose cell began in an earlier row."""

    cells: dict[IndicatorColumn, GridCell]
    row: FormRow
    certain: bool = True
    moved: bool = False
    fused: bool = False
    unassigned: tuple[GridCell, ...] = ()
    merged_from_above: frozenset[IndicatorColumn] = frozenset()

    def label(self, level: int) -> tuple[LevelLabel, GridCell] | None:
        """The level label printed beside (or merged over) the row, with its cell."""
        cell = self.cells.get("level1" if level == 1 else "level2")
        if cell is None or not cell.text:
            return None
        known = level_label(clean_name(cell.text), 1 if level == 1 else 2)
        if known is not None:
            return known, cell
        text = clean_name(cell.text)
        if POINTS_FRAGMENT.fullmatch(label_key(text)) or parse_number(text) is not None:
            return None
        own = self.certain or (self.row.grid.aligned and not self.moved) or is_pointed(text)
        label = local_label(text) if own else None
        return (label, cell) if label is not None else None

    @property
    def has_values(self) -> bool:
        """Whether the row holds more than level labels."""
        return bool(self.cells.keys() & {"level3", "target", "actual", "weight", "score"})

    @property
    def bare_level2(self) -> bool:
        """Whether the row is nothing but a level 2 label (a placeholder with all cells left blank)."""
        return not self.has_values and "level2" in self.cells


def _by_place(cells: Sequence[GridCell], columns: Sequence[Column]) -> dict[IndicatorColumn, GridCell] | None:
    """Each cell in the column over which it lies; `None` when two share one or a text does not suit its column."""
    taken: dict[IndicatorColumn, GridCell] = {}
    for cell in cells:
        at = place(cell)
        lying = [column for column in columns if overlap(at, column.place) >= 0.5]
        if not lying:
            return None
        best = min(lying, key=lambda column: kind_price(cell.text, column.name) if len(lying) > 1 else 0.0)
        if best.name in taken and best.name not in ("ignored", "block"):
            return None
        checked = best.name in ("weight", "score", "level3")
        if checked and kind_price(cell.text, best.name) > _PLAUSIBLE:
            return None
        taken[best.name] = cell
    return taken


def _at_home(cells: Sequence[GridCell], columns: Sequence[Column]) -> dict[IndicatorColumn, GridCell] | None:
    """As `_by_place`, for text whose rows may have shifted: only where name, points and reason all stand where they must,
    since a row that moved would have at least one of them in a wrong column."""
    taken = _by_place(cells, columns)
    if taken is None or not ("level3" in taken or any(is_not_applicable(cell.text) for cell in taken.values())):
        return None
    printed = {column.name for column in columns}
    if not printed & {"weight", "score"} <= taken.keys() or not printed & {"weight", "score"}:
        return None
    fits = all(
        kind_price(cell.text, name) <= _PLAUSIBLE for name, cell in taken.items() if name not in ("level1", "level2")
    )
    labelled = all(_may_label(taken[name].text, level) for level, name in _LEVELS if name in taken)
    return taken if fits and labelled else None


def _may_label(text: str, level: Literal[1, 2]) -> bool:
    """Whether a text may be a label of the level, known or local: not one of the other level, nor 不适用."""
    label = clean_name(text)
    other: Literal[1, 2] = 2 if level == 1 else 1
    if level_label(label, level) is not None:
        # 成本指标 is of both levels, and so says nothing about where the row stands
        return kind_price(label, "level1" if level == 1 else "level2") == 0
    return local_label(label) is not None and level_label(label, other) is None and not is_not_applicable(label)


def read_line(row: FormRow, columns: Sequence[Column]) -> list[IndicatorLine]:
    """The indicator row that `row` prints: usually one, several when they were fused in one line, none when it is empty."""
    cells = [cell for cell in row.cells if cell.text and indicator_column(cell.text) != "block"]
    if not cells:
        return []
    placed = _by_place(cells, columns) if row.grid.aligned else _at_home(cells, columns)
    if placed is not None:
        line = IndicatorLine(cells=placed, row=row)
        return [_with_covering(line, columns) if row.grid.aligned else line]
    alignment = align_row(cells, columns, aligned=row.grid.aligned)
    if len(alignment.unassigned) >= 3:
        rows = split_fused(cells, columns)
        if rows:
            return [_from_alignment(one, row, fused=True) for one in rows]
    line = _from_alignment(alignment, row, fused=False)
    return [_with_covering(line, columns) if row.grid.aligned else line]


def _from_alignment(alignment: Alignment, row: FormRow, *, fused: bool) -> IndicatorLine:
    return IndicatorLine(
        cells=alignment.cells,
        row=row,
        certain=False,
        moved=alignment.moved > 0,
        fused=fused,
        unassigned=alignment.unassigned,
    )


def _with_covering(line: IndicatorLine, columns: Sequence[Column]) -> IndicatorLine:
    """Adds merged cells that began above and still cover the row; points are never taken twice."""
    cells = dict(line.cells)
    inherited: set[IndicatorColumn] = set()
    for cell in line.row.covering:
        for column in columns:
            if column.name in cells or column.name in ("weight", "score") or overlap(place(cell), column.place) < 0.5:
                continue
            cells[column.name] = cell
            inherited.add(column.name)
            break
    return replace(line, cells=cells, merged_from_above=frozenset(inherited))


def with_labels_above(line: IndicatorLine, labels: Mapping[IndicatorColumn, GridCell]) -> IndicatorLine:
    """`line` with labels of levels that stand in rows of their own above it."""
    inherited = labels.keys() - line.cells.keys()
    return replace(
        line, cells={**labels, **line.cells}, merged_from_above=line.merged_from_above | frozenset(inherited)
    )


def append_texts(line: IndicatorLine, more: IndicatorLine) -> IndicatorLine:
    """`line` with the texts of `more` appended column by column: a row that was cut by a page break or line break."""
    cells = dict(line.cells)
    for name, cell in more.cells.items():
        if name in ("level1", "level2", "block") or name in more.merged_from_above:
            continue
        known = cells.get(name)
        cells[name] = known.followed_by(cell) if known is not None else cell
    return replace(line, cells=cells)


def prepend_name(name_cell: GridCell, line: IndicatorLine) -> IndicatorLine:
    """`line` with the first part of its name put before it: a name that a line break cut in two."""
    known = line.cells.get("level3")
    cells = dict(line.cells)
    cells["level3"] = _before(name_cell, known) if known is not None else name_cell
    return replace(line, cells=cells)


def _before(first: GridCell, known: GridCell) -> GridCell:
    """`known`, at its own place, with the text of `first` before its own."""
    joined = first.followed_by(known)
    return replace(known, text=joined.text, confidence=joined.confidence, second=joined.second)
