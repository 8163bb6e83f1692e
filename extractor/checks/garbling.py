"""Signs that a text was garbled on its way to the page: wrong encoding, cut sentences, lost digits, open brackets."""

import re
from collections.abc import Iterator

# what wrong decoding leaves behind, Excel's error values, and unmapped glyphs of a PDF font; F000 to F0FF are the
# bullets of symbol fonts, ×, ÷ and · stand for themselves
_WRECKED = re.compile(
    r"\ufffd|[\ue000-\uefff\uf100-\uf8ff]|锟斤拷|锟斤|烫烫烫|屯屯屯|ï»¿|(?:[ÃÂ][\u0080-\u00bf])+"
    r"|[\u0080-\u00b6\u00b8-\u00d6\u00d8-\u00f6\u00f8-\u00ff]{4,}"
    r"|\(cid:\d+\)|#(?:REF|VALUE|NAME|DIV/0|N/A|NULL|NUM)[!?]?|\?{4,}"
)
_WRECK_BEGINS = re.compile(r"[\ufffd\ue000-\uf8ff锟烫屯\u0080-\u00ff(#?]")
_OPENERS = {"(": ")", "[": "]", "【": "】", "《": "》", "「": "」", "〔": "〕"}
_CLOSERS = {closer: opener for opener, closer in _OPENERS.items()}
_PAIRED = re.compile(r"[()\[\]（）［］【】《》「」〔〕“”]")
_ALIKE = str.maketrans("（）［］", "()[]")
# 1) 2） a) 一） before an item need no opening bracket; half-open intervals (5,10] need no equal one
_ITEM = re.compile(r"(?:(?:^|[\s;；。，,：:、])[\da-zA-Z一二三四五六七八九十]{1,3}|(?<!\d)\d{1,2})$")
_INTERVAL = re.compile(r"[\[(][^\[\]()]{1,20}[,，~～至-][^\[\]()]{1,20}[\])]")
_INCHES = re.compile(r"(?<=\d)”")
_DANGLING = re.compile(r"(?:[、(（《“]|以及|并且|第[一二三四五六七八九十\d]+|[和及与])$")
_WHOLE_WORDS = re.compile(
    r"(?:总和|饱和|缓和|温和|平和|调和|共和|柔和|谐和|普及|涉及|顾及|波及|触及|提及|危及|参与|给与|赋与|授与|以及其|不及|惠及|推及|兼及)$"
)
_ORDINAL = re.compile(r"第[一二三四五六七八九十\d]+$")
_LONG_NUMBER = re.compile(r"(?<![\d.])(\d{4,})(?=([\u4e00-\u9fff]{4}))")
# a number before one of these counts something: other rules compare counts
_COUNTED = "个件条项次人万亿元年月日天篇台套家份批场户间所处座辆名笔期吨米公平亩升千百字页周版类时分秒张位只支颗株棵块片首本册种组队班节课"
_ENOUGH = 8
"""Characters of a shared beginning that make two goals the same sentence."""


_TAIL = 32
"""Characters at the end of a text that tell whether it was cut."""


def wreckage(text: str) -> str | None:
    """The first piece of `text` that only wrong decoding or a failed formula produces; `None` when there is none."""
    found = _WRECKED.search(text) if _WRECK_BEGINS.search(text) else None
    return found.group() if found else None


def unbalanced(text: str) -> str | None:
    """The first bracket or quotation mark without its partner; `None` when all pair (“ and ” may face wrongly)."""
    if not _PAIRED.search(text):
        return None
    plain = _INTERVAL.sub(lambda found: "-" * len(found.group()), text.translate(_ALIKE))
    stack: list[str] = []
    for place, character in enumerate(plain):
        if character in _OPENERS:
            stack.append(character)
        elif character in _CLOSERS:
            if stack and stack[-1] == _CLOSERS[character]:
                stack.pop()
            elif character != ")" or not _ITEM.search(plain[:place]):
                return text[place]
    if stack:
        return stack[-1]
    quotes, unmeasured = (sum(map(one.count, "“”")) for one in (text, _INCHES.sub("", text)))
    return ("“" if text.rfind("“") > text.rfind("”") else "”") if quotes % 2 and unmeasured % 2 else None


def cut_off(text: str, counterpart: str | None) -> str | None:
    """The dangling end of a sentence that stops in the middle; `None` when it may well be whole.

    An end such as 第二 counts only where `counterpart` (the goal for a completion text) goes on after the same words.
    """
    tail = text.rstrip()[-_TAIL:]
    found = _DANGLING.search(tail)
    if found is None or len(text) < _ENOUGH or _WHOLE_WORDS.search(tail):
        return None
    end = found.group()
    if _ORDINAL.fullmatch(end):
        goes_on = counterpart is not None and re.search(re.escape(end) + r"[\u4e00-\u9fff]", counterpart)
        return end if goes_on and any("\u4e00" <= one <= "\u9fff" for one in text) else None
    return end


def lost_digits(texts: list[str]) -> Iterator[tuple[int, str, str]]:
    """Names with a number whose leading digit is lost in one place: 2345政务服务 beside 12345政务服务.

    Yields:
        Index of the text, the short number with what follows, the whole one.
    """
    names: dict[str, set[str]] = {}
    places: list[tuple[int, str, str]] = []
    for index, text in enumerate(texts):
        for found in _LONG_NUMBER.finditer(text):
            digits, after = found.group(1), found.group(2)
            if after[0] not in _COUNTED:
                names.setdefault(after, set()).add(digits)
                places.append((index, digits, after))
    for index, digits, after in places:
        longer = [one for one in names[after] if len(one) == len(digits) + 1 and one.endswith(digits)]
        if longer:
            yield index, digits + after, longer[0] + after
