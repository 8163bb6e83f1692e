"""From the cells, merges and hidden rows of one sheet to the table as it is displayed."""

from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from extractor.errors import LimitExceeded
from extractor.pages.page import Table, TableCell, TablePage
from extractor.problems import Problem
from extractor.provenance import Location
from extractor.settings import PageLimits

_LAST_ROW = 1048576
_LAST_COLUMN = 16384


class Merge(NamedTuple):
    """A merged range, 0-based and inclusive."""

    top: int
    left: int
    bottom: int
    right: int


def column_letters(column: int) -> str:
    """The letters of a 0-based column: 0 → A, 27 → AB."""
    letters = ""
    column += 1
    while column:
        column, rest = divmod(column - 1, 26)
        letters = chr(65 + rest) + letters
    return letters


def address(row: int, column: int) -> str:
    """The address of a 0-based row and column: (2, 1) → B3."""
    return f"{column_letters(column)}{row + 1}"


@dataclass(slots=True, kw_only=True)
class SheetCells:
    """What a backend collects of one visible sheet before it is laid out; filled cell by cell, refused beyond limits.

    `number` is the sheet's 1-based place in the workbook. `texts` holds the displayed text of each cell that shows
    any, by 0-based row and column. `uncalculated` are the places of formulas whose result was never saved, `unresolved` those of cells
    whose text the file refers to but does not hold.
    """

    file_name: str
    number: int
    name: str
    limits: PageLimits
    texts: dict[tuple[int, int], str] = field(default_factory=dict[tuple[int, int], str])
    merges: list[Merge] = field(default_factory=list[Merge])
    hidden_rows: set[int] = field(default_factory=set[int])
    hidden_columns: list[tuple[int, int]] = field(default_factory=list[tuple[int, int]])
    uncalculated: list[tuple[int, int]] = field(default_factory=list[tuple[int, int]])
    unresolved: list[tuple[int, int]] = field(default_factory=list[tuple[int, int]])
    pictures: bool = False
    _rows: set[int] = field(default_factory=set[int])
    _columns: set[int] = field(default_factory=set[int])

    def put(self, row: int, column: int, text: str) -> None:
        """Adds a cell; blank text is ignored.

        Raises:
            LimitExceeded: more rows, columns or cells hold something than the limits allow.
        """
        if not text.strip() or not (0 <= row < _LAST_ROW and 0 <= column < _LAST_COLUMN):
            return
        self.texts[row, column] = text.strip("\n")
        self._rows.add(row)
        self._columns.add(column)
        limits = self.limits
        if len(self._rows) > limits.max_sheet_rows:
            raise self.too_large(f"有内容的部分超过 {limits.max_sheet_rows} 行", "max_sheet_rows")
        if len(self._columns) > limits.max_sheet_columns:
            raise self.too_large(f"有内容的部分超过 {limits.max_sheet_columns} 列", "max_sheet_columns")
        if len(self.texts) > limits.max_sheet_cells:
            raise self.too_large(f"有内容的单元格超过 {limits.max_sheet_cells} 个", "max_sheet_cells")

    def too_large(self, what: str, setting: str) -> LimitExceeded:
        """The error for a sheet beyond a limit."""
        return LimitExceeded(
            f"文件“{self.file_name}”的工作表“{self.name}”{what}，没有读取；"
            f"请只保留自评表所在的部分，或调高设置 limits.{setting}。",
            page=self.number,
        )

    def is_hidden_column(self, column: int) -> bool:
        """Whether a 0-based column is hidden."""
        return any(first <= column <= last for first, last in self.hidden_columns)


def sheet_to_page(sheet: SheetCells) -> Iterator[Problem | TablePage]:
    """The notices about what is left out, then the sheet as one table; rows and columns count only visible ones.

    Raises:
        LimitExceeded: the merged ranges overlap each other beyond reason.
    """
    rows = sorted({row for row, _ in sheet.texts})
    columns = sorted({column for _, column in sheet.texts})
    hidden_columns = {column for column in columns if sheet.is_hidden_column(column)}
    yield from _notices(sheet, [row for row in rows if row in sheet.hidden_rows], sorted(hidden_columns))
    shown_rows = _Visible(rows[-1] if rows else 0, sorted(sheet.hidden_rows))
    shown_columns = _Visible(columns[-1] if columns else 0, _hidden_indices(sheet, columns[-1] if columns else 0))
    spans, covered = _merged(sheet, rows)
    cells: list[TableCell] = []
    for (row, column), text in sorted(sheet.texts.items()):
        if (row, column) in covered:
            continue
        merge = spans.get((row, column), Merge(row, column, row, column))
        row_span, column_span = shown_rows.count(merge.top, merge.bottom), shown_columns.count(merge.left, merge.right)
        if not row_span or not column_span:
            continue
        location = Location(page=sheet.number, sheet=sheet.name, cell=address(row, column))
        cells.append(
            TableCell(shown_rows.place(row), shown_columns.place(column), row_span, column_span, text, location)
        )
    # A merged range whose first row is hidden moves down to its first visible one.
    cells.sort(key=lambda cell: (cell.row, cell.column))
    table = Table(
        rows=max((cell.row + cell.row_span for cell in cells), default=0),
        columns=max((cell.column + cell.column_span for cell in cells), default=0),
        cells=tuple(cells),
    )
    yield TablePage(number=sheet.number, name=sheet.name, blocks=(table,) if cells else (), source="workbook")


