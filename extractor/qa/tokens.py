"""A question as tokens: names of the store, quantities, words of the vocabulary, and text that is none of these."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from extractor.qa.lexicon import PATTERNS
from extractor.qa.names import Mention, NameCatalogue, generic_end, is_distinctive, normal
from extractor.qa.parts_of_speech import part_of_speech
from extractor.qa.plan import ProjectName, UnitName
from extractor.qa.quantities import QuantityMention, quantity_at

_MARKS = re.compile(r"[,.。?!;:、()\[\]<>《》“”\"'‘’「」『』【】…~·—\-_/|]+")
_YEAR = re.compile(
    r"(?P<han>[二一][〇零○九][〇零○一二三四五六七八九]{2})年度?|(?P<year>(?:19|20)\d\d|\d\d(?=年度?(?!来|前|后|期)))(?:年度?|(?=的|项目|自评|绩效))|(?P<next>明年|后年|下一?年度?|来年)|(?P<last>去年(?!结转)|前年|上一?年(?!度?(?:有|的)?结转)度?)"
)
_PLACE = re.compile("[一-鿿]{2,5}[省市区县]")
_QUOTED = re.compile(r"[《“\"「『【‘']([^《》“”\"「」『』【】‘’']{2,40})[》”\"」』】’']")
_HALVES = tuple("高低大小多少中上下")
"""Adjectives that begin a longer word: 低保."""
_LIGHT = frozenset(
    "评批搞弄录报填写打给拨投管获占排列交收放凑计论算拿花付买办干做用立存得很太挺极又再更越已曾正将刚先便共各"
)
_OVER_ROWS = re.compile("平均|最[高低多少大小]|哪些|哪几|合计|总共|一共|各|每|排名|前[三五十几]|中位|占比")
_AFTER_LABEL = re.compile(
    '$|[,?。“”"、]|的|是|为(?!了)|有|多少|几|完成|实际|目标|得|怎|咋|扣|这|指标|分值|权重|满分|没|未|超|达'
)
_CONTENT = re.compile(r"[一-鿿A-Za-z0-9]")
_NAMED_WITH_DIGITS = re.compile(
    r"(?<![A-Za-z0-9.])(?:\d+(?![kKwW](?![A-Za-z0-9]))[A-Za-z]+|(?!(?i:top))[A-Za-z]+\d+)[A-Za-z0-9]*"
)
"""5G, H5, 3D: a name, not a number."""
_NUMERAL_AFTER = ("compare_before", "top", "bottom", "place")


@dataclass(frozen=True, slots=True, kw_only=True)
class Token:
    """A piece of a question. `kind` as in the lexicon, or project, unit, quantity, year, mark, text."""

    kind: str
    value: str
    text: str
    start: int
    end: int
    quantity: QuantityMention | None = None
    project: ProjectName | None = None
    unit: UnitName | None = None
    exact: bool = False


def read_tokens(question: str, names: NameCatalogue) -> list[Token]:
    """The tokens of `question` in order, without a gap; the name of an indicator is one exact token of text."""
    text = normal(question)
    mentions = _mentions(text, names)
    label = _label(text, names, mentions)
    if label is not None:
        mentions = [one for one in mentions if one.end <= label.start or one.start >= label.end]
    tokens: list[Token] = []
    at = 0
    while at < len(text):
        if label is not None and at == label.start:
            tokens.append(label)
            at = label.end
            continue
        limits = (
            mentions if label is None else [*mentions, Mention(start=label.start, end=label.end, name=None, exact=True)]
        )
        token = _name_token(text, at, mentions) or _vocabulary_token(text, at, limits, tokens[-1] if tokens else None)
        token = _compared(_placed(token, text, limits, names), tokens)
        tokens.append(token)
        at = token.end
    return _without_lone_characters(_whole_words(tokens, text, names))


def _label(text: str, names: NameCatalogue, mentions: Sequence[Mention]) -> Token | None:
    """The longest name of an indicator in `text`, where it stands for that and not for words of the vocabulary."""
    whole = [(one.start, one.end) for one in mentions if one.exact]
    for start, end in names.labels(text):
        if any(first < end and start < last for first, last in whole):
            continue
        if _says_more_than_words(text, start, end) or _is_asked_for(text, start, end, mentions):
            return Token(kind="text", value="", text=text[start:end], start=start, end=end, exact=True)
    return None


def _says_more_than_words(text: str, start: int, end: int) -> bool:
    """Whether a part of some length of a label is none of the vocabulary, so that it cannot be taken for it."""
    at, unknown = start, 0
    while at < end:
        word = _longest_word(text[:end], at)
        unknown += word is None
        at = word.end if word is not None else at + 1
    return unknown >= 2


def _is_asked_for(text: str, start: int, end: int, mentions: Sequence[Mention]) -> bool:
    """Whether a label made of words of the vocabulary stands alone: 服务单位数量是多少, not 各服务单位数量."""
    whole = _longest_word(text, start)
    if (whole is not None and whole.end >= end) or _OVER_ROWS.search(text):
        return False
    before = start == 0 or text[start - 1] in '的里中,:;、“"那这查看问下' or any(one.end == start for one in mentions)
    return before and _AFTER_LABEL.match(text, end) is not None


def _whole_words(tokens: list[Token], text: str, names: NameCatalogue) -> list[Token]:
    """Unknown characters together with the words of no content that they make a word with: 合 + 同, 审 + 查."""
    if not any(one.kind == "text" and not one.exact for one in tokens):
        return tokens
    ends = [0, *sorted(names.word_ends(text))]
    words = [(first, last) for first, last in pairwise(ends) if last - first > 1]
    for first, last in words:
        within = [one for one in tokens if first <= one.start and one.end <= last]
        parts = {one.kind for one in within}
        whole = sum(one.end - one.start for one in within) == last - first
        lone = parts == {"text", "skip"} or (
            all(one.kind in ("text", "skip") or one.end - one.start == 1 for one in within)
            and part_of_speech(text[first:last]) is not None
        )  # 流失, but not 钱用
        if len(within) > 1 and whole and "text" in parts and lone and not any(one.exact for one in within):
            at = tokens.index(within[0])
            word = Token(kind="text", value="", text=text[first:last], start=first, end=last)
            tokens = [*tokens[:at], word, *tokens[at + len(within) :]]
    return _merged_texts(tokens)


def _merged_texts(tokens: Sequence[Token]) -> list[Token]:
    merged: list[Token] = []
    for one in tokens:
        before = merged[-1] if merged else None
        if before is not None and before.kind == one.kind == "text" and not (before.exact or one.exact):
            merged[-1] = replace(before, text=before.text + one.text, end=one.end)
        else:
            merged.append(one)
    return merged


def _without_lone_characters(tokens: list[Token]) -> list[Token]:
    """Light verbs (评, 批, 弄) and classifiers (几部) say nothing beside words that do; other single characters may."""
    telling = sum(one.kind not in ("skip", "mark", "how_much", "which", "whether") for one in tokens)
    kept: list[Token] = []
    for at, one in enumerate(tokens):
        near = any(other.kind == "text" and len(other.text) > 1 for other in tokens[max(0, at - 2) : at + 3])
        before, after = tokens[at - 1] if at else None, tokens[at + 1] if at + 1 < len(tokens) else None
        counts = before is not None and before.text.endswith(("几", "多少"))
        names_more = before is not None and before.kind == "noun" and before.end == one.start
        told_of = after is None or after.text.startswith("的") or (after.kind == "noun" and after.value != "units")
        half = before is not None and before.text in _HALVES and before.end == one.start
        light = len(one.text) == 1 and not half and (one.text in _LIGHT or counts or not (names_more or told_of))
        lone = one.kind == "text" and light and not near and telling > 1
        kept.append(replace(one, kind="skip") if lone else one)
    return kept


def _placed(token: Token, text: str, mentions: Sequence[Mention], names: NameCatalogue) -> Token:
    """A place such as 罗湖区 right before what it is the place of says nothing more, if units of it are held."""
    start = next((one.start for one in mentions if one.start > token.start), len(text))
    place = text[token.start : start]
    if token.kind == "text" and text[token.start : start + 1] in names.places:
        return replace(token, kind="skip", text=place, end=start)  # 罗湖 before 区会议中心
    if token.kind == "text" and (held := names.in_place(text, token.start)) is not None:
        kind, end = ("skip", held.end) if held.name is None else ("unit", held.end)
        unit = held.name if isinstance(held.name, UnitName) else None
        return replace(token, kind=kind, text=text[token.start : end], end=end, unit=unit)
    if token.kind != "text" or not _PLACE.fullmatch(place):
        return token
    held = any(place in unit for spellings in names.unit_spellings.values() for unit in spellings)
    return replace(token, kind="skip", text=place, end=start) if held else token


def _compared(token: Token, before: Sequence[Token]) -> Token:
    """更高 with no quantity before it compares what is named, it bounds nothing."""
    if token.kind != "compare_after" or not token.text.startswith(("更", "还")):
        return token
    last = next((one for one in reversed(before) if one.kind != "skip"), None)
    if last is not None and last.kind in ("quantity", "grade"):
        return token
    return replace(token, kind="greater" if token.value.startswith(">") else "smaller", value="")


def _mentions(text: str, names: NameCatalogue) -> list[Mention]:
    found = names.codes(text)
    for one in names.whole_names(text):
        if not any(one.start < other.end and other.start < one.end for other in found):
            found.append(one)
    taken = {place for one in found for place in range(one.start, one.end)}
    units = names.units(text, taken)
    taken |= {place for one in units for place in range(one.start, one.end)}
    parts = _partial_names(text, names, taken)
    return sorted([*found, *units, *parts], key=lambda one: one.start)


def _partial_names(text: str, names: NameCatalogue, taken: set[int]) -> list[Mention]:
    """Projects called by a part of their name that says which is meant (核心网 for 罗湖区政务核心网升级改造项目)."""
    found: list[Mention] = []
    at = 0
    while at < len(text):
        if at in taken or not _CONTENT.match(text[at]):
            at += 1
            continue
        end, having = names.part_at(text, at)
        while (
            end > at + 1
            and is_distinctive(text[at:end])
            and (
                any(place in taken for place in range(at, end))
                or not (end >= len(text) or end in names.word_ends(text))
            )
        ):
            end -= 1
            having = names.names_with(text[at:end]) if end > at + 1 else []
        part = text[at:end]
        if len(part) >= 2 and having and names.says_which(part, having) and not _is_vocabulary(text, at, end):
            stop = generic_end(text, end)
            short = len(part) == 2 and stop == end and not text.startswith(("的", "项"), end)
            if not short and _stands_alone(text, at, stop, len(part)):
                found.append(Mention(start=at, end=stop, name=names.project(part, having), exact=False))
                at = stop
                continue
        at += 1
    return _joined(text, found, names)


def _joined(text: str, found: Sequence[Mention], names: NameCatalogue) -> list[Mention]:
    """Neighbouring parts of one name (专项 + 适配) as one mention of the names that have both."""
    joined: list[Mention] = []
    for one in found:
        if joined and joined[-1].end >= one.start and isinstance(one.name, ProjectName):
            before = joined[-1]
            assert isinstance(before.name, ProjectName)
            both = set(before.name.evaluations) & set(one.name.evaluations)
            if both:
                narrower = before.name if len(before.name.evaluations) <= len(one.name.evaluations) else one.name
                mention = narrower.model_copy(update={"mention": text[before.start : one.end]})
                joined[-1] = Mention(start=before.start, end=one.end, name=mention, exact=False)
                continue
        joined.append(one)
    return joined


def _is_vocabulary(text: str, start: int, end: int) -> bool:
    """Whether the vocabulary has a word that covers the part (满意度, 财政资金)."""
    for at in range(max(0, start - 3), start + 1):
        best = _longest_word(text, at)
        if best is not None and best.kind != "skip" and best.end >= end - 1 and best.end - at >= end - start:
            return True
    return False


def _stands_alone(text: str, start: int, end: int, length: int) -> bool:
    """Whether what follows is no more of an unknown name: a word of the vocabulary, a mark, the end."""
    if end >= len(text) or _MARKS.match(text, end) or quantity_at(text, end) is not None:
        return True
    following = _longest_word(text, end)
    return following is not None or length >= 4


def _name_token(text: str, at: int, mentions: Sequence[Mention]) -> Token | None:
    for one in mentions:
        if one.start == at:
            kind = "project" if isinstance(one.name, ProjectName) else "unit"
            return Token(
                kind=kind,
                value="",
                text=text[at : one.end],
                start=at,
                end=one.end,
                project=one.name if isinstance(one.name, ProjectName) else None,
                unit=one.name if isinstance(one.name, UnitName) else None,
                exact=one.exact,
            )
    return None


def _vocabulary_token(text: str, at: int, mentions: Sequence[Mention], before: Token | None) -> Token:
    limit = min((one.start for one in mentions if one.start > at), default=len(text))
    if found := _NAMED_WITH_DIGITS.match(text, at, limit):
        return Token(kind="text", value="", text=found[0], start=at, end=found.end())
    if found := _YEAR.match(text, at):
        value = found["year"] or (_in_digits(found["han"]) if found["han"] else "") or ("+" if found["next"] else "-")
        return Token(kind="year", value=value, text=found[0], start=at, end=found.end())
    word = _longest_word(text[:limit] if limit < len(text) else text, at)
    number = _quantity(text, at, limit, before)
    if number is not None and (word is None or number.end >= word.end or word.kind == "skip"):
        return Token(
            kind="quantity", value=number.kind, text=text[at : number.end], start=at, end=number.end, quantity=number
        )
    if word is not None:
        return word
    if found := _MARKS.match(text, at, limit):
        return Token(kind="mark", value=found[0], text=found[0], start=at, end=found.end())
    return Token(kind="text", value="", text=text[at], start=at, end=at + 1)


def _in_digits(year: str) -> str:
    return "".join(str("零一二三四五六七八九".index("零" if one in "〇○" else one)) for one in year)


def _longest_word(text: str, at: int) -> Token | None:
    best: Token | None = None
    for kind, value, pattern in PATTERNS:
        found = pattern.match(text, at)
        if found and found.end() > at and (best is None or found.end() > best.end):
            best = Token(kind=kind, value=value, text=found[0], start=at, end=found.end())
    return best


def _quantity(text: str, at: int, limit: int, before: Token | None) -> QuantityMention | None:
    number = quantity_at(text[:limit], at)
    if number is None or text[at].isdigit() or text[at] in "-−":
        return number
    if number.kind != "plain" and not (
        number.unit and number.unit != "倍" and number.end - at == 2 and number.value == 1
    ):
        return number
    expected = before is not None and before.kind in _NUMERAL_AFTER
    return number if expected or (number.kind == "plain" and number.end - at >= 3) else None


def quoted_texts(question: str) -> list[str]:
    """What stands between quotation marks."""
    return _QUOTED.findall(question)
