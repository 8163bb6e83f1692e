"""Forms as a PDF drawn directly, with the habits of many producers, and the place of every value on the pages."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, cast

from evals.forms.pdf_flow import Flow, Measure, PlacedPage, PlacedText
from evals.forms.pdf_fonts import Fonts, fonts_for
from evals.forms.pdf_style import PdfStyle
from evals.forms.table_model import FormTable


@dataclass(frozen=True, slots=True, kw_only=True)
class ValuePlace:
    """A line of a value: 1-based page, box x0, top, x1, bottom in points from the top left as displayed, its text.

    `hidden`: how much of the line the crop box hides, 0..1. `cell`: the cell that it stands in, drawn or not.
    """

    page: int
    box: tuple[float, float, float, float]
    text: str
    hidden: float = 0.0
    cell: tuple[float, float, float, float] | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class PdfReport:
    """What was drawn: for every form of the document, the places of each JSON pointer; and the number of pages."""

    pages: int
    places: tuple[dict[str, tuple[ValuePlace, ...]], ...] = field(default_factory=tuple)

    def hidden(self, form: int) -> list[str]:
        """Pointers of the values that the crop box hides wholly."""
        return [key for key, found in self.places[form].items() if all(place.hidden > 0.99 for place in found)]

    def cut(self, form: int) -> list[str]:
        """Pointers of the values that the crop box hides in part."""
        whole = set(self.hidden(form))
        return [
            key
            for key, found in self.places[form].items()
            if key not in whole and any(place.hidden > 0.0 for place in found)
        ]


def render_pdf(parts: Sequence[str | FormTable], path: Path, style: PdfStyle | None = None) -> PdfReport:
    """Draws `parts` in order to `path` and reports where the values stand."""
    import pymupdf

    style = style or PdfStyle()
    fonts = fonts_for(style, _all_text(parts))
    flow = Flow(style, _measure(fonts, style))
    starts: list[tuple[int, int]] = []
    for part in parts:
        if isinstance(part, str):
            heading = part.startswith("#")
            flow.add_text(part.lstrip("# "), size=style.size * (1.5 if heading else 1.2), bold=heading)
            continue
        starts.append((len(flow.pages) - 1, len(flow.pages[-1].texts)))
        flow.add_form(part)
    document = cast("Any", pymupdf.open())
    for placed in flow.pages:
        _draw_page(document, placed, style, fonts)
    if fonts.cut_when_saved:
        document.subset_fonts()
    document.save(str(path), garbage=3, deflate=True, no_new_id=True)
    document.close()
    return PdfReport(pages=len(flow.pages), places=tuple(_places(flow, starts, style)))


def _all_text(parts: Sequence[str | FormTable]) -> str:
    texts: list[str] = []
    for part in parts:
        if isinstance(part, str):
            texts.append(part)
        else:
            texts += [part.title, *part.above, *part.below, *(cell.text for cell in part.cells)]
    return "".join(texts)


def _measure(fonts: Fonts, style: PdfStyle) -> Measure:
    widths: dict[str, float] = {}

    def measure(text: str) -> float:
        total = 0.0
        for character in text:
            if character not in widths:
                widths[character] = fonts.width(character, style.size)
            total += widths[character] + (style.letter_space if style.letters else 0.0)
        return total

    return measure


def _draw_page(document: Any, placed: PlacedPage, style: PdfStyle, fonts: Fonts) -> None:  # noqa: ANN401
    width, height = style.paper
    page = document.new_page(width=width, height=height)
    _draw_rulings(page, placed, style)
    _draw_texts(page, placed, style, fonts)
    matrix = {
        0: (1, 0, 0, 1, 0, 0),
        90: (0, 1, -1, 0, height, 0),
        180: (-1, 0, 0, -1, width, height),
        270: (0, -1, 1, 0, 0, width),
    }[style.rotate]
    if style.rotate:
        # the content is turned against the /Rotate entry, so that the page shows upright
        content = page.read_contents()
        xref = page.get_contents()[0]
        document.update_stream(xref, b"q %s cm\n" % " ".join(map(str, matrix)).encode() + content + b"\nQ")
        document.xref_set_key(page.xref, "Contents", f"{xref} 0 R")
        turned = style.rotate in (90, 270)
        document.xref_set_key(
            page.xref, "MediaBox", _box(0, 0, height if turned else width, width if turned else height)
        )
        document.xref_set_key(page.xref, "Rotate", str(style.rotate))
    if style.crop_columns and placed.edges:
        a, b, c, d, e, f = matrix
        edge = placed.edges[-1 - style.crop_columns] - 0.5
        corners = [(a * x + c * y + e, b * x + d * y + f) for x, y in ((0, 0), (edge, height))]
        (x0, x1), (y0, y1) = (sorted(pair) for pair in zip(*corners, strict=True))
        document.xref_set_key(page.xref, "CropBox", _box(x0, y0, x1, y1))


def _box(x0: float, y0: float, x1: float, y1: float) -> str:
    return f"[{x0:.2f} {y0:.2f} {x1:.2f} {y1:.2f}]"


def _draw_texts(page: Any, placed: PlacedPage, style: PdfStyle, fonts: Fonts) -> None:  # noqa: ANN401
    import pymupdf

    offsets = {"no": (0.0,), "same": (0.0, 0.0), "fake_bold": (0.0, 0.3)}[style.twice]
    writers: dict[bool, Any] = {}
    for text in placed.texts:
        x = text.x
        for piece in text.text if style.letters else fonts.runs(text.text):
            for offset in offsets:
                if fonts.embedded:
                    writer = writers.setdefault(text.bold, pymupdf.TextWriter(page.rect))
                    writer.append((x + offset, text.y), piece, font=fonts.chinese, fontsize=text.size)
                else:
                    name = "tiro" if piece.isascii() else "china-ss"
                    page.insert_text((x + offset, text.y), piece, fontname=name, fontsize=text.size)
            x += fonts.width(piece, text.size) + (style.letter_space if style.letters else 0.0)
    for bold, writer in writers.items():
        writer.write_text(page, render_mode=2 if bold else 0)


def _draw_rulings(page: Any, placed: PlacedPage, style: PdfStyle) -> None:  # noqa: ANN401
    import pymupdf

    if style.rulings == "none" or not placed.boxes:
        return
    shape = page.new_shape()
    half = style.line_width / 2
    for x0, y0, x1, y1 in _lines(placed, style):
        if style.rulings == "boxes":
            shape.draw_rect(pymupdf.Rect(x0, y0, x1, y1))
        elif style.rulings == "rectangles":
            shape.draw_rect(pymupdf.Rect(x0 - half, y0 - half, x1 + half, y1 + half))
        else:
            shape.draw_line((x0, y0), (x1, y1))
    if style.rulings == "rectangles":
        shape.finish(fill=(0, 0, 0), color=None, width=0)
    else:
        shape.finish(width=style.line_width)
    shape.commit()


def _lines(placed: PlacedPage, style: PdfStyle) -> list[tuple[float, float, float, float]]:
    """The sides of all boxes, each once; or the boxes themselves where the producer strokes boxes."""
    found: dict[tuple[float, ...], tuple[float, float, float, float]] = {}
    for box in placed.boxes:
        sides = [(box.x0, box.top, box.x1, box.top), (box.x0, box.bottom, box.x1, box.bottom)]
        if style.rulings == "boxes":
            sides = [(box.x0, box.top, box.x1, box.bottom)]
        elif style.rulings != "horizontal":
            sides += [(box.x0, box.top, box.x0, box.bottom), (box.x1, box.top, box.x1, box.bottom)]
        for side in sides:
            found.setdefault(tuple(round(number, 1) for number in side), side)
    return list(found.values())


def _places(flow: Flow, starts: list[tuple[int, int]], style: PdfStyle) -> list[dict[str, tuple[ValuePlace, ...]]]:
    ends = [*starts[1:], (len(flow.pages), 0)]
    found: list[dict[str, tuple[ValuePlace, ...]]] = []
    for start, end in zip(starts, ends, strict=True):
        one: dict[str, tuple[ValuePlace, ...]] = {}
        for number, page in enumerate(flow.pages):
            limit = page.edges[-1 - style.crop_columns] - 0.5 if style.crop_columns and page.edges else None
            for index, text in enumerate(page.texts):
                if start <= (number, index) < end:
                    for pointer in text.pointers:
                        one[pointer] = (*one.get(pointer, ()), _place(text, number + 1, limit, page))
        found.append(one)
    return found


def _place(text: PlacedText, page: int, limit: float | None, placed: PlacedPage) -> ValuePlace:
    hidden = 0.0 if limit is None else min(1.0, max(0.0, (text.x + text.width - limit) / max(text.width, 0.01)))
    top, bottom = text.y - text.size * 0.9, text.y + text.size * 0.25
    x, y = text.x + text.width / 2, (top + bottom) / 2
    around = [box for box in placed.boxes if box.x0 <= x <= box.x1 and box.top <= y <= box.bottom]
    cell = min(around, key=lambda box: (box.x1 - box.x0) * (box.bottom - box.top), default=None)
    return ValuePlace(
        page=page,
        box=(text.x, top, text.x + text.width, bottom),
        text=text.text,
        hidden=hidden,
        cell=(cell.x0, cell.top, cell.x1, cell.bottom) if cell else None,
    )
