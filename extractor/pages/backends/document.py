"""Word documents (.docx): paragraphs and tables of the body in reading order.

Read from the XML itself, because what is shown (content controls, tracked changes, text boxes, broken merges) is more
than python-docx tells, and because it refuses files of other writers that Word opens.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from extractor.errors import LimitExceeded, UnreadableDocument
from extractor.pages.backends.document_table import PlacedCell, placed_cells, table_rows, unwrapped
from extractor.pages.backends.document_text import is_on, paragraph_text, text_boxes
from extractor.pages.markup import Node, child, local_name, parse_part
from extractor.pages.office_parts import main_part, relationships
from extractor.pages.package import open_package
from extractor.pages.page import Line, Table, TableCell, TablePage
from extractor.problems import Problem
from extractor.provenance import Location
from extractor.settings import PageLimits

_TELLS = re.compile(r"(?:单位|部门|金额|年度)\s*[:：]|单位\s*[(（]|^[(（]?\s*20\d{2}\s*年度?\s*[)）]?$")
"""What lines of headers and footers are kept for."""
BODY_NAME = "正文"
"""The name of the one page of a document without sheets."""


def read_docx(path: Path, limits: PageLimits, *, name: str | None = None) -> Iterator[TablePage | Problem]:
    """The whole body as one page; messages call the document `name`, by default the file's own name.

    Raises:
        UnreadableDocument: the package or its main part is damaged.
        LimitExceeded: the package is too large, or holds too many paragraphs or cells.
    """
    with open_package(path, limits, name=name) as package:
        shown = package.file_name
        main = main_part(package, ("word/document.xml",))
        root = parse_part(package.read(main), file_name=shown, part=main)
        margins = [
            parse_part(package.read(part), file_name=shown, part=part)
            for kind, part in relationships(package, main).values()
            if kind in ("header", "footer") and part in package
        ]
        pictures = any(member.startswith("word/media/") for member in package.members)
    body = child(root, "body")
    if body is None:
        raise UnreadableDocument("corrupt", f"文档“{shown}”里没有正文，请用 Word 或 WPS 打开并另存为 .docx 后重试。")
    reader = _BodyReader(file_name=shown, limits=limits)
    blocks = (*reader.margin_lines(margins), *reader.blocks(body))
    if pictures and not any(isinstance(block, Table) for block in blocks):
        yield _pictures_unread(shown, has_text=bool(blocks))
    yield TablePage(number=1, name=BODY_NAME, blocks=blocks, source="document")


def _pictures_unread(name: str, *, has_text: bool) -> Problem:
    what = "没有表格，却有图片，图片里的内容没有读取" if has_text else "只有图片，没有文字"
    return Problem(
        stage="pages",
        category="no_text_layer",
        severity="notice" if has_text else "error",
        page=1,
        message=f"文档“{name}”{what}；图片识别将在后续版本提供，请提供可编辑的文档。",
    )


@dataclass(slots=True, kw_only=True)
class _BodyReader:
    """Walks a body and counts what it has seen against the limits."""

    file_name: str
    limits: PageLimits
    tables: int = 0
    lines: int = 0
    cells: int = 0

    def margin_lines(self, margins: Iterable[Node]) -> Iterator[Line]:
        """Of headers and footers the lines that tell something of the form, each once: 填报单位：, 单位：万元, 2023年度.

        They stand before the body, since what they tell holds for all of it; titles and page numbers are left out.
        """
        said: set[str] = set()
        for margin in margins:
            for one in margin.iter():
                text = paragraph_text(one).strip() if local_name(one) == "p" else ""
                if text not in said and _TELLS.search(text):
                    said.add(text)
                    yield self._line(text)

    def blocks(self, container: Node) -> Iterator[Line | Table]:
        """The paragraphs that show text and the tables inside `container`, in reading order."""
        for one in unwrapped(container):
            name = local_name(one)
            if name == "p":
                text = paragraph_text(one)
                if text.strip():
                    yield self._line(text)
                for box in text_boxes(one):
                    yield from self.blocks(box)
            elif name == "tbl":
                yield from self._table(one)

    def _line(self, text: str) -> Line:
        self.lines += 1
        if self.lines > self.limits.max_text_lines:
            raise LimitExceeded(
                f"文档“{self.file_name}”的段落超过 {self.limits.max_text_lines} 个，请拆分后再读，"
                "或调高设置 limits.max_text_lines。"
            )
        return Line(text.strip("\n"), Location(page=1, line=self.lines))

    def _table(self, table: Node) -> Iterator[Table]:
        """A table, then the tables nested in its cells."""
        self.tables += 1
        number = self.tables
        placed = placed_cells(table)
        self._count_cells(placed)
        nested: list[Node] = []
        cells: list[TableCell] = []
        for one in placed:
            text = self._cell_text(one.content, nested)
            if text.strip():
                location = Location(page=1, table=number, cell=f"R{one.row + 1}C{one.column + 1}")
                cells.append(TableCell(*one[:4], text.strip("\n"), location))
        if cells:
            columns = max(one.column + one.column_span for one in placed)
            yield Table(rows=len(table_rows(table)), columns=columns, cells=tuple(cells))
        for inner in nested:
            yield from self._table(inner)

    def _count_cells(self, placed: list[PlacedCell]) -> None:
        self.cells += len(placed)
        if self.cells > self.limits.max_sheet_cells:
            raise LimitExceeded(
                f"文档“{self.file_name}”的表格单元格超过 {self.limits.max_sheet_cells} 个，请拆分后再读，"
                "或调高设置 limits.max_sheet_cells。"
            )

    def _cell_text(self, content: Node, nested: list[Node]) -> str:
        """The paragraphs of a cell joined by line breaks; tables inside it are added to `nested`."""
        paragraphs: list[str] = []
        for one in unwrapped(content):
            name = local_name(one)
            if name == "p":
                if not _is_hidden(one):
                    paragraphs.append(paragraph_text(one))
                for box in text_boxes(one):
                    paragraphs.append(self._cell_text(box, nested))
            elif name == "tbl":
                nested.append(one)
        return "\n".join(paragraphs)


def _is_hidden(paragraph: Node) -> bool:
    """Whether a blank paragraph is itself hidden: its mark takes no line."""
    properties = child(paragraph, "pPr")
    return is_on(child(properties, "rPr") if properties is not None else None, "vanish") and not paragraph_text(
        paragraph
    )
