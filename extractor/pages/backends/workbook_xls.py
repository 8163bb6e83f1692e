"""Excel 97-2003 workbooks (.xls, and .et of WPS) through xlrd: the one reader that tells formats, merges and what is hidden."""

import importlib
import io
import struct
from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path
from typing import Any

from extractor.errors import DocumentError, UnreadableDocument
from extractor.pages.backends.format_code import built_in_code
from extractor.pages.backends.number_format import displayed_number, displayed_text, stored_number
from extractor.pages.backends.sheet import Merge, SheetCells, hidden_sheet, sheet_to_page
from extractor.pages.intake import shown_name
from extractor.pages.markup import damaged
from extractor.pages.ole import read_stream
from extractor.pages.page import TablePage
from extractor.problems import Problem
from extractor.settings import PageLimits

_XLRD_FAILURES = (
    ArithmeticError,
    AssertionError,
    AttributeError,
    LookupError,
    MemoryError,
    NameError,
    NotImplementedError,
    OSError,
    RecursionError,
    TypeError,
    ValueError,
    struct.error,
)
"""What xlrd raises on damaged workbooks besides its own exceptions: it trusts every offset and count of the file."""

_TEXT, _NUMBER, _DATE, _BOOLEAN, _ERROR = 1, 2, 3, 4, 5
"""xlrd's cell types."""


def read_xls(path: Path, limits: PageLimits) -> Iterator[TablePage | Problem]:
    """The visible sheets of a workbook, each as a page, with problems for what was left out or could not be read.

    Raises:
        UnreadableDocument: it has a password ("encrypted") or is damaged ("corrupt").
    """
    name = shown_name(path)
    book = _opened(path, name)
    for index in range(min(book.nsheets, limits.max_pages)):
        cells = SheetCells(file_name=name, number=index + 1, name=str(book.sheet_names()[index]), limits=limits)
        try:
            sheet = _guarded_sheet(book, index, name, cells.name)
            if sheet.visibility != 0:
                yield hidden_sheet(name, index + 1, cells.name)
                continue
            _fill(cells, book, sheet)
            yield from sheet_to_page(cells)
        except DocumentError as error:
            yield error.problem.model_copy(update={"page": index + 1})
        book.unload_sheet(index)


def _opened(path: Path, name: str) -> Any:  # noqa: ANN401 - xlrd carries no types
    xlrd: Any = importlib.import_module("xlrd")
    # olefile stops at loops in the sector chains, which xlrd would follow for ever.
    data = read_stream(path, "Workbook", "Book")
    if data is None:
        data = path.read_bytes()
        if data.startswith(b"\xd0\xcf\x11\xe0"):
            raise damaged(name, "工作簿数据流")
    try:
        # ragged: rows as long as they are, else one cell far out would make billions of blank ones
        return xlrd.open_workbook(
            file_contents=data, logfile=io.StringIO(), formatting_info=True, on_demand=True, ragged_rows=True
        )
    except xlrd.XLRDError as error:
        if "encrypted" in str(error).lower():
            raise UnreadableDocument("encrypted", f"工作簿“{name}”有密码，请先去除密码并另存后重试。") from error
        raise damaged(name, "工作簿数据流") from error
    except _failures() as error:
        raise damaged(name, "工作簿数据流") from error


def _failures() -> tuple[type[Exception], ...]:
    """Everything that xlrd raises on damaged workbooks: three exceptions of its own, and what it trips over."""
    own = (("xlrd", "XLRDError"), ("xlrd.compdoc", "CompDocError"), ("xlrd.formula", "FormulaError"))
    return (*(getattr(importlib.import_module(module), name) for module, name in own), *_XLRD_FAILURES)


def _guarded_sheet(book: Any, index: int, name: str, sheet_name: str) -> Any:  # noqa: ANN401
    try:
        return book.sheet_by_index(index)
    except _failures() as error:
        raise damaged(name, f"工作表“{sheet_name}”") from error


def _fill(cells: SheetCells, book: Any, sheet: Any) -> None:  # noqa: ANN401
    since_1904 = book.datemode == 1
    codes: dict[int, str] = {}
    for row in range(sheet.nrows):
        kinds, values = sheet.row_types(row), sheet.row_values(row)
        for column, kind in enumerate(kinds):
            if kind in (_TEXT, _NUMBER, _DATE, _BOOLEAN, _ERROR):
                style: int = sheet.cell_xf_index(row, column)
                if style not in codes:
                    codes[style] = _code(book, style)
                cells.put(row, column, _shown(kind, values[column], codes[style], since_1904=since_1904))
    cells.merges.extend(Merge(top, left, bottom - 1, right - 1) for top, bottom, left, right in sheet.merged_cells)
    cells.hidden_rows.update(row for row, info in sheet.rowinfo_map.items() if info.hidden or info.height == 0)
    hidden = sorted(column for column, info in sheet.colinfo_map.items() if info.hidden or info.width == 0)
    cells.hidden_columns.extend((column, column) for column in hidden)


def _code(book: Any, style: int) -> str:  # noqa: ANN401
    """The format code of a cell style. Built-in formats are stored without a text of the country: ours are Chinese."""
    try:
        key: int = book.xf_list[style].format_key
        stored = book.format_map.get(key)
    except IndexError:
        return "General"
    built_in = built_in_code(key)
    if stored is None or (key < 59 and key not in (0, 49) and built_in != "General"):
        return built_in
    return str(stored.format_str)


def _shown(kind: int, value: Any, code: str, *, since_1904: bool) -> str:  # noqa: ANN401
    if kind == _TEXT:
        return displayed_text(str(value).replace("\r\n", "\n").replace("\r", "\n"), code)
    if kind == _BOOLEAN:
        return "TRUE" if value else "FALSE"
    if kind == _ERROR:
        errors: dict[int, str] = importlib.import_module("xlrd").error_text_from_code
        return errors.get(int(value), "#N/A")
    number: Decimal | None = stored_number(repr(float(value)))
    return str(value) if number is None else displayed_number(number, code, since_1904=since_1904)
