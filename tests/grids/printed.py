"""Printed pages that the tests put together word by word and line by line."""

from collections.abc import Iterable, Sequence

from extractor.geometry import Box
from extractor.grids.grid import Grid
from extractor.pages.page import PrintedPage, Ruling, Word
from extractor.settings import load_settings

SETTINGS = load_settings().grids
SIZE = 10.0


def text_width(text: str) -> float:
    """A Chinese character is as wide as high, others half as wide."""
    return sum(SIZE if ord(one) > 0x2E7F else SIZE / 2 for one in text)


def word(text: str, x: float, y: float) -> Word:
    """A word whose top left corner is at `x`, `y`."""
    return Word(text, Box(x, y, x + text_width(text), y + SIZE))


def across(y: float, x0: float, x1: float) -> Ruling:
    return Ruling(min(x0, x1), y, max(x0, x1), y)


def down(x: float, top: float, bottom: float) -> Ruling:
    return Ruling(x, min(top, bottom), x, max(top, bottom))


def ruled(xs: Sequence[float], ys: Sequence[float]) -> list[Ruling]:
    """All lines of a table with columns between `xs` and rows between `ys`."""
    return [across(y, xs[0], xs[-1]) for y in ys] + [down(x, ys[0], ys[-1]) for x in xs]


def page(words: Iterable[Word], rulings: Iterable[Ruling] = (), number: int = 1) -> PrintedPage:
    return PrintedPage(number=number, width=600, height=800, words=tuple(words), rulings=tuple(rulings))


def places(grid: Grid) -> dict[str, tuple[int, int, int, int]]:
    """Row, column, row span and column span of each text."""
    return {cell.text: (cell.row, cell.column, cell.row_span, cell.column_span) for cell in grid.cells}
