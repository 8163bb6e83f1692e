"""Text lines to a grid: cells between tabs, bars, or runs of spaces; mark-up left in the text is removed."""

import re
from dataclasses import replace

from extractor.grids.grid import Grid, GridCell
from extractor.pages.page import Line, TextPage

_PARAGRAPH_END = re.compile(r"</p>\s*<p[^>]*>|<br\s*/?>", re.IGNORECASE)
_TAG = re.compile(r"</?[A-Za-z][A-Za-z0-9]*(?:\s[^<>]*)?/?>")
# possessive: what was taken is not given back, so that a line of thousands of tabs does not take minutes
_MARKDOWN_RULE = re.compile(r"\s*+\|?+\s*+:?+-{2,}+:?+(?:\s*+\|\s*+:?+-{2,}+:?+)*+\s*+\|?+\s*+")
_MARKDOWN_EMPHASIS = re.compile(r"^(\*\*|__)(.+)\1$")
_MARKDOWN_HEADING = re.compile(r"^#{1,6}\s+")
_TAB = re.compile(r"[^\t]+")
_BAR = re.compile(r"(?:\\\||[^|｜])+")
_ESCAPED_BAR = re.compile(r"\\\|")
_LONE_BAR = re.compile(r"\S[ \u3000]+[|｜][ \u3000]+\S")
_WIDE_SPACE = re.compile(r"\S+(?:[ \u3000]\S+)*")
_ANY_SPACE = re.compile(r"\S+")
_COPIED = re.compile(r"(?<!\S)[\u4e00-\u9fff](?: +[\u4e00-\u9fff])+(?!\S)|\S+")
"""A word where spaces part cells, or the characters of a label that is set wide (合  计)."""
_GOES_ON = re.compile(r"[,，;；、:：]\Z")
"""Ends a word whose cell goes on behind a space."""
_NEXT_ITEM = re.compile(r"[2-9][.、．]|1\d[.、．]|[(（]")
"""Begins a word that goes on with the cell before: a further item of a list, or a remark in parentheses."""
_IDEOGRAPH_OR_NUMBER = re.compile(r"[\u4e00-\u9fff]|^[^A-Za-z]*\d[^A-Za-z]*$|^\W+$")
_WHOLE_LINE = re.compile(r".+")
_NUMBER = re.compile(r"[+-]?\d+(?:,\d{3})*(?:\.\d+)?%?|—+|####+")

_MARKS = {_TAB: "\t", _BAR: "|｜"}

_COPIED_ROWS = 5
"""Lines of three or more words that a page copied from a viewer has at least."""
_COPIED_NUMBERS = 2
"""Of these, such with two or more numbers."""
_CHINESE = 0.8
"""Share of their words that must be Chinese or numbers."""
_PERHAPS_PARTED = 0.85
"""Confidence that a single space between texts parts cells."""
_PARTED_BY_WHITE = 0.95
"""Confidence that white between texts parts cells, in a line without any other separator."""


def strip_markup(text: str) -> str:
    """`text` without HTML tags, entities and Markdown emphasis; paragraph ends become line breaks."""
    if "<" in text:
        text = _TAG.sub("", _PARAGRAPH_END.sub("\n", text))
    if "&" in text:
        import html

        text = html.unescape(text)
    text = text.strip()
    if text[:1] in "*_#":
        text = _MARKDOWN_HEADING.sub("", text)
        emphasised = _MARKDOWN_EMPHASIS.match(text)
        text = emphasised[2].strip() if emphasised else text
    return text


def _separator(line: str) -> re.Pattern[str]:
    """The pattern of a cell in this line, by the strongest separator in it."""
    if "\t" in line.strip():
        return _TAB
    bars = _ESCAPED_BAR.sub("", line)
    if bars.count("|") + bars.count("｜") >= 2 or _LONE_BAR.search(bars):
        return _BAR
    if re.search(r"\S(?: {2,}|\u3000{2,})\S", line):
        return _WIDE_SPACE
    tokens = line.split()
    if len(tokens) >= 4 and sum(1 for token in tokens if _NUMBER.fullmatch(token)) >= 2:
        return _ANY_SPACE
    # one cell behind blank ones keeps its column
    return _TAB if "\t" in line else _WHOLE_LINE


def _unquoted(text: str) -> str:
    """A cell that a workbook quoted because a line breaks in it, as the workbook holds it."""
    if "\n" in text and text[0] == text[-1] == '"':
        return text[1:-1].replace('""', '"')
    return text


def is_copied(page: TextPage) -> bool:
    """Whether the page's tables are copied from a viewer, which leaves one space between the cells of a row and nothing
    of blank cells: several lines of Chinese words and numbers, none of them parted otherwise."""
    rows = [words for line in page.lines if len(words := line.text.split()) >= 3]
    if len(rows) < _COPIED_ROWS or any(_separator(line.text) in (_TAB, _BAR) for line in page.lines):
        return False
    words = [word for row in rows for word in row]
    chinese = sum(_IDEOGRAPH_OR_NUMBER.search(word) is not None for word in words)
    numbers = sum(sum(_NUMBER.fullmatch(word) is not None for word in row) >= 2 for row in rows)
    return chinese >= _CHINESE * len(words) and numbers >= _COPIED_NUMBERS


def _copied_spans(text: str) -> list[tuple[int, int]]:
    """Where the cells of a copied line lie: its words, with those that go on behind a space as one."""
    spans: list[tuple[int, int]] = []
    for found in _COPIED.finditer(text):
        before = text[spans[-1][0] : spans[-1][1]] if spans else ""
        item = (
            _NEXT_ITEM.match(found.group()) and not _NUMBER.fullmatch(before) and not _NUMBER.fullmatch(found.group())
        )
        if before and (_GOES_ON.search(before) or item):
            spans[-1] = (spans[-1][0], found.end())
        else:
            spans.append(found.span())
    return spans


def _line_cells(line: Line, row: int, *, copied: bool) -> list[GridCell]:
    if not line.text.strip() or _MARKDOWN_RULE.fullmatch(line.text):
        return []
    pattern = _COPIED if copied else _separator(line.text)
    marks = _MARKS.get(pattern)
    cells: list[GridCell] = []
    column = 0
    previous_end = 0
    spans = _copied_spans(line.text) if copied else [found.span() for found in pattern.finditer(line.text)]
    for start, end in spans:
        # a separator more than one between two cells is an empty cell
        between = line.text[previous_end:start]
        column += sum(between.count(mark) for mark in marks) if marks else bool(previous_end)
        previous_end = end
        text = strip_markup(_unquoted(line.text[start:end]) if pattern is _TAB else line.text[start:end])
        if pattern is _BAR:
            text = _ESCAPED_BAR.sub("|", text)
        if text:
            location = replace(line.location, columns=(start, end))
            sure = 1.0 if marks or pattern is _WHOLE_LINE else _PERHAPS_PARTED if copied else _PARTED_BY_WHITE
            cells.append(GridCell(row=row, column=column, text=text, location=location, confidence=sure))
    return cells


def text_grid(page: TextPage) -> Grid:
    """All lines of a text page as one grid of kind "delimited"; row numbers are line indices, blank lines hold nothing."""
    cells: list[GridCell] = []
    copied = is_copied(page)
    for row, line in enumerate(page.lines):
        cells.extend(_line_cells(line, row, copied=copied))
    return Grid(
        page=page.number,
        kind="delimited",
        rows=len(page.lines),
        columns=max((cell.column for cell in cells), default=-1) + 1,
        cells=tuple(cells),
        source="text",
    )
