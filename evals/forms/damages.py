"""What goes wrong between a form and its file: columns cut, numbers as ####, tags in the text, rows shifted or fused."""

from dataclasses import dataclass, replace
from random import Random

from evals.forms.expected import ExpectedForm
from evals.forms.table_model import HASHES, FormCell, FormTable


@dataclass(frozen=True, slots=True, kw_only=True)
class Damages:
    """Which damages a form suffers. The same `seed` damages the same places.

    `cut_columns`: indicator columns missing at the right, with everything that stands above and below them.
    `hashes`: how many numbers read ####. `tags`: HTML tags around some texts. Only in tab separated text:
    `shift_rows`: share of the indicator rows moved 1-3 cells left (over blank cells) or right; `fuse_rows`: share of the
    indicator rows that go on in the line of the row before.
    """

    seed: int = 0
    cut_columns: int = 0
    hashes: int = 0
    tags: bool = False
    shift_rows: float = 0.0
    fuse_rows: float = 0.0


def damaged(table: FormTable, expected: ExpectedForm, damages: Damages) -> tuple[FormTable, ExpectedForm]:
    """The table with the damages that show in every format, and what can still be read."""
    draw = Random(damages.seed)
    if damages.cut_columns:
        table, expected = cut_columns(table, expected, damages.cut_columns)
    if damages.hashes:
        table, expected = hash_numbers(table, expected, damages.hashes, draw)
    if damages.tags:
        table = add_tags(table, draw)
    return table, expected


def cut_columns(table: FormTable, expected: ExpectedForm, count: int) -> tuple[FormTable, ExpectedForm]:
    """The table without its last `count` indicator columns: their values are gone.

    A wider cell that reaches into them keeps its text, in less room; a year that stands in such a cell keeps only its
    first digit and is lost. Raises `ValueError` when `count` leaves fewer than three columns.
    """
    header = table.row_cells(table.header_row) if table.header_row is not None else []
    if len(header) - count < 3:
        raise ValueError(f"cannot cut {count} of {len(header)} columns")
    edge = header[-count].column
    kept: list[FormCell] = []
    gone: set[str] = set()
    for cell in table.cells:
        if cell.column >= edge:
            gone.update(cell.pointers)
        elif cell.end_column > edge:
            shorter = replace(cell, column_span=edge - cell.column)
            if cell.pointers == ("/year",):
                shorter = replace(shorter, text=cell.text[:1])
                gone.update(cell.pointers)
            kept.append(shorter)
        else:
            kept.append(cell)
    still = {pointer for cell in kept for pointer in cell.pointers} - {"/year"}
    cut = replace(table, widths=table.widths[:edge]).with_cells(kept)
    return cut, expected.without(sorted(gone - still))


def hash_numbers(table: FormTable, expected: ExpectedForm, count: int, draw: Random) -> tuple[FormTable, ExpectedForm]:
    """`count` numbers of the funds and the total read ####; their values cannot be read."""
    places = [
        index
        for index, cell in enumerate(table.cells)
        if cell.number and cell.pointers and cell.pointers[0].startswith(("/funds/", "/total_score"))
    ]
    chosen = set(draw.sample(places, min(count, len(places))))
    cells = [replace(cell, text=HASHES) if index in chosen else cell for index, cell in enumerate(table.cells)]
    gone = sorted(pointer for index in chosen for pointer in table.cells[index].pointers)
    return table.with_cells(cells), expected.without(gone)


def add_tags(table: FormTable, draw: Random) -> FormTable:
    """Some long texts in `<p>`, some titles and labels in `<b>`; the content does not change."""
    cells: list[FormCell] = []
    for cell in table.cells:
        text = cell.text
        if len(text) > 12 and cell.pointers and draw.random() < 0.5:
            text = "".join(f"<p>{line}</p>" for line in text.split("\n"))
        elif text and not cell.pointers and draw.random() < 0.3:
            text = f"<b>{text}</b>"
        cells.append(replace(cell, text=text))
    return table.with_cells(cells)


def damaged_rows(rows: list[list[str]], table: FormTable, damages: Damages) -> list[list[str]]:
    """Rows of cell texts with indicator rows shifted and fused; every text is still there, in order."""
    draw = Random(damages.seed + 1)
    first = (table.header_row or 0) + 1
    result: list[list[str]] = []
    for number, row in enumerate(rows):
        indicator = first <= number and any(
            pointer.startswith("/indicators/") for cell in table.row_cells(number) for pointer in cell.pointers
        )
        if not indicator:
            result.append(row)
            continue
        if draw.random() < damages.shift_rows:
            row = _shifted(row, draw)
        if number > first and draw.random() < damages.fuse_rows:
            result[-1] = [*_trimmed(result[-1]), *_without_leading(row)]
        else:
            result.append(row)
    return result


def _shifted(row: list[str], draw: Random) -> list[str]:
    blanks = len(row) - len(_without_leading(row))
    cells = draw.randint(1, 3)
    if draw.random() < 0.7:
        return row[min(cells, blanks) :]
    return [""] * cells + row


def _trimmed(row: list[str]) -> list[str]:
    while row and not row[-1]:
        row = row[:-1]
    return row


def _without_leading(row: list[str]) -> list[str]:
    while row and not row[0]:
        row = row[1:]
    return row
