"""Renders handmade forms as people send them: workbook, document, web page, text pasted from either, PDF."""

import html
import re
from pathlib import Path

import docx
import openpyxl
from docx.oxml.ns import qn
from docx.shared import Pt
from openpyxl.styles import Alignment, Border, Side

from evals.forms.office import print_to_pdf
from tests.readers.handmade.handmade_form import HandmadeForm, Table

_THIN = Border(*(Side(style="thin") for _ in range(4)))
_NUMBER = re.compile(r"-?\d{1,12}(\.\d+)?(%)?")


def _number(text: str) -> tuple[float | int, str] | None:
    """What a cell holds and how Excel shows it, where people type numbers."""
    found = _NUMBER.fullmatch(text)
    if found is None or (text.startswith("0") and text != "0" and found[1] is None):
        return None
    shown = "0" + ("." + "0" * (len(found[1]) - 1) if found[1] else "") + (found[2] or "")
    if found[2]:
        return round(float(text[:-1]) / 100, 8), shown
    return (float(text) if found[1] else int(text)), shown


def xlsx(form: HandmadeForm, path: Path) -> None:
    book = openpyxl.Workbook()
    book.remove(book.worksheets[0])
    for sheet in form.sheets:
        drawn = book.create_sheet(sheet.name)
        drawn.page_setup.fitToHeight = 0
        drawn.sheet_properties.pageSetUpPr = openpyxl.worksheet.properties.PageSetupProperties(fitToPage=True)
        row = 1
        width = max(part.columns for part in sheet.parts if isinstance(part, Table))
        for part in sheet.parts:
            if isinstance(part, str):
                drawn.cell(row, 1, part)
                drawn.merge_cells(start_row=row, end_row=row, start_column=1, end_column=width)
                row += 1
                continue
            _draw_table(drawn, part, row)
            row += part.rows
    book.save(path)


