"""Labels of levels that a page break cut in two, or left on one side of it."""

from collections.abc import Mapping, MutableSequence, Sequence
from dataclasses import replace
from typing import Literal

from extractor.grids.grid import GridCell
from extractor.readers.cleaning import clean_name
from extractor.readers.indicator_line import IndicatorLine
from extractor.readers.level_labels import LEVEL1_KIN, LEVEL1_OF_LEVEL2, level_label
from extractor.readers.vocabulary import IndicatorColumn

LEVEL_COLUMNS: tuple[tuple[Literal[1, 2], IndicatorColumn], ...] = ((1, "level1"), (2, "level2"))


def join_cut_labels(lines: Sequence[IndicatorLine], begins: Mapping[int, int]) -> list[IndicatorLine]:
    """`lines`, where a label that a page break cut in two (产出指 | 标) is put together on both sides.

    A line below the break that holds nothing but rests of labels is no row of its own. `begins` has the first row below
    the headings by the id of its grid.
    """
    result = list(lines)
    rests: set[int] = set()
    for index in range(1, len(result)):
        above, below = result[index - 1], result[index]
        if above.row.grid is below.row.grid:
            continue
        joined = _join_at(result, index, begins)
        own = {name for name, cell in below.cells.items() if cell.text and name not in below.merged_from_above}
        if joined and not below.has_values and own <= joined | {"ignored", "block"}:
            rests.add(index)
    return [line for index, line in enumerate(result) if index not in rests]


def _join_at(lines: MutableSequence[IndicatorLine], index: int, begins: Mapping[int, int]) -> set[IndicatorColumn]:
    """Puts together what the break above the line at `index` cut; returns the levels whose label it was."""
    above, below = lines[index - 1], lines[index]
    joined: set[IndicatorColumn] = set()
    for level, name in LEVEL_COLUMNS:
        first, second = above.cells.get(name), below.cells.get(name)
        if second is None or not second.text:
            continue
        if first is None or not first.text:
            if second.row <= begins.get(id(below.row.grid), second.row):
                _label_above_break(lines, index, name, second)
            continue
        text = clean_name(first.text + second.text)
        parts = [level_label(clean_name(part.text), level) for part in (first, second)]
        if level_label(text, level) is not None and None in parts:
            _relabel(lines, first, second, name, text)
            joined.add(name)
    return joined


def _label_above_break(
    lines: MutableSequence[IndicatorLine], index: int, name: IndicatorColumn, label: GridCell
) -> None:
    """Rows above a page break whose merged label was printed below it, in the first row there, get that label.

    Only where labels are merged cells with known limits: else a blank cell means the label above goes on.
    """
    if not any(cell.text and cell.row_span > 1 for line in lines if (cell := line.cells.get(name)) is not None):
        return
    grid = lines[index - 1].row.grid
    for above in range(index - 1, -1, -1):
        line = lines[above]
        cell = line.cells.get(name)
        if line.row.grid is not grid or grid.kind not in ("ruled", "table") or (cell is not None and cell.text):
            return
        if name == "level1" and not _may_stand_under(line, label):
            return
        lines[above] = replace(line, cells={**line.cells, name: label})


def _may_stand_under(line: IndicatorLine, label: GridCell) -> bool:
    """Whether a row's own level 2 is one of those that the level 1 in `label` has, as far as both are known."""
    below, above = line.label(2), level_label(clean_name(label.text), 1)
    usual = LEVEL1_OF_LEVEL2.get(below[0].standard) if below is not None else None
    return usual is None or above is None or usual == above.standard or LEVEL1_KIN.get(above.standard) == usual


def _relabel(
    lines: MutableSequence[IndicatorLine], first: GridCell, second: GridCell, name: IndicatorColumn, text: str
) -> None:
    merged = first.followed_by(second).with_text(text)
    for index, line in enumerate(lines):
        if line.cells.get(name) in (first, second):
            lines[index] = replace(line, cells={**line.cells, name: merged})
