"""Forms as text: tab separated as pasted from a web page, parted by spaces or commas, Markdown tables, or HTML."""

import csv
import io
from collections.abc import Sequence
from html import escape
from unicodedata import east_asian_width

from evals.forms.damages import Damages, damaged_rows
from evals.forms.table_model import FormCell, FormTable


def tab_separated(
    parts: Sequence[str | FormTable],
    *,
    heading: str = "## ",
    bold_bands: bool = False,
    damages: Damages | None = None,
    blanks: bool = True,
) -> str:
    """The parts as lines of cells joined by tabs; a merged cell stands at its top left place, the rest is blank.

    `heading` goes before a title; `bold_bands` wraps the rows that span the table in `<b>`; without `blanks` blank cells
    leave no tab.
    """
    blocks: list[str] = []
    for part in parts:
        if isinstance(part, str):
            blocks.append(part)
            continue
        lines = [heading + part.title, *part.above, ""] if part.title else []
        rows = printed_rows(part)
        for number, texts in enumerate(damaged_rows(rows, part, damages) if damages else rows):
            band = bold_bands and number < (part.header_row or 0) and texts[0] and not any(texts[1:])
            band = band and not texts[0].startswith("<b>")
            shown = texts if blanks else [text for text in texts if text]
            lines.append(f"<b>{texts[0]}</b>" if band else "\t".join(shown))
        lines += part.below
        blocks.append("\n".join(lines))
    return "\n\n\n".join(blocks) + "\n"


def markdown(parts: Sequence[str | FormTable], *, line_break: str = "<br>") -> str:
    """The parts in Markdown with pipe tables; the first row of a table serves as its header."""
    blocks: list[str] = []
    for part in parts:
        if isinstance(part, str):
            blocks.append(part)
            continue
        lines = [f"## {part.title}", *part.above, ""] if part.title else []
        for row in range(part.rows):
            texts = [text.replace("|", "\\|").replace("\n", line_break) for text in _row_texts(part, row, "\n")]
            lines.append("| " + " | ".join(texts) + " |")
            if row == 0:
                lines.append("|" + " --- |" * part.columns)
        lines += ["", *part.below]
        blocks.append("\n".join(lines))
    return "\n\n".join(blocks) + "\n"


def html(parts: Sequence[str | FormTable]) -> str:
    """The parts as a web page with tables whose cells carry rowspan and colspan."""
    blocks: list[str] = []
    for part in parts:
        if isinstance(part, str):
            blocks.append(f"<p>{escape(part)}</p>")
            continue
        if part.title:
            blocks.append(f"<h2>{escape(part.title)}</h2>")
        blocks += [f'<p align="center">{escape(line)}</p>' for line in part.above]
        blocks.append('<table border="1">')
        for row in range(part.rows):
            blocks.append("<tr>" + "".join(_html_cell(cell) for cell in part.row_cells(row)) + "</tr>")
        blocks.append("</table>")
        blocks += [f"<p>{escape(line)}</p>" for line in part.below]
    body = "\n".join(blocks)
    return f'<!DOCTYPE html>\n<html lang="zh-CN"><head><meta charset="utf-8"></head><body>\n{body}\n</body></html>\n'


def _html_cell(cell: FormCell) -> str:
    spans = f' rowspan="{cell.row_span}"' if cell.row_span > 1 else ""
    spans += f' colspan="{cell.column_span}"' if cell.column_span > 1 else ""
    text = escape(cell.text).replace("\n", "<br>")
    return f'<td{spans} align="{cell.align}">{"<b>" + text + "</b>" if cell.bold and text else text}</td>'


def printed_rows(table: FormTable) -> list[list[str]]:
    """The texts of all rows, one for every column; covered places are blank."""
    return [_row_texts(table, row) for row in range(table.rows)]


