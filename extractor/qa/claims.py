"""What a Chinese text claims, as data that two wordings of one answer can be compared by.

A claim is a figure with what it is of, a name, a quoted passage, a negation, or an order (最高). What claims nothing is
glue: 其中, 分别为. A wording may move, join and shorten glue; whatever else it says is a claim and is compared.
"""

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from functools import cached_property
from typing import Literal

from extractor.outputs.wording import SEVERITY_NAMES
from extractor.qa.measures import MEASURES
from extractor.qa.names import normal
from extractor.qa.quantities import quantity_at

NameClass = Literal["form", "unit", "row"]
Owner = tuple[str, str, str]
"""The form, the unit and the row that were named last, each empty where none was."""

_LABELS = {measure.label: name for name, measure in MEASURES.items()} | {
    "执行率": "execution_rate",
    "执行数": "executed",
    "支出": "executed",
    "全年预算": "annual_budget",
    "年初预算": "initial_budget",
    "总分": "total_score",
    "完成": "actual",
    "目标": "target",
    "原因": "deviation_reason",
}
_COMPARATORS = {
    "<": "低于|少于|小于|不到|不足|未达到?|没有?达到|未到|没到|<",
    "<=": "不高于|不超过|没有?超过|未超过|不多于|不大于|至多|最多为|≤|<=",
    ">": "高于|多于|大于|超过|超出|>",
    ">=": "不低于|不少于|不小于|至少|≥|>=",
}
_BEHIND = {"<": "以下(?!的?是)", "<=": "以内|及以下", ">": "以上(?!的?是)", ">=": "及以上"}
_POLES = {
    "not": "没有|没|未|不(?!同)|无|非|否|别|勿|莫|缺|除|免",
    "most": "最(?:高|多|大|好|长|快)",
    "least": "最(?:低|少|小|差|短|慢)",
    "more": "高|多(?!少)|大|增|升|涨|追加|超",
    "less": "低|少|小|减|降|跌",
    "same": "相同|相等|一致|持平|并列",
    "apart": "相差|差",
    "mean": "平均|均值",
    "median": "中位数",
    "share": "占",
    "full": "满分|全部|所有|全都",
    "only": "仅|只|唯一|约|近|将近|大约|左右|可能|或许|估计|大概|几乎",
}
_RULE_CODE = r"[A-Z]{3}\d{3}"
_MARK = re.compile(r"\[(\d{1,3})\]")
_GRADE = re.compile(r"(?<=[为是:])[优良中差](?=$|[,，;；。()])")
_FORMULA = re.compile(r"\([^()]*(?:\([^()]*\)[^()]*)*[÷−][^()]*\)")
_WORDS = re.compile(
    "|".join(
        (
            *(f"(?P<label_{at}>{re.escape(label)})" for at, label in enumerate(sorted(_LABELS, key=len, reverse=True))),
            *(f"(?P<before_{at}>{words})" for at, words in enumerate(_COMPARATORS.values())),
            *(f"(?P<behind_{at}>{words})" for at, words in enumerate(_BEHIND.values())),
            *(f"(?P<pole_{name}>{words})" for name, words in _POLES.items()),
        )
    )
)
_SORTED_LABELS = sorted(_LABELS, key=len, reverse=True)
_SIGNS = tuple(_COMPARATORS)
_NUMERALS = frozenset("零〇一二两三四五六七八九十百千万亿半")
_CLAUSE_ENDS = frozenset(",。;:、()!?\n——")
_SENTENCE = re.compile(r"[^。;；!！?？\n]+")
_DIGIT = re.compile(r"\d")
_LEAST_PASSAGE, _LEAST_WORDS = 6, 4
"""Characters from which a sentence of a document, and one without a number, is one piece; others are read like the rest."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Figure:
    """A number with what it is said of. `unit` is the character behind it where it has no unit of its own (5公里)."""

    value: Decimal
    kind: str
    unit: str
    comparator: str
    label: str
    owner: Owner


@dataclass(frozen=True, slots=True, kw_only=True)
class Claims:
    """All that a text claims; `glue` is the rest of it, in runs, and `marks` are citations with the form spoken of."""

    names: frozenset[tuple[NameClass, str]]
    figures: frozenset[Figure]
    values: frozenset[tuple[str, Owner]]
    passages: frozenset[tuple[str, Owner]]
    poles: frozenset[tuple[str, str, Owner, int]]
    marks: tuple[tuple[int, Owner], ...]
    glue: tuple[str, ...]


class Vocabulary:
    """The names, values and passages of an answer's rows, which a text is searched for."""

    def __init__(
        self, *, forms: Iterable[str], units: Iterable[str], rows: Iterable[str], values: Iterable[str], passages: Iterable[str], formulas_of: str = ""
    ) -> None:  # fmt: skip
        """Takes them in.

        Args:
            forms, units, rows: names of projects (codes too), of units and groups, of indicators.
            values: words that rows print as a value: 优, 已完成.
            passages: texts of documents; each sentence of them is one piece.
            formulas_of: the text whose formulas in brackets may be left out, and must else stand as they are.
        """
        self._kinds: dict[str, str] = {}
        for kind, texts in (("form", forms), ("unit", units), ("row", rows)):
            for text in texts:
                if len(normal(text)) >= 2:
                    self._kinds.setdefault(normal(text), kind)
        for text in values:
            if len(normal(text)) >= 2 and not any(one.isdigit() for one in text):
                self._kinds.setdefault(normal(text), "value")
        for text in SEVERITY_NAMES.values():
            self._kinds.setdefault(text, "value")
        for passage in passages:
            for sentence in _SENTENCE.findall(normal(passage)):
                if len(sentence) >= (_LEAST_PASSAGE if _DIGIT.search(sentence) else _LEAST_WORDS):
                    self._kinds.setdefault(sentence, "passage")
        for formula in _FORMULA.findall(normal(formulas_of)):
            self._kinds.setdefault(formula, "formula")

    @cached_property
    def _pattern(self) -> re.Pattern[str]:
        known = "|".join(re.escape(one) for one in sorted(self._kinds, key=len, reverse=True))
        return re.compile(f"{known}|{_RULE_CODE}" if known else _RULE_CODE)

    def at(self, text: str, place: int) -> tuple[str, str] | None:
        """What stands at `place`: its kind and itself; `None` where nothing known does."""
        found = self._pattern.match(text, place)
        return (self._kinds.get(found[0], "value"), found[0]) if found else None


