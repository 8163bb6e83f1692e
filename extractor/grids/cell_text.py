"""Words in a cell to its text: lines from top to bottom, joined as Chinese is set."""

import re
from collections.abc import Iterable, Sequence
from itertools import pairwise

from extractor.geometry import Box
from extractor.grids.text_grid import strip_markup
from extractor.pages.page import Word

_LATIN_END = re.compile(r"[A-Za-z,;:]$")
_LATIN_START = re.compile(r"^[A-Za-z]")
_NUMBER_GOES_ON = re.compile(r"[\d.,][.,]$|\d$")
_ENUMERATION = re.compile(
    r"^(?:\d{1,2}[.、．](?!\d)|[(（][一二三四五六七八九十\d]{1,3}[)）]|[一二三四五六七八九十]{1,3}、|[①-⑳])"
)
_HARD_BREAK = 2.2
"""A line that ends this many characters before the cell's right edge was ended on purpose."""


def text_lines(words: Iterable[Word]) -> list[list[Word]]:
    """Words as lines from top to bottom, each from left to right. Words whose middles lie within half a height share one."""
    lines: list[list[Word]] = []
    for word in sorted(words, key=lambda one: (one.box.y_mid, one.box.x0)):
        if lines:
            last = lines[-1]
            reference = last[0].box
            if abs(word.box.y_mid - reference.y_mid) <= 0.5 * min(word.box.height, reference.height):
                last.append(word)
                continue
        lines.append([word])
    for line in lines:
        line.sort(key=lambda one: one.box.x0)
    return lines


def line_text(line: Sequence[Word]) -> str:
    """The text of one line; a gap between words is a space unless the producer only spread the characters."""
    if len(line) == 1:
        return line[0].text
    spread = all(len(word.text) == 1 for word in line)
    text = line[0].text
    for before, after in pairwise(line):
        gap = after.box.x0 - before.box.x1
        em = min(before.box.height, after.box.height) * 0.75
        number = before.text[-1:] in ".," and before.text[:-1].isdigit() and after.text[:1].isdigit()
        joined = gap < 0.2 * em or (spread and gap < 1.5 * em) or (number and gap < em)
        text += after.text if joined else f" {after.text}"
    return text


def cell_text(words: Sequence[Word], cell: Box | None = None) -> str:
    """The text of a cell. Wrapped lines are joined; a line ended on purpose (a new item, well before the edge) is kept."""
    if not words:
        return ""
    if len(words) == 1 and "<" not in words[0].text:
        return words[0].text
    lines = text_lines(words)
    text = line_text(lines[0])
    right = max((line[-1].box.x1 for line in lines), default=0.0)
    for before, after in pairwise(lines):
        following = line_text(after)
        text += _joint(before, text, following, right if cell is None else cell.x1) + following
    return strip_markup(text) if "<" in text else text


def second_text(words: Sequence[Word], cell: Box | None = None) -> str | None:
    """The text of a cell as the second readings of its words have it; `None` where no word was read twice."""
    if all(word.second is None for word in words):
        return None
    return cell_text([word if word.second is None else word._replace(text=word.second) for word in words], cell)


def _joint(before: Sequence[Word], text: str, following: str, right: float) -> str:
    last = before[-1].box
    slack = (right - last.x1) / (last.height * 0.75)
    if slack > _HARD_BREAK and _ENUMERATION.match(following):
        return "\n"
    if _LATIN_END.search(text) and _LATIN_START.match(following):
        return " "
    return ""
