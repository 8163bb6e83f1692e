"""How the parts of an Office Open XML package hang together (ECMA-376 part 2): main part and relationships."""

import posixpath

from extractor.pages.markup import local_name, parse_part
from extractor.pages.package import Package


def main_part(package: Package, usual: tuple[str, ...]) -> str:
    """The name of an Office package's main part: the one its relationships name, else a usual one that exists."""
    for kind, part in relationships(package, "").values():
        if kind == "officeDocument" and part in package:
            return part
    return next((part for part in usual if part in package), usual[0])


def relationships(package: Package, part: str) -> dict[str, tuple[str, str]]:
    """What a part refers to inside its package: relationship id → (kind, part name). Empty when there are none."""
    folder, name = posixpath.split(part)
    source = posixpath.join(folder, "_rels", name + ".rels")
    if source not in package:
        return {}
    found: dict[str, tuple[str, str]] = {}
    for one in parse_part(package.read(source), file_name=package.file_name, part=source):
        target = one.get("Target") or ""
        if local_name(one) != "Relationship" or (one.get("TargetMode") or "").lower() == "external":
            continue
        inside = target.lstrip("/") if target.startswith("/") else posixpath.normpath(posixpath.join(folder, target))
        found[one.get("Id") or ""] = ((one.get("Type") or "").rpartition("/")[2], inside)
    return found