@dataclass(frozen=True, slots=True, kw_only=True)
class _Token:
    kind: str
    text: str
    name: str = ""
    figure: Figure | None = None


def claims(text: str, vocabulary: Vocabulary) -> Claims:
    """What `text` claims, read with the names of `vocabulary`."""
    reading = _Reading()
    tokens = list(_tokens(normal(text), vocabulary))
    for at, token in enumerate(tokens):
        reading.take(token, _denied(tokens[at + 1 :]) if token.name == "not" else None)
    return reading.claims()


def _denied(behind: Sequence[_Token]) -> str:
    """What a negation denies: the claim behind it within the clause; empty where there is none."""
    for token in behind:
        if token.kind != "glue":
            return str(token.figure.value) if token.figure is not None else token.name or token.text
        if token.text in _CLAUSE_ENDS:
            return ""
    return ""


class _Reading:
    """Goes through tokens and keeps what was spoken of last."""

    def __init__(self) -> None:
        self._owner: dict[str, str] = {"form": "", "unit": "", "row": ""}
        self._label = ""
        self._names: set[tuple[NameClass, str]] = set()
        self._figures: set[Figure] = set()
        self._values: set[tuple[str, Owner]] = set()
        self._passages: set[tuple[str, Owner]] = set()
        self._poles: Counter[tuple[str, str, Owner]] = Counter()
        self._marks: list[tuple[int, Owner]] = []
        self._glue: list[str] = [""]

    def take(self, token: _Token, denied: str | None = None) -> None:
        """Takes the next token in; `denied`: what it denies, where it is a negation."""
        if token.kind == "glue":
            self._glue[-1] += token.text
            return
        self._glue.append("")
        if token.kind in ("form", "unit", "row"):
            kind: NameClass = token.kind  # pyright: ignore[reportAssignmentType]
            self._names.add((kind, token.text))
            self._owner[kind] = token.text
            if kind == "form":
                self._owner["row"] = ""
        elif token.kind == "label":
            self._label = token.name
        elif token.kind == "pole":
            # an order is of the measure named last, a negation of what stands behind it
            self._poles[token.name, self._label if denied is None else denied, self._of()] += 1
        elif token.kind == "mark":
            self._marks.append((int(token.name), self._of()))
        elif token.kind == "passage":
            self._passages.add((token.text, self._of()))
        elif token.kind == "value":
            self._values.add((token.text, self._of()))
        elif token.figure is not None:
            self._take_figure(token.figure)

    def _take_figure(self, figure: Figure) -> None:
        label = "" if figure.kind == "count" else self._label
        self._figures.add(replace(figure, label=label, owner=self._of()))

    def _of(self) -> Owner:
        return self._owner["form"], self._owner["unit"], self._owner["row"]

    def claims(self) -> Claims:
        """All that was claimed. A negation counts as often as it stands, an order once."""
        return Claims(
            names=frozenset(self._names),
            figures=frozenset(self._figures),
            values=frozenset(self._values),
            passages=frozenset(self._passages),
            poles=frozenset(
                (name, of, owner, count if name == "not" else 1) for (name, of, owner), count in self._poles.items()
            ),
            marks=tuple(self._marks),
            glue=tuple(one for one in self._glue if one),
        )


