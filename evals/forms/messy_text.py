"""Forms as text: tab separated as pasted from a web page, Markdown tables, or HTML."""

from collections.abc import Sequence
from html import escape

from evals.forms.damages import Damages, damaged_rows
from evals.forms.table_model import FormCell, FormTable


def tab_separated(
    parts: Sequence[str | FormTable], *, heading: str = "## ", bold_bands: bool = False, damages: Damages | None = None
) -> str:
    """The parts as lines of cells joined by tabs; a merged cell stands at its top left place, the rest is blank.

    `heading` goes before a title; `bold_bands` wraps the rows that span the table in `<b>`.
    """
    blocks: list[str] = []
    for part in parts:
        if isinstance(part, str):
            blocks.append(part)
            continue
        lines = [heading + part.title, *part.above, ""] if part.title else []
        rows = [_row_texts(part, row) for row in range(part.rows)]
        for number, texts in enumerate(damaged_rows(rows, part, damages) if damages else rows):
            band = bold_bands and number < (part.header_row or 0) and texts[0] and not any(texts[1:])
            band = band and not texts[0].startswith("<b>")
            lines.append(f"<b>{texts[0]}</b>" if band else "\t".join(texts))
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


def _row_texts(table: FormTable, row: int, line_break: str = " ") -> list[str]:
    """The texts of a row, one for every column; covered places are blank."""
    texts = [""] * table.columns
    for cell in table.row_cells(row):
        texts[cell.column] = cell.text.strip("\n").replace("\n", line_break)
    return texts
