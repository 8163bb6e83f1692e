"""A question as tokens: names of the store, quantities, words of the vocabulary, and text that is none of these."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from extractor.qa.lexicon import PATTERNS
from extractor.qa.names import Mention, NameCatalogue, generic_end, is_distinctive, normal
from extractor.qa.plan import ProjectName, UnitName
from extractor.qa.quantities import QuantityMention, quantity_at

_MARKS = re.compile(r"[,.。?!;:、()\[\]<>《》“”\"'‘’「」『』【】…~·—\-_/|]+")
_YEAR = re.compile(
    r"(?P<year>(?:19|20)\d\d|\d\d(?=年度?(?!来|前|后|期)))(?:年度?|(?=的|项目|自评|绩效))|(?P<next>明年|后年|下一?年度?|来年)|(?P<last>去年(?!结转)|前年|上一?年(?!度?结转)度?)"
)
_PLACE = re.compile("[一-鿿]{2,5}[省市区县]")
_QUOTED = re.compile(r"[《“\"「『【‘']([^《》“”\"「」『』【】‘’']{2,40})[》”\"」』】’']")
_CONTENT = re.compile(r"[一-鿿A-Za-z0-9]")
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
    """The tokens of `question` in order, without a gap."""
    text = normal(question)
    mentions = _mentions(text, names)
    tokens: list[Token] = []
    at = 0
    while at < len(text):
        token = _name_token(text, at, mentions) or _vocabulary_token(text, at, mentions, tokens[-1] if tokens else None)
        token = _compared(_placed(token, text, mentions, names), tokens)
        if token.kind == "text" and tokens and tokens[-1].kind == "text":
            before = tokens.pop()
            token = Token(kind="text", value="", text=before.text + token.text, start=before.start, end=token.end)
        tokens.append(token)
        at = token.end
    return tokens


def _placed(token: Token, text: str, mentions: Sequence[Mention], names: NameCatalogue) -> Token:
    """A place such as 罗湖区 right before what it is the place of says nothing more, if units of it are held."""
    start = next((one.start for one in mentions if one.start > token.start), len(text))
    place = text[token.start : start]
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
    if found := _YEAR.match(text, at):
        value = found["year"] or ("+" if found["next"] else "-")
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
    if number.kind != "plain" and not (number.unit and number.end - at == 2 and number.value == 1):
        return number
    expected = before is not None and before.kind in _NUMERAL_AFTER
    return number if expected or (number.kind == "plain" and number.end - at >= 3) else None


def quoted_texts(question: str) -> list[str]:
    """What stands between quotation marks."""
    return _QUOTED.findall(question)
