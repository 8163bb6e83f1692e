"""What paper, scanner or camera and file format do to a page, as numbers."""

from dataclasses import dataclass
from typing import Literal

Seal = Literal["no", "corner", "table"]
Background = Literal["white", "black", "desk"]
Colour = Literal["rgb", "grey", "bilevel", "cmyk"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Degradation:
    """How badly a page is treated. Where a range is said, every page draws its own value from a third of it to the whole.

    Geometry. `dpi`: pixels per inch of paper. `skew`: degrees by which the sheet lies askew (range, either way).
    `turns`: the page is turned clockwise by one of these. `tilt`: degrees off the vertical of the camera (range); 0 is a
    scanner. `curl`: height of the bulge of the sheet, share of its width (range). `folds`: creases across the sheet.

    Ink. `ink`: darkness of text, 0..1. `rulings`: darkness of rulings relative to text. `ruling_gaps`: share of the
    rulings that is missing. `dropouts`: share of ink lost in pale patches. `spread`: points by which strokes grow
    (negative: shrink). `bleed`: darkness of the back page shining through. `seal`: a round red seal beside the table
    or across it.

    Light and sensor. `paper`: red, green, blue of the sheet. `uneven`: fall-off of the light (range). `shadows`: depth of
    cast shadows (range). `cast`: tint of the light (range). `blur`: standard deviation in pixels. `motion`: length of
    a shake in pixels. `noise`: standard deviation in grey levels. `specks`: dots of dirt on a page. `streaks`: vertical
    lines of a dirty scanner glass. `background`: what lies around the sheet.

    File. `colour`: channels of the image; `bilevel` is black and white as a fax sends it. `jpeg`: quality, `None` for
    lossless. `resave`: quality of an earlier JPEG generation at three quarters of the size, as chat programs make.
    `exif`: the orientation that a photograph outside a PDF states; its pixels are stored turned so that it shows upright.
    """

    name: str
    dpi: float = 200.0
    skew: float = 0.0
    turns: tuple[Literal[0, 90, 180, 270], ...] = (0,)
    tilt: float = 0.0
    curl: float = 0.0
    folds: int = 0
    ink: float = 0.95
    rulings: float = 1.0
    ruling_gaps: float = 0.0
    dropouts: float = 0.0
    spread: float = 0.0
    bleed: float = 0.0
    seal: Seal = "no"
    paper: tuple[int, int, int] = (252, 251, 248)
    uneven: float = 0.0
    shadows: float = 0.0
    cast: float = 0.0
    blur: float = 0.0
    motion: float = 0.0
    noise: float = 0.0
    specks: int = 0
    streaks: int = 0
    background: Background = "white"
    colour: Colour = "rgb"
    jpeg: int | None = 85
    resave: int | None = None
    exif: Literal[1, 3, 6, 8] = 1

    @property
    def by_camera(self) -> bool:
        """Whether a camera took the page from some distance, so that the desk around it shows."""
        return self.tilt > 0.0
