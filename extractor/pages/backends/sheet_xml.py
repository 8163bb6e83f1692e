"""A sheet of an .xlsx workbook, read as a stream of cells, rows, columns and merges."""

import re

from extractor.errors import UnreadableDocument
from extractor.pages.backends.number_format import displayed_number, displayed_text, stored_number
from extractor.pages.backends.sheet import Merge, SheetCells
from extractor.pages.backends.workbook_shared import SharedParts, plain_text, rich_text, whole_number
from extractor.pages.markup import Node, child, local_name, stream_part

_REFERENCE = re.compile(r"\$?([A-Za-z]{1,3})\$?([0-9]{1,7})")
_BLANKS_PER_CELL = 4
"""Styled blank cells that are passed over for each cell that may hold something."""
_MOST_ROWS = 1048576
_MOST_COLUMNS = 16384


def fill_sheet(cells: SheetCells, book: SharedParts, part: str) -> None:
    """Reads a sheet's part into `cells`.

    Raises:
        UnreadableDocument: the part is missing or damaged.
        LimitExceeded: the sheet is beyond the limits; found out without reading on.
    """
    package = book.package
    if part not in package:
        raise UnreadableDocument(
            "corrupt",
            f"文件“{package.file_name}”的工作表“{cells.name}”缺失（{part or '没有指明部件'}），请用原软件打开并另存后重试。",
        )
    package.check_part(part)
    row, rows, seen = -1, 0, 0
    column = -1
    with package.open(part) as stream:
        for node in stream_part(
            stream, ("c", "row", "col", "mergeCell", "drawing"), file_name=package.file_name, part=part
        ):
            name = local_name(node)
            if name == "c":
                # Numbers of rows and cells may be left out: then they follow the one before.
                if column < 0:
                    row = _row_of(node, row)
                column = _fill_cell(cells, book, node, row, column)
                seen += 1
                if seen > _BLANKS_PER_CELL * cells.limits.max_sheet_cells or column >= _MOST_COLUMNS:
                    raise cells.too_large("的单元格过多", "max_sheet_cells")
            elif name == "row":
                row = whole_number(node.get("r")) - 1 if node.get("r") else (row if column >= 0 else row + 1)
                rows += 1
                if rows > _MOST_ROWS:
                    raise cells.too_large("的行数超过 Excel 的上限", "max_sheet_rows")
                if _is_true(node.get("hidden")) or node.get("ht") == "0":
                    cells.hidden_rows.add(row)
                column = -1
                _forget(node)
            elif name == "col":
                _note_column(cells, node)
            elif name == "mergeCell":
                _note_merge(cells, node)
            else:
                cells.pictures = book.pictures
            node.clear()


def _forget(node: Node) -> None:
    """Drops the rows before this one from the tree that the parser builds."""
    parent = node.getparent()
    while parent is not None and len(parent) > 1:
        first = next(iter(parent))
        if first is node:
            break
        parent.remove(first)


def _row_of(node: Node, previous: int) -> int:
    """The row of the first cell of a row, from its row element, its own reference, or the row before."""
    parent = node.getparent()
    number = parent.get("r") if parent is not None else None
    if number:
        return whole_number(number) - 1
    found = _REFERENCE.fullmatch(node.get("r") or "")
    return int(found[2]) - 1 if found else previous + 1


def _is_true(text: str | None) -> bool:
    return text in ("1", "true", "on")


def _column_number(letters: str) -> int:
    number = 0
    for letter in letters.upper():
        number = number * 26 + ord(letter) - 64
    return number - 1


def _note_column(cells: SheetCells, node: Node) -> None:
    first, last = whole_number(node.get("min")), whole_number(node.get("max"))
    hidden = _is_true(node.get("hidden")) or node.get("width") == "0"
    if hidden and 0 < first <= last and len(cells.hidden_columns) < cells.limits.max_sheet_columns:
        cells.hidden_columns.append((first - 1, last - 1))


def _note_merge(cells: SheetCells, node: Node) -> None:
    corners = [_REFERENCE.fullmatch(corner) for corner in (node.get("ref") or "").split(":")]
    if len(corners) != 2 or corners[0] is None or corners[1] is None:
        return
    if len(cells.merges) >= cells.limits.max_sheet_cells:
        raise cells.too_large("的合并单元格过多", "max_sheet_cells")
    rows = sorted((int(corners[0][2]) - 1, int(corners[1][2]) - 1))
    columns = sorted((_column_number(corners[0][1]), _column_number(corners[1][1])))
    cells.merges.append(Merge(rows[0], columns[0], rows[1], columns[1]))


def _fill_cell(cells: SheetCells, book: SharedParts, node: Node, row: int, column: int) -> int:
    """Puts the displayed text of a cell and returns its column."""
    reference = _REFERENCE.fullmatch(node.get("r") or "")
    column = _column_number(reference[1]) if reference else column + 1
    value = child(node, "v")
    raw = (value.text or "") if value is not None else ""
    kind = node.get("t") or "n"
    if kind == "inlineStr":
        inline = child(node, "is")
        cells.put(row, column, _shown_text(rich_text(inline) if inline is not None else raw, book, node))
    elif kind == "s":
        index = whole_number(raw.strip())
        cells.put(row, column, _shown_text(book.strings[index] if index < len(book.strings) else "", book, node))
    elif not raw.strip():
        if kind == "n" and child(node, "f") is not None:
            cells.uncalculated.append((row, column))
    elif kind == "str":
        cells.put(row, column, _shown_text(plain_text(raw), book, node))
    elif kind == "b":
        cells.put(row, column, "TRUE" if raw.strip() == "1" else "FALSE")
    elif kind == "n":
        number = stored_number(raw)
        code = _code(book, node)
        cells.put(row, column, raw if number is None else displayed_number(number, code, since_1904=book.since_1904))
    else:
        # Errors (#DIV/0!) and ISO dates are displayed as they stand.
        cells.put(row, column, raw.strip())
    return column


def _code(book: SharedParts, node: Node) -> str:
    style = whole_number(node.get("s"))
    return book.codes[style] if style < len(book.codes) else "General"


def _shown_text(text: str, book: SharedParts, node: Node) -> str:
    return displayed_text(text, _code(book, node))
