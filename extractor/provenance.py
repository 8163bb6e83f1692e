"""Where a value stands in its document and how it was read."""

from dataclasses import dataclass
from typing import Literal

from extractor.geometry import Box, bounding_box

ReadingSource = Literal["text", "ocr", "workbook", "document", "llm"]
"""How a text was obtained: a text layer or text file, recognition, a workbook cell, a Word or HTML table, a model's pointer."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Location:
    """A place in a document.

    `page` is 1-based: the page of a PDF, the sheet of a workbook, 1 for text, Word and HTML.
    Exactly the fields that the format has are set: `box` (points) for printed pages; `sheet` and `cell`
    ("B3") for workbooks; `table` (1-based) and `cell` ("R2C3", 1-based row and column) for Word and HTML;
    `line` (1-based) and `columns` (0-based start, end of the characters) for text.
    """

    page: int
    box: Box | None = None
    sheet: str | None = None
    table: int | None = None
    cell: str | None = None
    line: int | None = None
    columns: tuple[int, int] | None = None


def location_union(locations: list[Location]) -> Location:
    """One location for a value put together from several: the first one's page and address, boxes joined on that page.

    Raises:
        ValueError: `locations` is empty.
    """
    if not locations:
        raise ValueError("no locations to join")
    first = locations[0]
    if len(locations) == 1:
        return first
    boxes = [one.box for one in locations if one.box is not None and one.page == first.page]
    same_line = [one.columns for one in locations if one.columns and one.line == first.line]
    return Location(
        page=first.page,
        box=bounding_box(boxes),
        sheet=first.sheet,
        table=first.table,
        cell=first.cell,
        line=first.line,
        columns=(min(c[0] for c in same_line), max(c[1] for c in same_line)) if same_line else None,
    )
