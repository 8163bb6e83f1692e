"""The grid type: what a reader sees of any page."""

from dataclasses import dataclass, replace
from typing import Literal

from extractor.provenance import Location, ReadingSource

GridKind = Literal["ruled", "unruled", "table", "delimited", "lines"]
"""How the cells were told apart: drawn rulings, alignment, the format's own table, separators in text, or not at all."""


@dataclass(frozen=True, slots=True, kw_only=True)
class GridCell:
    """A cell: 0-based top row and left column, spans of at least 1, its text (inner line breaks kept) and place.

    `second` is the text as a second, independent reading of a picture has it; `None` where there is none.
    """

    row: int
    column: int
    row_span: int = 1
    column_span: int = 1
    text: str
    location: Location
    confidence: float = 1.0
    second: str | None = None

    def with_text(self, text: str, second: str | None = None) -> "GridCell":
        """The cell with a text made of its own, as sure as its own."""
        return replace(self, text=text, second=second)

    def followed_by(self, other: "GridCell") -> "GridCell":
        """The cell at its place with the text of `other` in a new line, as sure as the less sure of both."""
        known = self.second is not None or other.second is not None
        return replace(
            self,
            text=f"{self.text}\n{other.text}",
            confidence=min(self.confidence, other.confidence),
            second=f"{self.second or self.text}\n{other.second or other.text}" if known else None,
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Grid:
    """A table, or lines of text outside tables (kind "lines": one cell a row).

    `cells` are ordered by row, then column; blank ones are left out unless they are merged over several rows. `aligned`
    tells whether a cell's place can be trusted: true for printed tables and the format's own. `worn` grids are those of
    pictures whose rulings may not all have been seen.
    """

    page: int
    kind: GridKind
    rows: int
    columns: int
    cells: tuple[GridCell, ...]
    source: ReadingSource
    worn: bool = False

    @property
    def aligned(self) -> bool:
        """Whether a cell's column number says which column of the table it belongs to."""
        return self.kind in ("ruled", "unruled", "table")

    def row_cells(self, row: int) -> list[GridCell]:
        """The cells that start in `row`, from left to right."""
        return [cell for cell in self.cells if cell.row == row]
