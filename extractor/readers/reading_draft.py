"""The reading of one form while it is being made: values with their evidence, doubts and notes."""

from collections.abc import Sequence

from extractor.grids.grid import GridCell
from extractor.provenance import Location, ReadingSource, location_union
from extractor.readers.cleaning import clean_name
from extractor.records.amounts import decimal_string
from extractor.records.reading import Evidence, NoteCode, ReadingNote, Recognised, ReviewItem

SURE = 0.999
"""Confidence of a text-layer value in the column where it belongs."""
INFERRED = 0.97
"""Confidence of a value placed by its kind and order where columns cannot be trusted."""
_OVERPRINTED = "文字超出了单元格上下边，可能与邻行的文字混在一起"
REPAIRED = 0.8
"""Confidence of a value that the reader moved or repaired."""


class ReadingDraft:
    """Collects evidence, review items and notes by JSON pointer while the blocks of a form are read.

    `labels` are the places of cells that are known to be labels, whatever they read like: `from_labels` keeps the
    pointers of values that were made of one all the same.
    """

    def __init__(self, labels: frozenset[Location] = frozenset()) -> None:
        self.labels = labels
        self.from_labels: list[str] = []
        self.evidence: dict[str, Evidence] = {}
        self.review: list[ReviewItem] = []
        self.notes: list[ReadingNote] = []
        self.recognised: dict[str, Recognised] = {}
        self._cell_confidence: dict[str, float] = {}

    def support(
        self, pointer: str, cells: list[GridCell], source: ReadingSource, *, confidence: float = SURE, text: str = ""
    ) -> None:
        """Records that the value at `pointer` was read from `cells`, whose own confidence bounds `confidence`."""
        if self.labels and any(cell.location in self.labels for cell in cells):
            self.from_labels.append(pointer)
        location, printed, sure = cells[0].location, cells[0].text, cells[0].confidence
        if len(cells) > 1:
            location = location_union([cell.location for cell in cells])
            printed = " ".join(cell.text for cell in cells)
            sure = min(cell.confidence for cell in cells)
        alternatives: list[str] | None = None
        if source == "ocr":
            self.recognised[pointer] = Recognised(score=sure, placed=confidence)
            alternatives = _other_readings(cells)
        else:
            self._cell_confidence[pointer] = sure
        self.evidence[pointer] = Evidence.at(
            location,
            text=text or printed,
            source=source,
            confidence=min(confidence, sure),
            alternatives=alternatives,
        )

    def doubt(self, pointer: str, reason: str, *, confidence: float = 0.5, alternatives: Sequence[str] = ()) -> None:
        """Marks the value at `pointer` for review; its evidence, if any, is lowered to `confidence`."""
        known = self.evidence.get(pointer)
        if known is not None and known.confidence > confidence:
            self.evidence[pointer] = known.model_copy(update={"confidence": confidence})
        item = ReviewItem(pointer=pointer, reason=reason, confidence=confidence, alternatives=list(alternatives))
        self.review.append(item)

    def doubt_overprinted(self, below: float) -> None:
        """Marks for review every value not marked yet whose cells hold their text with less confidence than `below`.

        This is text printed over the edge of its cell, or cells parted by nothing but a space; how sure recognised values
        are is not known before calibration.
        """
        marked = {item.pointer for item in self.review}
        for pointer, sure in self._cell_confidence.items():
            one = self.evidence[pointer]
            if pointer in marked or sure >= below:
                continue
            why = "文字只用空格分栏，可能归错了行或栏" if one.line is not None else _OVERPRINTED
            self.doubt(pointer, f"{why}，认作“{one.text[:30]}”，请对照原件", confidence=one.confidence)

    def note(
        self, code: NoteCode, pointer: str, message: str, *, printed: str | None = None, used: str | None = None
    ) -> None:
        """Notes something odd about the print."""
        self.notes.append(ReadingNote(code=code, pointer=pointer, message=message, printed=printed, used=used))

    def number(
        self, pointer: str, cell: GridCell | None, source: ReadingSource, *, confidence: float = SURE
    ) -> str | None:
        """The number in `cell` as a decimal string with its evidence; a text that should be a number is doubted."""
        if cell is None or not cell.text.strip():
            return None
        value = decimal_string(cell.text)
        if value is not None:
            self.support(pointer, [cell], source, confidence=confidence)
        return value

    def name(
        self, pointer: str, cells: list[GridCell], source: ReadingSource, *, confidence: float = SURE
    ) -> str | None:
        """A short value put together from `cells` with its evidence."""
        value = "".join(clean_name(cell.text) for cell in cells)
        if not value:
            return None
        self.support(pointer, cells, source, confidence=confidence)
        return value


def _other_readings(cells: list[GridCell]) -> list[str] | None:
    """What the second reading makes of the cells together, where it differs."""
    first = "".join(clean_name(cell.text) for cell in cells)
    second = "".join(clean_name(cell.text if cell.second is None else cell.second) for cell in cells)
    return [second] if second != first else None
