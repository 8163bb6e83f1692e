"""Which measures a question asks for: the words of the vocabulary, read by what the question is about."""

import re
from typing import cast

from extractor.qa.parsed import Parsed
from extractor.qa.plan import Filters, MeasureName
from extractor.qa.tokens import Token

SUMMARY: tuple[MeasureName, ...] = ("annual_budget", "executed", "execution_rate", "total_score")
"""What is told of a project when nothing particular is asked."""
TEXTS = (
    "expected_goal",
    "actual_goal",
    "implementing_unit",
    "supervising_unit",
    "project_code",
    "project_name",
    "year",
)
"""Measures that are no numbers."""
_GOALS = {"target": "expected_goal", "actual": "actual_goal"}
"""目标是什么 and 完成情况 are of the form where nothing says which indicator."""
_IN_PERCENT = re.compile("百分之[多几]|几成|百分比|几分之几|预算的(?:多少|几)")
_CHANGED = re.compile("(?:增|追加|减)(?:了|加|少)?(?:多少|几|的)[^,。?]{0,3}(?:预算|资金|经费)")
_MONEY = re.compile("(?:多少|几)(?:钱|万?元|块钱|资金|经费)")
_MOVED = re.compile("增|涨|升|调|降|减|变|压|高|低|多出")
_OF_A_GOAL = ("目标", "完成情况", "完成得", "完成怎", "完成如")


def measures_asked(parsed: Parsed, filters: Filters) -> tuple[MeasureName, ...]:
    """The measures asked for, not those that bounds are on."""
    named = [_read(parsed, word) for word in _words(parsed)]
    if "还是" in parsed.text and len(parsed.values("grade")) >= 2:
        named.append("grade")
    if not named:
        named = _unsaid(parsed, filters)
    if named == ["project_code"] and any(one.mention.isdigit() for one in parsed.projects):
        named = ["project_name", *SUMMARY]
    if named == ["annual_budget"] and _CHANGED.search(parsed.text) and parsed.has("sum", "how_much"):
        cut = parsed.flag("decreased")
        named = ["budget_cut"] if cut else ["budget_change"] if parsed.flag("increased") else named
    moved = {"budget_change", "budget_cut"} & set(named) and "annual_budget" in named
    if moved and (_CHANGED.search(parsed.text) or parsed.has("most", "least", "sorted")):
        named = [one for one in named if one != "annual_budget"]  # 追加了多少预算
    if "executed" in named and "annual_budget" in named and (parsed.has("share") or _IN_PERCENT.search(parsed.text)):
        named = ["execution_rate"]
    if {"initial_budget", "annual_budget"} <= set(named) and _asks_net_change(parsed):
        named = ["budget_change"]
    both = {"initial_budget", "annual_budget"} <= set(named)
    if both and _IN_PERCENT.search(parsed.text) and _MOVED.search(parsed.text):
        named = ["budget_change_rate"]  # 全年预算较年初预算增长了百分之几
    if "executed" in named and _IN_PERCENT.search(parsed.text) and not parsed.has("share"):
        named = [one for one in named if one != "executed"] + ["execution_rate"]  # 用了百分之几
    if (
        named in (["actual"], ["actual_goal"])
        and parsed.topic is None
        and parsed.projects
        and _MONEY.search(parsed.text)
    ):
        named = ["executed"]  # 低保发了多少钱
    dropped: set[str] = {"points_lost"} if filters.lost_points else set()
    if parsed.units:
        dropped |= {"implementing_unit", "supervising_unit"}
    return cast("tuple[MeasureName, ...]", tuple(one for one in dict.fromkeys(named) if one not in dropped))


def _asks_net_change(parsed: Parsed) -> bool:
    """全年预算比年初预算总共增加了多少: of all forms together, by how much; not the two sums."""
    which = parsed.projects or parsed.has("which", "most", "least", "share", "each") or _IN_PERCENT.search(parsed.text)
    differs = parsed.has("versus") or _MOVED.search(parsed.text) is not None
    return not which and differs and (parsed.has("how_much") or "差" in parsed.text)


def _words(parsed: Parsed) -> list[str]:
    counted = _counts_things(parsed)
    rows = parsed.head == "indicators" or parsed.topic is not None or parsed.has("level1", "level2")
    words = [
        _GOALS.get(one.value, one.value) if not rows and one.text.startswith(_OF_A_GOAL) else one.value
        for one in parsed.left
        if one.kind == "measure" and one is not counted
    ]
    spent = parsed.flag("zero_spent") or parsed.flag("all_spent")
    return [one for one in words if not (spent and one == "executed")]


def _counts_things(parsed: Parsed) -> Token | None:
    """The word of money right before 多少 that counts things instead: 发给了多少残疾人, 拨了多少条."""
    told = [one for one in parsed.tokens if one.kind != "skip"]
    for verb, much, thing in zip(told, told[1:], told[2:], strict=False):
        money = verb.kind == "measure" and verb.value in ("annual_budget", "executed")
        if money and much.kind == "how_much" and much.text.endswith(("多少", "几")) and thing.kind == "text":
            return verb
    return None


def _read(parsed: Parsed, word: str) -> str:
    """得分 and 目标 of rows or of forms, as the question is about."""
    about = parsed.about_indicators or parsed.topic is not None
    leveled = parsed.topic is not None or parsed.has("level1", "level2")
    if word == "points":
        return "score" if about and parsed.head != "projects" else "total_score"
    if word == "goal":
        return "target" if about else "expected_goal"
    if word == "actual" and not about and not leveled:
        return "actual_goal"
    return "score" if word == "total_score" and leveled and parsed.head != "projects" else word


def _unsaid(parsed: Parsed, filters: Filters) -> list[str]:
    """What 多少分 and 结转资金 ask for without a measure's name."""
    if any(one.kind == "how_much" and one.text.endswith("分") for one in parsed.left):
        return [_read(parsed, "points")]
    if parsed.projects and parsed.head == "units" and parsed.has("which"):
        return ["implementing_unit"]
    if parsed.has("how_much") and parsed.topic is None and "funds" in parsed.values("noun"):
        return ["annual_budget"]  # 涉及资金多少
    if filters.fund_source and not parsed.has("whether", "which", "how_many", "why"):
        return ["annual_budget"]
    return []
