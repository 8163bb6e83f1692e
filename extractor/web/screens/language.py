"""What the page says, by language: one TOML catalogue each under `extractor/web/languages`, all with the same keys."""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any, cast

_FOLDER = Path(__file__).parent.parent / "languages"
DEFAULT_LANGUAGE = "zh"


@dataclass(frozen=True, kw_only=True)
class Language:
    """`code` as in the cookie, `tag` as in HTML, `strings` by dotted key (`review.title`)."""

    code: str
    tag: str
    strings: Mapping[str, str]

    def text(self, key: str, **values: object) -> str:
        """The string `key` with `{name}` places filled from `values`.

        Raises:
            KeyError: there is no such string.
        """
        return self.strings[key].format(**values) if values else self.strings[key]

    def section(self, *names: str) -> dict[str, str]:
        """The strings whose key begins with one of `names`, for the scripts of a page."""
        return {key: text for key, text in self.strings.items() if key.split(".", 1)[0] in names}


@cache
def languages() -> Mapping[str, Language]:
    """All languages by code."""
    found: dict[str, Language] = {}
    for path in sorted(_FOLDER.glob("*.toml")):
        catalogue = tomllib.loads(path.read_text(encoding="utf-8"))
        strings = dict(_flat(catalogue))
        found[path.stem] = Language(code=path.stem, tag=strings.pop("language.tag"), strings=strings)
    return found


def language_of(code: str | None) -> Language:
    """The language called `code`, Chinese where it is unknown."""
    return languages().get(code or DEFAULT_LANGUAGE) or languages()[DEFAULT_LANGUAGE]


def _flat(table: Mapping[str, Any], prefix: str = "") -> list[tuple[str, str]]:
    pairs: list[tuple[str, str]] = []
    for key, value in table.items():
        if isinstance(value, dict):
            pairs += _flat(cast("dict[str, Any]", value), f"{prefix}{key}.")
        else:
            pairs.append((f"{prefix}{key}", str(value)))
    return pairs
