"""What all sheets of an .xlsx workbook share: strings, number formats, the start of its calendar."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from extractor.pages.backends.format_code import built_in_code
from extractor.pages.markup import Node, child, local_name, parse_part, stream_part
from extractor.pages.package import Package
from extractor.settings import PageLimits

_ESCAPE = re.compile(r"_x([0-9A-Fa-f]{4})_")


@dataclass(frozen=True, slots=True, kw_only=True)
class SharedParts:
    """The shared strings by index, the format code of each cell style by style number, and what else sheets need."""

    package: Package
    limits: PageLimits
    strings: tuple[str, ...]
    codes: tuple[str, ...]
    since_1904: bool
    pictures: bool


def shared_parts(package: Package, limits: PageLimits, root: Node, targets: dict[str, tuple[str, str]]) -> SharedParts:
    """Reads the shared parts of an opened workbook; `root` and `targets` are its main part and what that refers to.

    Raises:
        DocumentError: a shared part is damaged or too large.
    """
    parts = dict(targets.values())
    strings = parts.get("sharedStrings", "xl/sharedStrings.xml")
    styles = parts.get("styles", "xl/styles.xml")
    properties = child(root, "workbookPr")
    return SharedParts(
        package=package,
        limits=limits,
        strings=tuple(_shared_strings(package, strings)) if strings in package else (),
        codes=_format_codes(package, styles) if styles in package else (),
        since_1904=properties is not None and (properties.get("date1904") or "0") in ("1", "true"),
        pictures=any(member.startswith("xl/media/") for member in package.members),
    )


def _shared_strings(package: Package, part: str) -> Iterator[str]:
    package.check_part(part)
    with package.open(part) as stream:
        for item in stream_part(stream, ("si",), file_name=package.file_name, part=part):
            yield rich_text(item)
            item.clear()


def rich_text(item: Node) -> str:
    """The text of a string item: its runs joined, without phonetic hints, line ends as `\\n`."""
    pieces: list[str] = []
    for one in item:
        name = local_name(one)
        if name == "t":
            pieces.append(one.text or "")
        elif name == "r":
            pieces.extend(part.text or "" for part in one if local_name(part) == "t")
    return plain_text("".join(pieces))


def plain_text(text: str) -> str:
    """A string of the workbook with its escapes (_x000D_) resolved and line ends as `\\n`."""
    if "_x" in text:
        text = _ESCAPE.sub(lambda found: chr(int(found[1], 16)), text)
        text = text.encode("utf-16", "surrogatepass").decode("utf-16", "replace")
    return text.replace("\r\n", "\n").replace("\r", "\n")


def _format_codes(package: Package, part: str) -> tuple[str, ...]:
    """The format code of each cell style, by style number."""
    root = parse_part(package.read(part), file_name=package.file_name, part=part)
    own: dict[int, str] = {}
    styles: list[str] = []
    for group in root:
        if local_name(group) == "numFmts":
            own.update({whole_number(one.get("numFmtId")): one.get("formatCode") or "General" for one in group})
    for group in root:
        if local_name(group) == "cellXfs":
            numbers = [whole_number(one.get("numFmtId")) for one in group if local_name(one) == "xf"]
            styles.extend(own.get(number) or built_in_code(number) for number in numbers)
    return tuple(styles)


def whole_number(text: str | None) -> int:
    """A whole number of up to nine digits in an attribute; 0 for anything else."""
    return int(text) if text and text.isascii() and text.isdigit() and len(text) < 10 else 0
