"""What a file really is, told by its content; the extension only decides between readings of the same content."""

import codecs
import re
import zipfile
from pathlib import Path
from typing import Literal

from extractor.pages.intake import shown_name
from extractor.pages.package import ZIP_FAILURES, directory_bytes

Format = Literal[
    "pdf",
    "xlsx",
    "xlsb",
    "xls",
    "ods",
    "docx",
    "doc",
    "wps",
    "odt",
    "rtf",
    "word-xml",
    "excel-xml",
    "mht",
    "html",
    "csv",
    "text",
    "image",
    "ofd",
    "presentation",
    "encrypted",
    "zip",
    "archive",
    "ole",
    "binary",
]
"""A kind of content. "encrypted" is an Office file with a password; "zip", "archive", "ole" and "binary" are none we know."""

FORMAT_NAMES: dict[Format, str] = {
    "pdf": "PDF 文档",
    "xlsx": "Excel 工作簿（.xlsx）",
    "xlsb": "Excel 二进制工作簿（.xlsb）",
    "xls": "Excel 97-2003 工作簿（.xls）",
    "ods": "OpenDocument 表格（.ods）",
    "docx": "Word 文档（.docx）",
    "doc": "Word 97-2003 文档（.doc）",
    "wps": "WPS 文字文档（.wps）",
    "odt": "OpenDocument 文本（.odt）",
    "rtf": "RTF 文档（.rtf）",
    "word-xml": "Word XML 文档",
    "excel-xml": "Excel XML 表格",
    "mht": "单个文件网页（.mht）",
    "html": "网页（HTML）",
    "csv": "逗号分隔的文本（.csv）",
    "text": "纯文本",
    "image": "图片",
    "ofd": "OFD 版式文件",
    "presentation": "演示文稿",
    "encrypted": "加密的 Office 文件",
    "zip": "压缩包（.zip）",
    "archive": "压缩包（.rar、.7z 等）",
    "ole": "未知的 OLE 复合文件",
    "binary": "未知的二进制文件",
}

_HEAD_BYTES = 8192
_TEXT_SAMPLE_BYTES = 65536
_MAX_DIRECTORY_BYTES = 32 << 20
_MAGIC: tuple[tuple[bytes, Format], ...] = (
    (b"\x89PNG\r\n\x1a\n", "image"),
    (b"\xff\xd8\xff", "image"),
    (b"GIF87a", "image"),
    (b"GIF89a", "image"),
    (b"II*\x00", "image"),
    (b"MM\x00*", "image"),
    (b"\x00\x00\x00\x0cjP  ", "image"),
    (b"{\\rtf", "rtf"),
    (b"Rar!\x1a\x07", "archive"),
    (b"7z\xbc\xaf\x27\x1c", "archive"),
    (b"\x1f\x8b", "archive"),
    (b"BZh", "archive"),
    (b"\xfd7zXZ\x00", "archive"),
)
_OLE_MAGIC = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_ZIP_MAGIC = (b"PK\x03\x04", b"PK\x05\x06")
_BIFF_MAGIC = (b"\x09\x08\x10\x00\x00\x06", b"\x09\x08\x08\x00\x00\x05", b"\x09\x04\x06\x00", b"\x09\x02\x06\x00")
_HTML_START = re.compile(
    r"\s*(?:<\?xml[^>]*>\s*)?(?:<!--.*?-->\s*)*<(?:!doctype\s+html|html|head|body|table|meta)\b", re.I | re.S
)
_HTML_TABLE = re.compile(r"<table\b.*?(?:</table\s*>|\Z)", re.I | re.S)
_MHT_START = re.compile(r"\s*(?:From:|MIME-Version:|Content-Type:\s*multipart/related)", re.I)
_EXTENSION_FORMATS: dict[str, frozenset[Format]] = {
    ".pdf": frozenset({"pdf"}),
    ".xlsx": frozenset({"xlsx"}),
    ".xlsm": frozenset({"xlsx"}),
    ".xltx": frozenset({"xlsx"}),
    ".xlsb": frozenset({"xlsb"}),
    ".xls": frozenset({"xls"}),
    ".xlt": frozenset({"xls"}),
    ".et": frozenset({"xls", "xlsx"}),
    ".ods": frozenset({"ods"}),
    ".docx": frozenset({"docx"}),
    ".docm": frozenset({"docx"}),
    ".dotx": frozenset({"docx"}),
    ".doc": frozenset({"doc"}),
    ".dot": frozenset({"doc"}),
    ".wps": frozenset({"doc", "wps", "docx"}),
    ".odt": frozenset({"odt"}),
    ".rtf": frozenset({"rtf"}),
    ".html": frozenset({"html", "text"}),
    ".htm": frozenset({"html", "text"}),
    ".mht": frozenset({"mht"}),
    ".mhtml": frozenset({"mht"}),
    ".csv": frozenset({"csv"}),
    ".tsv": frozenset({"text"}),
    ".txt": frozenset({"text", "html"}),
    ".md": frozenset({"text", "html"}),
    ".ofd": frozenset({"ofd"}),
    ".jpg": frozenset({"image"}),
    ".jpeg": frozenset({"image"}),
    ".png": frozenset({"image"}),
    ".bmp": frozenset({"image"}),
    ".gif": frozenset({"image"}),
    ".tif": frozenset({"image"}),
    ".tiff": frozenset({"image"}),
    ".webp": frozenset({"image"}),
}


