"""Mutations of Office files: parts edited inside the package, entities, links outside, names that climb."""

import io
import re
import zipfile
import zlib
from random import Random

from evals.fuzzing.byte_mutations import BYTE_MUTATIONS, Mutation, change_number

_TAG = re.compile(rb"<[^<>?!]+>")
_ATTRIBUTE = re.compile(rb'([\w:]+)="([^"]*)"')
_VALUES = (
    b"",
    b"-1",
    b"0",
    b"1048577",
    b"4294967296",
    b"9" * 30,
    b"XFD1048576",
    b"A0",
    b"ZZZZZZ9",
    b"A1:XFD1048576",
    b"\xff",
)
_NAMES = ("../../../etc/cron.d/x", "/etc/passwd", "C:\\windows\\x", "a/../../b", "x" * 3000, "xl/\x01.xml", "", "con")
_ENTITIES = (
    b'<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;&a;&a;">'
    b'<!ENTITY c "&b;&b;&b;&b;&b;&b;&b;&b;&b;&b;"><!ENTITY d "&c;&c;&c;&c;&c;&c;&c;&c;&c;&c;">]>'
)
_OUTSIDE = (
    b'<Relationship Id="rId1" TargetMode="External" Type="http://x/worksheet" Target="http://127.0.0.1:9/a.xml"/>',
    b'<Relationship Id="rId1" Type="http://x/worksheet" Target="../../../../../../etc/passwd"/>',
    b'<Relationship Id="rId1" Type="http://x/worksheet" Target="file:///etc/passwd"/>',
    b'<Relationship Id="rId1" Type="http://x/worksheet" Target="workbook.xml"/>',
)


def edit_part(data: bytes, draw: Random) -> bytes:
    """A part changed as XML or as bytes, the package whole."""
    members = _members(data)
    if not members:
        return data
    name = draw.choice([*members, *(one for one in members if "sheet1" in one or "document.xml" in one)])
    edits = (_change_attribute, _change_attribute, _drop_tag, _repeat_tag, _nest_tags, change_number, *BYTE_MUTATIONS)
    members[name] = draw.choice(edits)(members[name] or b" ", draw)
    return _packed(members)


def drop_part(data: bytes, draw: Random) -> bytes:
    """A part gone."""
    members = _members(data)
    if len(members) < 2:
        return data
    del members[draw.choice(list(members))]
    return _packed(members)


def exchange_parts(data: bytes, draw: Random) -> bytes:
    """A part with the content of another."""
    members = _members(data)
    if len(members) < 2:
        return data
    one, other = draw.sample(list(members), 2)
    members[one] = members[other]
    return _packed(members)


def add_entities(data: bytes, draw: Random) -> bytes:
    """Entities that grow to gigabytes in a part."""
    members = _members(data)
    if not members:
        return data
    name = draw.choice(list(members))
    head, mark, rest = members[name].partition(b"?>")
    body = _TAG.sub(lambda found: found[0] + b"&d;", rest or head, count=2)
    members[name] = (head + mark if rest else b"") + _ENTITIES + body
    return _packed(members)


def link_outside(data: bytes, draw: Random) -> bytes:
    """Relationships that lead out of the package."""
    members = _members(data)
    links = [name for name in members if name.endswith(".rels")]
    if not links:
        return data
    name = draw.choice(links)
    members[name] = _TAG.sub(
        lambda one: draw.choice(_OUTSIDE) if b"<Relationship " in one[0] else one[0], members[name]
    )
    return _packed(members)


def climbing_name(data: bytes, draw: Random) -> bytes:
    """Members whose names lead out of the folder they might be unpacked to, or are none."""
    members = _members(data)
    for name in draw.sample(_NAMES, 3):
        members[name] = b"x" * draw.choice((0, 10))
    if draw.random() < 0.5:
        victim = draw.choice(list(members))
        members[draw.choice(_NAMES)] = members.pop(victim)
    return _packed(members)


def _members(data: bytes) -> dict[str, bytes]:
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            return {name: archive.read(name) for name in archive.namelist()}
    except (zipfile.BadZipFile, zlib.error, OSError, ValueError, EOFError, RuntimeError, NotImplementedError):
        return {}  # a package that was mutated before


def _packed(members: dict[str, bytes]) -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in members.items():
            archive.writestr(zipfile.ZipInfo(name), content, zipfile.ZIP_DEFLATED)
    return stream.getvalue()


def _change_attribute(xml: bytes, draw: Random) -> bytes:
    found = list(_ATTRIBUTE.finditer(xml))
    if not found:
        return xml
    one = draw.choice(found)
    value = draw.choice(_VALUES) if draw.random() < 0.8 else draw.choice(found)[2]
    return xml[: one.start(2)] + value + xml[one.end(2) :]


def _drop_tag(xml: bytes, draw: Random) -> bytes:
    found = list(_TAG.finditer(xml))
    if not found:
        return xml
    one = draw.choice(found)
    return xml[: one.start()] + xml[one.end() :]


def _repeat_tag(xml: bytes, draw: Random) -> bytes:
    found = list(_TAG.finditer(xml))
    if not found:
        return xml
    start = draw.randrange(len(found))
    piece = xml[found[start].start() : found[min(len(found) - 1, start + draw.randrange(1, 12))].end()]
    at = draw.choice(found).end()
    return xml[:at] + piece * draw.choice((1, 20, 400)) + xml[at:]


def _nest_tags(xml: bytes, draw: Random) -> bytes:
    found = [one for one in _TAG.finditer(xml) if not one[0].startswith(b"</") and not one[0].endswith(b"/>")]
    if not found:
        return xml
    one, depth = draw.choice(found), draw.choice((20, 250, 5000))
    name = one[0][1:-1].split()[0]
    return xml[: one.start()] + one[0] * depth + (b"</" + name + b">") * depth + xml[one.start() :]


OFFICE_MUTATIONS: tuple[Mutation, ...] = (
    edit_part,
    edit_part,
    edit_part,
    drop_part,
    exchange_parts,
    add_entities,
    link_outside,
    climbing_name,
)
"""`edit_part` three times: what a reader makes of a part is where readers go wrong."""
