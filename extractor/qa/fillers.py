"""Words of a question that neither narrow nor measure: told from names of things by their part of speech."""

from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise

from extractor.qa.names import NameCatalogue
from extractor.qa.parts_of_speech import part_of_speech
from extractor.qa.tokens import Token

_EMPTY = frozenset(("d", "c", "p", "r", "f", "y", "u", "uj", "ul", "uv", "ud", "uz", "ug", "e", "o", "ad", "m", "q", "mq", "k", "h", "zg", "vd"))  # fmt: skip
"""Adverbs, conjunctions, prepositions, pronouns, particles, numerals and classifiers: nothing is lost without them."""
_TELLING = frozenset(("v", "a", "z", "vi", "vq", "s"))
"""Verbs, adjectives and set phrases: what they say was not used, and the answer says so."""
_PROPER = frozenset(("nt", "nz"))
_BOUNDING = ("quantity", "most", "least", "top", "bottom", "place", "flag", "grade", "severity", "unit", "project", "source", "year", "average", "sum", "share", "level1", "level2")  # fmt: skip
_ASKED = (*_BOUNDING, "measure", "noun", "how_many", "how_much", "which")


def without_fillers(tokens: Sequence[Token], text: str, names: NameCatalogue) -> tuple[list[Token], tuple[str, ...]]:
    """`tokens` with text that names nothing passed over, and what was passed over although it says something.

    Text stays where a name of the store has it, where it holds a noun or a word that the language does not know, and
    where nothing else says which rows are meant. In a why-question verbs stay: they are what the reason is sought by.
    """
    if not any(one.kind == "text" and not one.exact for one in tokens):
        return list(tokens), ()
    kinds = {one.kind for one in tokens}
    words = _words(text, names.word_ends(text))
    why = bool(kinds & {"why", "cause", "search", "similar"})
    kept: list[Token] = []
    passed: list[str] = []
    for at, one in enumerate(tokens):
        tags = _tags_of(one, words) if one.kind == "text" and not one.exact else None
        if tags is None or not kinds & set(_ASKED) or _named(one, words, names):
            kept.append(one)
        elif tags <= _EMPTY:
            kept.append(replace(one, kind="skip"))
        elif tags <= _EMPTY | _TELLING and not why and _spare(tokens, at, kinds):
            kept.append(replace(one, kind="skip"))
            passed.append(one.text)
        else:
            kept.append(one)
    return kept, tuple(passed)


def _spare(tokens: Sequence[Token], at: int, kinds: set[str]) -> bool:
    """Whether the rows are told without the word: it is not all that describes them (验收的项目)."""
    after = tokens[at + 1] if at + 1 < len(tokens) else None
    describes = after is not None and (after.text.startswith("的") or after.kind == "noun")
    return bool(kinds & set(_BOUNDING)) if describes else bool(kinds & {*_BOUNDING, "measure"})


def _words(text: str, ends: set[int]) -> list[tuple[int, int, str]]:
    places = [0, *sorted(ends)]
    return [(first, last, text[first:last]) for first, last in pairwise(places)]


def _tags_of(token: Token, words: Sequence[tuple[int, int, str]]) -> set[str] | None:
    """The parts of speech of the words that the token has a part in; `None` where one is not known."""
    tags: set[str] = set()
    for first, last, word in words:
        if first < token.end and token.start < last:
            tag = part_of_speech(word) or (part_of_speech(token.text) if len(token.text) == 1 else None)
            if tag is None:
                return None
            tags.add(tag)
    return tags


def _named(token: Token, words: Sequence[tuple[int, int, str]], names: NameCatalogue) -> bool:
    """Whether a name of the store has the token's words: two characters or more."""
    parts = [token.text, *(word for first, last, word in words if first < token.end and token.start < last)]
    return any(len(one) >= 2 and names.occurs(one) for one in parts)


def unknown_proper_noun(text: str, names: NameCatalogue) -> str | None:
    """The first name of a person, body or brand in `text` that no name of the store has; `None` when there is none."""
    for _, _, word in _words(text, names.word_ends(text)):
        if len(word) >= 2 and part_of_speech(word) in _PROPER and not names.occurs(word):
            return word
    return None
