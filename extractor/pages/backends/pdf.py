"""PDF pages through PyMuPDF: raw words and drawn lines, nothing that guesses at tables.

Hidden text (outside the crop box) is left out, because a record holds what the paper shows; text drawn twice or with
fake bold counts once; a word that runs across a drawn vertical line is cut there.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any, cast

from extractor.errors import LimitExceeded, UnreadableDocument
from extractor.geometry import Box
from extractor.pages.backends.pdf_rulings import page_rulings
from extractor.pages.page import PrintedPage, Ruling, Word
from extractor.problems import Problem
from extractor.settings import PageLimits

_EDGE = 1.0
"""Points by which a word may stick out of the page before its hidden characters are dropped."""
_CROSSING = 1.0
"""Points by which a word must reach over a vertical line on both sides to be cut there."""


DUPLICATE_OFFSET = 1.2
"""Points: the same word drawn again nearer than this is fake bold or double printing."""


def read_pdf(path: Path, limits: PageLimits) -> Iterator[PrintedPage | Problem]:
    """Yields the pages of a PDF one by one; a broken page yields a problem and the others go on.

    Raises:
        UnreadableDocument: the file is no PDF, is broken beyond opening, needs a password, or has no page.
        LimitExceeded: it has more pages than the limits allow.
    """
    pymupdf = _pymupdf()
    pymupdf.TOOLS.mupdf_display_errors(False)
    pymupdf.TOOLS.mupdf_display_warnings(False)
    try:
        document = pymupdf.open(str(path), filetype="pdf")
    except (pymupdf.FileDataError, RuntimeError, ValueError) as error:
        raise UnreadableDocument(
            "corrupt", f"{path.name}：PDF 文件损坏或不完整，打不开。请重新导出或重新下载后再试。"
        ) from error
    with document:
        if document.needs_pass:
            raise UnreadableDocument("encrypted", f"{path.name}：PDF 有打开密码。请去掉密码后再试。")
        if document.page_count == 0:
            raise UnreadableDocument("empty", f"{path.name}：PDF 里没有任何页面，可能被截断。请重新导出后再试。")
        if document.page_count > limits.max_pages:
            raise LimitExceeded(
                f"{path.name}：共 {document.page_count} 页，超过上限 {limits.max_pages} 页。请拆分后再试，或调高 limits.max_pages。"
            )
        for number in range(1, document.page_count + 1):
            yield _read_page(document, number, path.name, limits)
            if number % 50 == 0:
                pymupdf.TOOLS.store_shrink(100)


def _pymupdf() -> Any:
    """PyMuPDF, which has no types of its own; imported only when a PDF is read."""
    import pymupdf

    return cast(Any, pymupdf)


def _read_page(document: Any, number: int, name: str, limits: PageLimits) -> PrintedPage | Problem:
    try:
        page = document.load_page(number - 1)
        words = page_words(page)
        if len(words) > limits.max_words_per_page:
            return _too_large(name, number, "文字", limits.max_words_per_page)
        drawings = page.get_cdrawings()
        if len(drawings) > limits.max_rulings_per_page:
            return _too_large(name, number, "线条", limits.max_rulings_per_page)
        if not words:
            return _without_text(page, name, number)
        rulings = page_rulings(drawings)
        words = _cut_at_rulings(page, words, rulings)
        if page.rotation:
            words = [word._replace(box=_turned(word.box, page.rotation_matrix)) for word in words]
            rulings = [Ruling(*_turned(Box(*one), page.rotation_matrix)) for one in rulings]
        return PrintedPage(
            number=number, width=page.rect.width, height=page.rect.height, words=tuple(words), rulings=tuple(rulings)
        )
    except (RuntimeError, ValueError, IndexError, TypeError) as error:
        message = f"{name} 第 {number} 页：这一页损坏，没有读入（{type(error).__name__}）。其余各页照常读取。"
        return Problem(stage="pages", category="corrupt", page=number, message=message)


def _too_large(name: str, number: int, what: str, limit: int) -> Problem:
    message = f"{name} 第 {number} 页：{what}超过上限 {limit}，没有读入。"
    return Problem(stage="pages", category="too_large", page=number, message=message)


def _without_text(page: Any, name: str, number: int) -> Problem:
    if page.get_images():
        message = f"{name} 第 {number} 页：是扫描图像，没有文字层。本版本还不能识别图像，请提供电子版。"
        return Problem(stage="pages", category="no_text_layer", page=number, message=message)
    message = f"{name} 第 {number} 页：空白页。"
    return Problem(stage="pages", category="empty", severity="notice", page=number, message=message)


def page_words(page: Any) -> list[Word]:
    """The visible words of a PyMuPDF page, each once; in the page's own orientation, before its rotation."""
    pymupdf = _pymupdf()
    textpage = page.get_textpage(flags=pymupdf.TEXTFLAGS_WORDS | pymupdf.TEXT_COLLECT_STYLES)
    raw: list[Any] = textpage.extractWORDS()
    width, height = page.cropbox.width, page.cropbox.height
    visible: list[Word] = []
    cut = False
    for x0, top, x1, bottom, text, *_ in raw:
        if x1 <= 0 or bottom <= 0 or x0 >= width or top >= height:
            continue
        cut = cut or x0 < -_EDGE or x1 > width + _EDGE
        visible.append(Word(text, Box(x0, top, x1, bottom)))
    if cut:
        visible = _visible_parts(page, visible, width)
    return _without_copies(visible)