def _row_texts(table: FormTable, row: int, line_break: str = " ") -> list[str]:
    """The texts of a row, one for every column; covered places are blank."""
    texts = [""] * table.columns
    for cell in table.row_cells(row):
        texts[cell.column] = cell.text.strip("\n").replace("\n", line_break)
    return texts


_COLUMN = 11
"""Character columns for a relative width of 1 in text parted by spaces."""


def comma_separated(parts: Sequence[str | FormTable]) -> str:
    """The parts as a workbook saves them with commas; a merged cell stands at its top left place."""
    file = io.StringIO()
    writer = csv.writer(file)
    for part in parts:
        if isinstance(part, str):
            writer.writerow([part])
            continue
        for line in (part.title, *part.above):
            if line:
                writer.writerow([line])
        writer.writerows(_row_texts(part, row, "\n") for row in range(part.rows))
        for line in part.below:
            writer.writerow([line])
        writer.writerow([])
    return file.getvalue()


def copied(parts: Sequence[str | FormTable]) -> str:
    """The parts as copied from a viewer: the cells of a row parted by one space, merged labels beside the middle row."""
    blocks: list[str] = []
    for part in parts:
        if isinstance(part, str):
            blocks.append(part)
            continue
        lines = [line for line in (part.title, *part.above) if line]
        for row in range(part.rows):
            shown = [cell for cell in part.cells if cell.row + (cell.row_span - 1) // 2 == row and cell.text]
            lines.append(" ".join(cell.text.replace("\n", "") for cell in sorted(shown, key=lambda one: one.column)))
        blocks.append("\n".join([*(line for line in lines if line), *part.below]))
    return "\n\n".join(blocks) + "\n"


def spaced(parts: Sequence[str | FormTable]) -> str:
    """The parts as a tool prints a page to text that keeps its columns: cells wrapped in them, merged ones centred."""
    blocks: list[str] = []
    for part in parts:
        blocks.append(part if isinstance(part, str) else "\n".join(_spaced_table(part)))
    return "\n\n".join(blocks) + "\n"


def _spaced_table(table: FormTable) -> list[str]:
    edges = [0]
    for width in table.widths:
        edges.append(edges[-1] + max(6, round(width * _COLUMN)))
    wrapped = {
        (cell.row, cell.column): _in_lines(cell.text, edges[cell.end_column] - edges[cell.column] - 2)
        for cell in table.cells
    }
    heights = [
        max((len(wrapped[one.row, one.column]) for one in table.row_cells(row) if one.row_span == 1), default=1)
        for row in range(table.rows)
    ]
    for cell in table.cells:
        # a merged cell with more lines than its rows makes the last of them higher
        lacking = len(wrapped[cell.row, cell.column]) - sum(heights[cell.row : cell.end_row])
        heights[cell.end_row - 1] += max(0, lacking)
    tops = [sum(heights[:row]) for row in range(table.rows + 1)]
    places: list[list[tuple[int, str]]] = [[] for _ in range(tops[-1])]
    for cell in table.cells:
        lines = wrapped[cell.row, cell.column]
        room = tops[cell.end_row] - tops[cell.row]
        first = tops[cell.row] + max(0, (room - len(lines)) // 2)
        for number, line in enumerate(lines):
            places[first + number].append((edges[cell.column], line))
    return [*(line for line in (table.title, *table.above) if line), *map(_line_of, places), *table.below]


def _line_of(pieces: list[tuple[int, str]]) -> str:
    line, at = "", 0
    for column, text in sorted(pieces):
        gap = max(column - at, 1 if line else 0)
        line, at = line + " " * gap + text, at + gap + _width(text)
    return line.rstrip()


def _width(text: str) -> int:
    return sum(2 if east_asian_width(character) in "WF" else 1 for character in text)


def _in_lines(text: str, width: int) -> list[str]:
    lines: list[str] = []
    for paragraph in text.split("\n"):
        line = ""
        for character in paragraph:
            if _width(line + character) > width:
                lines.append(line)
                line = ""
            line += character
        lines.append(line)
    return [line for line in lines if line] or [""]
