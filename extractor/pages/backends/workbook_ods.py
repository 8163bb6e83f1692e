"""OpenDocument spreadsheets (.ods): the displayed text of each cell stands in the file beside its value."""

from collections.abc import Iterator
from pathlib import Path

from extractor.errors import DocumentError, UnreadableDocument
from extractor.pages.backends.number_format import general_text, stored_number
from extractor.pages.backends.sheet import Merge, SheetCells, hidden_sheet, sheet_to_page
from extractor.pages.intake import shown_name
from extractor.pages.markup import Node, attribute, child, local_name, parse_part
from extractor.pages.package import Package, open_package
from extractor.pages.page import TablePage
from extractor.problems import Problem
from extractor.settings import PageLimits

_GROUPS = ("table-header-rows", "table-row-group", "table-rows")
_COLUMN_GROUPS = ("table-header-columns", "table-column-group", "table-columns")
_HIDDEN = ("collapse", "filter")
_MOST_COLUMNS = 16384
_MOST_HIDDEN_BLANKS = 1000
"""A merged cell may reach over a few hidden blank rows; longer runs are the unused end of the sheet."""


def read_ods(path: Path, limits: PageLimits) -> Iterator[TablePage | Problem]:
    """The visible sheets of a spreadsheet, each as a page, with problems for what was left out or could not be read.

    Raises:
        UnreadableDocument: it has a password ("encrypted") or is damaged.
        LimitExceeded: its content is too large.
    """
    with open_package(path, limits) as package:
        _refuse_encrypted(package, shown_name(path))
        root = parse_part(package.read("content.xml"), file_name=package.file_name, part="content.xml")
    hidden_styles = _hidden_table_styles(root)
    tables = [one for one in root.iter() if local_name(one) == "table" and _is_sheet(one)]
    for number, table in enumerate(tables[: limits.max_pages], start=1):
        name = attribute(table, "name") or f"Sheet{number}"
        if attribute(table, "style-name") in hidden_styles:
            yield hidden_sheet(package.file_name, number, name)
            continue
        cells = SheetCells(file_name=package.file_name, number=number, name=name, limits=limits)
        try:
            _fill(cells, table)
            yield from sheet_to_page(cells)
        except DocumentError as error:
            yield error.problem.model_copy(update={"page": number})


def _refuse_encrypted(package: Package, name: str) -> None:
    manifest = "META-INF/manifest.xml"
    if manifest in package:
        root = parse_part(_without_doctype(package.read(manifest)), file_name=name, part=manifest)
        if any(local_name(one) == "encryption-data" for one in root.iter()):
            raise UnreadableDocument("encrypted", f"表格“{name}”有密码，请先去除密码并另存后重试。")


def _without_doctype(data: bytes) -> bytes:
    """Old OpenOffice manifests name a harmless document type; it is cut out, so nothing of it is ever resolved."""
    start = data.find(b"<!DOCTYPE manifest:manifest PUBLIC")
    end = data.find(b">", start)
    return data[:start] + data[end + 1 :] if 0 <= start < end else data


def _is_sheet(table: Node) -> bool:
    parent = table.getparent()
    return parent is not None and local_name(parent) == "spreadsheet"


def _hidden_table_styles(root: Node) -> frozenset[str]:
    hidden: set[str] = set()
    for group in root:
        if local_name(group) != "automatic-styles":
            continue
        for style in group:
            properties = child(style, "table-properties")
            if properties is not None and attribute(properties, "display") == "false":
                hidden.add(attribute(style, "name") or "")
    return frozenset(hidden)


def _repeated(node: Node, name: str) -> int:
    text = attribute(node, name) or "1"
    return max(1, int(text)) if text.isascii() and text.isdigit() and len(text) < 8 else 1


def _inside(node: Node, wanted: str, groups: tuple[str, ...]) -> Iterator[Node]:
    """The rows (or columns) of a table in order, those inside outline groups included."""
    for one in node:
        name = local_name(one)
        if name == wanted:
            yield one
        elif name in groups:
            yield from _inside(one, wanted, groups)


def _fill(cells: SheetCells, table: Node) -> None:
    column = 0
    for one in _inside(table, "table-column", _COLUMN_GROUPS):
        count = _repeated(one, "number-columns-repeated")
        if attribute(one, "visibility") in _HIDDEN:
            cells.hidden_columns.append((column, column + count - 1))
        column += count
    row = 0
    for one in _inside(table, "table-row", _GROUPS):
        count = _repeated(one, "number-rows-repeated")
        hidden = attribute(one, "visibility") in _HIDDEN
        filled = _fill_row(cells, one, row)
        # Rows repeated with content are real rows; blank ones (often a million) are only counted.
        for again in range(row + 1, row + count if filled else 0):
            _fill_row(cells, one, again)
        if hidden and (filled or count <= _MOST_HIDDEN_BLANKS):
            cells.hidden_rows.update(range(row, row + count))
        row += count


def _fill_row(cells: SheetCells, node: Node, row: int) -> bool:
    """Puts the cells of a row; whether any holds something."""
    column, filled = 0, False
    for one in node:
        name = local_name(one)
        if name not in ("table-cell", "covered-table-cell"):
            continue
        count = _repeated(one, "number-columns-repeated")
        text = _displayed(one) if name == "table-cell" and len(one.attrib) + len(one) else ""
        if text.strip():
            filled = True
            for at in range(column, min(column + count, _MOST_COLUMNS)):
                cells.put(row, at, text)
            spans = _repeated(one, "number-rows-spanned"), _repeated(one, "number-columns-spanned")
            if spans != (1, 1):
                cells.merges.append(Merge(row, column, row + spans[0] - 1, column + spans[1] - 1))
        column += count
    return filled


def _displayed(cell: Node) -> str:
    shown = "\n".join(_paragraph(one) for one in cell if local_name(one) in ("p", "h"))
    number = stored_number(attribute(cell, "value") or "")
    if number is not None:
        # Formats pad numbers with blanks; a column too narrow for its number shows "###", but the value is there.
        padless = shown.strip()
        return padless if padless.strip("#") else general_text(number)
    if shown:
        return shown
    return attribute(cell, "string-value") or attribute(cell, "date-value") or ""


def _paragraph(node: Node) -> str:
    pieces = [node.text or ""]
    for one in node:
        name = local_name(one)
        if name == "s":
            pieces.append(" " * min(_repeated(one, "c"), 1000))
        elif name == "tab":
            pieces.append("\t")
        elif name == "line-break":
            pieces.append("\n")
        elif name not in ("annotation", "note", "ruby-text"):
            pieces.append(_paragraph(one))
        pieces.append(one.tail or "")
    return "".join(pieces)
