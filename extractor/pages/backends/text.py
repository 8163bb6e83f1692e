"""Plain text, Markdown and tab-separated text: lines as they stand, whatever encoding they are in."""

import csv
import io
import re
from collections import Counter
from collections.abc import Iterator
from itertools import accumulate
from pathlib import Path

from extractor.errors import LimitExceeded, UnreadableDocument
from extractor.pages.encodings import DecodedText, decode_text
from extractor.pages.intake import shown_name
from extractor.pages.page import Line, Table, TableCell, TablePage, TextPage
from extractor.problems import Problem
from extractor.provenance import Location
from extractor.settings import PageLimits

_SEPARATORS = ",;\t|"
_OPEN_QUOTE = re.compile(r'(?:^|\t)"(?:[^"]|"")*\Z')
"""A cell that begins with a quotation mark and is not closed by one at a tab or at the end."""
_LONGEST_QUOTED_ROW = 80
"""Lines; more than that, a mark stands there for another reason."""
_SAMPLE_CHARACTERS = 100000
_SAMPLE_ROWS = 50


def read_text(path: Path, limits: PageLimits) -> Iterator[TextPage | Problem]:
    """The whole file as one page; blank lines count but are kept out of nothing, tabs and mark-up stay in the lines.

    Raises:
        UnreadableDocument: no encoding fits ("encoding").
        LimitExceeded: more lines than `limits.max_text_lines`.
    """
    decoded = decoded_file(path)
    lines = decoded.text.replace("\r\n", "\n").replace("\r", "\n").removesuffix("\n").split("\n")
    if len(lines) > limits.max_text_lines:
        raise LimitExceeded(
            f"文本“{shown_name(path)}”有 {len(lines)} 行，超过上限 {limits.max_text_lines} 行，请拆分后再读，"
            "或调高设置 limits.max_text_lines。"
        )
    yield from decoding_problems(path, decoded)
    yield TextPage(
        number=1,
        lines=tuple(
            Line(line, Location(page=1, line=number, columns=(0, len(line)))) for number, line in _whole_rows(lines)
        ),
    )


def _whole_rows(lines: list[str]) -> Iterator[tuple[int, str]]:
    """The lines with their 1-based numbers; a row copied from a workbook whose quoted cells hold line breaks is one."""
    at = 0
    while at < len(lines):
        row = lines[at]
        if '"' in row and _OPEN_QUOTE.search(row):
            following = accumulate(
                lines[at + 1 : at + _LONGEST_QUOTED_ROW], lambda above, line: f"{above}\n{line}", initial=row
            )
            closed = next((one for one in following if not _OPEN_QUOTE.search(one)), row)
            row = closed if "\t" in closed else row
        yield at + 1, row
        at += row.count("\n") + 1


def decoded_file(path: Path) -> DecodedText:
    """The text of a file without its byte order mark.

    Raises:
        UnreadableDocument: no encoding fits ("encoding").
    """
    decoded = decode_text(path.read_bytes())
    if decoded is None:
        raise UnreadableDocument(
            "encoding",
            f"认不出文本“{shown_name(path)}”的编码（试过 UTF-8、UTF-16、GB18030/GBK、Big5），请另存为 UTF-8 编码后重试。",
        )
    return decoded._replace(text=decoded.text.removeprefix("\ufeff"))


def decoding_problems(path: Path, decoded: DecodedText) -> Iterator[Problem]:
    """A problem that names the lines in which something could not be decoded."""
    if not decoded.undecodable:
        return
    lines = [str(i) for i, line in enumerate(decoded.text.split("\n"), start=1) if "\ufffd" in line]
    yield Problem(
        stage="pages",
        category="encoding",
        message=f"文本“{shown_name(path)}”有 {decoded.undecodable} 处无法按 {decoded.encoding} 解码"
        f"（第 {'、'.join(lines[:10])} 行），以“\ufffd”代替；请核对这些行，或另存为 UTF-8 编码后重试。",
    )


def read_csv(path: Path, limits: PageLimits) -> Iterator[TablePage | Problem]:
    """The whole file as one table; line breaks inside quotes stay in the cell.

    Raises:
        UnreadableDocument: no encoding fits ("encoding"), or the quoting is broken ("corrupt").
        LimitExceeded: more rows, columns or cells than a sheet may have.
    """
    decoded = decoded_file(path)
    yield from decoding_problems(path, decoded)
    text = decoded.text.replace("\x00", "")
    table = _csv_table(text, column_separator(text), shown_name(path), limits)
    yield TablePage(number=1, name=path.stem, blocks=(table,) if table.cells else (), source="text")


def column_separator(text: str) -> str:
    """The separator among , ; tab and | that splits most rows of a sample into the same number of columns, above one."""
    best: tuple[float, int, str] = (0.0, 0, ",")
    for separator in _SEPARATORS:
        try:
            rows = [
                len(row)
                for row, _ in zip(_rows(text[:_SAMPLE_CHARACTERS], separator), range(_SAMPLE_ROWS), strict=False)
                if any(row)
            ]
        except csv.Error:
            continue
        if rows:
            columns, count = Counter(rows).most_common(1)[0]
            if columns > 1:
                best = max(best, (count / len(rows), columns, separator))
    return best[2]


def _rows(text: str, separator: str) -> Iterator[list[str]]:
    return csv.reader(io.StringIO(text, newline=""), delimiter=separator, strict=False)


def _csv_table(text: str, separator: str, name: str, limits: PageLimits) -> Table:
    cells: list[TableCell] = []
    rows = columns = 0
    try:
        for row, values in enumerate(_rows(text, separator)):
            for column, value in enumerate(values):
                shown = value.replace("\r\n", "\n").replace("\r", "\n").strip("\n")
                if not shown.strip():
                    continue
                rows, columns = row + 1, max(columns, column + 1)
                location = Location(page=1, table=1, cell=f"R{row + 1}C{column + 1}")
                cells.append(TableCell(row, column, 1, 1, shown, location))
            if (
                rows > limits.max_sheet_rows
                or columns > limits.max_sheet_columns
                or len(cells) > limits.max_sheet_cells
            ):
                raise LimitExceeded(
                    f"表格“{name}”超过上限（{limits.max_sheet_rows} 行、{limits.max_sheet_columns} 列、"
                    f"{limits.max_sheet_cells} 个单元格），请拆分后再读，或调高设置 limits.max_sheet_rows 等。"
                )
    except csv.Error as error:
        raise UnreadableDocument(
            "corrupt", f"表格“{name}”的引号不成对，读不出各列，请用 Excel 打开并另存后重试。"
        ) from error
    return Table(rows=rows, columns=columns, cells=tuple(cells))
