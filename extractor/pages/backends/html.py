"""Web pages (.html, "Excel" files that are web pages, .mht): their text and tables, without scripts, styles or network."""

import importlib
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, cast

from extractor.errors import LimitExceeded, UnreadableDocument
from extractor.pages.backends.html_table import laid_out
from extractor.pages.backends.text import decoded_file, decoding_problems
from extractor.pages.encodings import decode_text
from extractor.pages.intake import shown_name
from extractor.pages.markup import Node, local_name
from extractor.pages.page import Line, Table, TableCell, TablePage
from extractor.problems import Problem
from extractor.provenance import Location
from extractor.settings import PageLimits

_SKIPPED = frozenset(
    {"script", "style", "head", "template", "noscript", "svg", "object", "iframe", "select", "textarea"}
)
_INLINE = frozenset(
    {"a", "abbr", "b", "big", "code", "del", "em", "font", "i", "input", "ins", "label", "mark", "nobr", "s", "small"}
    | {
        "span",
        "strike",
        "strong",
        "sub",
        "sup",
        "tt",
        "u",
        "o:p",
        "st1:chsdate",
        "bdo",
        "cite",
        "q",
        "kbd",
        "wbr",
        "img",
    }
)
_XML_DECLARATION = re.compile(r"^\s*<\?xml[^>]*\?>")
_HIDDEN_STYLE = re.compile(r"(?:display\s*:\s*none|mso-hide\s*:\s*all)", re.I)
_SPACES = re.compile(r"[ \t\n\f]+")
_DEEPEST = 400
"""Elements inside each other; real pages stay below 60."""


def read_html(path: Path, limits: PageLimits) -> Iterator[TablePage | Problem]:
    """The whole web page as one page.

    Raises:
        UnreadableDocument: no encoding fits ("encoding"), or nothing can be parsed ("corrupt").
        LimitExceeded: too many lines or cells.
    """
    decoded = decoded_file(path)
    yield from decoding_problems(path, decoded)
    yield _page(decoded.text, shown_name(path), limits)


def read_mht(path: Path, limits: PageLimits) -> Iterator[TablePage | Problem]:
    """The web pages inside a single-file web page, one after the other (a workbook saved so has one for each sheet).

    Raises:
        UnreadableDocument: there is none inside ("corrupt").
    """
    from email import message_from_bytes, policy

    message = message_from_bytes(path.read_bytes(), policy=policy.compat32)
    number = 0
    for part in message.walk():
        if part.get_content_type() != "text/html":
            continue
        payload = part.get_payload(decode=True)
        decoded = decode_text(payload) if isinstance(payload, bytes) else None
        if decoded is None:
            continue
        page = _page(decoded.text, shown_name(path), limits, number=number + 1)
        if page.blocks:
            number += 1
            yield page
    if not number:
        raise UnreadableDocument(
            "corrupt", f"网页“{shown_name(path)}”里没有可读的正文，请另存为 .html 或 .xlsx 后重试。"
        )


def _page(text: str, name: str, limits: PageLimits, *, number: int = 1) -> TablePage:
    html: Any = importlib.import_module("lxml.html")
    etree: Any = importlib.import_module("lxml.etree")
    parser = html.HTMLParser(no_network=True, remove_comments=True, remove_pis=True, huge_tree=False)
    try:
        root = html.document_fromstring(_XML_DECLARATION.sub("", text).replace("\x00", ""), parser=parser)
    except (etree.LxmlError, ValueError, AssertionError) as error:
        raise UnreadableDocument("corrupt", f"网页“{name}”的内容读不出来，请用浏览器打开并另存后重试。") from error
    reader = _HtmlReader(file_name=name, limits=limits, page=number)
    reader.walk(cast(Node, root), 0)
    reader.end_line()
    return TablePage(number=number, name="正文", blocks=tuple(reader.blocks), source="document")


