"""From tokens to a plan: the Chinese grammar of questions over the closed vocabulary, without a model."""

import re
from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise
from typing import Any

from extractor.qa.conditions import find_bounds
from extractor.qa.coverage import left_out
from extractor.qa.fillers import without_fillers
from extractor.qa.intents import decide
from extractor.qa.names import NameCatalogue, normal
from extractor.qa.parsed import Parsed, indicator_words
from extractor.qa.plan import Filters, QuestionPlan, Refusal, UnitName
from extractor.qa.rule_words import RULE_WORDS
from extractor.qa.scope import not_understood_words, nothing_asked
from extractor.qa.tokens import Token, read_tokens
from extractor.qa.usual_words import in_usual_words

_EMPTY_WORDS = frozenset("的了是吗呢在有都也还请和与及或把被给让就才又只我你它其这那")
_UNITS = re.compile("(?:实施|承担|责任|承办|负责)(?:单位|部门|机构)")
_ACTING = ("办", "发布", "开展", "建", "新增", "采购", "买", "实现", "做")


def plan_question(question: str, names: NameCatalogue) -> QuestionPlan | Refusal:
    """The plan that the grammar makes of `question`; a refusal when it says nothing that the grammar knows."""
    parsed = parse(question, names)
    refusal = _other_year(parsed, names)
    if refusal is not None:
        return refusal
    if not _says_anything(parsed):
        return nothing_asked()
    plan = decide(parsed, filters_of(parsed))
    words = left_out(parsed, plan)
    return not_understood_words(words) if words else plan


def parse(question: str, names: NameCatalogue) -> Parsed:
    """`question` taken apart."""
    text, rules = _without_rules(in_usual_words(normal(question)))
    read = _compared_with_projects(_with_abbreviations(read_tokens(text, names), names), names)
    tokens, passed = without_fillers(read, text, names)
    topic, topic_tokens = _topic(tokens, text)
    head = _head([one for at, one in enumerate(tokens) if at not in topic_tokens])
    about = head == "indicators" or (head is None and (topic is not None or indicator_words(tokens)))
    bounds = find_bounds(tokens, about_indicators=about)
    # a bound takes its words before the topic does
    topic_tokens -= bounds.used
    bounds.notes += [f"（“{word}”没有作为条件。）" for word in passed]
    return Parsed(
        text=text, tokens=tokens, bounds=bounds, head=head, topic=topic, topic_tokens=topic_tokens, rules=rules
    )


def _with_abbreviations(tokens: list[Token], names: NameCatalogue) -> list[Token]:
    """Unknown text where a project is named, taken for a project where its characters say which (低保 for 最低生活保障)."""
    compared = any(one.project for one in tokens) and any(
        one.kind in ("versus", "greater", "smaller") for one in tokens
    )
    read: list[Token] = []
    for at, one in enumerate(tokens):
        if one.project is not None and not one.exact and at and tokens[at - 1].text.endswith(("多少", "几个", "几名")):
            read.append(replace(one, kind="text", project=None))  # 两项补贴发给了多少残疾人
            continue
        after = tokens[at + 1] if at + 1 < len(tokens) else None
        beside = at + 2 < len(tokens) and tokens[at + 2].project is not None
        if not (compared or _stands_for_project(one, after, names, beside=beside)):
            read.append(one)
            continue
        before = read[-1] if read and read[-1].kind == "skip" and read[-1].text not in _EMPTY_WORDS else None
        text = (before.text if before is not None else "") + one.text
        found = names.abbreviated(text) if one.kind == "text" and not one.exact else []
        if found and before is not None:
            read.pop()
        start = before.start if found and before is not None else one.start
        project = names.project(text, found) if found else None
        read.append(replace(one, kind="project", text=text, start=start, project=project) if found else one)
    return read


def _compared_with_projects(tokens: list[Token], names: NameCatalogue) -> list[Token]:
    """A unit compared with a project stands for its project: 两项补贴比图书馆高多少分."""
    named = [one for one in tokens if one.kind in ("project", "unit")]
    if [one.kind for one in named] not in (["project", "unit"], ["unit", "project"]) or not any(
        one.kind in ("versus", "greater", "smaller") for one in tokens
    ):
        return tokens
    unit = next(one for one in named if one.unit is not None)
    project = names.project_of(unit.unit) if unit.unit is not None else None
    if project is None:
        return tokens
    return [replace(one, kind="project", unit=None, project=project) if one is unit else one for one in tokens]


