"""Defects of the print: a form printed as text with columns cut, rows shifted or fused, labels out of place (REA001-006)."""

from collections.abc import Callable
from dataclasses import dataclass
from random import Random

from evals.forms.messy_text import printed_rows
from evals.forms.table_model import FormTable
from extractor.records.evaluation import Evaluation

Rows = list[list[str]]
_METRICS = (("印发文件数量", "≥12份", "12份"), ("组织培训场次", "≥4场", "4场"), ("编制报告数量", "≥2篇", "2篇"))


@dataclass(frozen=True, slots=True, kw_only=True)
class Misprint:
    """Rows of the printed table with one defect, and the places of which the finding must name one."""

    rows: Rows
    pointers: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class PrintPlanting:
    """Puts the defect that `rule` is about into the rows of a printed form; `None` where they have no place for it.

    `also`: rules that rightly speak of the same defect.
    """

    rule: str
    misprint: Callable[[FormTable, Evaluation, Random], Misprint | None]
    also: frozenset[str]


def _year_cut(table: FormTable, record: Evaluation, draw: Random) -> Misprint | None:
    rows = printed_rows(table)
    for cell in table.cells:
        if cell.pointers == ("/year",):
            rows[cell.row][cell.column] = cell.text[: draw.choice((1, 2, 3))]
            return Misprint(rows=rows, pointers=("/year",))
    return None


def _columns_cut(table: FormTable, record: Evaluation, draw: Random) -> Misprint | None:
    header = table.row_cells(table.header_row) if table.header_row is not None else []
    edge = next((cell.column for cell in header if "偏差" in cell.text or "原因" in cell.text), None)
    if edge is None or edge != header[-1].column:
        return None
    return Misprint(rows=[texts[:edge] for texts in printed_rows(table)], pointers=("/indicators",))


def _row_shifted(table: FormTable, record: Evaluation, draw: Random) -> Misprint | None:
    """A row whose first columns belong to merged labels, moved to the left over some of them."""
    rows = printed_rows(table)
    chosen = [
        (place, row) for row, place in _indicator_rows(table).items() if _blanks(rows[row]) >= 2 and any(rows[row])
    ]
    if not chosen:
        return None
    place, row = draw.choice(chosen)
    rows[row] = rows[row][draw.randint(1, _blanks(rows[row])) :]
    return Misprint(rows=rows, pointers=(f"/indicators/{place}",))


def _label_drifted(table: FormTable, record: Evaluation, draw: Random) -> Misprint | None:
    """The label of a level 1 group beside the last row of the group above it."""
    rows = printed_rows(table)
    places = _indicator_rows(table)
    labels = [
        cell
        for cell in table.cells
        if cell.row_span > 1 and cell.row - 1 in places and cell.pointers and cell.pointers[0].endswith("/level1")
    ]
    labels = [cell for cell in labels if not rows[cell.row - 1][cell.column]]
    if not labels:
        return None
    cell = draw.choice(labels)
    rows[cell.row - 1][cell.column], rows[cell.row][cell.column] = cell.text, ""
    return Misprint(rows=rows, pointers=(f"/indicators/{places[cell.row - 1]}", f"/indicators/{places[cell.row]}"))


def _rows_fused(table: FormTable, record: Evaluation, draw: Random) -> Misprint | None:
    """A row that goes on in the line of the row before; it has a reason neither before nor in it."""
    rows = printed_rows(table)
    places = _indicator_rows(table)
    chosen = [
        row
        for row, place in places.items()
        if row - 1 in places
        and _blanks(rows[row]) >= 2
        and not record.indicators[place].deviation_reason
        and not record.indicators[places[row - 1]].deviation_reason
    ]
    if not chosen:
        return None
    row = draw.choice(chosen)
    before = rows[row - 1]
    while before and not before[-1]:
        before = before[:-1]
    rows[row - 1] = [*before, *rows[row][_blanks(rows[row]) :]]
    del rows[row]
    return Misprint(rows=rows, pointers=(f"/indicators/{places[row] - 1}", f"/indicators/{places[row]}"))


def _compound(table: FormTable, record: Evaluation, draw: Random) -> Misprint | None:
    """Several metrics with their targets and actuals in one row."""
    rows = printed_rows(table)
    places = _indicator_rows(table)
    full = [(row, at) for row, at in places.items() if record.indicators[at].score == record.indicators[at].weight]
    if not full:
        return None
    row, place = draw.choice(full)
    metrics = draw.sample(_METRICS, draw.choice((2, 3)))
    parts = dict(
        zip(("level3", "target", "actual"), ("；".join(texts) for texts in zip(*metrics, strict=True)), strict=True)
    )
    for cell in table.row_cells(row):
        for name, text in parts.items():
            if cell.pointers == (f"/indicators/{place}/{name}",):
                rows[row][cell.column] = text
    return Misprint(rows=rows, pointers=(f"/indicators/{place}",))


def _indicator_rows(table: FormTable) -> dict[int, int]:
    """Rows of the table that print an indicator, and which one of the record it is."""
    return {
        cell.row: int(pointer.split("/")[2])
        for cell in table.cells
        for pointer in cell.pointers
        if pointer.startswith("/indicators/") and pointer.endswith("/level3")
    }


def _blanks(row: list[str]) -> int:
    return next((at for at, text in enumerate(row) if text), len(row))


def _planting(
    rule: str, misprint: Callable[[FormTable, Evaluation, Random], Misprint | None], also: str
) -> PrintPlanting:
    return PrintPlanting(rule=rule, misprint=misprint, also=frozenset(also.split()))


PRINTING: tuple[PrintPlanting, ...] = (
    _planting("REA001", _year_cut, also=""),
    _planting("REA002", _columns_cut, also="ARI004 EXP001"),
    _planting("REA003", _row_shifted, also="REA004"),
    _planting("REA004", _label_drifted, also="REA003"),
    _planting("REA005", _rows_fused, also="REA003 REA004"),
    _planting("REA006", _compound, also=""),
)
"""Plantings of the rules REA that show in a print only."""