def sniff_format(path: Path) -> Format:
    """The format of an existing file: magic bytes, then zip members or OLE streams, then the shape of its text.

    Raises:
        OSError: the file cannot be read.
    """
    with path.open("rb") as stream:
        head = stream.read(_TEXT_SAMPLE_BYTES)
    if head.startswith(_ZIP_MAGIC):
        return _zip_format(path)
    if head.startswith(_OLE_MAGIC):
        return _ole_format(path)
    if head.startswith(_BIFF_MAGIC):
        return "xls"
    if b"%PDF-" in head[:1024]:
        return "pdf"
    for magic, kind in _MAGIC:
        if head.startswith(magic):
            return kind
    if _is_other_image(head):
        return "image"
    return _text_format(head, path.suffix.lower())


def mislabelled(path: Path, kind: Format) -> str | None:
    """The Chinese message when the extension promises something else than the content is, else `None`."""
    promised = _EXTENSION_FORMATS.get(path.suffix.lower())
    if promised is None or kind in promised or kind == "encrypted":
        return None
    return f"文件“{shown_name(path)}”的扩展名是 {path.suffix.lower()}，内容却是{FORMAT_NAMES[kind]}，已按实际内容处理。"


def _is_other_image(head: bytes) -> bool:
    if head[:4] == b"RIFF" and head[8:12] == b"WEBP":
        return True
    if head[4:8] == b"ftyp" and head[8:12] in (b"heic", b"heix", b"mif1", b"avif"):
        return True
    return head[:2] == b"BM" and head[6:10] == b"\x00\x00\x00\x00" and len(head) > 54


def _zip_format(path: Path) -> Format:
    if directory_bytes(path) > _MAX_DIRECTORY_BYTES:
        return _broken_zip_format(path)
    try:
        with zipfile.ZipFile(path) as archive:
            names = {name.lstrip("/").lower() for name in archive.namelist()}
            kind = _declared_type(archive) if "mimetype" in names else ""
    except (*ZIP_FAILURES, KeyError, OSError):
        return _broken_zip_format(path)
    if "word/document.xml" in names or any(re.fullmatch(r"word/document\d*\.xml", name) for name in names):
        return "docx"
    if "xl/workbook.xml" in names:
        return "xlsx"
    if "xl/workbook.bin" in names:
        return "xlsb"
    if "ppt/presentation.xml" in names:
        return "presentation"
    if "ofd.xml" in names:
        return "ofd"
    if kind.startswith("application/vnd.oasis.opendocument.spreadsheet"):
        return "ods"
    if kind.startswith("application/vnd.oasis.opendocument.text"):
        return "odt"
    return "zip"


def _declared_type(archive: zipfile.ZipFile) -> str:
    with archive.open("mimetype") as stream:
        return stream.read(100).decode("ascii", "replace")


def _broken_zip_format(path: Path) -> Format:
    """A truncated (or oversized) package is what its extension says: the reader of that format then says what is wrong with it."""
    by_extension: dict[str, Format] = {".docx": "docx", ".docm": "docx", ".ods": "ods", ".odt": "odt"}
    by_extension |= {".xlsx": "xlsx", ".xlsm": "xlsx", ".xlsb": "xlsb", ".ofd": "ofd"}
    return by_extension.get(path.suffix.lower(), "zip")


def _ole_format(path: Path) -> Format:
    from extractor.pages.ole import stream_names

    names = stream_names(path)
    if "encryptedpackage" in names:
        return "encrypted"
    if "workbook" in names or "book" in names:
        return "xls"
    if "worddocument" in names:
        return "wps" if path.suffix.lower() == ".wps" else "doc"
    if "powerpoint document" in names:
        return "presentation"
    by_extension: dict[str, Format] = {".doc": "doc", ".wps": "wps", ".xls": "xls", ".et": "xls"}
    return by_extension.get(path.suffix.lower(), "ole") if not names else "ole"


def _looks_like_text(head: bytes) -> bool:
    """Whether bytes can be text in some encoding: byte order mark, UTF-16 without one, or no control characters."""
    if head.startswith((codecs.BOM_UTF8, codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return True
    if b"\x00" in head:
        from extractor.pages.encodings import utf16_without_mark

        return utf16_without_mark(head) is not None
    control = sum(head.count(bytes([code])) for code in range(32) if code not in (9, 10, 11, 12, 13, 26, 27))
    return control * 200 <= len(head)


def _text_format(head: bytes, extension: str) -> Format:
    if not _looks_like_text(head):
        return "binary"
    from extractor.pages.encodings import rough_text

    text = rough_text(head)
    if _MHT_START.match(text) and "multipart/related" in text[:_HEAD_BYTES].lower():
        return "mht"
    start = text.lstrip("\ufeff \t\r\n")[:_HEAD_BYTES]
    if (
        start.startswith("<")
        and "urn:schemas-microsoft-com:office:spreadsheet" in start
        and "<html" not in start.lower()
    ):
        return "excel-xml"
    if start.startswith("<?xml") and (
        "schemas.microsoft.com/office/word/2003/wordml" in start or "xmlPackage" in start
    ):
        return "word-xml"
    if _HTML_START.match(text.lstrip("\ufeff")) or _mostly_table(text):
        return "html"
    return "csv" if extension == ".csv" else "text"


def _mostly_table(text: str) -> bool:
    """Whether HTML tables make up most of a text (what recognisers write into Markdown, or a pasted web page)."""
    tables = sum(len(found) for found in _HTML_TABLE.findall(text) if re.search(r"<t[dh]\b", found, re.I))
    return tables * 2 > len(text)
