"""The page types, one per way in which a format lays out its text."""

from dataclasses import dataclass
from typing import NamedTuple

from extractor.geometry import Bend, Box, Homography, Turn
from extractor.provenance import Location, ReadingSource


class Word(NamedTuple):
    """A run of characters without a space, as printed, with its box in points and reading confidence 0..1.

    `second`: how an independent second reading reads it, the same text where they agree; `None` where it was read once.
    """

    text: str
    box: Box
    confidence: float = 1.0
    second: str | None = None


class Ruling(NamedTuple):
    """A straight horizontal or vertical line; thin rectangles count as lines. Points from the top left."""

    x0: float
    top: float
    x1: float
    bottom: float

    @property
    def horizontal(self) -> bool:
        """True when the line runs left to right."""
        return self.x1 - self.x0 >= self.bottom - self.top


@dataclass(frozen=True, slots=True, kw_only=True)
class PrintedPage:
    """A page known by the places of its words and lines (PDF, later also images).

    `number` is 1-based; `width` and `height` in points. Text runs from left to right: a page whose content lies on its
    side or upside down is set upright, and `turned` says by how much the displayed page is turned clockwise against it.
    A picture is straightened in other ways too: then `original` maps words and rulings to the page as displayed. `worn`
    tells that rulings of a picture were broken or faint, so that some may not have been seen.
    """

    number: int
    width: float
    height: float
    words: tuple[Word, ...]
    rulings: tuple[Ruling, ...]
    source: ReadingSource = "text"
    turned: Turn = 0
    original: Homography | Bend | None = None
    worn: bool = False


class TableCell(NamedTuple):
    """A cell of a table that the format itself knows: 0-based row and column, spans of at least 1.

    Merged cells appear once, at their top left place. `text` keeps inner line breaks; a workbook's
    number is already in its displayed form ("86.25%" for 0.8625 with format 0.00%).
    """

    row: int
    column: int
    row_span: int
    column_span: int
    text: str
    location: Location


@dataclass(frozen=True, slots=True, kw_only=True)
class Table:
    """A table that the format itself knows; nested tables are tables of their own, after the one they stand in."""

    rows: int
    columns: int
    cells: tuple[TableCell, ...]


class Line(NamedTuple):
    """A line of text outside any table."""

    text: str
    location: Location


@dataclass(frozen=True, slots=True, kw_only=True)
class TablePage:
    """A sheet of a workbook, or the whole body of a Word or HTML document: lines and tables in reading order."""

    number: int
    name: str
    blocks: tuple[Line | Table, ...]
    source: ReadingSource


@dataclass(frozen=True, slots=True, kw_only=True)
class TextPage:
    """A piece of plain text; each line may carry cells separated by tabs or bars."""

    number: int
    lines: tuple[Line, ...]


Page = PrintedPage | TablePage | TextPage
