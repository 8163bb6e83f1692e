"""Mutations of pictures: sizes that headers claim, parts of the container missing, repeated or lengthened."""

import struct
import zlib
from collections.abc import Callable
from random import Random

from evals.fuzzing.byte_mutations import Mutation, cut_tail, flip_bits

_SIDES = (0, 1, 7, 65535, 31623, 100_000, 2**31 - 1, 2**32 - 1)
"""31623 squared is just above 10^9 pixels."""


def claim_size(data: bytes, draw: Random) -> bytes:
    """A header that claims other sides than there are pixels for."""
    sides = draw.choice(_SIDES), draw.choice(_SIDES)
    if data.startswith(b"\x89PNG"):
        return with_png_size(data, *sides)
    if data.startswith(b"\xff\xd8"):
        return with_jpeg_size(data, *(side & 0xFFFF for side in sides))
    if data[:4] in (b"II*\0", b"MM\0*"):
        return _with_tiff_entry(data, draw.choice((256, 257, 258, 259, 277, 278, 273, 279)), sides[0])
    if data[:4] == b"RIFF":
        return data[:26] + struct.pack("<HH", sides[0] & 0x3FFF, sides[1] & 0x3FFF) + data[30:]
    return with_heic_size(data, *sides)


def with_png_size(data: bytes, width: int, height: int) -> bytes:
    """A PNG that claims these sides, its check sum right."""
    header = b"IHDR" + struct.pack(">II", width, height) + data[24:29]
    return data[:12] + header + struct.pack(">I", zlib.crc32(header)) + data[33:]


def with_jpeg_size(data: bytes, width: int, height: int) -> bytes:
    """A JPEG whose frame header claims these sides."""
    for marker in (b"\xff\xc0", b"\xff\xc2"):
        at = data.find(marker)
        if at >= 0:
            return data[: at + 5] + struct.pack(">HH", height, width) + data[at + 9 :]
    return data


def with_heic_size(data: bytes, width: int, height: int) -> bytes:
    """A HEIC file whose property of the size claims these sides."""
    at = data.find(b"ispe")
    return data if at < 0 else data[: at + 8] + struct.pack(">II", width, height) + data[at + 16 :]


def _with_tiff_entry(data: bytes, tag: int, value: int) -> bytes:
    order = "<" if data[:2] == b"II" else ">"
    (at,) = struct.unpack_from(order + "I", data, 4)
    if at + 2 > len(data):
        return data
    (count,) = struct.unpack_from(order + "H", data, at)
    for entry in range(at + 2, min(at + 2 + 12 * count, len(data) - 12), 12):
        if struct.unpack_from(order + "H", data, entry)[0] == tag:
            return data[: entry + 2] + struct.pack(order + "HII", 4, 1, value) + data[entry + 12 :]
    return data


def change_chunk(data: bytes, draw: Random) -> bytes:
    """A chunk of a PNG, a segment of a JPEG, a box or a directory entry: dropped, repeated or with another length."""
    places = _chunks(data)
    if len(places) < 2:
        return flip_bits(data, draw)
    number = draw.randrange(len(places) - 1)
    start, end = places[number], places[number + 1]
    match draw.randrange(3):
        case 0:
            return data[:start] + data[end:]
        case 1:
            return data[:end] + data[start:end] * draw.choice((1, 50)) + data[end:]
        case _:
            return data[:start] + draw.randbytes(4) + data[start + 4 :]


def _chunks(data: bytes) -> list[int]:
    if data.startswith(b"\x89PNG"):
        return _run(data, 8, lambda at: 12 + int.from_bytes(data[at : at + 4], "big"))
    if data.startswith(b"\xff\xd8"):
        return _run(data, 2, lambda at: 2 + int.from_bytes(data[at + 2 : at + 4], "big"))
    if data[4:8] == b"ftyp":
        return _run(data, 0, lambda at: max(8, int.from_bytes(data[at : at + 4], "big")))
    return list(range(8, len(data), 12))


def _run(data: bytes, at: int, length: Callable[[int], int]) -> list[int]:
    places: list[int] = []
    while at < len(data) and len(places) < 500:
        places.append(at)
        at += length(at)
    return places


def no_pixels(data: bytes, draw: Random) -> bytes:
    """Cut just behind the header."""
    return data[: draw.randrange(8, max(9, min(len(data), 120)))]


IMAGE_MUTATIONS: tuple[Mutation, ...] = (claim_size, claim_size, change_chunk, change_chunk, no_pixels, cut_tail)
