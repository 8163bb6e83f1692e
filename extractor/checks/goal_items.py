"""The items of an enumerated goal text, and which of them the other side and the indicators speak of."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from extractor.checks.overlap import content_pairs
from extractor.checks.wording import bare, flat

_DIGIT = r"(?<![\d.,])(?:目标|任务)?{n}(?:[.、．:：)）](?!\d))"
_BRACKET = r"[(（]{n}[)）]"
_HAN_COMMA = r"(?:(?<=[。；;，,\s])|^){n}(?:[、.．]|是)"
_HAN_BRACKET = r"[(（]{n}[)）]"
_STYLES: tuple[tuple[str, str], ...] = (
    (_DIGIT, "1 2 3 4 5 6 7 8 9 10 11 12 13 14 15"),
    (_BRACKET, "1 2 3 4 5 6 7 8 9 10 11 12 13 14 15"),
    (_HAN_COMMA, "一 二 三 四 五 六 七 八 九 十 十一 十二"),
    (_HAN_BRACKET, "一 二 三 四 五 六 七 八 九 十 十一 十二"),
    ("{n}", "① ② ③ ④ ⑤ ⑥ ⑦ ⑧ ⑨ ⑩ ⑪ ⑫"),
    ("第{n}[,，、:：]", "一 二 三 四 五 六 七 八 九 十"),
)
_BLANKS = re.compile(r"[ \t\r\f\v]+")
_LIST = re.compile(r"[、,，;；]")
_LEADING_VERB = re.compile(r"^(?:开展|完成|做好|加强|推进|落实|组织|实施|保障|确保|进行|提供|以及|认真)+")
_TRAILING = re.compile(r"(?:等)?(?:各项|相关)?(?:服务)?(?:工作|任务|制度|项目|服务|管理)*(?:等)?[。.]?$")


@dataclass(frozen=True, slots=True, kw_only=True)
class GoalItem:
    """One item of an enumeration: its `number` (1-based) and its `text` without the number."""

    number: int
    text: str


def text_to_items(text: str | None) -> list[GoalItem]:
    """The items of the enumeration in `text`; empty without at least two consecutive numbers that start at one.

    Of several styles (1. 2. / 一、二、/ （1）/ ①) the one that begins first wins.
    """
    best: list[GoalItem] = []
    best_start = -1
    line = _BLANKS.sub("", text or "")
    for pattern, numbers in _STYLES:
        spans = _marker_spans(line, pattern, numbers.split())
        if len(spans) >= 2 and (best_start < 0 or spans[0][0] < best_start):
            ends = [start for start, _ in spans[1:]] + [len(line)]
            best = [
                GoalItem(number=at + 1, text=line[begin:end].strip("\n。；;,， "))
                for at, ((_, begin), end) in enumerate(zip(spans, ends, strict=True))
            ]
            best_start = spans[0][0]
    return best


def _marker_spans(line: str, pattern: str, numbers: Sequence[str]) -> list[tuple[int, int]]:
    """Where the markers of one style stand, one after the other."""
    spans: list[tuple[int, int]] = []
    at = 0
    for number in numbers:
        found = _marker(pattern, number).search(line, at)
        if found is None:
            break
        spans.append(found.span())
        at = found.end()
    return spans


@lru_cache(maxsize=256)
def _marker(pattern: str, number: str) -> re.Pattern[str]:
    return re.compile(pattern.replace("{n}", number))


def unreported_items(items: Sequence[GoalItem], report: str | None, row_texts: Sequence[str]) -> list[GoalItem]:
    """The items of which neither `report` nor any indicator text says a word.

    An item's own words are those that less than half of all items share (a place name in every item tells nothing).
    It counts as reported when one of the words that only it has stands in `report`, or any own word in a row (of two
    items, any word). Empty when more than half of the items would be missing: then the report is a summary.
    """
    words = [content_pairs(item.text) for item in items]
    said = content_pairs(report)
    in_rows = content_pairs("；".join(row_texts))
    missing: list[GoalItem] = []
    for at, item in enumerate(items):
        others = [one for other, one in enumerate(words) if other != at]
        own = frozenset(pair for pair in words[at] if 2 * sum(pair in one for one in words) <= len(words))
        only = frozenset(pair for pair in own if not any(pair in one for one in others))
        if only and not only & said and not (words[at] if len(items) == 2 else own) & in_rows:
            missing.append(item)
    return missing if 2 * len(missing) <= len(items) else []


def unreported_parts(item: str, report: str | None, row_texts: Sequence[str]) -> list[str]:
    """Members of a list inside one goal item (保密工作、法律顾问服务工作、档案整理工作) that only the goal names.

    Only where the report repeats at least two other members, and at least half of the list, word for word: then the
    list was copied and one member left out.
    """
    said = bare(report)
    parts = [(part, _core(part)) for part in _LIST.split(flat(item))]
    parts = [(part, core) for part, core in parts if len(core) >= 2]
    kept = [core for _, core in parts if core in said]
    if len(kept) < 2 or 2 * len(kept) < len(parts):
        return []
    elsewhere = "".join([said, *(bare(text) for text in row_texts)])
    return [
        part for part, core in parts if core not in elsewhere and not any(pair in elsewhere for pair in _pairs(core))
    ]


def _core(part: str) -> str:
    return bare(_TRAILING.sub("", _LEADING_VERB.sub("", part)))


def _pairs(core: str) -> list[str]:
    return [core[at : at + 2] for at in range(len(core) - 1)]
