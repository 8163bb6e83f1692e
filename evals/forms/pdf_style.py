"""How a PDF producer draws a page: paper, type, lines, and the habits that make text hard to read back."""

from dataclasses import dataclass
from typing import Literal


@dataclass(frozen=True, slots=True, kw_only=True)
class PdfStyle:
    """All lengths in points.

    `landscape`: A4 lying. `font`: "serif" (Noto Serif, falls back to "droid" where it is not installed), "droid" (the
    face inside PyMuPDF), "song" (named, not embedded: the viewer chooses), "ming" (宋体), "kai" (楷体), "hei" (黑体) or
    "fang" (仿宋), which all fall back to "droid". `rulings`: stroked lines, thin filled
    rectangles, a stroked box per cell, only horizontal lines, or none. `rotate`: the page's /Rotate entry, with the
    content turned against it so that it shows upright. `repeat_header`: draw the indicator header again on a new
    page. `cut_labels`: a merged label cut by a page break stands in its first part, in each part, or at the middle of
    the whole. `twice`: all text drawn twice on the same spot, or with an offset of 0.3 as a fake bold. `letters`: every
    character its own text operation, with extra space after it. `start`: where the first page's content begins.
    `crop_columns`: how many columns at the right the crop box hides. `rows_may_split`: a row taller than the rest of
    the page is divided. `break_numbers`: a number too wide for its cell goes on in the next line, else it gets smaller.
    """

    landscape: bool = False
    margin: float = 45.0
    size: float = 9.0
    padding: float = 2.5
    font: Literal["serif", "droid", "song", "ming", "kai", "hei", "fang"] = "serif"
    rulings: Literal["lines", "rectangles", "boxes", "horizontal", "none"] = "lines"
    line_width: float = 0.5
    rotate: Literal[0, 90, 180, 270] = 0
    repeat_header: bool = False
    cut_labels: Literal["first", "each", "middle"] = "middle"
    twice: Literal["no", "same", "fake_bold"] = "no"
    letters: bool = False
    letter_space: float = 0.0
    start: float | None = None
    crop_columns: int = 0
    rows_may_split: bool = True
    break_numbers: bool = False

    @property
    def paper(self) -> tuple[float, float]:
        """Width and height of the page as displayed."""
        return (841.9, 595.3) if self.landscape else (595.3, 841.9)
