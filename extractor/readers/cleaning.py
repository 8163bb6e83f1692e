"""Printed text to record text: white space at line joins goes, everything else stays verbatim."""

import re

_CJK = "\u3000-\u303f\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\uff00-\uffef"
_BETWEEN_CJK = re.compile(rf"(?<=[{_CJK}])[ \t\u3000]+(?=[{_CJK}])")
_SPACE = re.compile(r"\s")
_LINE_JOIN = re.compile(r"(?<![ \t])[ \t]*[\r\n]+[ \t]*")  # from the first blank of a run on: long runs stay quick
_BLANKS = re.compile(r"[ \t\u3000\u00a0]+")
_WORDS_MEET = re.compile(r"[A-Za-z,;:]\n(?=[A-Za-z])")


def clean_name(text: str) -> str:
    """A short value (a name, target, label): lines joined, no white space between Chinese characters."""
    if not _SPACE.search(text):
        return text
    joined = _LINE_JOIN.sub("", _WORDS_MEET.sub(lambda found: found.group().replace("\n", " "), text.strip()))
    return _BETWEEN_CJK.sub("", _BLANKS.sub(" ", joined))


def clean_passage(text: str) -> str:
    """A long value (a goal, a reason): paragraphs keep their line breaks, runs of blanks become one."""
    lines = (_BLANKS.sub(" ", line).strip() for line in text.strip().splitlines())
    return "\n".join(line for line in lines if line)
