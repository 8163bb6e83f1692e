"""Forms as a Word document: a table with both kinds of merges, alone, inside a longer report, or nested in a table."""

from collections.abc import Sequence
from pathlib import Path
from typing import Any, cast
from xml.sax.saxutils import escape

from evals.forms.table_model import FormCell, FormTable

_WIDTH = 9400
"""Width of the text area, in twentieths of a point."""
_NAMESPACE = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'


def render_docx(parts: Sequence[str | FormTable], path: Path, *, nested: bool = False) -> None:
    """Writes `parts` in order to `path`; a text that starts with `#` is a heading. `nested`: forms stand in a 1x1 table."""
    import docx

    document = docx.Document()
    body = cast("Any", document.element).body
    for block in _blocks(parts, nested):
        body.sectPr.addprevious(_parsed(block))
    document.save(str(path))


def _parsed(block: str) -> object:
    from docx import oxml

    return cast("Any", oxml).parse_xml(block)


def _blocks(parts: Sequence[str | FormTable], nested: bool) -> list[str]:
    """Paragraphs and tables as WordprocessingML, each a whole element."""
    blocks: list[str] = []
    for part in parts:
        if isinstance(part, str):
            heading = part.startswith("#")
            blocks.append(_paragraph(part.lstrip("# "), size=15 if heading else 11, bold=heading))
            continue
        if part.title:
            blocks.append(_paragraph(part.title, size=16, bold=True, align="center"))
        blocks += [_paragraph(line, align="center") for line in part.above]
        blocks.append(_nested(part) if nested else _table(part, _WIDTH))
        blocks += [_paragraph(line, size=9) for line in (*part.below, "")]
    return blocks


def _paragraph(text: str, *, size: float = 10, bold: bool = False, align: str = "left") -> str:
    pieces = "<w:br/>".join(f'<w:t xml:space="preserve">{escape(line)}</w:t>' for line in text.split("\n"))
    font = '<w:rFonts w:ascii="宋体" w:hAnsi="宋体" w:eastAsia="宋体"/>'
    look = f'{font}{"<w:b/>" if bold else ""}<w:sz w:val="{int(size * 2)}"/>'
    return (
        f'<w:p {_NAMESPACE}><w:pPr><w:spacing w:after="0"/><w:jc w:val="{align}"/></w:pPr>'
        f"<w:r><w:rPr>{look}</w:rPr>{pieces}</w:r></w:p>"
    )


def _framed(widths: Sequence[int], rows: Sequence[str]) -> str:
    """A `w:tbl` with thin borders around the given `w:tr` elements."""
    sides = ("top", "left", "bottom", "right", "insideH", "insideV")
    borders = "".join(f'<w:{side} w:val="single" w:sz="4" w:space="0" w:color="000000"/>' for side in sides)
    grid = "".join(f'<w:gridCol w:w="{width}"/>' for width in widths)
    return (
        f'<w:tbl {_NAMESPACE}><w:tblPr><w:tblW w:w="{sum(widths)}" w:type="dxa"/><w:jc w:val="center"/>'
        f'<w:tblBorders>{borders}</w:tblBorders><w:tblLayout w:type="fixed"/></w:tblPr>'
        f"<w:tblGrid>{grid}</w:tblGrid>{''.join(rows)}</w:tbl>"
    )


def _table(form: FormTable, total: int) -> str:
    """The form's cells as a table; a vertical merge goes on as continued cells in the rows below."""
    widths = [round(width / sum(form.widths) * total) for width in form.widths]
    standing = {(row, cell.column): cell for cell in form.cells for row in range(cell.row, cell.end_row)}
    rows: list[str] = []
    for row in range(form.rows):
        cells: list[str] = []
        column = 0
        while column < form.columns:
            cell = standing.get((row, column)) or FormCell(row=row, column=column, text="")
            cells.append(_cell(cell, row, sum(widths[cell.column : cell.end_column])))
            column = cell.end_column
        rows.append(f"<w:tr>{''.join(cells)}</w:tr>")
    return _framed(widths, rows)


def _cell(cell: FormCell, row: int, width: int) -> str:
    spans = f'<w:gridSpan w:val="{cell.column_span}"/>' if cell.column_span > 1 else ""
    if cell.row_span > 1:
        spans += '<w:vMerge w:val="restart"/>' if row == cell.row else "<w:vMerge/>"
    text = cell.text if row == cell.row else ""
    return (
        f'<w:tc><w:tcPr><w:tcW w:w="{width}" w:type="dxa"/>{spans}<w:vAlign w:val="center"/></w:tcPr>'
        f"{_paragraph(text, size=9, bold=cell.bold, align=cell.align)}</w:tc>"
    )


def _nested(form: FormTable) -> str:
    inside = _table(form, _WIDTH - 200)
    width = f'<w:tcPr><w:tcW w:w="{_WIDTH}" w:type="dxa"/></w:tcPr>'
    return _framed([_WIDTH], [f"<w:tr><w:tc>{width}{inside}{_paragraph('')}</w:tc></w:tr>"])
