"""Level 1 groups whatever their printed label: 产出, 产出指标, 产出指标（50分） and 项目产出 are one group."""

import re
from decimal import Decimal

from extractor.checks.form_facts import FormFacts, IndicatorFacts
from extractor.records.amounts import parse_number

OUTPUT, BENEFIT, SATISFACTION, COST = "产出指标", "效益指标", "满意度指标", "成本指标"

_NOISE = re.compile(r"[（(].*?[)）]|[\d.]+分|[\s*:：一二三四1-4、.]")
_LEVEL1 = ((SATISFACTION, "满意"), (COST, "成本"), (OUTPUT, "产出"), (BENEFIT, "效益"), (BENEFIT, "效果"))
_LEVEL2 = (
    (SATISFACTION, ("满意",)),
    (COST, ("经济成本", "社会成本", "生态成本", "环境成本", "生态环境成本")),
    (OUTPUT, ("数量", "质量", "时效", "成本")),
    (BENEFIT, ("经济效益", "社会效益", "生态效益", "可持续", "环境效益", "政治效益")),
)


def level_group(level1: str | None, level2: str | None = None) -> str | None:
    """The canonical level 1 label; an unknown label as printed without its points; `None` when nothing tells.

    A missing level 1 follows from the closed vocabulary of level 2 labels (domain.md §1).
    """
    bare = _NOISE.sub("", level1 or "")
    for group, word in _LEVEL1:
        if word in bare:
            return group
    if bare:
        return bare
    for group, words in _LEVEL2:
        if level2 and any(word in level2 for word in words):
            return group
    return None


def row_group(row: IndicatorFacts) -> str | None:
    """The group of a row, by its level 1 label or else by its level 2 label."""
    return level_group(row.row.level1, row.row.level2)


def level_weights(form: FormFacts) -> dict[str, Decimal]:
    """Points per level 1 group: Σ of the row weights; groups without any printed weight are absent."""
    sums: dict[str, Decimal] = {}
    for row in form.rows:
        group = row_group(row)
        if group is not None and row.weight is not None:
            sums[group] = sums.get(group, Decimal(0)) + row.weight
    return sums


def printed_weights(form: FormFacts) -> dict[str, Decimal]:
    """Points printed with the level 1 labels, by group."""
    sums: dict[str, Decimal] = {}
    for label, text in form.reading.printed_level_weights.items():
        group, points = level_group(label), parse_number(text)
        if group is not None and points is not None:
            sums[group] = sums.get(group, Decimal(0)) + points
    return sums