def _turned(box: Box, matrix: Any) -> Box:
    """`box` under the page's rotation, as displayed."""
    xs = sorted(x * matrix.a + y * matrix.c + matrix.e for x, y in ((box.x0, box.top), (box.x1, box.bottom)))
    ys = sorted(x * matrix.b + y * matrix.d + matrix.f for x, y in ((box.x0, box.top), (box.x1, box.bottom)))
    return Box(xs[0], ys[0], xs[1], ys[1])


def _without_copies(words: list[Word]) -> list[Word]:
    """Words drawn again at nearly the same place (fake bold, double printing) count once."""
    seen: dict[str, list[Box]] = {}
    kept: list[Word] = []
    for word in words:
        places = seen.setdefault(word.text, [])
        if any(
            abs(word.box.x0 - one.x0) <= DUPLICATE_OFFSET and abs(word.box.top - one.top) <= DUPLICATE_OFFSET
            for one in places
        ):
            continue
        places.append(word.box)
        kept.append(word)
    return kept


def _characters(page: Any) -> list[tuple[str, Box]]:
    """Every character of the page with its box, in reading order of the file, unrotated."""
    pymupdf = _pymupdf()
    flags = pymupdf.TEXTFLAGS_RAWDICT & ~pymupdf.TEXT_PRESERVE_IMAGES | pymupdf.TEXT_COLLECT_STYLES
    content = page.get_text("rawdict", flags=flags)
    return [
        (char["c"], Box(*char["bbox"]))
        for block in content["blocks"]
        for line in block.get("lines", ())
        for span in line["spans"]
        for char in span["chars"]
        if not char["c"].isspace()
    ]


def _inside(box: Box, whole: Box) -> bool:
    return whole.x0 - 0.5 <= box.x_mid <= whole.x1 + 0.5 and whole.top - 0.5 <= box.y_mid <= whole.bottom + 0.5


def _pieces(word: Word, characters: Sequence[tuple[str, Box]], cuts: Sequence[float]) -> list[Word]:
    """`word` cut at the x positions `cuts`, with the box of each piece; the word itself when its characters are unknown."""
    own = [(text, box) for text, box in characters if _inside(box, word.box)]
    if "".join(text for text, _ in own) != word.text:
        return [word]
    pieces: list[Word] = []
    for left, right in zip((float("-inf"), *cuts), (*cuts, float("inf")), strict=True):
        part = [(text, box) for text, box in own if left <= box.x_mid < right]
        if part:
            text = "".join(one for one, _ in part)
            pieces.append(Word(text, Box(part[0][1].x0, word.box.top, part[-1][1].x1, word.box.bottom)))
    return pieces


def _visible_parts(page: Any, words: list[Word], width: float) -> list[Word]:
    """Words over the paper's left or right edge without the characters that are not on the paper."""
    characters = _characters(page)
    parts: list[Word] = []
    for word in words:
        if word.box.x0 >= -_EDGE and word.box.x1 <= width + _EDGE:
            parts.append(word)
            continue
        parts.extend(one for one in _pieces(word, characters, (0.0, width)) if 0 <= one.box.x_mid <= width)
    return parts


def _cut_at_rulings(page: Any, words: list[Word], rulings: Sequence[Ruling]) -> list[Word]:
    """Words cut where they run across a vertical line: text of neighbouring cells that the producer ran together."""
    verticals = [one for one in rulings if not one.horizontal]
    crossed: dict[int, list[float]] = {}
    for index, word in enumerate(words):
        box = word.box
        if len(word.text) < 2:
            continue
        for line in verticals:
            x = line.x0
            if box.x0 + _CROSSING < x < box.x1 - _CROSSING and line.top <= box.y_mid <= line.bottom:
                crossed.setdefault(index, []).append(x)
    if not crossed:
        return words
    characters = _characters(page)
    cut: list[Word] = []
    for index, word in enumerate(words):
        cut.extend(_pieces(word, characters, sorted(set(crossed[index]))) if index in crossed else [word])
    return cut
