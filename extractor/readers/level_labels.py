"""The labels of level 1 and 2: the closed vocabulary, the points printed with them, and what a name suggests."""

# ruff: noqa: SIM905 - word lists read better as text

import re
from functools import lru_cache
from typing import Literal, NamedTuple

from extractor.readers.vocabulary import NUMBERING, indicator_column, label_key, table_of, trimmed


class LevelLabel(NamedTuple):
    """A level 1 or 2 label: as printed without points, its vocabulary form, and the points printed with it."""

    printed: str
    standard: str
    points: str | None


LEVEL1_KIN = table_of(
    {
        "产出指标": "项目完成指标 项目产出指标 完成指标",
        "效益指标": "项目效益指标 效果指标 项目效果指标 项目绩效指标",
        "满意度指标": "项目满意度指标 社会满意度指标",
        "成本指标": "项目成本指标 成本控制指标",
        "预算执行指标": "预算执行率指标 预算执行情况指标 资金执行率指标 执行指标 资金执行指标 预算执行指标 资金支出指标",
    }
)
"""Other names of a level 1, each with the usual one."""
LEVEL1 = frozenset(
    "产出指标 效益指标 满意度指标 成本指标 决策指标 过程指标 投入指标 管理指标 预算执行指标 影响力指标 效果指标 "
    "投入和管理指标 投入管理指标 项目决策指标 项目管理指标 项目绩效指标 项目产出指标 项目效益指标 资金管理指标 履职效能指标 可持续发展指标".split()
) | frozenset(LEVEL1_KIN)
LEVEL2_OF: dict[str, tuple[str, ...]] = {
    "产出指标": tuple(
        "数量指标 质量指标 时效指标 成本指标 产出数量指标 产出质量指标 产出时效指标 产出成本指标".split()
    ),
    "成本指标": tuple("经济成本指标 社会成本指标 生态环境成本指标 生态成本指标 预算成本指标".split()),
    "效益指标": tuple(
        "经济效益指标 社会效益指标 生态效益指标 可持续影响指标 可持续发展指标 环境效益指标 可持续效益指标 "
        "生态环境效益指标 可持续性影响指标 经济效益 社会影响指标".split()
    ),
    "满意度指标": tuple(
        "服务对象满意度指标 其他满意度指标 受益对象满意度指标 社会公众满意度指标 服务对象或项目受益人满意度指标 "
        "公众满意度指标 服务对象满意指标 群众满意度指标 帮扶对象满意度指标 内部满意度指标 "
        "社会公众或服务对象满意度指标 满意度指标 职工满意度指标 社会满意度指标 使用者满意度指标 服务对象满意程度指标".split()
    ),
    "预算执行指标": tuple("预算执行率指标 资金执行率指标 预算执行指标 资金执行指标 资金支出率指标".split()),
}
LEVEL1_OF_LEVEL2 = {level2: level1 for level1, names in LEVEL2_OF.items() for level2 in names}
_POINTS = re.compile(r"\((?:共|权重|分值|计|满分)?:?(\d+(?:\.\d+)?)分?\)|(\d+(?:\.\d+)?)分$")
POINTS_FRAGMENT = re.compile(r"\(?(\d+(?:\.\d+)?)分\)?|\((\d+(?:\.\d+)?)\)")


_OF_GOALS = re.compile(r"^(投入和?管理|投入|产出|效果|效益|影响力|满意度)目标$")


def _standard(key: str) -> str:
    """`key` with the usual ending; one inserted 的 is forgiven (服务对象的满意度指标), and 目标 for 指标 (产出目标)."""
    name = _OF_GOALS.sub(r"\1指标", key.replace("的", ""))
    return name if name.endswith("指标") else name + "指标"


@lru_cache(maxsize=1024)
def level_label(text: str, level: Literal[1, 2]) -> LevelLabel | None:
    """The level label that `text` is, or `None` when it is no label of that level."""
    if len(text) > 40:
        return None
    key = label_key(text)
    found = _POINTS.search(key)
    points = (found[1] or found[2]) if found else None
    printed = _POINTS.sub("", key)
    printed = trimmed(NUMBERING.sub("", printed))
    standard = _standard(printed)
    known = LEVEL1 if level == 1 else LEVEL1_OF_LEVEL2
    if standard not in known or not printed or printed == "指标":
        return None
    return LevelLabel(printed if printed.replace("的", "") == printed else standard, standard, points)


def is_level_label(text: str) -> bool:
    """Whether a text is a label of either level that the vocabulary has, with or without points, or heads such labels."""
    heads = indicator_column(text) in ("level1", "level2")
    return heads or level_label(text, 1) is not None or level_label(text, 2) is not None


# begins only where blanks or digits begin, and gives nothing back: a long run of either does not take minutes
_POINTS_BEHIND = re.compile(
    r"(?<!\s)\s*+(?:[(（]\s*+共?\s*+(\d+(?:\.\d+)?)\s*+分?\s*+[)）][.．·•]?|(?<!\d)(\d+(?:\.\d+)?)\s*+分)$"
)
_NUMBERED = re.compile(r"^(?:[一二三四五六七八九十]+、|[(（][一二三四五六七八九十]+[)）])")
_LONGEST = 20
"""Characters of a label that no vocabulary has."""


def local_label(text: str) -> LevelLabel | None:
    """A label that no vocabulary has, by its looks: short, no number; its points, if any, taken off."""
    found = _POINTS_BEHIND.search(text)
    printed = _NUMBERED.sub("", text[: found.start()] if found else text).strip()
    if not 0 < len(printed) <= _LONGEST or re.fullmatch(r"[\d.,%]+", printed):
        return None
    return LevelLabel(printed, printed, (found[1] or found[2]) if found else None)


def is_pointed(text: str) -> bool:
    """Whether a short text ends with points as only labels of levels do: 投入管理（10分）."""
    label = local_label(text)
    return label is not None and label.points is not None and re.search(r"[≥≤><=%\d]", label.printed) is None


_SUGGESTIONS = (
    ("时效指标", re.compile("及时|时效|按时|准时|时限|时长|期限|周期|完成时间|响应时间|工期|按期|如期|时间节点")),
    ("成本指标", re.compile("成本|费用|经费|支出|预算控制|单价|造价|节约率|控制数|补助标准|概算")),
    ("质量指标", re.compile("合格|质量|达标|准确|完好|通过率|优良|规范|正确|故障率|完整|符合|有效率")),
    ("数量指标", re.compile("数量|次数|人数|个数|面积|批次|场次|数$|总量|长度|台数|份数|户数")),
    ("服务对象满意度指标", re.compile("满意")),
)


@lru_cache(maxsize=4096)
def suggested_level2(name: str) -> str | None:
    """The level 2 label that a level 3 name suggests by its words, or `None`; a hint, never a reading."""
    return next((label for label, words in _SUGGESTIONS if words.search(name)), None)
