"""Quotes that a model takes from free text, put back character by character to where they stand; others are dropped."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from extractor.readers.vocabulary import narrow

_SHORTEST = 2
"""Characters, white space apart, that a quote has at least; a single one stands everywhere."""


@dataclass(frozen=True, slots=True, kw_only=True)
class AlignedQuote:
    """A quote where it stands: half-open range of characters of the source, and the source's own text there."""

    start: int
    end: int
    text: str


def align_quote(quote: str, source: str, *, after: int = 0) -> AlignedQuote | None:
    """Where `quote` stands in `source` at or behind `after`, white space and character width apart; else `None`.

    Every other character must agree: a quote with one digit changed is not found. What is returned is the source's own
    text, never the model's.
    """
    wanted = [character for character in narrow(quote) if not character.isspace()]
    if len(wanted) < _SHORTEST:
        return None
    pattern = r"\s*".join(re.escape(character) for character in wanted)
    # narrowing keeps the number of characters, so that places in the narrow text are places in the source
    found = re.compile(pattern).search(narrow(source), after)
    if found is None:
        return None
    return AlignedQuote(start=found.start(), end=found.end(), text=source[found.start() : found.end()])


def align_quotes(quotes: Sequence[str | None], source: str) -> tuple[list[AlignedQuote | None], list[str]]:
    """Every quote where it stands, `None` for absent and dropped ones; and those that were dropped, for the user."""
    aligned = [align_quote(quote, source) if quote else None for quote in quotes]
    dropped = [quote for quote, place in zip(quotes, aligned, strict=True) if quote and place is None]
    return aligned, dropped
