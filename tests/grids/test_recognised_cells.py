"""Cells of a picture: second readings are joined like the first, and words far apart in a line make a cell unsure."""

from extractor.geometry import Box
from extractor.grids.printed_grid import printed_grids
from extractor.pages.page import PrintedPage, Ruling, Word
from extractor.provenance import ReadingSource
from extractor.settings import load_settings


def cells(*words: Word, source: ReadingSource = "ocr") -> dict[str, tuple[float, str | None]]:
    """Confidence and second reading by text, in a table of two cells side by side, each 100 x 40 points."""
    rulings = [*(Ruling(10, y, 210, y) for y in (10, 50)), *(Ruling(x, 10, x, 50) for x in (10, 110, 210))]
    page = PrintedPage(number=1, width=300, height=100, words=words, rulings=tuple(rulings), source=source)
    (grid,) = printed_grids(page, load_settings().grids)
    return {cell.text: (cell.confidence, cell.second) for cell in grid.cells}


def test_second_readings_of_lines_make_that_of_the_cell() -> None:
    first = Word("达标率", Box(15, 15, 60, 25), 0.99)
    second = Word("95%", Box(15, 30, 50, 40), 0.3, "35%")
    assert cells(first, second, Word("100", Box(120, 20, 150, 30), 0.98)) == {
        "达标率95%": (0.3, "达标率35%"),
        "100": (0.98, None),
    }


def test_words_far_apart_in_a_line_are_perhaps_two_cells() -> None:
    apart = Word("10.00", Box(15, 20, 40, 30)), Word("9.72", Box(80, 20, 100, 30))
    other = Word("100", Box(120, 20, 150, 30))
    assert cells(*apart, other)["10.00 9.72"][0] < 0.7
    assert cells(*apart, other, source="text")["10.00 9.72"][0] == 1.0