@dataclass(slots=True, kw_only=True)
class _HtmlReader:
    """Walks a parsed page: block elements end lines, tables become tables."""

    file_name: str
    limits: PageLimits
    page: int
    blocks: list[Line | Table] = field(default_factory=list[Line | Table])
    pending: list[str] = field(default_factory=list[str])
    tables: int = 0
    lines: int = 0
    cells: int = 0

    def walk(self, node: Node, depth: int) -> None:
        """Adds the lines and tables of an element."""
        self._check_depth(depth)
        self.pending.append(_spaced(node.text))
        for one in node:
            name = _name(one)
            if name == "table":
                self.end_line()
                self._table(one, depth + 1)
            elif name == "br":
                self.end_line()
            elif name and name not in _SKIPPED and not _is_hidden(one):
                if name not in _INLINE:
                    self.end_line()
                self.walk(one, depth + 1)
                if name not in _INLINE:
                    self.end_line()
            self.pending.append(_spaced(one.tail))

    def _check_depth(self, depth: int) -> None:
        if depth > _DEEPEST:
            raise UnreadableDocument(
                "corrupt",
                f"网页“{self.file_name}”的标签嵌套超过 {_DEEPEST} 层，不像正常的网页，已拒绝读取；请另存后重试。",
            )

    def end_line(self) -> None:
        """Turns the text collected so far into a line, when it shows anything."""
        text = _SPACES.sub(" ", "".join(self.pending)).strip()
        self.pending.clear()
        if text:
            self.lines += 1
            self._check(self.lines, self.limits.max_text_lines, "行", "max_text_lines")
            self.blocks.append(Line(text, Location(page=self.page, line=self.lines)))

    def _check(self, count: int, limit: int, what: str, setting: str) -> None:
        if count > limit:
            raise LimitExceeded(
                f"网页“{self.file_name}”超过 {limit} {what}，请拆分后再读，或调高设置 limits.{setting}。",
                page=self.page,
            )

    def _table(self, table: Node, depth: int) -> None:
        """Adds a table, then the tables nested in its cells."""
        self._check_depth(depth)
        self.tables += 1
        number = self.tables
        rows = [one for one in _rows(table) if not _is_hidden(one)]
        placed, columns = laid_out([[cell for cell in row if _name(cell) in ("td", "th")] for row in rows])
        if _is_layout([one.content for one in placed], len(rows)):
            for one in placed:
                if not _is_hidden(one.content):
                    self.walk(one.content, depth + 1)
                    self.end_line()
            return
        self.cells += len(placed)
        self._check(self.cells, self.limits.max_sheet_cells, "个单元格", "max_sheet_cells")
        nested: list[Node] = []
        cells: list[TableCell] = []
        for one in placed:
            text = "" if _is_hidden(one.content) else self._cell_text(one.content, nested, depth)
            if text:
                location = Location(page=self.page, table=number, cell=f"R{one.row + 1}C{one.column + 1}")
                cells.append(TableCell(*one[:4], text, location))
        for caption in (one for one in table if _name(one) == "caption"):
            self.walk(caption, depth + 1)
            self.end_line()
        if cells:
            self.blocks.append(Table(rows=len(rows), columns=columns, cells=tuple(cells)))
        for inner in nested:
            self._table(inner, depth + 1)

    def _cell_text(self, cell: Node, nested: list[Node], depth: int) -> str:
        pieces: list[str] = []
        self._collect(cell, pieces, nested, depth + 1)
        lines = (_SPACES.sub(" ", line).strip() for line in "".join(pieces).split("\v"))
        return "\n".join(line for line in lines if line)

    def _collect(self, node: Node, pieces: list[str], nested: list[Node], depth: int) -> None:
        """The text of a cell in pieces, "\\v" where a line ends."""
        self._check_depth(depth)
        pieces.append(_spaced(node.text))
        for one in node:
            name = _name(one)
            if name == "table":
                nested.append(one)
            elif name == "br":
                pieces.append("\v")
            elif name and name not in _SKIPPED and not _is_hidden(one):
                edge = "" if name in _INLINE else "\v"
                pieces.append(edge)
                self._collect(one, pieces, nested, depth + 1)
                pieces.append(edge)
            pieces.append(_spaced(one.tail))


def _name(node: Node) -> str:
    return local_name(node).lower()


def _spaced(text: str | None) -> str:
    """Text of the page with its own line breaks as spaces (they mean nothing in HTML) and hard spaces softened."""
    return (text or "").replace("\v", " ").replace("\r", " ").replace("\xa0", " ")


def _is_layout(cells: list[Node], rows: int) -> bool:
    """Whether a table only arranges the page: it holds tables with more cells than its own, of which a row has few."""
    inside = sum(1 for cell in cells for one in cell.iter() if one is not cell and _name(one) in ("td", "th"))
    return len(cells) < inside and len(cells) <= 3 * rows


def _is_hidden(node: Node) -> bool:
    return _HIDDEN_STYLE.search(node.get("style") or "") is not None or "hidden" in node.attrib


def _rows(table: Node) -> Iterator[Node]:
    for one in table:
        name = _name(one)
        if name == "tr":
            yield one
        elif name in ("thead", "tbody", "tfoot", "form"):
            yield from _rows(one)
