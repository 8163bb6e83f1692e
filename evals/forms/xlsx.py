"""Forms as a workbook: merged cells, numbers stored as numbers with the format that shows them as the form does."""

from collections.abc import Sequence
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING, Any, cast

from evals.forms.table_model import FormCell, FormTable
from extractor.records.amounts import parse_number

if TYPE_CHECKING:
    from openpyxl.worksheet.worksheet import Worksheet

_CHARACTERS_PER_UNIT = 9.5
"""Column width, in characters, of a relative width of 1."""
_LINE_POINTS = 14.0


def render_xlsx(
    parts: Sequence[str | FormTable],
    path: Path,
    *,
    one_sheet: bool = False,
    numbers: bool = True,
    first_cell: tuple[int, int] = (1, 1),
    fit_width: bool = True,
    landscape: bool = False,
) -> None:
    """Writes the forms of `parts` to `path`, each on its own sheet, or all under each other with `one_sheet`.

    Texts between forms stand in a row of their own on the sheet of the next form. `numbers`: store numeric cells as
    numbers (else everything is text). `first_cell`: 1-based row and column where a sheet begins. When the
    workbook is printed: `fit_width` shrinks a sheet to the paper's width, else columns go on further pages.
    """
    from openpyxl import Workbook

    book = Workbook()
    book.remove(cast("Any", book.active))
    sheet: Any = None
    row = first_cell[0]
    texts: list[str] = []
    for part in parts:
        if isinstance(part, str):
            texts.append(part)
            continue
        if sheet is None or not one_sheet:
            sheet = book.create_sheet(_sheet_name(part.title, len(book.sheetnames) + 1))
            row = first_cell[0]
            sheet.page_setup.paperSize = sheet.PAPERSIZE_A4
            sheet.page_setup.orientation = "landscape" if landscape else "portrait"
            sheet.page_setup.fitToHeight = 0
            sheet.sheet_properties.pageSetUpPr.fitToPage = fit_width
        for text in texts:
            sheet.cell(row=row, column=first_cell[1], value=text)
            row += 1
        texts.clear()
        row = _write_form(sheet, part, row=row, column=first_cell[1], numbers=numbers) + 2
    book.save(path)


def _sheet_name(title: str, number: int) -> str:
    return f"{title[:20] or 'Sheet'}{number}"


def _write_form(sheet: "Worksheet", table: FormTable, *, row: int, column: int, numbers: bool) -> int:
    """Writes one form from (`row`, `column`) on; returns the first row below it."""
    from openpyxl.styles import Alignment, Font
    from openpyxl.utils import get_column_letter

    last = column + table.columns - 1
    for index, line in enumerate((table.title, *table.above)):
        if not line:
            continue
        cell = sheet.cell(row=row, column=column, value=line)
        cell.font = Font(name="宋体", size=16 if index == 0 else 11, bold=index == 0)
        cell.alignment = Alignment(horizontal="center", vertical="center", wrap_text=True)
        sheet.merge_cells(start_row=row, end_row=row, start_column=column, end_column=last)
        row += 1
    for index, width in enumerate(table.widths):
        sheet.column_dimensions[get_column_letter(column + index)].width = width * _CHARACTERS_PER_UNIT
    for cell in table.cells:
        _write_cell(sheet, cell, row=row + cell.row, column=column + cell.column, numbers=numbers)
    for number in range(table.rows):
        sheet.row_dimensions[row + number].height = _row_height(table, number)
    row += table.rows
    for line in table.below:
        sheet.cell(row=row, column=column, value=line).alignment = Alignment(wrap_text=True, vertical="top")
        sheet.merge_cells(start_row=row, end_row=row, start_column=column, end_column=last)
        row += 1
    return row


def _write_cell(sheet: "Worksheet", cell: FormCell, *, row: int, column: int, numbers: bool) -> None:
    from openpyxl.styles import Alignment, Border, Font, Side

    thin = Side(style="thin")
    for below in range(cell.row_span):
        for right in range(cell.column_span):
            sheet.cell(row=row + below, column=column + right).border = Border(
                left=thin, right=thin, top=thin, bottom=thin
            )
    target = cast("Any", sheet.cell(row=row, column=column))
    stored = stored_number(cell.text) if numbers and cell.number else None
    if stored is not None:
        target.value, target.number_format = stored
    elif cell.text:
        target.value = cell.text
        # keeps a text such as =100% from becoming a formula
        target.data_type = "s"
    target.font = Font(name="宋体", size=10, bold=cell.bold)
    target.alignment = Alignment(horizontal=cell.align, vertical="center", wrap_text=True)
    if cell.row_span * cell.column_span > 1:
        sheet.merge_cells(
            start_row=row,
            end_row=row + cell.row_span - 1,
            start_column=column,
            end_column=column + cell.column_span - 1,
        )


def stored_number(text: str) -> tuple[float | int, str] | None:
    """The number and the number format with which a spreadsheet shows exactly `text`; `None` when it is no number."""
    number = parse_number(text)
    if number is None or text.endswith(("分", "元")):
        return None
    decimals = len(text.rstrip("%").partition(".")[2])
    pattern = "0" if decimals == 0 else "0." + "0" * decimals
    if "," in text:
        pattern = "#,##" + pattern
    if text.endswith("%"):
        return float(number / Decimal(100)), pattern + "%"
    if decimals == 0 and "," not in text:
        return int(number), "General"
    return float(number), pattern


def _row_height(table: FormTable, row: int) -> float:
    """Points that the longest text of the row needs, assuming ten-point type."""
    lines = 1
    for cell in table.cells:
        if cell.row == row and cell.row_span == 1:
            width = sum(table.widths[cell.column : cell.end_column]) * _CHARACTERS_PER_UNIT / 2
            lines = max(lines, sum(-(-len(line) // max(1, int(width))) for line in cell.text.split("\n")))
    return min(400.0, 6 + lines * _LINE_POINTS)
