"""PDF pages through PyMuPDF: raw words and drawn lines, nothing that guesses at tables.

Hidden text (outside the crop box) is left out, because a record holds what the paper shows; text drawn twice or with
fake bold counts once; a word that runs across a drawn vertical line is cut there.
"""

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any, cast

from extractor.errors import LimitExceeded, UnreadableDocument
from extractor.pages.backends.pdf_failures import pdf_failures
from extractor.pages.backends.pdf_rulings import page_rulings
from extractor.pages.backends.pdf_scan import is_scan, read_scan
from extractor.pages.backends.pdf_text import PageText
from extractor.pages.intake import shown_name
from extractor.pages.page import PrintedPage, Ruling
from extractor.pages.upright import upright_page
from extractor.problems import Problem
from extractor.settings import PageLimits

_OUTLINES = 100
"""Shapes on a page without text from which they are letters turned into outlines, not a frame or a rule."""
_LOSSES = ("premature end of data", "content stream", "page may not be correct")
"""What MuPDF warns of when it could not read (all of) a page's content."""


def read_pdf(path: Path, limits: PageLimits) -> Iterator[PrintedPage | Problem]:
    """Yields the pages of a PDF one by one; a broken page yields a problem and the others go on.

    A page of which only a part could be read is followed by a problem that says so.

    Raises:
        UnreadableDocument: the file is no PDF, is broken beyond opening, needs a password, or has no page.
        LimitExceeded: it has more pages than the limits allow.
    """
    pymupdf = _pymupdf()
    name = shown_name(path)
    pymupdf.TOOLS.mupdf_display_errors(False)
    pymupdf.TOOLS.mupdf_display_warnings(False)
    try:
        document = _opened(path)
    except pdf_failures() as error:
        raise _corrupt(name) from error
    with document:
        if document.needs_pass:
            raise UnreadableDocument("encrypted", f"{name}：PDF 有打开密码。请去掉密码后再试。")
        count = _page_count(document, name)
        if count == 0:
            raise UnreadableDocument("empty", f"{name}：PDF 里没有任何页面，可能被截断。请重新导出后再试。")
        if count > limits.max_pages:
            raise LimitExceeded(
                f"{name}：共 {count} 页，超过上限 {limits.max_pages} 页。请拆分后再试，或调高 limits.max_pages。"
            )
        for number in range(1, count + 1):
            pymupdf.TOOLS.reset_mupdf_warnings()
            item = _read_page(document, number, name, limits)
            in_part = isinstance(item, PrintedPage) and _lost_content()
            yield item
            if in_part:
                message = f"{name} 第 {number} 页：内容损坏，只读到一部分。请重新导出或重新下载后再试。"
                yield Problem(stage="pages", category="corrupt", page=number, message=message)
            if number % 50 == 0:
                pymupdf.TOOLS.store_shrink(100)
        if document.is_repaired:
            message = f"{name}：PDF 文件不完整或已损坏，修复后读取，可能缺页缺字。请与原件核对，或重新导出后再试。"
            yield Problem(stage="pages", category="truncated", severity="notice", message=message)


def _pymupdf() -> Any:
    """PyMuPDF, which has no types of its own; imported only when a PDF is read."""
    import pymupdf

    return cast(Any, pymupdf)


def _opened(path: Path) -> Any:
    """The document at `path`; MuPDF takes only names in UTF-8, a file with another name is handed over as bytes."""
    try:
        str(path).encode("utf-8")
    except UnicodeEncodeError:
        return _pymupdf().open(stream=path.read_bytes(), filetype="pdf")
    return _pymupdf().open(str(path), filetype="pdf")


def _corrupt(name: str) -> UnreadableDocument:
    return UnreadableDocument("corrupt", f"{name}：PDF 文件损坏或不完整，打不开。请重新导出或重新下载后再试。")


def _page_count(document: Any, name: str) -> int:
    """How many pages there are; a tree of pages that runs in a circle, or claims billions, is counted by nobody."""
    try:
        return int(document.page_count)
    except pdf_failures() as error:
        raise _corrupt(name) from error


def _read_page(document: Any, number: int, name: str, limits: PageLimits) -> PrintedPage | Problem:
    try:
        page = document.load_page(number - 1)
        text = PageText(page)
        if text.count > limits.max_words_per_page:
            return _too_large(name, number, "文字", limits.max_words_per_page)
        drawings = page.get_cdrawings()
        if len(drawings) > limits.max_rulings_per_page:
            return _too_large(name, number, "线条", limits.max_rulings_per_page)
        rulings = page_rulings(drawings)
        if page.rotation:
            rulings = _turned(rulings, page.rotation_matrix)
        words = text.words(rulings)
        if not words:
            return _without_text(page, name, number)
        if is_scan(page, words, drawings):
            return read_scan(page, name, number)
        shown = PrintedPage(
            number=number, width=text.width, height=text.height, words=tuple(words), rulings=tuple(rulings)
        )
        return upright_page(shown, text.turn())
    except pdf_failures() as error:
        message = f"{name} 第 {number} 页：这一页损坏，没有读入（{type(error).__name__}）。其余各页照常读取。"
        return Problem(stage="pages", category="corrupt", page=number, message=message)


def _too_large(name: str, number: int, what: str, limit: int) -> Problem:
    message = f"{name} 第 {number} 页：{what}超过上限 {limit}，没有读入。"
    return Problem(stage="pages", category="too_large", page=number, message=message)


def _lost_content() -> bool:
    """Whether MuPDF has warned of content that it could not read since the warnings were reset."""
    warnings: str = _pymupdf().TOOLS.mupdf_warnings(reset=False)
    return any(loss in warnings for loss in _LOSSES)


def _without_text(page: Any, name: str, number: int) -> PrintedPage | Problem:
    """A page without a text layer: recognised where it shows something; else broken, or a blank sheet of paper."""
    marks: list[str] = [kind for kind, *_ in page.get_bboxlog()]
    shows = any("image" in kind or "imgmask" in kind or kind in ("fill-text", "stroke-text") for kind in marks)
    if shows or sum("path" in kind for kind in marks) > _OUTLINES:
        return read_scan(page, name, number)
    if _lost_content() or page.parent.xref_get_key(page.xref, "Type")[1] != "/Page":
        message = f"{name} 第 {number} 页：这一页损坏，内容读不出来。请重新导出或重新下载后再试。"
        return Problem(stage="pages", category="corrupt", page=number, message=message)
    message = f"{name} 第 {number} 页：空白页。"
    return Problem(stage="pages", category="empty", severity="notice", page=number, message=message)


def _turned(rulings: Sequence[Ruling], matrix: Any) -> list[Ruling]:
    """`rulings` under the page's rotation, as displayed."""
    a, b, c, d, e, f = tuple(matrix)
    turned: list[Ruling] = []
    for x0, top, x1, bottom in rulings:
        left, right = x0 * a + top * c + e, x1 * a + bottom * c + e
        upper, lower = x0 * b + top * d + f, x1 * b + bottom * d + f
        turned.append(Ruling(min(left, right), min(upper, lower), max(left, right), max(upper, lower)))
    return turned