class _Visible:
    """Counts rows or columns without the hidden ones."""

    def __init__(self, last: int, hidden: Sequence[int]) -> None:
        self._last = last
        self._hidden = hidden

    def place(self, index: int) -> int:
        """The 0-based place of `index` among the visible ones; for a hidden one that of the next visible."""
        return index - bisect_left(self._hidden, index)

    def count(self, first: int, last: int) -> int:
        """How many of `first`..`last` are visible; absurdly long ranges end where the content ends."""
        if last - first > 1000:
            last = max(first, min(last, self._last))
        return last - first + 1 - (bisect_right(self._hidden, last) - bisect_left(self._hidden, first))


def _hidden_indices(sheet: SheetCells, last: int) -> list[int]:
    hidden: set[int] = set()
    for first, end in sheet.hidden_columns:
        hidden.update(range(first, min(end, last + 1000, _LAST_COLUMN) + 1))
    return sorted(hidden)


def _merged(sheet: SheetCells, rows: Sequence[int]) -> tuple[dict[tuple[int, int], Merge], set[tuple[int, int]]]:
    """The merge of each top left cell, and the cells with text that a merge covers (they are not displayed)."""
    spans: dict[tuple[int, int], Merge] = {}
    covered: set[tuple[int, int]] = set()
    by_row: dict[int, list[int]] = {}
    for row, column in sheet.texts:
        by_row.setdefault(row, []).append(column)
    work = 0
    for merge in sheet.merges:
        spans.setdefault((merge.top, merge.left), merge)
        for row in rows[bisect_left(rows, merge.top) : bisect_right(rows, merge.bottom)]:
            work += len(by_row[row])
            covered.update((row, column) for column in by_row[row] if merge.left <= column <= merge.right)
        covered.discard((merge.top, merge.left))
        if work > 20 * sheet.limits.max_sheet_cells:
            raise sheet.too_large("的合并单元格多得不合理", "max_sheet_cells")
    return spans, covered


def _runs(numbers: Sequence[int]) -> list[tuple[int, int]]:
    runs: list[tuple[int, int]] = []
    for number in numbers:
        if runs and number == runs[-1][1] + 1:
            runs[-1] = (runs[-1][0], number)
        else:
            runs.append((number, number))
    return runs


def _listed(names: Sequence[str], most: int = 10) -> str:
    return "、".join(names[:most]) + (f" 等 {len(names)} 处" if len(names) > most else "")


def _shown_addresses(sheet: SheetCells, places: Sequence[tuple[int, int]]) -> str:
    """The addresses of those places that are not hidden, listed; empty when there are none."""
    return _listed(
        [
            address(*place)
            for place in places
            if place[0] not in sheet.hidden_rows and not sheet.is_hidden_column(place[1])
        ]
    )


def _notices(sheet: SheetCells, rows: Sequence[int], columns: Sequence[int]) -> Iterator[Problem]:
    where = f"文件“{sheet.file_name}”的工作表“{sheet.name}”"
    if rows:
        names = [f"{a + 1}" if a == b else f"{a + 1}–{b + 1}" for a, b in _runs(rows)]
        yield Problem(
            stage="pages",
            category="hidden",
            severity="notice",
            page=sheet.number,
            message=f"{where}隐藏了第 {_listed(names)} 行，没有读取；如需读取，请取消隐藏后重试。",
        )
    if columns:
        letters = [(column_letters(a), column_letters(b)) for a, b in _runs(columns)]
        names = [a if a == b else f"{a}–{b}" for a, b in letters]
        yield Problem(
            stage="pages",
            category="hidden",
            severity="notice",
            page=sheet.number,
            message=f"{where}隐藏了 {_listed(names)} 列，没有读取；如需读取，请取消隐藏后重试。",
        )
    if uncalculated := _shown_addresses(sheet, sheet.uncalculated):
        yield Problem(
            stage="pages",
            category="unsupported",
            page=sheet.number,
            message=f"{where}中 {uncalculated} 的公式没有保存计算结果，读不到数值；请用 Excel 或 WPS 打开并保存后重试。",
        )
    if unresolved := _shown_addresses(sheet, sheet.unresolved):
        yield Problem(
            stage="pages",
            category="corrupt",
            page=sheet.number,
            message=f"{where}中 {unresolved} 的文字在文件里缺失，读不出来；请用 Excel 或 WPS 打开检查并另存后重试。",
        )
    if sheet.pictures and not sheet.texts:
        yield Problem(
            stage="pages",
            category="no_text_layer",
            page=sheet.number,
            message=f"{where}只有图片，没有文字；图片识别将在后续版本提供，请提供可编辑的表格。",
        )


def hidden_sheet(file_name: str, number: int, name: str) -> Problem:
    """The notice for a hidden sheet that was left out."""
    return Problem(
        stage="pages",
        category="hidden",
        severity="notice",
        page=number,
        message=f"文件“{file_name}”的工作表“{name}”是隐藏的，没有读取；如需读取，请取消隐藏后重试。",
    )
