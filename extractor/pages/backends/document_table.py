"""A table of WordprocessingML laid out: grid columns, horizontal and vertical merges, also the broken ones."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import NamedTuple

from extractor.pages.backends.document_text import is_on
from extractor.pages.markup import Node, attribute, child, local_name

_MOST_COLUMNS = 16384
_TRANSPARENT = frozenset({"sdt", "sdtContent", "customXml", "smartTag", "ins", "moveTo"})
"""Elements that only wrap rows, cells and paragraphs: content controls, custom mark-up, tracked insertions."""


class PlacedCell(NamedTuple):
    """A cell of the laid-out table, 0-based, with the element that holds its content."""

    row: int
    column: int
    row_span: int
    column_span: int
    content: Node


@dataclass(slots=True, kw_only=True)
class _Cell:
    row: int
    column: int
    column_span: int
    content: Node
    row_span: int = 1


@dataclass(slots=True, kw_only=True)
class _Layout:
    cells: list[_Cell] = field(default_factory=list[_Cell])
    above: dict[int, _Cell] = field(default_factory=dict[int, _Cell])
    """The cell of the row before that starts in each column, to be continued by vertical merges."""


def unwrapped(node: Node) -> Iterator[Node]:
    """The children of an element, those inside mere wrappers in place of the wrapper."""
    for one in node:
        if local_name(one) in _TRANSPARENT:
            yield from unwrapped(one)
        else:
            yield one


def table_rows(table: Node) -> list[Node]:
    """The rows of a table that are shown: not tracked as deleted and not hidden."""
    rows: list[Node] = []
    for one in unwrapped(table):
        if local_name(one) == "tr":
            properties = child(one, "trPr")
            if properties is None or (child(properties, "del") is None and not is_on(properties, "hidden")):
                rows.append(one)
    return rows


def placed_cells(table: Node) -> list[PlacedCell]:
    """All cells of a table with their places and spans, by row and column.

    A vertical merge that continues nothing starts a cell of its own. Rows shorter or longer than the others stay so.
    """
    layout = _Layout()
    edges = _column_edges(table)
    for row, element in enumerate(table_rows(table)):
        _place_row(layout, row, element, edges)
    return [PlacedCell(one.row, one.column, one.row_span, one.column_span, one.content) for one in layout.cells]


def _place_row(layout: _Layout, row: int, element: Node, edges: tuple[int, ...]) -> None:
    properties = child(element, "trPr")
    column = _number(properties, "gridBefore", 0)
    cells = [one for one in unwrapped(element) if local_name(one) == "tc"]
    spans = _spans(cells, column, edges)
    current: dict[int, _Cell] = {}
    last: _Cell | None = None
    for content, span in zip(cells, spans, strict=True):
        if column + span > _MOST_COLUMNS:
            break
        cell_properties = child(content, "tcPr")
        if _merge_mark(cell_properties, "hMerge") == "continue" and last is not None:
            last.column_span += span
        else:
            last = _merged_above(layout, column, span, cell_properties)
            if last is None:
                last = _Cell(row=row, column=column, column_span=span, content=content)
                layout.cells.append(last)
            current[column] = last
        column += span
    layout.above = current


def _merged_above(layout: _Layout, column: int, span: int, properties: Node | None) -> _Cell | None:
    """The cell of the row before that a vertical merge continues, made one row taller."""
    if _merge_mark(properties, "vMerge") != "continue":
        return None
    above = layout.above.get(column)
    # A narrower cell cannot continue a wider one: the rectangle would cover its right-hand neighbour.
    if above is None or above.column_span > span:
        return None
    above.row_span += 1
    return above


def _merge_mark(properties: Node | None, name: str) -> str | None:
    """ "restart", "continue" (also for a mark without a value), or `None` without a mark."""
    mark = child(properties, name) if properties is not None else None
    if mark is None:
        return None
    return "restart" if attribute(mark, "val") == "restart" else "continue"


def _number(properties: Node | None, name: str, default: int) -> int:
    found = child(properties, name) if properties is not None else None
    text = (attribute(found, "val") or "") if found is not None else ""
    return int(text) if text.isascii() and text.isdigit() and len(text) < 6 else default


def _width(properties: Node | None) -> int:
    """A cell's preferred width in twentieths of a point; 0 when it is not given so."""
    found = child(properties, "tcW") if properties is not None else None
    if found is None or attribute(found, "type") not in ("dxa", None):
        return 0
    text = (attribute(found, "w") or "").partition(".")[0]
    return int(text) if text.isascii() and text.isdigit() and len(text) < 7 else 0


def _column_edges(table: Node) -> tuple[int, ...]:
    """The right edges of the grid columns in twentieths of a point."""
    grid = child(table, "tblGrid")
    edges: list[int] = []
    for one in grid if grid is not None else ():
        text = (attribute(one, "w") or "").partition(".")[0]
        if local_name(one) == "gridCol":
            width = int(text) if text.isascii() and text.isdigit() and len(text) < 7 else 0
            edges.append((edges[-1] if edges else 0) + width)
    return tuple(edges)


def _spans(cells: list[Node], first: int, edges: tuple[int, ...]) -> list[int]:
    """The grid columns of each cell of a row: as declared, or told from widths where a row declares too few.

    Some writers give every cell a width and forget the spans; then the declared columns of a row fall short of the
    grid while its widths fill it.
    """
    declared = [max(1, _number(child(one, "tcPr"), "gridSpan", 1)) for one in cells]
    widths = [_width(child(one, "tcPr")) for one in cells]
    if first or not cells or len(edges) <= sum(declared) or any(span > 1 for span in declared) or not all(widths):
        return declared
    if abs(sum(widths) - edges[-1]) * 20 > edges[-1]:
        return declared
    spans: list[int] = []
    right = column = 0
    for width in widths:
        right += width
        reached = min(range(len(edges)), key=lambda i: abs(edges[i] - right)) + 1
        if reached <= column:
            return declared
        spans.append(reached - column)
        column = reached
    return spans if column == len(edges) else declared
