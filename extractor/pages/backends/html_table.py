"""Where the cells of an HTML table lie, from rowspan and colspan (HTML standard, 4.9.12, forming a table)."""

from collections.abc import Sequence
from typing import NamedTuple

from extractor.pages.markup import Node

_MOST_COLUMN_SPAN = 1000
"""As the standard clamps it."""
_MOST_COLUMNS = 16384


class PlacedNode(NamedTuple):
    """A cell with its 0-based place and spans."""

    row: int
    column: int
    row_span: int
    column_span: int
    content: Node


def laid_out(rows: Sequence[Sequence[Node]]) -> tuple[list[PlacedNode], int]:
    """The cells of all rows placed on the grid, and the number of its columns; spans end with the table."""
    placed: list[PlacedNode] = []
    taken_until: list[int] = []
    """For each column the first row in which it is free again."""
    for row, cells in enumerate(rows):
        column = 0
        for cell in cells:
            while column < len(taken_until) and taken_until[column] > row:
                column += 1
            if column >= _MOST_COLUMNS:
                break
            column_span = min(max(1, _span(cell, "colspan")), _MOST_COLUMN_SPAN)
            row_span = _span(cell, "rowspan")
            row_span = len(rows) - row if row_span == 0 else min(row_span, len(rows) - row)
            taken_until.extend([0] * (column + column_span - len(taken_until)))
            for at in range(column, column + column_span):
                taken_until[at] = row + row_span
            placed.append(PlacedNode(row, column, row_span, column_span, cell))
            column += column_span
    return placed, len(taken_until)


def _span(cell: Node, name: str) -> int:
    """The value of a span attribute; 1 when absent or no number. A rowspan of 0 reaches to the end of the table."""
    text = (cell.get(name) or "1").strip()
    return int(text[:9]) if text.isascii() and text.isdigit() else 1
