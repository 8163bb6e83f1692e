"""Which encoding a Chinese text file is in: UTF-8, UTF-16, GBK/GB18030, and Big5 when the characters speak for it."""

import codecs
import re
from typing import NamedTuple

_SAMPLE = 20000
_CHARSET = re.compile(rb"<(?:meta|\?xml)[^>]{0,300}?(?:charset|encoding)\s*=\s*[\"']?\s*([A-Za-z0-9_\-]+)", re.I)
_CJK_MARKS = frozenset("，。、；：？！“”‘’（）《》【】—…·％≥≤×÷±￥－～①②③④⑤⑥⑦⑧⑨⑩℃√□■☑　")
_TOLERATED_SHARE = 0.001
"""Undecodable bytes per byte that are reported and left out instead of refusing the file."""


class DecodedText(NamedTuple):
    """A text, its encoding, and how many places could not be decoded (they read U+FFFD)."""

    text: str
    encoding: str
    undecodable: int


def utf16_without_mark(data: bytes) -> str | None:
    """ "utf-16-le" or "utf-16-be" when bytes without a byte order mark are UTF-16 text, else `None`."""
    sample = data[: _SAMPLE - _SAMPLE % 2]
    if len(sample) % 2:
        sample = sample[:-1]
    best: tuple[float, str] = (0.0, "")
    for encoding in ("utf-16-le", "utf-16-be"):
        text = sample.decode(encoding, "replace")
        if text:
            best = max(best, (sum(_is_plausible(one) for one in text) / len(text), encoding))
    return best[1] if best[0] >= 0.9 else None


def _is_plausible(character: str) -> bool:
    code = ord(character)
    return (
        0x20 <= code < 0x7F
        or character in "\t\r\n"
        or 0x4E00 <= code <= 0x9FA5
        or character in _CJK_MARKS
        or 0xFF00 < code < 0xFF5F
    )


def rough_text(head: bytes) -> str:
    """The beginning of a file as text, good enough to recognise mark-up in it."""
    for mark, encoding in (
        (codecs.BOM_UTF8, "utf-8"),
        (codecs.BOM_UTF16_LE, "utf-16-le"),
        (codecs.BOM_UTF16_BE, "utf-16-be"),
    ):
        if head.startswith(mark):
            return head[len(mark) :].decode(encoding, "replace")
    if b"\x00" in head:
        return head.decode(utf16_without_mark(head) or "latin-1", "replace")
    return head.decode("utf-8", "replace")


def decode_text(data: bytes) -> DecodedText | None:
    """The text of a file; `None` when no encoding fits.

    Tried in this order: byte order mark, UTF-16 by its pattern, UTF-8, the charset an HTML file declares, GB18030
    (which contains GBK and GB2312) against Big5 by the share of everyday characters. A few damaged places
    (up to one byte in a thousand) are tolerated and counted.
    """
    for mark, encoding in (
        (codecs.BOM_UTF8, "utf-8"),
        (codecs.BOM_UTF16_LE, "utf-16-le"),
        (codecs.BOM_UTF16_BE, "utf-16-be"),
    ):
        if data.startswith(mark):
            return _decoded(data[len(mark) :], encoding)
    if b"\x00" in data[:_SAMPLE]:
        unmarked = utf16_without_mark(data)
        return _decoded(data, unmarked) if unmarked else None
    strict = _strictly(data, ("utf-8", *_declared(data)))
    if strict is not None:
        return strict
    chosen = _gb_or_big5(data)
    if chosen is not None:
        return chosen
    return _decoded(data, "utf-8") or _tolerant_gb(data)


def _strictly(data: bytes, encodings: tuple[str, ...]) -> DecodedText | None:
    for encoding in encodings:
        try:
            return DecodedText(data.decode(encoding), encoding, 0)
        except (UnicodeDecodeError, LookupError):
            continue
    return None


def _declared(data: bytes) -> tuple[str, ...]:
    found = _CHARSET.search(data[:4096])
    if found is None:
        return ()
    name = found.group(1).decode("ascii").lower()
    if name in ("gb2312", "gbk", "gb_2312-80", "x-gbk"):
        return ("gb18030",)
    # A declared charset in which every byte is a character proves nothing about Chinese text.
    return (name,) if name in ("big5", "big5-hkscs", "utf-16", "gb18030") else ()


def _decoded(data: bytes, encoding: str) -> DecodedText | None:
    text = data.decode(encoding, "replace")
    bad = text.count("\ufffd")
    return DecodedText(text, encoding, bad) if bad <= len(data) * _TOLERATED_SHARE else None


def _tolerant_gb(data: bytes) -> DecodedText | None:
    decoded = _decoded(data, "gb18030")
    return decoded if decoded is not None and _everyday_share(decoded.text, "gb2312", 0xB0A1, 0xD7F9) >= 0.5 else None


def _gb_or_big5(data: bytes) -> DecodedText | None:
    candidates: list[tuple[float, DecodedText]] = []
    for encoding, level, first, last in (("gb18030", "gb2312", 0xB0A1, 0xD7F9), ("big5", "big5", 0xA440, 0xC67E)):
        decoded = _strictly(data, (encoding,))
        if decoded is not None:
            candidates.append((_everyday_share(decoded.text, level, first, last), decoded))
    good = [one for one in candidates if one[0] >= 0.5]
    return max(good, key=lambda one: one[0])[1] if good else None


def _everyday_share(text: str, level: str, first: int, last: int) -> float:
    """The share of a text's non-ASCII characters that are everyday ones of the encoding, or Chinese punctuation."""
    foreign = [one for one in text[:_SAMPLE] if ord(one) > 0x7F]
    if not foreign:
        return 0.0
    everyday = 0
    for one in foreign:
        if one in _CJK_MARKS or 0xFF00 < ord(one) < 0xFF5F:
            everyday += 1
            continue
        try:
            code = int.from_bytes(one.encode(level), "big")
        except UnicodeEncodeError:
            continue
        everyday += first <= code <= last
    return everyday / len(foreign)
