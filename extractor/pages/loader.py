"""One entrance for every format: checks the file, tells what it is, and hands it to the backend that reads it."""

import importlib
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import cast

from extractor.errors import UnreadableDocument
from extractor.pages.formats import FORMAT_NAMES, Format, mislabelled, sniff_format
from extractor.pages.intake import access_error, check_file, sha256_of, shown_name
from extractor.pages.page import Page, PrintedPage, TextPage
from extractor.problems import Category, Problem
from extractor.settings import PageLimits, Settings

__all__ = ["Format", "read_pages", "sha256_of", "sniff_format"]

_Backend = Callable[[Path, PageLimits], Iterator[Page | Problem]]

BACKENDS: dict[Format, tuple[str, str]] = {
    "pdf": ("extractor.pages.backends.pdf", "read_pdf"),
    "xlsx": ("extractor.pages.backends.workbook_xlsx", "read_xlsx"),
    "xls": ("extractor.pages.backends.workbook_xls", "read_xls"),
    "ods": ("extractor.pages.backends.workbook_ods", "read_ods"),
    "docx": ("extractor.pages.backends.document", "read_docx"),
    "html": ("extractor.pages.backends.html", "read_html"),
    "mht": ("extractor.pages.backends.html", "read_mht"),
    "csv": ("extractor.pages.backends.text", "read_csv"),
    "text": ("extractor.pages.backends.text", "read_text"),
    "doc": ("extractor.pages.backends.office_converter", "read_doc"),
    "wps": ("extractor.pages.backends.office_converter", "read_wps"),
    "rtf": ("extractor.pages.backends.office_converter", "read_rtf"),
    "word-xml": ("extractor.pages.backends.office_converter", "read_word_xml"),
    "odt": ("extractor.pages.backends.office_converter", "read_odt"),
    "xlsb": ("extractor.pages.backends.office_converter", "read_xlsb"),
    "excel-xml": ("extractor.pages.backends.office_converter", "read_excel_xml"),
    "image": ("extractor.pages.backends.image", "read_image"),
}
"""The module and function that reads each format; imported when the first such file is read."""

_REFUSALS: dict[Format, tuple[Category, str]] = {
    "ofd": ("unsupported", "是 OFD 版式文件，目前不能读取；请用 OFD 阅读器导出为 PDF 后重试。"),
    "presentation": ("unsupported", "是演示文稿，目前不能读取；请另存为 PDF 后重试。"),
    "encrypted": ("encrypted", "有密码，读不到内容；请先去除密码并另存后重试。"),
    "zip": ("unsupported", "是压缩包；请解压后读取其中的文件。"),
    "archive": ("unsupported", "是压缩包；请解压后读取其中的文件。"),
    "ole": ("unsupported", "是认不出类型的 OLE 复合文件；请用原软件打开，另存为 PDF、Word 或 Excel 文件后重试。"),
    "binary": ("unsupported", "是认不出类型的二进制文件；请提供 PDF、Word、Excel、网页或文本文件。"),
}
"""Why a format is not read, and what to do."""


def read_pages(path: Path, settings: Settings) -> Iterator[Page | Problem]:
    """The pages of a document in order, and between them what could not be read or was left out on purpose.

    Nothing is opened before the first item is asked for; pages are read as they are asked for.

    Raises:
        UnreadableDocument: missing, empty, truncated, encrypted, corrupt, of an unknown format or encoding.
        LimitExceeded: larger than the limits in the settings.
        ConverterMissing: an old Office format, and LibreOffice is not installed.
    """
    limits = settings.limits
    check_file(path, limits)
    try:
        kind = sniff_format(path)
        message = mislabelled(path, kind)
        if message is not None:
            yield Problem(stage="pages", category="mislabelled", severity="notice", message=message)
        if kind in _REFUSALS:
            category, reason = _REFUSALS[kind]
            raise UnreadableDocument(category, f"文件“{shown_name(path)}”{reason}")
        yield from _noting_emptiness(path, kind, _backend(kind)(path, limits))
    except OSError as error:
        raise access_error(path, error) from error


def _backend(kind: Format) -> _Backend:
    module, function = BACKENDS[kind]
    return cast(_Backend, getattr(importlib.import_module(module), function))


def _noting_emptiness(path: Path, kind: Format, items: Iterator[Page | Problem]) -> Iterator[Page | Problem]:
    """Passes everything on; a document that yields neither text nor an error gets a problem that says so."""
    silent = True
    for item in items:
        silent = silent and not _says_something(item)
        yield item
    if silent:
        yield Problem(
            stage="pages",
            category="empty",
            message=f"文件“{shown_name(path)}”（{FORMAT_NAMES[kind]}）里没有可读的文字，请检查是否导出了空文件。",
        )


def _says_something(item: Page | Problem) -> bool:
    """Whether an item is an error or shows text. Printed pages speak for themselves: their backend notes missing text."""
    if isinstance(item, Problem):
        return item.severity == "error"
    if isinstance(item, PrintedPage):
        return True
    if isinstance(item, TextPage):
        return any(line.text.strip() for line in item.lines)
    return bool(item.blocks)
