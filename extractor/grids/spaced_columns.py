"""The texts of one column of spaced text from top to bottom: which of them go on in the next line."""

import re
from bisect import bisect_left
from collections import Counter
from collections.abc import Callable, Collection, Iterable, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from unicodedata import east_asian_width

_NUMBER = re.compile(r"[+-]?\d[\d,]*(?:\.\d+)?[%分]?|[—\-–/]+|#{2,}")
_POINTS = re.compile(r"[(（].{0,6}|\d+(?:\.\d+)?分")
"""The points of a level below its label, which may begin a line of their own."""
_NUMBERS = 0.6
"""Numbers for each text of a column from which on it is one of numbers."""
_LABELS = 0.4
"""Share of the texts of a column that must be labels for it to hold labels; local ones are not known."""
_LONGEST_LABEL = 24
"""Lines of a label at most."""
_KNOWN = 0.5
"""What speaks for lines being one cell whose text is a label that is known."""
UNLIKELY = 0.9
"""Price of going on after a short line."""
TORN = 0.4
"""Price of a line within a cell that holds none of its text."""
_TWO_NUMBERS = 3.0
"""Price of two numbers of a row under one another."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Piece:
    """A text without wide white in it: its line (index within the sheet) and character columns."""

    text: str
    line: int
    start: int
    end: int

    @property
    def numeric(self) -> bool:
        """Whether it is a number, a dash or #### and nothing else."""
        return _NUMBER.fullmatch(self.text) is not None

    def joined(self, other: "Piece") -> "Piece":
        """This text and one behind it in the line as one."""
        return replace(self, text=f"{self.text} {other.text}", end=other.end)

    @property
    def width(self) -> int:
        """Its width as printed, in half Chinese characters, however the tool counted."""
        return sum(map(_width, self.text))


class Column:
    """The lines of one column: for each line of the band its text, if any.

    `room`: the width of the column where that is known, from its left edge to the next one's, without the white between.
    `is_label` tells texts that are a whole label; `close` are the lines without white above, where that parts rows.
    """

    def __init__(
        self,
        pieces: Sequence[Piece | None],
        room: int | None,
        is_label: Callable[[str], bool],
        close: Collection[int] | None = None,
    ) -> None:
        self._close = close
        self.pieces = pieces
        self._is_label = is_label
        self._prices: dict[tuple[int, int], float] = {}
        self.filled = [at for at, piece in enumerate(pieces) if piece is not None]
        own = [piece for piece in pieces if piece is not None]
        widest = max((piece.width for piece in own), default=0)
        self._placed = room is not None
        self._left = min((piece.start for piece in own), default=0)
        self._room = widest if room is None else room
        self._wraps = room is not None or sum(piece.width >= widest - 1 for piece in own) > 1
        self._downwards = _set_downwards(pieces)
        self.texts = sum(at == 0 or not self.full(at - 1, at) for at in self.filled)
        self.numeric_lines = {at for at in self.filled if (one := pieces[at]) is not None and one.numeric}
        self.numeric = len(self.numeric_lines) > 1 and len(self.numeric_lines) >= _NUMBERS * self.texts

    @property
    def holds_labels(self) -> bool:
        """Whether labels stand in it, by their words or because they are set downwards."""
        if self._downwards:
            return True
        texts: list[str] = []
        for at, piece in zip(self.filled, self.at(self.filled), strict=True):
            if texts and at and self.full(at - 1, at):
                texts[-1] += piece.text
            else:
                texts.append(piece.text)
        known = sum(self._is_label(text) for text in texts if len(text) <= _LONGEST_LABEL)
        return known >= _LABELS * len(texts)

    def at(self, lines: Iterable[int]) -> tuple[Piece, ...]:
        """The texts of these lines."""
        return tuple(piece for line in lines if (piece := self.pieces[line]) is not None)

    def full(self, at: int, below: int) -> bool:
        """Whether the text of line `at` fills the column, so that it may go on in line `below`."""
        piece, following = self.pieces[at], self.pieces[below]
        if piece is None or following is None:
            return False
        if self._close is not None:
            return below in self._close
        if at in self._downwards and below in self._downwards:
            return True
        if not self._wraps:
            return False
        if _POINTS.fullmatch(following.text) and not piece.numeric:
            return True
        if self._is_label(piece.text):
            return False
        if not self._placed:
            return piece.width + _width(following.text[0]) > self._room
        # what is wider lies across columns
        end = piece.end - self._left
        return end <= self._room < end + _width(following.text[0])

    def next(self, at: int) -> int | None:
        """The line of the next text below line `at`, if one of the next two lines has one."""
        return next((below for below in (at + 1, at + 2) if below < len(self.pieces) and self.pieces[below]), None)

    def goes_on(self, at: int) -> bool:
        """Whether the text of line `at` fills the column and one right below may be its rest."""
        below = self.next(at)
        return below is not None and self.full(at, below)

    def between(self, start: int, end: int) -> Sequence[int]:
        """The lines from `start` to `end` (exclusive) that hold a text."""
        return self.filled[bisect_left(self.filled, start) : bisect_left(self.filled, end)]

    def cell_price(self, filled: Sequence[int]) -> float:
        """What speaks against the texts of lines `filled`, which follow each other in the column, being one cell."""
        key = filled[0], filled[-1]
        if key not in self._prices:
            self._prices[key] = self._cell_price(filled)
        return self._prices[key]

    def _cell_price(self, filled: Sequence[int]) -> float:
        price = 0.0
        own = self.at(filled)
        known = 1 < len(own) <= _LONGEST_LABEL and self._is_label("".join(piece.text for piece in own))
        text = ""
        for above, below in pairwise(filled):
            first, second = self.at((above, below))
            text += first.text
            goes_on = known or (self.full(above, below) and not self._ends(text, second))
            price += 0.0 if goes_on else UNLIKELY
            price += TORN * (below - above - 1)
            if self.numeric and first.numeric and second.numeric and not self.full(above, below):
                price += _TWO_NUMBERS
        return price - _KNOWN * known

    def _ends(self, text: str, following: Piece) -> bool:
        """Whether the lines so far are a whole label, so that what stands below is another, its points excepted."""
        return len(text) <= _LONGEST_LABEL and self._is_label(text) and not _POINTS.fullmatch(following.text)


def _set_downwards(pieces: Sequence[Piece | None]) -> frozenset[int]:
    """The lines that hold a character of a label that is set downwards, one below the other."""
    found: set[int] = set()
    for at in range(len(pieces) - 2):
        three = [piece for piece in pieces[at : at + 3] if piece is not None]
        if len(three) == 3 and all(len(piece.text) == 1 and not piece.numeric for piece in three):
            found |= {at, at + 1, at + 2}
    return frozenset(found)


def usual_start(pieces: Sequence[Piece | None]) -> int | None:
    """The character column at which most texts of a column begin."""
    starts = Counter(piece.start for piece in pieces if piece is not None)
    return starts.most_common(1)[0][0] if starts else None


def _width(character: str) -> int:
    return 2 if east_asian_width(character) in "WF" else 1
