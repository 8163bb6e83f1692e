"""A picture of a page to its layout: level and evenly lit, with its rulings, cells and lines of text."""

from dataclasses import dataclass

import cv2
import numpy as np

from extractor.pages.imaging.bends import PixelBend, bent_to_flat, runs_to_bend
from extractor.pages.imaging.cells import PixelBox, rulings_to_walls, walls_to_cells
from extractor.pages.imaging.deskew import ink_to_skew, skewed_to_level
from extractor.pages.imaging.ink import grey_to_even, grey_to_ink, grey_to_noise
from extractor.pages.imaging.raster import Raster, as_raster, ink_to_em
from extractor.pages.imaging.rulings import (
    PixelRulings,
    ThinInk,
    grey_to_thin_ink,
    rulings_to_ink,
    thin_ink_to_rulings,
)
from extractor.pages.imaging.text_lines import cell_to_lines, outside_to_lines, without_specks
from extractor.pages.imaging.traces import is_worn, with_traces

_TEXT_MARGIN = 18
"""How much darker than its surroundings ink of characters is, of 255."""
_CLEAR = 3.0
"""Standard deviations of the paper's grain that are ink."""
_WINDOW_EMS = 2.0
_USUAL_EM = 1 / 90
"""Height of a character as a share of the longer side, before it is measured."""


@dataclass(frozen=True, slots=True, kw_only=True)
class TextLine:
    """A line of text: the box around its ink, and the box that its picture must stay in (its cell)."""

    box: PixelBox
    bounds: PixelBox


@dataclass(frozen=True, slots=True, kw_only=True)
class PageLayout:
    """What was found on a picture. All places are pixels of `grey`, the straightened picture.

    `em`: height of a character, 0 for a page without text. `worn`: rulings are broken or faint, or none were found, so that
    some may not have been seen. `bend`: how the paper was bent before `grey` was drawn flat, `None` where it was not.
    `to_picture`: 3 x 3 matrix from the level but bent picture to the picture that was given.
    """

    grey: Raster
    em: float
    rulings: PixelRulings
    cells: tuple[PixelBox, ...]
    lines: tuple[TextLine, ...]
    to_picture: np.ndarray
    worn: bool = False
    bend: PixelBend | None = None


def grey_to_layout(grey: Raster) -> PageLayout:
    """Straightens a grey picture that stands upright within 10 degrees, and finds what is on it."""
    even = grey_to_even(grey)
    em = max(grey.shape[:2]) * _USUAL_EM
    noise = grey_to_noise(even)
    margin = round(max(_TEXT_MARGIN, _CLEAR * noise))
    ink = grey_to_ink(even, window=round(_WINDOW_EMS * em), margin=margin)
    em = ink_to_em(ink)
    to_picture = np.eye(3)
    if em == 0.0:
        return PageLayout(grey=even, em=0.0, rulings=PixelRulings((), ()), cells=(), lines=(), to_picture=to_picture)
    skew = ink_to_skew(ink)
    if skew:
        even, to_picture = skewed_to_level(even, skew)
        ink = grey_to_ink(even, window=round(_WINDOW_EMS * em), margin=margin)
    thin = grey_to_thin_ink(even, em, noise)
    bend = runs_to_bend(thin.runs_across, thin.runs_down, em)
    if bend is not None:
        even, bend, thin = _flattened(even, bend, em, noise)
        ink = grey_to_ink(even, window=round(_WINDOW_EMS * em), margin=margin)
    rulings = thin_ink_to_rulings(thin, em)
    worn = is_worn(rulings, em)
    if worn:
        rulings = with_traces(rulings, even, ink, em, noise)
    height, width = even.shape[:2]
    walls = rulings_to_walls(rulings, height, width)
    found = walls_to_cells(walls, em)
    printed = cv2.bitwise_or(walls, rulings_to_ink(rulings, thin, em))
    text = without_specks(as_raster(cv2.bitwise_and(ink, cv2.bitwise_not(printed))), em)
    seams = [one.at for one in rulings.vertical]
    lines = [
        TextLine(box=box, bounds=cell)
        for number, cell in enumerate(found.cells)
        for box in cell_to_lines(found.ink_in(text, number), cell, em, seams)
    ]
    whole = PixelBox(0, 0, width, height)
    lines.extend(TextLine(box=box, bounds=whole) for box in outside_to_lines(text, found.outside, em))
    return PageLayout(
        grey=even,
        em=em,
        rulings=rulings,
        cells=tuple(found.cells),
        lines=tuple(lines),
        to_picture=to_picture,
        worn=worn,
        bend=bend,
    )


def _flattened(level: Raster, bend: PixelBend, em: float, noise: float) -> tuple[Raster, PixelBend, ThinInk]:
    """The page drawn flat, how it was bent, and its thin ink.

    Where a page is bent most, its rulings are too steep to be seen; once the page is nearly flat they show the rest.
    """
    flat = bent_to_flat(level, bend)
    thin = grey_to_thin_ink(flat, em, noise)
    rest = runs_to_bend(thin.runs_across, thin.runs_down, em)
    if rest is None:
        return flat, bend, thin
    whole = rest.before(bend)
    flat = bent_to_flat(level, whole)
    return flat, whole, grey_to_thin_ink(flat, em, noise)


def line_picture(layout: PageLayout, line: TextLine, *, margin: float = 0.12, beside: float | None = None) -> Raster:
    """The picture of a line with white around it: `margin` of its height above and below, `beside` (twice that) beside.

    What lies outside the line's bounds (rulings, neighbours) is shown white.
    """
    box, bounds = line.box, line.bounds
    height = max(box.bottom - box.top, round(layout.em))
    middle = (box.top + box.bottom) / 2
    pad = max(1, round(margin * height))
    top, bottom = round(middle - height / 2) - pad, round(middle + height / 2) + pad
    side = 2 * pad if beside is None else max(1, round(beside * height))
    x0, x1 = box.x0 - side, box.x1 + side
    inner = PixelBox(max(x0, bounds.x0), max(top, bounds.top), min(x1, bounds.x1), min(bottom, bounds.bottom))
    crop = layout.grey[inner.top : inner.bottom, inner.x0 : inner.x1]
    if (inner.x0, inner.top, inner.x1, inner.bottom) == (x0, top, x1, bottom):
        return crop
    paper = int(np.percentile(crop, 90))
    return as_raster(
        cv2.copyMakeBorder(
            crop,
            inner.top - top,
            bottom - inner.bottom,
            inner.x0 - x0,
            x1 - inner.x1,
            cv2.BORDER_CONSTANT,
            value=(paper,),
        )
    )
