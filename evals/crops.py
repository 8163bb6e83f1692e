"""Pictures of the places where values were lost or misread."""

import hashlib
from dataclasses import dataclass
from pathlib import Path

from evals.scorers.grounding import around
from evals.scorers.reading import Places, WrongField
from extractor.errors import DocumentError
from extractor.geometry import Box
from extractor.pages.rendering import crop_image, has_page_images

_DPI = 110
_MARGIN = 4.0
"""Points that the renderer adds around a crop."""
_SIDE, _ABOVE = 90.0, 14.0
"""Points around the value that are shown too, for the eye to find its way."""
_WIDEST, _TALLEST = 420.0, 160.0
_MOST_FILES = 400
"""Pictures of one run."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Crop:
    """A picture in the folder of crops, and the page it shows."""

    name: str
    page: int


def has_crops(path: Path) -> bool:
    """Whether the document has pages to take pictures of."""
    try:
        return has_page_images(path)
    except (DocumentError, OSError):
        return False


def crop_of(path: Path, wrong: WrongField, places: Places, folder: Path, label: str) -> Crop | None:
    """Draws the place of a value into `folder`; `None` where nobody knows it, or enough pictures are there."""
    place = _place(wrong, places)
    if place is None:
        return None
    folder.mkdir(parents=True, exist_ok=True)
    if sum(1 for _ in folder.iterdir()) >= _MOST_FILES:
        return None
    page, box = place
    try:
        picture = _outlined(crop_image(path, page, _shown(box), dpi=_DPI), box, _shown(box))
    except (DocumentError, OSError):
        return None
    name = f"{hashlib.sha256(label.encode('utf-8')).hexdigest()[:16]}.png"
    (folder / name).write_bytes(picture)
    return Crop(name=name, page=page)


def _place(wrong: WrongField, places: Places) -> tuple[int, Box] | None:
    """Where the value stands, else where the one that was read does, else where something of its row does."""
    true = places.get(wrong.pair.pointer or "", ())
    if true:
        page = true[0].page
        return page, Box(*around([one.cell or one.box for one in true if one.page == page]))
    if wrong.reading is None:
        return None
    pointer = wrong.pair.read_pointer or ""
    row = pointer.rsplit("/", 1)[0] + "/"
    candidates = [wrong.reading.evidence.get(pointer)]
    if row.startswith(("/indicators/", "/funds/")):
        candidates += [one for key, one in wrong.reading.evidence.items() if key.startswith(row)]
    for one in candidates:
        if one is not None and one.box is not None:
            return one.page, Box(*one.box)
    return None


def _shown(box: Box) -> Box:
    """The box with its surroundings, cut to a size that fits the report."""
    x_mid, width = (box.x0 + box.x1) / 2, min(_WIDEST, box.width + 2 * _SIDE)
    top = max(0.0, box.top - _ABOVE)
    bottom = min(box.bottom + _ABOVE, top + _TALLEST)
    return Box(max(0.0, x_mid - width / 2), top, x_mid + width / 2, bottom)


def _outlined(picture: bytes, box: Box, shown: Box) -> bytes:
    """The picture with a frame around `box`; the renderer adds a little around `shown`, and stops at the page's edge."""
    import io

    from PIL import Image, ImageDraw

    image = Image.open(io.BytesIO(picture)).convert("RGB")
    scale = _DPI / 72
    x0, top = max(0.0, shown.x0 - _MARGIN), max(0.0, shown.top - _MARGIN)
    frame = [(box.x0 - x0) * scale, (box.top - top) * scale, (box.x1 - x0) * scale, (box.bottom - top) * scale]
    ImageDraw.Draw(image).rectangle(frame, outline=(180, 56, 44), width=2)
    stream = io.BytesIO()
    image.save(stream, format="PNG", optimize=True)
    return stream.getvalue()