def _stands_for_project(one: Token, after: Token | None, names: NameCatalogue, *, beside: bool) -> bool:
    """Whether unknown text stands where a project is named, and is no part of a name of something else."""
    if one.kind != "text" or one.exact or after is None:
        return False
    if (after.kind == "noun" and after.value == "projects") or after.kind in ("not", "share"):
        return True
    if after.text in ("和", "与", "跟", "及", "、", "以及") and beside:
        return True  # 低保和两项补贴
    return after.kind == "measure" and not names.occurs(one.text)


def filters_of(parsed: Parsed) -> Filters:
    """What narrows the rows."""
    left = parsed.left
    levels = [one for one in left if one.kind in ("level1", "level2")]
    level2 = [one.value for one in levels if one.kind == "level2"]
    values: dict[str, Any] = {
        "projects": tuple(parsed.projects),
        "units": tuple(_with_role(parsed, unit) for unit in parsed.units),
        "not_projects": tuple(parsed.excluded_projects),
        "not_units": tuple(_with_role(parsed, unit) for unit in parsed.excluded_units),
        "years": tuple(int(one) for one in _years(parsed) if one.isdigit()),
        "level1": tuple(dict.fromkeys(one.value for one in levels if one.kind == "level1")),
        "level2": tuple(dict.fromkeys(level2)),
        "topic": parsed.topic,
        "conditions": tuple(parsed.bounds.conditions),
        "comparisons": tuple(parsed.bounds.comparisons),
        "benchmarks": tuple(parsed.bounds.benchmarks),
        "rules": parsed.rules,
        "severities": tuple(parsed.values("severity")),
    }
    grades = [one.value for one in left if one.kind == "grade"]
    negated = any(
        one.kind == "grade" and at > 0 and (left[at - 1].kind == "not" or left[at - 1].text in ("不是", "没"))
        for at, one in enumerate(left)
    )
    if "还是" in parsed.text and len(grades) >= 2:
        grades = []  # 是优还是良 asks for the grade
    values["not_grades" if negated else "grades"] = (*grades, *parsed.bounds.grades)
    sources = parsed.values("source")
    values["fund_source"] = sources[0] if sources else None
    return Filters(**(values | _flags(parsed)))


def _flags(parsed: Parsed) -> dict[str, Any]:
    set_: dict[str, Any] = {}
    if _lost_is_a_flag(parsed):
        set_["lost_points"] = True
    for name, filter_, value in (
        ("lost", "lost_points", True),
        ("full", "lost_points", False),
        ("over", "over_achieved", True),
        ("below", "below_target", True),
        ("no_reason", "has_reason", False),
        ("has_reason", "has_reason", True),
        ("not_applicable", "applicable", False),
    ):
        if parsed.flag(name):
            set_[filter_] = value
    told = [one for one in parsed.left if one.kind != "skip"]
    if any(no.kind == "not" and one.kind == "noun" and one.value == "findings" for no, one in pairwise(told)):
        set_["has_finding"] = False  # 没有问题的项目
    return set_


def _lost_is_a_flag(parsed: Parsed) -> bool:
    """Whether 扣分 says which rows are meant (哪些项目扣了分), not what is asked of them (扣了多少分)."""
    asked = parsed.has("how_much", "most", "least", "sorted", "top", "bottom", "place", "sum", "average", "versus")
    return "points_lost" in parsed.values("measure") and not asked


def _with_role(parsed: Parsed, unit: UnitName) -> UnitName:
    supervised = any(one.kind == "measure" and one.value == "supervising_unit" for one in parsed.left)
    return unit.model_copy(update={"role": "supervising_unit"}) if supervised else unit


def _years(parsed: Parsed) -> list[str]:
    return [one.value for one in parsed.tokens if one.kind == "year"]


def _other_year(parsed: Parsed, names: NameCatalogue) -> Refusal | None:
    asked = _years(parsed)
    held = "、".join(str(year) for year in names.years) or "未印出"
    for year in asked:
        if (
            year == "+"
            or (year.isdigit() and int(_whole(year)) not in names.years)
            or (year == "-" and len(names.years) < 2)
        ):
            token = next(one for one in parsed.tokens if one.kind == "year" and one.value == year)
            return Refusal(kind="other_year", reason=f"库里没有“{token.text}”的自评表，已存的年度是：{held}。")
    return None


def _whole(year: str) -> str:
    return f"20{year}" if len(year) == 2 else year


