"""Where everything of a form goes on the pages: lines wrapped, rows measured, pages broken. Nothing is drawn here."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from evals.forms.pdf_style import PdfStyle
from evals.forms.table_model import Align, FormCell, FormTable

Measure = Callable[[str], float]
"""Width in points of a text in the style's type size."""
LINE_HEIGHT = 1.35
"""Distance of base lines, in type sizes."""
_NOT_FIRST = set("，。、；：！？）》”’%％,.;:!?)")
"""Characters that do not begin a line."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PlacedText:
    """A line of text: left end of its base line, width, type size, and the record values it is (part of)."""

    text: str
    x: float
    y: float
    width: float
    size: float
    bold: bool = False
    pointers: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class PlacedBox:
    """A cell, or the part of it on this page: x0, top, x1, bottom."""

    x0: float
    top: float
    x1: float
    bottom: float


@dataclass(slots=True)
class PlacedPage:
    """The content of a page."""

    texts: list[PlacedText] = field(default_factory=list[PlacedText])
    boxes: list[PlacedBox] = field(default_factory=list[PlacedBox])
    edges: list[float] = field(default_factory=list[float])


@dataclass(frozen=True, slots=True)
class _Segment:
    """A row, or the part of it between `skipped` and `skipped` + height points, on one page."""

    page: int
    top: float
    bottom: float
    skipped: float


def wrapped(text: str, width: float, measure: Measure) -> list[str]:
    """`text` in lines no wider than `width`; Latin words and numbers stay whole where they fit a line."""
    lines: list[str] = []
    for paragraph in text.split("\n"):
        line: list[str] = []
        for piece in _pieces(paragraph):
            if line and measure("".join(line) + piece) > width:
                carried = [line.pop()] if piece in _NOT_FIRST and len(line) > 1 else []
                lines.append("".join(line))
                line = carried
            while measure(piece) > width and len(piece) > 1:
                fitting = next(n for n in range(len(piece) - 1, 0, -1) if n == 1 or measure(piece[:n]) <= width)
                lines.append("".join(line) + piece[:fitting])
                line, piece = [], piece[fitting:]
            line.append(piece)
        lines.append("".join(line))
    return lines


def _pieces(text: str) -> list[str]:
    pieces: list[str] = []
    for character in text:
        joins = character.isascii() and not character.isspace()
        if joins and pieces and pieces[-1].isascii() and not pieces[-1].isspace():
            pieces[-1] += character
        else:
            pieces.append(character)
    return pieces


class Flow:
    """Places parts one after another on as many pages as they need."""

    def __init__(self, style: PdfStyle, measure: Measure) -> None:
        self.style = style
        self.measure = measure
        self.width, self.height = style.paper
        self.pages = [PlacedPage()]
        self.y = style.start if style.start is not None else style.margin

    @property
    def bottom(self) -> float:
        """Where a page's content ends."""
        return self.height - self.style.margin

    def new_page(self) -> None:
        """Goes on at the top of a further page."""
        self.pages.append(PlacedPage())
        self.y = self.style.margin

    def add_text(self, text: str, *, size: float, align: Align = "left", bold: bool = False) -> None:
        """A paragraph across the page."""
        inner = self.width - 2 * self.style.margin
        scale = size / self.style.size
        for line in wrapped(text, inner / scale, self.measure):
            if self.y + size * LINE_HEIGHT > self.bottom:
                self.new_page()
            width = self.measure(line) * scale
            x = self.style.margin + {"left": 0.0, "center": (inner - width) / 2, "right": inner - width}[align]
            y = self.y + size
            self.pages[-1].texts.append(PlacedText(text=line, x=x, y=y, width=width, size=size, bold=bold))
            self.y += size * LINE_HEIGHT

    def add_form(self, table: FormTable) -> None:
        """Title, lines, table and closing lines of a form."""
        if table.title:
            self.add_text(table.title, size=self.style.size * 1.7, align="center", bold=True)
        for line in table.above:
            self.add_text(line, size=self.style.size * 1.1, align="center")
        self.y += 4
        _TablePlacer(self, table).place()
        self.y += 4
        for line in table.below:
            self.add_text(line, size=self.style.size * 0.95)
        self.y += 14


