"""Text layers under scanned pages: none, a scanning program's mark, the faithful text, or what a poor OCR left."""

from random import Random
from typing import Any, Literal, cast

from evals.degradation.degrade import DegradedPage

TextLayer = Literal["no", "mark", "faithful", "garbled"]
"""`mark`: only a visible line of the scanning program. `garbled`: at the right places, a third of the characters wrong."""

_MARK = "由扫描全能王扫描创建"
_LOOKALIKES = {"0": "O", "1": "l", "5": "S", "8": "B", "≥": "2", "≤": "S", "%": "9", "。": ".", "，": ","}


def write_text_layer(
    target: Any,  # noqa: ANN401
    source: Any,  # noqa: ANN401
    picture: DegradedPage,
    layer: TextLayer,
    points_per_pixel: float,
    seed: int,
) -> None:
    """Writes the layer onto `target`, the PDF page that shows the picture of the PDF page `source`."""
    import pymupdf

    if layer == "no":
        return
    face = cast("Any", pymupdf.Font("cjk"))
    writer = cast("Any", pymupdf.TextWriter(target.rect))
    if layer == "mark":
        writer.append((target.rect.width - 130, target.rect.height - 12), _MARK, font=face, fontsize=10)
        writer.write_text(target, color=(0.45, 0.45, 0.45))
        return
    draw = Random(seed)
    words: list[tuple[Any, ...]] = source.get_text("words")
    pool = "".join(str(word[4]) for word in words)
    for word in words:
        text = str(word[4])
        if layer == "garbled":
            text = "".join(_misread(character, pool, draw) for character in text)
        box = picture.sheet.box_to_image(word[:4])
        x0, _, x1, bottom = (side * points_per_pixel for side in box)
        width = face.text_length(text, fontsize=10.0)
        size = min(14.0, max(2.0, (x1 - x0) / max(width, 0.1) * 10.0))
        writer.append((x0, bottom - size * 0.2), text, font=face, fontsize=size)
    writer.write_text(target, render_mode=3)


def _misread(character: str, pool: str, draw: Random) -> str:
    if draw.random() >= 0.34:
        return character
    return _LOOKALIKES.get(character) or draw.choice(pool)
