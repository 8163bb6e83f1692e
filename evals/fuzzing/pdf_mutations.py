"""Mutations of PDF files that keep them openable: objects, streams, cross references, names."""

import re
import zlib
from random import Random

from evals.fuzzing.byte_mutations import BYTE_MUTATIONS, Mutation, change_number

_OBJECT = re.compile(rb"(\d+) 0 obj\b.*?\bendobj", re.S)
# looked for behind "obj" only and not far: from each << on, a hundred thousand nested ones would take hours
_STREAM = re.compile(rb"(?<=obj)((?:(?!obj|stream).){0,4000}?>>)\s*stream\r?\n(.*?)\r?\nendstream", re.S)
_REFERENCE = re.compile(rb"\b(\d+) 0 R\b")
_NAME = re.compile(rb"/[A-Za-z]+")
_OPERATORS = (
    b"q",
    b"Q",
    b"BT",
    b"ET",
    b"cm",
    b"Tm",
    b"re",
    b"l",
    b"m",
    b"S",
    b"f",
    b"W n",
    b"Do",
    b"Tj",
    b"TJ",
    b"Tf",
    b"EI",
)
_ACTIONS = (
    b"/OpenAction<</S/JavaScript/JS(app.alert(1))>>",
    b"/OpenAction<</S/Launch/F(/bin/sh)/Win<</F(cmd.exe)>>>>",
    b"/AA<</O<</S/URI/URI(http://127.0.0.1:9/)>>>>",
    b"/Names<</EmbeddedFiles<</Names[(../../x.exe)<</EF<</F 1 0 R>>/F(../../x.exe)>>]>>>>",
    b"/AcroForm<</XFA 1 0 R/Fields[1 0 R 1 0 R]>>",
    b"/Annots[<</Subtype/RichMedia/A<</S/Launch/F(x)>>/Rect[0 0 1e9 1e9]>>]",
)


def drop_object(data: bytes, draw: Random) -> bytes:
    """An object gone, with the references to it left."""
    found = list(_OBJECT.finditer(data))
    if not found:
        return data
    one = draw.choice(found)
    return data[: one.start()] + data[one.end() :]


def exchange_objects(data: bytes, draw: Random) -> bytes:
    """Two objects with each other's numbers."""
    found = list(_OBJECT.finditer(data))
    if len(found) < 2:
        return data
    first, second = sorted(draw.sample(found, 2), key=lambda one: one.start())
    return data[: first.start(1)] + second[1] + data[first.end(1) : second.start(1)] + first[1] + data[second.end(1) :]


def bend_reference(data: bytes, draw: Random) -> bytes:
    """References that lead elsewhere: to themselves, in circles, to nothing."""
    found = list(_REFERENCE.finditer(data))
    if not found:
        return data
    numbers = [one[1] for one in found] + [b"0", b"99999999", b"1"]
    for one in sorted(draw.sample(found, min(len(found), draw.choice((1, 1, 3)))), key=lambda at: -at.start()):
        data = data[: one.start(1)] + draw.choice(numbers) + data[one.end(1) :]
    return data


def exchange_names(data: bytes, draw: Random) -> bytes:
    """A name where another is expected: types, filters, keys."""
    found = list(_NAME.finditer(data))
    if len(found) < 2:
        return data
    one, other = draw.choice(found), draw.choice(found)
    return data[: one.start()] + other[0] + data[one.end() :]


def edit_stream(data: bytes, draw: Random) -> bytes:
    """The unpacked text of a stream edited and packed again, with its length told or left wrong."""
    found = [one for one in _STREAM.finditer(data) if b"FlateDecode" in one[1]]
    if not found:
        return data
    one = draw.choice(found)
    try:
        plain = zlib.decompress(one[2])
    except zlib.error:
        return data
    edit = draw.choice((_swap_operators, _repeat_operators, change_number, *BYTE_MUTATIONS))
    packed = zlib.compress(edit(plain or b" ", draw))
    about = one[1] if draw.random() < 0.3 else re.sub(rb"/Length \d+", b"/Length %d" % len(packed), one[1])
    return data[: one.start()] + about + b"\nstream\n" + packed + b"\nendstream" + data[one.end() :]


def _swap_operators(plain: bytes, draw: Random) -> bytes:
    words = plain.split(b" ")
    for _ in range(draw.choice((1, 5, 50))):
        words[draw.randrange(len(words))] = draw.choice(_OPERATORS)
    return b" ".join(words)


def _repeat_operators(plain: bytes, draw: Random) -> bytes:
    return draw.choice((b"q ", b"BT ", b"[", b"<<", b"(", b"/F0 1e9 Tf ", b"1e-9 0 0 1e9 0 0 cm ")) * 5000 + plain


def damage_xref(data: bytes, draw: Random) -> bytes:
    """Offsets of the table of objects, or the pointer to it, wrong."""
    start = data.rfind(b"xref\n", 0, max(0, data.rfind(b"startxref")))
    if start < 0 or draw.random() < 0.3:
        return re.sub(rb"startxref\s+\d+", b"startxref\n%d" % draw.choice((0, 1, len(data), 10**12)), data)
    return data[:start] + change_number(data[start:], draw)


def nest(data: bytes, draw: Random) -> bytes:
    """A value of an object inside thousands of arrays or dictionaries."""
    found = list(re.finditer(rb"/[A-Za-z]+\s*(\d+)\b(?! 0 R)", data))
    if not found:
        return data
    one, depth = draw.choice(found), draw.choice((50, 600, 100_000))
    opened, closed = draw.choice(((b"[", b"]"), (b"<</K ", b">>")))
    return data[: one.start(1)] + opened * depth + one[1] + closed * depth + data[one.end(1) :]


def add_action(data: bytes, draw: Random) -> bytes:
    """Scripts, launches, attachments and links in the catalogue or on a page."""
    found = list(re.finditer(rb"/Type\s*/(?:Catalog|Page)\b", data))
    if not found:
        return data
    one = draw.choice(found)
    return data[: one.end()] + draw.choice(_ACTIONS) + data[one.end() :]


def add_objects(data: bytes, draw: Random) -> bytes:
    """Thousands of objects that nothing needs, behind the end."""
    count = draw.choice((100, 5000))
    return data + b"".join(b"%d 0 obj\n<</K %d 0 R>>\nendobj\n" % (at, at - 1) for at in range(1, count))


def append_trailer(data: bytes, draw: Random) -> bytes:
    """An update whose older table is itself, its root something else."""
    at = len(data)
    root = draw.randrange(1, 30)
    previous = draw.choice((at, 0, at + 5))
    return data + b"xref\n0 0\ntrailer\n<</Root %d 0 R/Size 3/Prev %d>>\nstartxref\n%d\n%%%%EOF" % (root, previous, at)


PDF_MUTATIONS: tuple[Mutation, ...] = (
    drop_object,
    exchange_objects,
    bend_reference,
    exchange_names,
    edit_stream,
    edit_stream,
    damage_xref,
    nest,
    add_action,
    add_objects,
    append_trailer,
)
"""`edit_stream` twice: most of what a page says is there."""