class _TablePlacer:
    """One table on the pages of a flow."""

    def __init__(self, flow: Flow, table: FormTable) -> None:
        self.flow, self.table, self.style = flow, table, flow.style
        inner = flow.width - 2 * self.style.margin
        self.edges = [self.style.margin]
        for width in table.widths:
            self.edges.append(self.edges[-1] + width / sum(table.widths) * inner)
        self.lines = [self._wrapped(cell) for cell in table.cells]
        self.heights = self._heights()
        self.step = self.style.size * LINE_HEIGHT

    def _wrapped(self, cell: FormCell) -> list[str]:
        if cell.number and not self.style.break_numbers:
            return [cell.text]
        return wrapped(cell.text, self._room(cell), self.flow.measure)

    def _room(self, cell: FormCell) -> float:
        return self.edges[cell.end_column] - self.edges[cell.column] - 2 * self.style.padding

    def _heights(self) -> list[float]:
        step, padding = self.style.size * LINE_HEIGHT, self.style.padding
        heights = [step + 2 * padding] * self.table.rows
        order = sorted(zip(self.table.cells, self.lines, strict=True), key=lambda pair: pair[0].row_span)
        for cell, lines in order:
            missing = len(lines) * step + 2 * padding - sum(heights[cell.row : cell.end_row])
            if missing > 0:
                heights[cell.end_row - 1] += missing
        return heights

    def place(self) -> None:
        """Breaks the rows into pages, then places every cell."""
        segments = [self._row_segments(row) for row in range(self.table.rows)]
        for cell, lines in zip(self.table.cells, self.lines, strict=True):
            self._place_cell(cell, lines, segments)
        for page in self.flow.pages:
            page.edges = page.edges or self.edges

    def _row_segments(self, row: int) -> list[_Segment]:
        flow, left, skipped = self.flow, self.heights[row], 0.0
        segments: list[_Segment] = []
        room = flow.bottom - flow.y
        splits = self.style.rows_may_split and left > room and left > 0.2 * flow.height and room > 4 * self.step
        if left > room and not splits:
            self._break(row)
        while left > flow.bottom - flow.y + 0.01:
            part = (flow.bottom - flow.y) // self.step * self.step
            segments.append(_Segment(len(flow.pages) - 1, flow.y, flow.y + part, skipped))
            # the padding of the part takes the room of a line, which goes on the next page
            left, skipped = left - part + self.step, skipped + part
            self._break(row)
        segments.append(_Segment(len(flow.pages) - 1, flow.y, flow.y + left, skipped))
        flow.y += left
        return segments

    def _break(self, row: int) -> None:
        self.flow.new_page()
        header = self.table.header_row
        if not self.style.repeat_header or header is None or row <= header:
            return
        height = self.heights[header]
        segment = _Segment(len(self.flow.pages) - 1, self.flow.y, self.flow.y + height, 0.0)
        for cell, lines in zip(self.table.cells, self.lines, strict=True):
            if cell.row == header:
                self._draw(cell, lines if cell.row_span == 1 else [], segment.page, segment.top, segment.bottom)
        self.flow.y += height

    def _place_cell(self, cell: FormCell, lines: list[str], rows: Sequence[list[_Segment]]) -> None:
        parts: dict[int, tuple[float, float]] = {}
        for segment in (one for row in range(cell.row, cell.end_row) for one in rows[row]):
            top, bottom = parts.get(segment.page, (segment.top, segment.bottom))
            parts[segment.page] = (min(top, segment.top), max(bottom, segment.bottom))
        if len(parts) == 1:
            ((page, (top, bottom)),) = parts.items()
            self._draw(cell, lines, page, top, bottom)
        elif cell.row_span == 1:
            self._draw_divided(cell, lines, parts)
        else:
            self._draw_cut_label(cell, lines, parts)

    def _draw_divided(self, cell: FormCell, lines: list[str], parts: dict[int, tuple[float, float]]) -> None:
        for page, (top, bottom) in parts.items():
            count = max(1, int((bottom - top - self.style.padding) // self.step))
            self._draw(cell, lines[:count], page, top, bottom, from_top=True)
            lines = lines[count:]

    def _draw_cut_label(self, cell: FormCell, lines: list[str], parts: dict[int, tuple[float, float]]) -> None:
        """A merged label whose rows stand on several pages."""
        half = sum(bottom - top for top, bottom in parts.values()) / 2
        chosen = next(iter(parts))
        for page, (top, bottom) in parts.items():
            chosen = page
            half -= bottom - top
            if half <= 0:
                break
        if self.style.cut_labels == "first":
            chosen = next(iter(parts))
        for page, (top, bottom) in parts.items():
            shown = lines if page == chosen or self.style.cut_labels == "each" else []
            self._draw(cell, shown, page, top, bottom)

    def _draw(
        self, cell: FormCell, lines: list[str], page: int, top: float, bottom: float, *, from_top: bool = False
    ) -> None:
        place, padding, size = self.flow.pages[page], self.style.padding, self.style.size
        x0, x1 = self.edges[cell.column], self.edges[cell.end_column]
        place.boxes.append(PlacedBox(x0, top, x1, bottom))
        spare = 0.0 if from_top else max(0.0, (bottom - top - 2 * padding - len(lines) * self.step) / 2)
        for index, line in enumerate(lines):
            width = self.flow.measure(line)
            if cell.number and width > self._room(cell):
                # as a spreadsheet that shrinks numbers to fit
                size = max(0.5, self._room(cell) / width) * self.style.size
                width *= size / self.style.size
            free = x1 - x0 - 2 * padding - width
            x = x0 + padding + {"left": 0.0, "center": free / 2, "right": free}[cell.align]
            y = top + padding + spare + index * self.step + size
            if line.strip():
                place.texts.append(
                    PlacedText(text=line, x=x, y=y, width=width, size=size, bold=cell.bold, pointers=cell.pointers)
                )