def _without_rules(text: str) -> tuple[str, tuple[str, ...]]:
    """The text with what names a rule replaced by 问题, and the rules named."""
    found: list[str] = []
    for code, pattern in RULE_WORDS:
        if match := pattern.search(text):
            found.append(code)
            rest = text[match.end() :]
            word = "" if rest.startswith(("问题", "的问题", "的情况", "情况", "的项目", "的指标")) else "问题"
            text = f"{text[: match.start()]}{word}{rest}"
    return text, tuple(found)


def _head(tokens: Sequence[Token]) -> str | None:
    """What is counted or listed: the noun next to the question word, else the last noun."""
    for at, token in enumerate(tokens):
        if token.kind in ("which", "how_many"):
            after = _noun(tokens, at + 1, 1)
            before = _noun(tokens, at - 1, -1)
            if after or before:
                return after or before
    nouns = [kind for kind in (_noun_kind(one) for one in tokens) if kind is not None and kind != "funds"]
    if tokens and any(one.kind == "noun" and one.value == "projects" for one in tokens[-2:]):
        return "projects"
    nouns = [one for one in nouns if one != "units"] or nouns
    if not nouns and any(one.kind in ("which", "how_many") and one.text.endswith(("家", "家单位")) for one in tokens):
        return "units"  # 钱剩得最多的是哪家
    explicit = [one.value for one in tokens if one.kind == "noun" and one.value != "funds"]
    return explicit[-1] if explicit else (nouns[-1] if nouns else None)


def _noun(tokens: Sequence[Token], at: int, step: int) -> str | None:
    while 0 <= at < len(tokens) and tokens[at].kind in ("skip", "each", "sum", "whether"):
        at += step
    if not 0 <= at < len(tokens):
        return None
    if step > 0 and tokens[at].kind in ("level1", "level2") and at + 1 < len(tokens) and tokens[at + 1].kind == "noun":
        return _noun_kind(tokens[at + 1])
    return _noun_kind(tokens[at])


def _noun_kind(token: Token) -> str | None:
    if token.kind == "measure" and token.value == "implementing_unit" and _UNITS.fullmatch(token.text):
        return "units"
    if token.kind == "noun":
        return token.value if token.value != "funds" else None
    if token.kind == "severity":
        return "findings"
    if token.kind in ("level1", "level2"):
        return "indicators"
    return None


def _topic(tokens: Sequence[Token], text: str) -> tuple[str | None, set[int]]:
    """The text that no vocabulary explains, from its first to its last piece, with the words joined to either end."""
    places = [at for at, one in enumerate(tokens) if one.kind == "text"]
    if not places:
        return None, set()
    if (exact := next((at for at in places if tokens[at].exact), None)) is not None:
        return tokens[exact].text, set(places)
    first = last = places[0]
    for place in places[1:]:
        if place - last > 4 or any(tokens[at].kind in ("project", "mark", "unit", "why") for at in range(last, place)):
            break  # another clause; its words count as unexplained
        last = place
    while first > 0 and _joins(tokens[first - 1]):
        first -= 1
    if last + 2 < len(tokens) and tokens[last + 1].text == "项目" and tokens[last + 2].text == "数量":
        last += 2  # 规划研究项目数量 is the name of an indicator
    while last + 1 < len(tokens) and _joins(tokens[last + 1], behind=True):
        last += 1
    taken = set(range(first, last + 1))
    found = text[tokens[first].start : tokens[last].end]
    rest = "".join(tokens[at].text for at in places if at not in taken)
    return found + rest, taken | set(places)


def _joins(token: Token, *, behind: bool = False) -> bool:
    """Whether a word next to unknown text is a part of the name that the text belongs to."""
    if token.kind == "measure":
        return (token.value == "actual" and token.text.startswith(_ACTING)) or (
            behind and token.text.endswith(("数", "量"))
        )
    if token.kind in ("level1", "level2"):
        return True
    if token.kind == "noun":
        return token.value == "projects" and token.text == "项目" and not behind
    return (
        token.kind == "skip"
        and not set(token.text) <= _EMPTY_WORDS
        and len(token.text) <= 2
        and not token.text.startswith(("什么", "多少", "哪", "怎", "几", "如何", "现在", "请"))
    )


def _says_anything(parsed: Parsed) -> bool:
    known = (
        "measure",
        "noun",
        "level1",
        "level2",
        "source",
        "project",
        "unit",
        "severity",
        "grade",
        "flag",
        "quantity",
        "year",
        "text",
    )
    if parsed.rules or parsed.bounds.conditions:
        return True
    said = {one.kind for one in parsed.tokens if one.kind in known}
    return bool(said - {"year", "quantity"})
