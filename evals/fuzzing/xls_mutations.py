"""Mutations of Excel 97-2003 workbooks: records of the workbook stream with other kinds, lengths and contents."""

from random import Random

from evals.fuzzing.byte_mutations import Mutation, change_integer, flip_bits

_BEGIN = b"\x09\x08\x10\x00\x00\x06\x05\x00"
"""A record BOF of BIFF8 that begins the globals of a workbook."""
_KINDS = (
    0x000A,
    0x00FC,
    0x00E5,
    0x007D,
    0x0208,
    0x00FD,
    0x0203,
    0x027E,
    0x00E0,
    0x041E,
    0x0085,
    0x003C,
    0x00BD,
    0x0006,
)
"""End, shared strings, merges, columns, rows, cells, styles, formats, sheets, continuations, formulas."""


def change_record(data: bytes, draw: Random) -> bytes:
    """A record of another kind, with another length, or with other contents."""
    places = _records(data)
    if not places:
        return flip_bits(data, draw)
    changed = bytearray(data)
    for at in draw.sample(places, min(len(places), draw.choice((1, 2, 8)))):
        length = int.from_bytes(data[at + 2 : at + 4], "little")
        match draw.randrange(4):
            case 0:
                changed[at : at + 2] = draw.choice(_KINDS).to_bytes(2, "little")
            case 1:
                changed[at + 2 : at + 4] = draw.choice((0, 1, length + 1, 8224, 0xFFFF)).to_bytes(2, "little")
            case _ if length:
                body = bytes(changed[at + 4 : at + 4 + length])
                changed[at + 4 : at + 4 + length] = change_integer(body, draw)[:length].ljust(length, b"\0")
            case _:
                pass
    return bytes(changed)


def repeat_record(data: bytes, draw: Random) -> bytes:
    """A record written over those that follow it, several times."""
    places = _records(data)
    if not places:
        return flip_bits(data, draw)
    at = draw.choice(places)
    record = data[at : at + 4 + int.from_bytes(data[at + 2 : at + 4], "little")]
    again = record * draw.choice((1, 3, 20))
    end = at + len(record)
    return data[:end] + again + data[end + len(again) :]


def _records(data: bytes) -> list[int]:
    """Where records begin, as far as they lie behind one another in the file."""
    places: list[int] = []
    at = data.find(_BEGIN)
    while 0 <= at < len(data) - 4 and len(places) < 5000:
        places.append(at)
        at += 4 + int.from_bytes(data[at + 2 : at + 4], "little")
    return places


XLS_MUTATIONS: tuple[Mutation, ...] = (change_record, change_record, repeat_record)
