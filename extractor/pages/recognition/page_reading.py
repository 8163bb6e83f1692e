"""A picture of a page to a printed page: its words with how sure they are, and its rulings, in points."""

from collections import Counter
from collections.abc import Sequence

import numpy as np

from extractor.geometry import Bend, Box, Homography
from extractor.pages.imaging.ink import colour_to_unsealed
from extractor.pages.imaging.layout import PageLayout
from extractor.pages.imaging.perspective import picture_to_sheet, sheet_to_flat
from extractor.pages.imaging.raster import Raster
from extractor.pages.page import PrintedPage, Ruling, Word
from extractor.pages.recognition.decoding import LineReading, same_marks
from extractor.pages.recognition.doubts import confidence, is_remnant, with_second_readings
from extractor.pages.recognition.marks import with_seen_marks
from extractor.pages.recognition.recogniser import Recognisers
from extractor.pages.recognition.strokes import stroke_as_seen
from extractor.pages.recognition.upright import UprightReading, read_upright

_A4_HEIGHT = 842.0
"""Points of the longer side of a sheet that was photographed."""
_COARSE = 10.0
"""Pixels of a character below which strokes run together: what is read there is a guess, however sure the models are."""
_NOTHING = 0.3
"""Mean score of the first reading of a line below which it is no text but a stain or a part of a picture."""


def read_picture(
    picture: Raster, *, number: int, width: float, height: float, recognisers: Recognisers
) -> PrintedPage | None:
    """The text and rulings of a picture of a page, whichever side is up; `None` for a blank page.

    A page without words shows something that could not be read, or is too coarse to be.

    Args:
        picture: colours blue, green, red; or grey.
        number: 1-based page number.
        width: of the page as displayed, in points; so is `height`.
        recognisers: read the lines.
    """
    whole = colour_to_unsealed(picture)
    sheet = picture_to_sheet(picture)
    grey, to_whole = (whole, np.eye(3)) if sheet is None else sheet_to_flat(whole, sheet)
    upright = read_upright(grey, recognisers.first)
    layout = upright.layout
    page_scale = width / whole.shape[1]
    # of a sheet that fills a part of the picture the paper's size counts, so that pages of one table are of one size
    scale = page_scale if sheet is None else _A4_HEIGHT / max(grey.shape)
    upright_height, upright_width = (side * scale for side in layout.grey.shape)
    if not layout.lines and not layout.cells:
        return None
    coarse = layout.em < _COARSE
    words = [] if coarse else _words(upright, with_second_readings(upright, recognisers), scale)
    return PrintedPage(
        number=number,
        width=upright_width,
        height=upright_height,
        words=tuple(words),
        rulings=tuple(_rulings(layout, scale)),
        source="ocr",
        original=_original(upright, grey.shape[:2], to_whole, scale, page_scale),
        worn=layout.worn,
    )


def _words(upright: UprightReading, agreed: Sequence[LineReading], scale: float) -> list[Word]:
    """A word for each line, in points."""
    layout = upright.layout
    cells = [line.bounds for line in layout.lines]
    readings = with_seen_marks(agreed, upright.pictures, cells, layout.em)
    # beside other lines of its cell a remnant of a ruling would become a digit of theirs; alone it may be a real 1
    crowded = Counter(line.bounds for line, one in zip(layout.lines, agreed, strict=True) if one.text)
    words: list[Word] = []
    lines = zip(layout.lines, upright.pictures, upright.readings, readings, strict=True)
    for line, picture, first, marked in lines:
        size = line.box.x1 - line.box.x0, line.box.bottom - line.box.top
        reading = stroke_as_seen(marked, picture, size, layout.em)
        if crowded[line.bounds] > 1 and is_remnant(marked, max(size) / layout.em):
            continue
        # readings at odds lower the scores, but there is something to be read
        if reading.text and max(float(np.mean(one.scores)) for one in (first, reading)) >= _NOTHING:
            box = line.box
            place = Box(box.x0 * scale, box.top * scale, box.x1 * scale, box.bottom * scale)
            words.append(Word(reading.text, place, round(confidence(reading), 6), _second(reading)))
    return words


def _second(reading: LineReading) -> str | None:
    """The second reading of a line, with the widths of marks as the first shows them."""
    if reading.second is None or same_marks(reading.second) != same_marks(reading.text):
        return reading.second
    return reading.text


def _rulings(layout: PageLayout, scale: float) -> Sequence[Ruling]:
    horizontal = [
        Ruling(one.start * scale, one.at * scale, one.end * scale, one.at * scale) for one in layout.rulings.horizontal
    ]
    vertical = [
        Ruling(one.at * scale, one.start * scale, one.at * scale, one.end * scale) for one in layout.rulings.vertical
    ]
    return [*horizontal, *vertical]


def _original(
    upright: UprightReading, shape: tuple[int, int], to_whole: np.ndarray, scale: float, page_scale: float
) -> Homography | Bend | None:
    """The map from points on the straightened page to points on the page as displayed; `None` when they agree.

    Args:
        upright: the page as read.
        shape: height and width of the sheet's picture before it was turned.
        to_whole: 3 x 3 matrix from that picture to the whole one.
        scale: points for a pixel of the page as read.
        page_scale: points for a pixel of the whole picture.
    """
    layout, turns = upright.layout, upright.turns
    if (
        turns == 0
        and layout.bend is None
        and np.allclose(layout.to_picture, np.eye(3))
        and np.allclose(to_whole, np.eye(3))
    ):
        return None
    height, width = shape
    # pixels of the picture turned to the left by quarters, back to those of the picture
    back = {
        0: np.eye(3),
        1: np.array([[0.0, -1.0, width], [1.0, 0.0, 0.0], [0.0, 0.0, 1.0]]),
        2: np.array([[-1.0, 0.0, width], [0.0, -1.0, height], [0.0, 0.0, 1.0]]),
        3: np.array([[0.0, 1.0, 0.0], [-1.0, 0.0, height], [0.0, 0.0, 1.0]]),
    }[turns]
    to_pixels = np.diag([1 / scale, 1 / scale, 1.0])
    whole = np.diag([page_scale, page_scale, 1.0]) @ to_whole @ back @ layout.to_picture @ to_pixels
    homography = Homography(*(float(value) for value in whole.ravel()))
    if layout.bend is None:
        return homography
    right, down = (
        tuple(tuple(float(value) for value in row) for row in mesh * scale)
        for mesh in (layout.bend.right, layout.bend.down)
    )
    return Bend(step=layout.bend.step * scale, right=right, down=down, after=homography)
