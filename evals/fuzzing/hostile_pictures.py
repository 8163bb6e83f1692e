"""Hostile pictures: sizes that are only claimed, frames without end, packed metadata."""

import io
import struct
import zlib
from collections.abc import Callable
from typing import Any

from evals.fuzzing.image_mutations import with_heic_size, with_jpeg_size, with_png_size
from evals.fuzzing.seeds import seed_documents

_SIDE = 31_623
"""Squared, just above 10^9 pixels."""


def _seed(kind: str) -> bytes:
    return seed_documents([kind], 1)[kind][0]


def _chunk(kind: bytes, content: bytes) -> bytes:
    return struct.pack(">I", len(content)) + kind + content + struct.pack(">I", zlib.crc32(kind + content))


def _png(width: int, height: int, *, rows: int = 0, more: bytes = b"") -> bytes:
    """A grey PNG of these sides with as many rows of zeros as `rows`."""
    packer = zlib.compressobj(1)
    data = b"".join(packer.compress(bytes(width + 1)) for _ in range(rows)) + packer.flush()
    header = struct.pack(">IIBBBBB", width, height, 8, 0, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + _chunk(b"IHDR", header) + more + _chunk(b"IDAT", data) + _chunk(b"IEND", b"")


def _tiff(entries: dict[int, tuple[int, int, int]], following: int = 0, tail: bytes = b"") -> bytes:
    """A TIFF of one directory, entries (kind, count, value) by tag; `following` is where the next directory is said to be."""
    rows = b"".join(struct.pack("<HHII", tag, *entry) for tag, entry in sorted(entries.items()))
    return b"II*\0" + struct.pack("<IH", 8, len(entries)) + rows + struct.pack("<I", following) + tail


def _tiff_sized(width: int, height: int, following: int = 0) -> bytes:
    entries = {256: (4, 1, width), 257: (4, 1, height), 258: (3, 1, 8), 259: (3, 1, 1), 262: (3, 1, 1), 277: (3, 1, 1)}
    entries |= {273: (4, 1, 200), 278: (4, 1, height), 279: (4, 1, 100)}
    return _tiff(entries, following, bytes(300))


def _tiff_in_pieces(width: int, height: int, pieces: dict[int, tuple[int, int, int]]) -> bytes:
    """A packed TIFF of these sides whose tiles or strips are told by `pieces`."""
    entries = {256: (4, 1, width), 257: (4, 1, height), 258: (3, 1, 8), 259: (3, 1, 8), 262: (3, 1, 1), 277: (3, 1, 1)}
    return _tiff(entries | pieces, 0, bytes(300) + zlib.compress(bytes(100)))


def _packed_text() -> bytes:
    return _chunk(b"zTXt", b"a\0\0" + zlib.compress(bytes(200_000_000), 1))


def _bmp(width: int, height: int, pixels_at: int = 54) -> bytes:
    header = struct.pack("<IiiHHIIiiII", 40, width, height, 1, 24, 0, 0, 0, 0, 0, 0)
    return b"BM" + struct.pack("<III", 1000, 0, pixels_at) + header + bytes(200)


def _white(width: int, height: int, mode: str = "L") -> bytes:
    from PIL import Image

    stream = io.BytesIO()
    picture: Any = Image.new(mode, (width, height), 255 if mode == "L" else 0)
    picture.save(stream, "PNG")
    return stream.getvalue()


def _noise() -> bytes:
    import numpy as np
    from PIL import Image

    pixels = np.random.default_rng(1).integers(0, 255, (400, 400), np.uint8)
    stream = io.BytesIO()
    Image.fromarray(pixels).save(stream, "PNG")
    return stream.getvalue()


PICTURES: dict[tuple[str, str], Callable[[], bytes]] = {
    ("claims-a-billion-pixels", "png"): lambda: with_png_size(_seed("png"), _SIDE, _SIDE),
    ("has-a-billion-pixels", "png"): lambda: _png(_SIDE, _SIDE, rows=_SIDE),
    ("claims-four-billion-by-four-billion", "png"): lambda: with_png_size(_seed("png"), 2**32 - 1, 2**32 - 1),
    ("claims-just-within-the-limit", "png"): lambda: _png(10_000, 11_999, rows=1),
    ("one-row-of-a-hundred-million", "png"): lambda: _png(100_000_000, 1, rows=1),
    ("one-pixel", "png"): lambda: _white(1, 1),
    ("no-pixels", "png"): lambda: with_png_size(_seed("png"), 0, 0),
    ("thin-strip", "png"): lambda: _white(1, 60_000),
    ("wide-strip", "png"): lambda: _white(60_000, 2),
    ("noise", "png"): _noise,
    ("packed-metadata", "png"): lambda: _png(9, 9, rows=9, more=_packed_text()),
    ("profile-of-a-gigabyte", "png"): lambda: _png(9, 9, rows=9, more=_chunk(b"iCCP", b"a\0\0" + zlib.compress(bytes(50_000_000), 1))),
    ("chunk-of-four-gigabytes", "png"): lambda: _seed("png")[:33] + b"\xff\xff\xff\xffIDAT",
    ("transparent", "png"): lambda: _white(300, 200, "RGBA"),
    ("claims-four-billion-pixels", "jpg"): lambda: with_jpeg_size(_seed("jpg"), 65_535, 65_535),
    ("without-pixels", "jpg"): lambda: _seed("jpg")[:200],
    ("claims-a-billion-pixels", "tif"): lambda: _tiff_sized(_SIDE, _SIDE),
    ("claims-four-billion-by-four-billion", "tif"): lambda: _tiff_sized(2**32 - 1, 2**32 - 1),
    ("frames-in-a-circle", "tif"): lambda: _tiff_sized(9, 9, following=8),
    ("entries-of-four-billion", "tif"): lambda: _tiff({256: (4, 2**32 - 1, 8), 257: (12, 2**31, 8), 273: (4, 2**30, 8)}),
    ("claims-a-tile-of-a-billion-pixels", "tif"): lambda: _tiff_in_pieces(100, 100, {322: (4, 1, 31_632), 323: (4, 1, 31_632), 324: (4, 1, 200), 325: (4, 1, 2**31 - 1)}),
    ("claims-strips-by-the-hundred-million", "tif"): lambda: _tiff_in_pieces(1, 100_000_000, {273: (4, 1, 200), 278: (4, 1, 1), 279: (4, 1, 100)}),
    ("claims-a-strip-of-four-gigabytes", "tif"): lambda: _tiff_in_pieces(100, 100, {273: (4, 1, 200), 278: (4, 1, 2**32 - 1), 279: (4, 1, 2**32 - 1)}),
    ("without-entries", "tif"): lambda: _tiff({}),
    ("claims-most-pixels", "webp"): lambda: _seed("webp")[:26] + struct.pack("<HH", 0x3FFF, 0x3FFF) + _seed("webp")[30:],
    ("claims-a-billion-pixels", "heic"): lambda: with_heic_size(_seed("heic"), _SIDE, _SIDE),
    ("claims-a-billion-pixels", "bmp"): lambda: _bmp(_SIDE, _SIDE),
    ("claims-pixels-behind-its-end", "bmp"): lambda: _bmp(100, 100, 2**32 - 1),
    ("claims-a-negative-side", "bmp"): lambda: _bmp(-9, -(2**31)),
    ("claims-most-pixels", "gif"): lambda: b"GIF89a" + struct.pack("<HHBBB", 65_535, 65_535, 0, 0, 0) + b"," + struct.pack("<HHHHBB", 0, 0, 65_535, 65_535, 0, 8) + b"\xff" * 99,
    ("claims-a-billion-pixels", "jp2"): lambda: b"\0\0\0\x0cjP  \r\n\x87\n\0\0\0\x14ftypjp2 \0\0\0\0jp2 \0\0\0\x2djp2h\0\0\0\x16ihdr" + struct.pack(">IIHBBBB", _SIDE, _SIDE, 1, 7, 7, 0, 0) + bytes(60),
}  # fmt: skip
