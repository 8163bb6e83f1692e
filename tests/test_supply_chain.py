"""What is locked, listed and licensed is what the project asks for: run `make lock sbom` after a change of dependencies."""

import json
import re
import tomllib
from pathlib import Path

from packaging.markers import default_environment
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

TOP = Path(__file__).parents[1]
EXTRAS = ("postgres", "redis", "remote", "tracing")
"""Of the application; the others are for development, or choose one of several (Ray, a local model)."""
_ENTRY = re.compile(
    r"^(?P<name>[A-Za-z0-9._-]+)==(?P<version>[^\s;]+)(?: ; (?P<marker>[^\\\n]+?))? \\\n(?P<rest>(?:    .*\n?)+)", re.M
)


def locked() -> list[tuple[str, str, str]]:
    """Name, version and what follows; a name has several versions where they depend on that of Python."""
    text = (TOP / "requirements.lock").read_text(encoding="utf-8")
    return [(canonicalize_name(one["name"]), one["version"], one["rest"]) for one in _ENTRY.finditer(text)]


def asked_for() -> list[Requirement]:
    project = tomllib.loads((TOP / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    lines = [*project["dependencies"], *(one for extra in EXTRAS for one in project["optional-dependencies"][extra])]
    return [Requirement(one) for one in lines]


def components() -> dict[str, str]:
    listed = json.loads((TOP / "sbom.cdx.json").read_text(encoding="utf-8"))["components"]
    return {canonicalize_name(one["name"]): one["version"] for one in listed}


def test_the_lock_satisfies_what_is_asked_for() -> None:
    for wanted in asked_for():
        versions = [version for name, version, _ in locked() if name == canonicalize_name(wanted.name)]
        assert versions, f"{wanted.name}: run make lock"
        assert all(wanted.specifier.contains(one) for one in versions), f"{wanted.name} {versions}: run make lock"


def test_everything_locked_has_hashes_and_names_no_index() -> None:
    text = (TOP / "requirements.lock").read_text(encoding="utf-8")
    assert len(locked()) == len(re.findall(r"^\S+==", text, re.M)) > 100
    for name, _, rest in locked():
        assert re.search(r"--hash=sha256:[0-9a-f]{64}", rest), name
    assert "://" not in text and "--find-links" not in text


def test_the_bill_of_materials_lists_what_is_locked() -> None:
    versions = {(name, version) for name, version, _ in locked()}
    listed = components()
    assert set(listed.items()) <= versions, "run: make sbom"
    here = dict(default_environment(), platform_system="Linux", platform_machine="x86_64")
    for wanted in asked_for():
        if wanted.marker is None or wanted.marker.evaluate(here):
            assert canonicalize_name(wanted.name) in listed, f"{wanted.name}: run make sbom"


def test_the_page_of_licences_lists_the_same() -> None:
    page = (TOP / "docs" / "licences.md").read_text(encoding="utf-8")
    rows = re.findall(r"^\| (\S+) +\| (\S+) +\| (\S.*?) +\|", page, re.M)
    told = {canonicalize_name(name): version for name, version, _ in rows if name != "Name"}
    assert told == components(), "run: make sbom"
