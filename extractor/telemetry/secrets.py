"""Keeps keys and passwords out of what is logged."""

import re
from collections.abc import Mapping, Sequence
from typing import Self

REPLACEMENT = "***"
_SECRET_NAMES = re.compile(r"(KEY|SECRET|TOKEN|PASSWORD|PASSWD)", re.IGNORECASE)
_SHORTEST = 6
"""Characters of a value that is taken for a secret; shorter ones occur by chance in any text."""
_SHAPES = (
    # the password of an address
    (re.compile(r"(?P<kept>[a-z][a-z0-9+.-]*://[^\s/:@]*:)[^\s/@]+(?=@)", re.IGNORECASE), r"\g<kept>" + REPLACEMENT),
    (re.compile(r"(?P<kept>\b(?:Bearer|Basic)\s+)[A-Za-z0-9._~+/=-]{6,}", re.IGNORECASE), r"\g<kept>" + REPLACEMENT),
    (re.compile(r"\bsk-[A-Za-z0-9_-]{8,}"), REPLACEMENT),
    (re.compile(r"\bjx_[A-Za-z0-9_-]{8,}"), REPLACEMENT),
)


class Redactor:
    """Replaces known secrets, and what has the shape of one, by asterisks."""

    def __init__(self, secrets: Sequence[str]) -> None:
        """`secrets`: the values themselves."""
        # a longer secret may hold a shorter one
        self._secrets = sorted({one for one in secrets if len(one) >= _SHORTEST}, key=len, reverse=True)

    @classmethod
    def of(cls, environment: Mapping[str, str]) -> Self:
        """Of all variables whose names say that they hold a secret."""
        return cls([value for name, value in environment.items() if _SECRET_NAMES.search(name)])

    def redacted(self, text: str) -> str:
        """`text` without secrets."""
        for one in self._secrets:
            text = text.replace(one, REPLACEMENT)
        for shape, replacement in _SHAPES:
            text = shape.sub(replacement, text)
        return text
