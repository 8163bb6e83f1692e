"""Mutations that know nothing of the format: what bad disks, cut downloads and careless programs do to bytes."""

from collections.abc import Callable
from random import Random

Mutation = Callable[[bytes, Random], bytes]
"""Another document made from one; the same for the same draw."""

_NUMBERS = (b"0", b"-1", b"1", b"255", b"65535", b"65536", b"2147483647", b"4294967295", b"-2147483648", b"1e308")
_NUMBERS_MORE = (b"999999999999", b"0.0000001", b"9" * 40)
_EDGES = (0, 1, 0x7F, 0x80, 0xFF)


def flip_bits(data: bytes, draw: Random) -> bytes:
    """A few bits flipped, anywhere."""
    changed = bytearray(data)
    for _ in range(draw.choice((1, 4, 32))):
        changed[draw.randrange(len(changed))] ^= 1 << draw.randrange(8)
    return bytes(changed)


def set_bytes(data: bytes, draw: Random) -> bytes:
    """A run of bytes replaced by edge values or noise."""
    changed = bytearray(data)
    at = draw.randrange(len(changed))
    run = draw.choice((1, 2, 4, 8, 64))
    value = draw.choice(_EDGES)
    noise = draw.randbytes(run) if draw.random() < 0.5 else bytes([value]) * run
    changed[at : at + run] = noise
    return bytes(changed)


def cut_tail(data: bytes, draw: Random) -> bytes:
    """The end lost, as of a download that broke off."""
    return data[: draw.randrange(1, len(data) + 1)]


def cut_middle(data: bytes, draw: Random) -> bytes:
    """A piece lost from within."""
    at, run = draw.randrange(len(data)), draw.choice((1, 16, 512, 4096))
    return data[:at] + data[at + run :] or b"\0"


def repeat_piece(data: bytes, draw: Random) -> bytes:
    """A piece there several times."""
    at, run = draw.randrange(len(data)), draw.choice((1, 16, 256, 2048))
    return data[:at] + data[at : at + run] * draw.choice((2, 3, 50)) + data[at + run :]


def swap_pieces(data: bytes, draw: Random) -> bytes:
    """Two pieces exchanged."""
    first, second = sorted(draw.randrange(len(data)) for _ in range(2))
    run = min(draw.choice((4, 64, 1024)), second - first)
    if not run:
        return data[::-1]
    changed = bytearray(data)
    changed[first : first + run], changed[second : second + run] = (
        data[second : second + run],
        data[first : first + run],
    )
    return bytes(changed)


def zero_block(data: bytes, draw: Random) -> bytes:
    """A block of a disk that was never written."""
    at = draw.randrange(len(data)) // 512 * 512
    run = draw.choice((512, 4096))
    return data[:at] + bytes(min(run, len(data) - at)) + data[at + run :]


def change_number(data: bytes, draw: Random) -> bytes:
    """A decimal number in the text of the file replaced by an unlikely one."""
    import re

    places = [one.span() for one in re.finditer(rb"-?\d+(?:\.\d+)?", data)]
    if not places:
        return flip_bits(data, draw)
    changed = data
    for start, end in sorted(draw.sample(places, min(len(places), draw.choice((1, 1, 5)))), reverse=True):
        changed = changed[:start] + draw.choice((*_NUMBERS, *_NUMBERS_MORE)) + changed[end:]
    return changed


def change_integer(data: bytes, draw: Random) -> bytes:
    """A binary integer of 2, 4 or 8 bytes, either end first, set to an edge value."""
    width = draw.choice((2, 4, 8))
    at = draw.randrange(max(1, len(data) - width))
    value = draw.choice((0, 1, (1 << (8 * width)) - 1, 1 << (8 * width - 1), (1 << (8 * width - 1)) - 1, len(data)))
    value &= (1 << (8 * width)) - 1
    return data[:at] + value.to_bytes(width, draw.choice(("little", "big"))) + data[at + width :]


BYTE_MUTATIONS: tuple[Mutation, ...] = (
    flip_bits,
    set_bytes,
    cut_tail,
    cut_middle,
    repeat_piece,
    swap_pieces,
    zero_block,
    change_number,
    change_integer,
)
