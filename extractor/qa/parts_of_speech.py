"""The part of speech of a word, from the general dictionary that questions are segmented with."""

from functools import cache, lru_cache
from importlib.resources import files


@lru_cache(maxsize=4096)
def part_of_speech(word: str) -> str | None:
    """The most usual part of speech of a word, by the tags of the general dictionary; `None` for a word it lacks."""
    lines = _dictionary()
    start = lines.find(b"\n" + word.encode() + b" ")
    if start < 0:
        return None
    return lines[start + 1 : lines.index(b"\n", start + 1)].split(b" ")[-1].decode()


@cache
def _dictionary() -> bytes:
    """The general dictionary as it lies on disk (5 MB): searched, because as a mapping it would take ten times that."""
    return b"\n" + files("jieba").joinpath("dict.txt").read_bytes() + b"\n"