def _tokens(text: str, vocabulary: Vocabulary) -> Iterator[_Token]:
    """The tokens of `text`; a comparator beside a number is the number's, elsewhere it is an order."""
    place, before = 0, None
    while place < len(text):
        token, place = _token(text, place, vocabulary)
        if token.figure is not None:
            behind, place = _behind(text, _twin_end(text, place, token.figure))
            yield replace(token, figure=replace(token.figure, comparator=before.name if before else behind))
            before = None
            continue
        if before is not None:
            yield replace(before, kind="pole")
            before = None
        if token.kind == "before":
            before = token
        else:
            yield replace(token, kind="pole") if token.kind == "behind" else token
    if before is not None:
        yield replace(before, kind="pole")


def _token(text: str, place: int, vocabulary: Vocabulary) -> tuple[_Token, int]:
    """The token at `place` and where it ends."""
    if known := vocabulary.at(text, place):
        return _Token(kind=known[0], text=known[1]), place + len(known[1])
    if mark := _MARK.match(text, place):
        return _Token(kind="mark", text=mark[0], name=mark[1]), mark.end()
    if grade := _GRADE.match(text, place):
        return _Token(kind="value", text=grade[0]), grade.end()
    if word := _WORDS.match(text, place):
        kind, _, name = str(word.lastgroup).partition("_")
        told = {"label": lambda: _LABELS[_SORTED_LABELS[int(name)]], "pole": lambda: name}
        return _Token(kind=kind, text=word[0], name=told.get(kind, lambda: _SIGNS[int(name)])()), word.end()
    found = quantity_at(text, place)
    if found is None or (found.kind == "plain" and text[place : found.end] in _NUMERALS):
        return _Token(kind="glue", text=text[place]), place + 1
    said = found.unit if found.kind == "count" else ""
    behind = text[found.end : found.end + 1]
    unit = said or (behind if found.kind == "plain" and behind.isalpha() else "")
    kind = f"{found.kind}, more" if found.strict else found.kind
    figure = Figure(value=found.value, kind=kind, unit=unit, comparator="", label="", owner=("", "", ""))
    return _Token(kind="figure", text=text[place : found.end], figure=figure), found.end


def _twin_end(text: str, place: int, figure: Figure) -> int:
    """Where the same figure in a larger unit ends, which may follow in brackets: 1,200,000.00元(120万元)."""
    twin = quantity_at(text, place + 1) if text.startswith("(", place) else None
    same = twin is not None and (twin.value, twin.kind) == (figure.value, figure.kind)
    return twin.end + 1 if same and twin is not None and text.startswith(")", twin.end) else place


def _behind(text: str, place: int) -> tuple[str, int]:
    """The comparator written behind a number, and where it ends."""
    found = _WORDS.match(text, place)
    if found is None or not str(found.lastgroup).startswith("behind"):
        return "", place
    return _SIGNS[int(str(found.lastgroup).partition("_")[2])], found.end()