def _draw_table(drawn: openpyxl.worksheet.worksheet.Worksheet, table: Table, top: int) -> None:
    for cell in table.cells:
        at = drawn.cell(top + cell.row, 1 + cell.column)
        number = _number(cell.text)
        at.value = number[0] if number else cell.text or None
        if number:
            at.number_format = number[1]
        elif cell.text:
            at.data_type = "s"  # else =6个 would be a formula
        at.alignment = Alignment(wrap_text=True, horizontal="center", vertical="center")
        rows, columns = cell.row + cell.row_span, cell.column + cell.column_span
        for row in range(cell.row, rows):
            for column in range(cell.column, columns):
                drawn.cell(top + row, 1 + column).border = _THIN
        if cell.row_span > 1 or cell.column_span > 1:
            drawn.merge_cells(
                start_row=top + cell.row, start_column=1 + cell.column, end_row=top + rows - 1, end_column=columns
            )
    for row in range(table.rows):
        lines = max(
            sum(1 + len(line) // (7 * one.column_span) for line in one.text.split("\n")) if one.row_span == 1 else 1
            for one in table.cells
            if one.row == row
        )
        drawn.row_dimensions[top + row].height = 15 * lines
    for column in range(table.columns):
        drawn.column_dimensions[openpyxl.utils.get_column_letter(1 + column)].width = 13


def word(form: HandmadeForm, path: Path) -> None:
    document = docx.Document()
    style = document.styles["Normal"]
    style.font.name, style.font.size = "宋体", Pt(9)
    style.element.rPr.rFonts.set(qn("w:eastAsia"), "宋体")
    for sheet in form.sheets:
        for part in sheet.parts:
            if isinstance(part, str):
                document.add_paragraph(part)
                continue
            table = document.add_table(part.rows, part.columns, style="Table Grid")
            for cell in part.cells:
                last = table.cell(cell.row + cell.row_span - 1, cell.column + cell.column_span - 1)
                table.cell(cell.row, cell.column).merge(last).text = cell.text
        document.add_page_break()
    document.save(str(path))


def web_page(form: HandmadeForm, path: Path) -> None:
    """As government sites publish: a layout table around, style marks from Word, blanks as &nbsp;."""
    body: list[str] = []
    for sheet in form.sheets:
        for part in sheet.parts:
            if isinstance(part, str):
                shown = html.escape(part).replace(" ", "&nbsp;")
                body.append(f'<p style="text-align:center"><span style="font-family:宋体"><b>{shown}</b></span></p>')
            else:
                body.append(_web_table(part))
    page = (
        "<!DOCTYPE html><html><head><meta charset='utf-8'><title>信息公开</title><style>td{border:1px solid}</style>"
        "<script>var a='<td>项目名称</td>';</script></head><body><table class='wrap'><tr><td>"
        "<div class='nav'><a href='/'>首页</a> &gt; <a href='/xxgk'>政府信息公开</a></div></td></tr><tr><td>"
        f"<div class='TRS_Editor'>{''.join(body)}</div></td></tr><tr><td>主办单位：某某人民政府&nbsp;&nbsp;备案号</td></tr>"
        "</table></body></html>"
    )
    path.write_text(page, encoding="utf-8")


def _web_table(table: Table) -> str:
    rows: list[str] = []
    for row in range(table.rows):
        cells = "".join(
            f'<td rowspan="{one.row_span}" colspan={one.column_span} style="mso-width:7%"><p class=MsoNormal>'
            + "<br/>".join(_spans(line) for line in one.text.splitlines() or [""])
            + "</p></td>"
            for one in table.cells
            if one.row == row
        )
        rows.append(f"<tr style='height:15.0pt'>{cells}</tr>")
    return "<table border=1 cellspacing=0><tbody>" + "\n".join(rows) + "</tbody></table>"


def _spans(text: str) -> str:
    """A text cut into spans where Latin and Chinese letters meet, as Word saves it."""
    parts = re.findall(r"[\x00-\x7f]+|[^\x00-\x7f]+", text) or ["\u00a0"]
    return "".join(f"<span lang=EN-US><o:p></o:p>{html.escape(part)}</span>" for part in parts)


def pasted(form: HandmadeForm, path: Path) -> None:
    """Copied from Excel: merged cells leave blanks, cells with line breaks are quoted."""
    lines: list[str] = []
    for sheet in form.sheets:
        for part in sheet.parts:
            if isinstance(part, str):
                lines.append(part)
                continue
            grid = [[""] * part.columns for _ in range(part.rows)]
            for cell in part.cells:
                grid[cell.row][cell.column] = f'"{cell.text}"' if "\n" in cell.text else cell.text
            lines += ["\t".join(row) for row in grid]
        lines.append("")
    path.write_text("\r\n".join(lines), encoding="gb18030")


def web_text(form: HandmadeForm, path: Path) -> None:
    """Copied from a web page: only the cells that start in a row, parted by tabs; line breaks lost."""
    lines: list[str] = []
    for sheet in form.sheets:
        for part in sheet.parts:
            if isinstance(part, str):
                lines += [part, ""]
                continue
            for row in range(part.rows):
                lines.append("\t".join(one.text.replace("\n", " ") for one in part.cells if one.row == row))
        lines.append("")
    path.write_text("\n".join(lines), encoding="utf-8")


def render(form: HandmadeForm, kind: str, folder: Path) -> Path:
    """Writes `form` in one of the formats; returns the file."""
    stem = folder / f"{form.name}-{kind}"
    if kind in ("docx-pdf", "xlsx-pdf"):
        source, target = stem.with_suffix(f".{kind[:4]}"), stem.with_suffix(".pdf")
        (word if kind == "docx-pdf" else xlsx)(form, source)
        print_to_pdf(source, target)
        return target
    suffix, write = {
        "xlsx": (".xlsx", xlsx),
        "docx": (".docx", word),
        "html": (".html", web_page),
        "paste": (".txt", pasted),
        "web": (".txt", web_text),
    }[kind]
    write(form, stem.with_suffix(suffix))
    return stem.with_suffix(suffix)
