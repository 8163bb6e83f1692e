"""By what the rows of a question are grouped: 各单位的平均执行率, 哪个单位花钱最多, 按等级统计项目数."""

import re

from extractor.qa.limits import limit_of
from extractor.qa.measure_words import TEXTS
from extractor.qa.parsed import Parsed
from extractor.qa.plan import Grouping, MeasureName, Order, QuestionPlan

_RANKED = ("most", "least", "sorted", "top", "bottom", "greater", "smaller")
_LEVEL1 = re.compile("各一级指标|每个一级指标|按一级|各级指标|各类指标|每类指标")
_LEVEL2 = re.compile("各二级指标|每个二级指标|按二级|哪一?类指标|哪种指标")
_SEVERITY = re.compile("[各按](?:严重)?(?:级别|程度|等级)")
_RULE = re.compile("哪条规则|哪一?[类种]问题|[各每]类问题|[按各]规则|(?:什么|哪些)问题最")
_OF_THE_FIRST = re.compile("最[^,。?最]{0,4}的?[那这]?个?项目[^,。?]{0,4}(?:单位|部门|谁|机构)")
"""The unit of the first project is asked for, not the first unit."""
_TOGETHER = re.compile("总(?:支出|预算|花费|投入|执行|结余)|合计|一共|加起来")
_YEAR = re.compile("[各每按]年(?![初末底中])")


def group(parsed: Parsed, plan: QuestionPlan) -> QuestionPlan | None:
    """各单位的平均执行率, 哪个单位花钱最多, 按等级统计项目数."""
    grouping = _grouping(parsed)
    if grouping is None:
        return None
    measure = _grouped_measure(parsed, plan)
    if measure == "project_count" and plan.target == "findings":
        measure = "finding_count"
    elif measure == "project_count" and plan.target == "indicators":
        measure = "indicator_count"
    percent = measure in ("execution_rate", "budget_change_rate")
    points = measure in ("total_score", "score", "execution_score")
    intent = "average" if parsed.has("average") or ((percent or points) and not parsed.has("sum")) else "sum"
    if measure in ("project_count", "finding_count", "indicator_count"):
        intent = "count"
    target = plan.target if plan.target in ("indicators", "findings") and measure != "project_count" else "projects"
    if plan.target == "funds":
        target = "funds"
    order = Order(measure=measure, descending=not parsed.has("least"))
    filters, having = plan.filters, ()
    if _bounds_units(parsed):
        having = tuple(one for one in filters.conditions if one.measure == measure)
        kept = tuple(one for one in filters.conditions if one.measure != measure)
        filters = filters.model_copy(update={"conditions": kept})
    limit = limit_of(parsed) if parsed.has("most", "least", "top", "bottom") else None
    measures = (measure,)
    if measure == "project_count":
        measures = ("project_count",)
    return plan.model_copy(
        update={
            "intent": intent,
            "target": target,
            "group_by": grouping,
            "filters": filters,
            "having": having,
            "measures": measures,
            "order": order,
            "limit": limit,
        }
    )


def _grouping(parsed: Parsed) -> Grouping | None:
    """The first of unit, year, level, rule and the like that the words say; `None`: one figure for all."""
    return _by_unit(parsed) or _by_kind(parsed) or _by_project(parsed)


def _by_unit(parsed: Parsed) -> Grouping | None:
    by_each, ranked = parsed.has("each"), parsed.has(*_RANKED)
    said = parsed.values("measure")
    if len(parsed.units) >= 2 and by_each and not parsed.projects:
        return "implementing_unit"  # 水利局和林业局各花了多少
    if parsed.units or parsed.projects or _OF_THE_FIRST.search(parsed.text):
        return None
    if "supervising_unit" in said and (by_each or ranked):
        return "supervising_unit"
    units = "units" in parsed.values("noun") or "implementing_unit" in said
    if (by_each and units) or ("implementing_unit" in said and ranked):
        return "implementing_unit"
    if _bounds_units(parsed):
        return "implementing_unit"  # 哪些单位的平均执行率在95%以上
    return "implementing_unit" if parsed.head == "units" and ranked else None


def _bounds_units(parsed: Parsed) -> bool:
    """Whether the figure of each unit is bounded: 哪些单位的平均执行率在95%以上, not of its projects."""
    together = parsed.has("average", "sum") or _TOGETHER.search(parsed.text) is not None
    return parsed.head == "units" and not parsed.units and bool(parsed.bounds.conditions) and together


def _by_kind(parsed: Parsed) -> Grouping | None:
    by_each, grades = parsed.has("each"), len(parsed.values("grade"))
    if about_findings(parsed):
        if _SEVERITY.search(parsed.text):
            return "severity"
        if _RULE.search(parsed.text):
            return "rule"
    if (by_each and ("grade" in parsed.values("measure") or grades >= 2)) or (grades >= 3 and parsed.has("how_many")):
        return "grade"
    if _YEAR.search(parsed.text):
        return "year"
    if not parsed.projects and (by_each or parsed.has("versus", *_RANKED)):
        for level in ("level2", "level1"):
            if len(parsed.values(level)) >= 2:
                return level  # 数量指标和质量指标哪个扣分多
    if _LEVEL1.search(parsed.text):
        return "level1"
    return "level2" if _LEVEL2.search(parsed.text) else None


def _by_project(parsed: Parsed) -> Grouping | None:
    """哪个项目的问题最多, 各项目的指标数."""
    if parsed.projects or not (parsed.has("each") or parsed.has(*_RANKED)):
        return None
    words = parsed.values("noun")
    counted = "findings" in words or "indicators" in words or parsed.has("severity")
    return "project" if counted and parsed.head in ("projects", None) and "projects" in words else None


def about_findings(parsed: Parsed) -> bool:
    """Whether 问题 or a severity is spoken of."""
    return parsed.has("severity") or any(one.kind == "noun" and one.value == "findings" for one in parsed.left)


def _grouped_measure(parsed: Parsed, plan: QuestionPlan) -> MeasureName:
    if not plan.measures and _bounds_units(parsed):
        return plan.filters.conditions[0].measure
    usable = [one for one in plan.measures if one not in TEXTS and one not in ("grade", "target", "actual")]
    for measure in plan.measures:
        if measure in usable:
            return measure
    if parsed.flag("lost") or plan.filters.lost_points:
        return "points_lost"
    if about_findings(parsed) or plan.filters.rules:
        return "finding_count"
    if (
        any(one.kind == "noun" and one.value == "indicators" for one in parsed.left)
        or plan.filters.level1
        or plan.filters.level2
    ):
        return "indicator_count"
    if parsed.flag("over") or parsed.flag("below"):
        return "indicator_count"
    return "project_count"
