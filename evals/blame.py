"""Which stage lost a value: is its text on the page as read, is it in one cell, or did the reader misplace it?"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from unicodedata import normalize

from evals.outcomes import Stage
from evals.scorers.extraction import bare
from extractor.grids.builder import build_grids
from extractor.pages.loader import read_pages
from extractor.pages.page import Page, PrintedPage, TablePage
from extractor.problems import Problem
from extractor.settings import Settings

_MOST_CELLS = 3
"""Cells that one value may be printed in: comparison sign, number and unit of a target."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SeenTexts:
    """The texts of a document as its pages and then its grids have them, without white space, in half width."""

    words: tuple[str, ...]
    cells: tuple[str, ...]

    def stage(self, expected: str | None, *, reader: Stage = "reader") -> Stage:
        """The stage that lost the `expected` value. One that nothing is printed for was made up by the `reader`."""
        text = plain(expected)
        if not text:
            return reader
        if not _made_of(text, self.words, most=len(text)):
            return "page"
        return reader if _made_of(text, self.cells, most=_MOST_CELLS) else "grid"


def seen_texts(path: Path, settings: Settings) -> SeenTexts:
    """Reads pages and grids of the document once more. Pages that cannot be read hold nothing."""
    words: list[str] = []
    cells: list[str] = []
    for page in read_pages(path, settings):
        if isinstance(page, Problem):
            continue
        words += _texts(page)
        cells += [cell.text for grid in build_grids(page, settings.grids) for cell in grid.cells]
    return SeenTexts(words=_plain(words), cells=_plain(cells))


def plain(text: str | None) -> str:
    """`text` in half width without white space."""
    return bare(normalize("NFKC", text)) or "" if text else ""


def _plain(texts: Iterable[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(text for text in map(plain, texts) if text))


def _texts(page: Page) -> list[str]:
    if isinstance(page, PrintedPage):
        return [word.text for word in page.words]
    if isinstance(page, TablePage):
        return [
            text
            for block in page.blocks
            for text in ([cell.text for cell in block.cells] if hasattr(block, "cells") else [block.text])  # pyright: ignore[reportAttributeAccessIssue, reportUnknownMemberType, reportUnknownVariableType]
        ]
    return [part for line in page.lines for part in line.text.replace("|", "\t").split("\t")]


def _made_of(text: str, pieces: Sequence[str], *, most: int) -> bool:
    """Whether `text` stands in one piece, or is at most `most` whole pieces joined."""
    if any(text in piece for piece in pieces):
        return True
    inner = sorted((piece for piece in pieces if piece in text), key=len, reverse=True)
    reached = {0: 0}  # position reached: pieces that it took
    for start in range(len(text)):
        if start not in reached or reached[start] == most:
            continue
        for piece in inner:
            if text.startswith(piece, start):
                end = start + len(piece)
                reached[end] = min(reached.get(end, most), reached[start] + 1)
    return len(text) in reached
