"""Which intent a question has, what it measures, and by what its rows are grouped and ordered."""

import re
from itertools import pairwise
from typing import cast

from extractor.qa.group_words import about_findings, group
from extractor.qa.limits import limit_of
from extractor.qa.measure_words import SUMMARY, TEXTS, measures_asked
from extractor.qa.orders import order_of, rank
from extractor.qa.parsed import Parsed
from extractor.qa.plan import (
    Comparator,
    Condition,
    Filters,
    MeasureComparison,
    MeasureName,
    Order,
    QuestionPlan,
    Target,
)

_ROW_MEASURES = ("weight", "target", "actual", "achievement", "score", "deviation_reason")
_NOT_NOTHING = re.compile("(?:不含|除了?|排除|不算|不计|剔除|不是|非)零(?:支出|执行)")
_NOT_ALL = re.compile("(?:没有?|未|没能)(?:花|用|执行|支出)(?:完|光)的?项目")
_MISSED = ("total_score", "points", "execution_score", "execution_rate", "year", "project_code")
_LACKING = ("没有", "没", "无", "未")
_PRINTED = re.compile("(?:完成|实际)值")
_NOT_SPENT = re.compile("(?:没有?|未|没能)(?:全部?)?(?:花|用|执行|支出)(?:完|光)(?=$|[,。?的])")
_TOTAL = re.compile("总(?:额|数|量|和|规模)$")
_HOW_MANY = re.compile(
    "(?:项目|指标)(?:一共|总共|共)?(?:有|是|为)?(?:多少|几)$|(?:项目|指标)(?:一共|总共|共)?(?:有|是|为)?(?:多少|几)[?。]"
)
_CHANGES: tuple[tuple[str, Comparator], ...] = (("increased", ">"), ("decreased", "<"), ("changed", "!="))
_CHANGE_MEASURES = ("budget_change", "budget_cut")
_SUMMED = ("initial_budget", "annual_budget", "executed", "unspent", "budget_change", "budget_cut")


def decide(parsed: Parsed, filters: Filters) -> QuestionPlan:
    """The plan of a question taken apart."""
    measures = measures_asked(parsed, filters)
    if parsed.flag("over") and not measures and parsed.has("most", "least") and not parsed.projects:
        measures = cast("tuple[MeasureName, ...]", ("achievement",))  # 哪个项目超预期完成得最多
    changes = _changes(parsed)
    if changes:
        measures = cast("tuple[MeasureName, ...]", tuple(one for one in measures if one not in _CHANGE_MEASURES))
    filters = _with_meanings(parsed, filters, changes)
    target = "projects" if set(measures) & {"expected_goal", "actual_goal"} else _target(parsed, filters, measures)
    if "满意度指标" in filters.level1 and parsed.has("most", "least", "sorted") and not measures:
        target, measures = "indicators", cast("tuple[MeasureName, ...]", ("actual",))
    if target == "indicators" and "total_score" in measures:
        measures = cast("tuple[MeasureName, ...]", (*(one for one in measures if one != "total_score"), "score"))
    notes = tuple(parsed.bounds.notes)
    plan = QuestionPlan(intent="filter", target=target, measures=measures, filters=filters, notes=notes)
    for rule in (_explain, _compare, group, _share, rank, _count, _sum_or_average, _lookup, _search):
        if decided := rule(parsed, plan):
            return decided
    return _filter(parsed, plan)


def _changes(parsed: Parsed) -> set[str]:
    """Which changes of the budget are a condition (哪些项目追加了预算), not what is asked for (追加了多少)."""
    if parsed.head != "projects" or parsed.projects:
        return set()
    asked = parsed.has(
        "how_much", "most", "least", "sorted", "top", "bottom", "place", "sum", "average", "versus", "each"
    )
    said = [one.text for one in parsed.left if one.kind == "measure" and one.value in _CHANGE_MEASURES and not asked]
    flags = {flag for flag in ("increased", "decreased", "changed") if parsed.flag(flag)}
    for text in said:
        flags.add("increased" if re.search("追加|增", text) else "decreased" if re.search("减|削", text) else "changed")
    return flags


def _with_meanings(parsed: Parsed, filters: Filters, changes: set[str]) -> Filters:
    """The flags that are bounds: 一分没花, 全部花完, 追加了预算."""
    conditions, comparisons = list(filters.conditions), list(filters.comparisons)
    if parsed.flag("zero_spent"):
        comparator = "!=" if _NOT_NOTHING.search(parsed.text) else "="
        conditions.append(Condition(measure="executed", comparator=comparator, value=0))  # pyright: ignore[reportArgumentType]
    not_all = _NOT_ALL.search(parsed.text) or (parsed.head == "projects" and _NOT_SPENT.search(parsed.text))
    if not_all and not parsed.has("how_much", "sum", "most", "least", "sorted", "average", "why"):
        conditions.append(Condition(measure="execution_rate", comparator="<", value=100))  # pyright: ignore[reportArgumentType]
    if parsed.flag("all_spent") and not parsed.has("why"):
        conditions.append(Condition(measure="execution_rate", comparator="=", value=100))  # pyright: ignore[reportArgumentType]
    if parsed.flag("doubled"):
        conditions.append(Condition(measure="budget_change_rate", comparator=">=", value=100))  # pyright: ignore[reportArgumentType]
    if parsed.flag("no_initial"):
        conditions.append(Condition(measure="initial_budget", comparator="=", value=0))  # pyright: ignore[reportArgumentType]
    if parsed.flag("unchanged") and not parsed.has("why"):
        comparisons.append(MeasureComparison(measure="annual_budget", comparator="=", other="initial_budget"))
    for flag, comparator in _CHANGES:
        if flag in changes:
            comparisons.append(
                MeasureComparison(measure="annual_budget", comparator=comparator, other="initial_budget")
            )  # pyright: ignore[reportArgumentType]
    if (missing := _unread(parsed)) in _MISSED:
        return filters.model_copy(update={"missing": "total_score" if missing == "points" else missing})
    return filters.model_copy(update={"conditions": tuple(conditions), "comparisons": tuple(comparisons)})


def _unread(parsed: Parsed) -> str | None:
    """The measure that is said not to be there: 总分看不清的, 没有自评总分的."""
    if parsed.has("average", "median", "sum") or parsed.topic is not None:
        return None  # what is not printed is left out of sums anyway
    if parsed.flag("unread"):
        return next((one.value for one in parsed.left if one.kind == "measure"), None)
    told = [one for one in parsed.left if one.kind != "skip"]
    for no, one in pairwise(told):
        ends = parsed.text[one.end :].startswith(("的", "那", "?", "。", ",")) or one.end == len(parsed.text)
        if no.kind == "not" and no.text in _LACKING and one.kind == "measure" and ends:
            return one.value
    return None


def _target(parsed: Parsed, filters: Filters, measures: tuple[MeasureName, ...]) -> Target:
    if parsed.head == "findings" and not _only_points_at_rows(parsed):
        return "findings"
    if parsed.head == "indicators":
        return "indicators"
    if parsed.head == "projects" and not (parsed.projects and _asks_rows(parsed, filters, measures)):
        return "funds" if filters.fund_source else "projects"
    if parsed.head == "units":
        return "projects"
    if filters.rules or filters.severities:
        return "findings"
    if _asks_rows(parsed, filters, measures):
        return "indicators"
    return "funds" if filters.fund_source else "projects"


def _only_points_at_rows(parsed: Parsed) -> bool:
    """Whether 问题 stands for rows (扣分问题)."""
    return False


def _asks_rows(parsed: Parsed, filters: Filters, measures: tuple[MeasureName, ...]) -> bool:
    if filters.topic or filters.level1 or filters.level2 or any(one in _ROW_MEASURES for one in measures):
        return True
    flags = (filters.over_achieved, filters.below_target, filters.has_reason, filters.applicable, filters.lost_points)
    return any(one is not None for one in flags)


def _explain(parsed: Parsed, plan: QuestionPlan) -> QuestionPlan | None:
    if parsed.has("cause") and plan.filters.topic is not None:
        # 因为要节俭而没买设备的指标: the reason is given, the rows are asked for
        filters = plan.filters.model_copy(update={"topic": None})
        update = {"intent": "explain", "target": "indicators", "filters": filters, "text": parsed.text, "measures": ()}
        return plan.model_copy(update=update)
    if not parsed.has("why"):
        return None
    if plan.filters.has_reason is False and parsed.has("which", "how_many"):
        return None
    text = parsed.text
    if parsed.has("search", "similar") and plan.filters.topic is not None:
        # 哪些指标的解释提到了民生诉求: the reasons that say it
        filters = plan.filters.model_copy(update={"topic": None, "has_reason": None})
        update = {"intent": "explain", "target": "indicators", "filters": filters, "text": plan.filters.topic}
        return plan.model_copy(update=update | {"measures": ()})
    free = not plan.filters.projects and not plan.filters.conditions and plan.filters.topic is None
    several = parsed.head in ("projects", "indicators") and parsed.has("which", "how_many", "each")
    if (
        several
        and plan.filters.has_reason is None
        and not parsed.has("each")
        and plan.filters.topic is None
        and not plan.filters.conditions
    ):
        # 哪些指标写了原因
        asked_rows = parsed.head == "indicators" and plan.filters == Filters(lost_points=plan.filters.lost_points)
        if asked_rows and plan.filters.lost_points is None:
            filters = plan.filters.model_copy(update={"has_reason": True})
            return plan.model_copy(update={"intent": "filter", "target": "indicators", "filters": filters})
    order = order_of(parsed, plan)
    rows = (free and order is None) or plan.target == "indicators" or _asks_rows(parsed, plan.filters, plan.measures)
    target: Target = "indicators" if rows else "projects"
    return plan.model_copy(
        update={
            "intent": "explain",
            "target": target,
            "text": text,
            "order": order,
            "limit": limit_of(parsed) if order else None,
        }
    )


def _compare(parsed: Parsed, plan: QuestionPlan) -> QuestionPlan | None:
    """A比B多花多少, A和B哪个执行率高."""
    if (
        "units" in parsed.values("noun")
        and parsed.has("versus")
        and re.search("[两2]个?[家]?(?:单位|部门)", parsed.text)
    ):
        measures = plan.measures or ("executed",)
        update = {"intent": "compare", "target": "projects", "group_by": "implementing_unit", "measures": measures}
        return plan.model_copy(update=update)
    compared = len(parsed.projects) >= 2 or len(parsed.units) >= 2
    if not compared or not parsed.has("versus", "greater", "smaller", "most", "least"):
        two = [one for one in plan.measures if one in _SUMMED or one in ("total_score", "execution_score")]
        if len(two) >= 2 and parsed.has("versus") and parsed.projects:
            return plan.model_copy(update={"intent": "compare", "measures": tuple(two[:2])})
        return None
    measures = plan.measures or (("executed",) if "花" in parsed.text else ())
    if not measures:
        measures = (
            ("finding_count",)
            if about_findings(parsed)
            else (("indicator_count",) if parsed.head == "indicators" else SUMMARY)
        )
    descending = not parsed.has("smaller", "least")
    order = Order(measure=measures[0], descending=descending)
    return plan.model_copy(update={"intent": "compare", "measures": measures, "order": order})


def _share(parsed: Parsed, plan: QuestionPlan) -> QuestionPlan | None:
    if not parsed.has("share") or "execution_rate" in plan.measures:
        return None
    if plan.filters.topic is not None and parsed.head is None:
        return None  # 林子的比例: the name of an indicator
    measure = next((one for one in plan.measures if one in _SUMMED), None)
    update: dict[str, object] = {"intent": "sum" if measure else "count", "share": True}
    if measure and parsed.has("most", "least", "top", "bottom") and (order := order_of(parsed, plan)):
        update |= {"order": order, "limit": limit_of(parsed)}  # 预算最多的五个项目占总预算的
    return plan.model_copy(update=update | {"measures": (measure,) if measure else ()})


def _count(parsed: Parsed, plan: QuestionPlan) -> QuestionPlan | None:
    bare = parsed.has("how_much") and parsed.head in ("projects", "indicators") and not plan.measures
    if not parsed.has("how_many") and not (bare and plan.filters.topic is None and _HOW_MANY.search(parsed.text)):
        return None
    if parsed.head is None and "supervising_unit" in plan.measures and not (parsed.units or parsed.projects):
        update = {"intent": "count", "target": "projects", "group_by": "supervising_unit", "measures": ()}
        return plan.model_copy(update=update)  # 主管部门有几个
    if parsed.head is None:
        bare = plan.filters.topic is None and not plan.filters.projects and plan.target == "projects"
        narrowed = plan.filters.conditions or plan.filters.comparisons or plan.filters.grades or plan.filters.units
        if not (bare and narrowed):
            return None
        return plan.model_copy(update={"intent": "count", "measures": ()})
    if plan.filters.topic is not None and parsed.head != "projects" and not parsed.has("noun"):
        return None
    if any(one.exact for one in parsed.tokens if one.kind == "text") and {"target", "actual"} & set(plan.measures):
        return None  # 服务单位数量指标，目标是多少家
    if parsed.head == "units" and plan.filters.topic is not None:
        return None  # 签约主体有多少家机构
    if parsed.head == "units":
        return plan.model_copy(
            update={"intent": "count", "target": "projects", "group_by": "implementing_unit", "measures": ()}
        )
    if "points_lost" in plan.measures:
        lost = plan.filters.model_copy(update={"lost_points": True})  # 扣了多少个
        plan = plan.model_copy(update={"filters": lost})
    if parsed.has("average") and parsed.head in ("indicators", "findings") and "projects" in parsed.values("noun"):
        counted = "indicator_count" if parsed.head == "indicators" else "finding_count"
        return plan.model_copy(update={"intent": "average", "target": "projects", "measures": (counted,)})
    target = plan.target if parsed.head != "projects" else ("funds" if plan.filters.fund_source else "projects")
    return plan.model_copy(update={"intent": "count", "target": target, "measures": ()})


def _sum_or_average(parsed: Parsed, plan: QuestionPlan) -> QuestionPlan | None:
    measure = next(
        (one for one in plan.measures if one not in TEXTS and one not in ("target", "deviation_reason", "grade")), None
    )
    if parsed.has("average", "median"):
        measure = measure or ("score" if plan.target == "indicators" else "total_score")
        if measure == "actual" and not ("满意度指标" in plan.filters.level1 or _PRINTED.search(parsed.text)):
            measure = "achievement"
        return plan.model_copy(
            update={"intent": "median" if parsed.has("median") else "average", "measures": (measure,)}
        )
    if measure is None or plan.filters.topic is not None:
        return None
    several = len(plan.filters.projects) != 1 or len(plan.filters.projects[0].evaluations) > 1
    total = any(one.kind == "measure" and _TOTAL.search(one.text) for one in parsed.left)
    summed = parsed.has("sum") or total or (not plan.filters.projects and measure in _SUMMED and parsed.has("how_much"))
    if (
        measure in ("weight", "score", "points_lost")
        and plan.target == "indicators"
        and (
            parsed.has("sum", "how_much")
            or any(one.text.startswith("总") for one in parsed.left if one.kind == "measure")
        )
        and not parsed.has("which", "each")
    ):
        return plan.model_copy(update={"intent": "sum", "measures": (measure,)})
    if measure in _CHANGE_MEASURES and {"initial_budget", "annual_budget"} <= set(parsed.values("measure")):
        return plan.model_copy(update={"intent": "sum", "measures": (measure,)}) if several else None
    if summed and several and measure in _CHANGE_MEASURES and not plan.filters.comparisons:
        # 追加的预算一共多少: of those that got more
        comparator = ">" if re.search("追加|增", parsed.text) else "<" if measure == "budget_cut" else "!="
        more = MeasureComparison(measure="annual_budget", comparator=comparator, other="initial_budget")
        filters = plan.filters.model_copy(update={"comparisons": (more,)})
        return plan.model_copy(update={"intent": "sum", "measures": (measure,), "filters": filters})
    if summed and several and measure in (*_SUMMED, "points_lost", "total_score") and not parsed.has("which"):
        return plan.model_copy(update={"intent": "sum", "measures": (measure,)})
    if (
        measure == "execution_rate"
        and not plan.filters.projects
        and not parsed.has("which", "each")
        and parsed.has("sum", "how_much", "share")
    ):
        intent = "sum" if parsed.has("sum", "share") else "average"  # 总支出占总预算的比例
        return plan.model_copy(update={"intent": intent, "measures": ("execution_rate",)})
    return None


def _lookup(parsed: Parsed, plan: QuestionPlan) -> QuestionPlan | None:
    filters = plan.filters
    if filters.topic is not None and not parsed.has("search", "similar") and parsed.head != "projects":
        return plan.model_copy(update={"intent": "lookup", "target": "indicators"})
    if not filters.projects:
        one_unit = len(filters.units) == 1 and not filters.conditions and filters == Filters(units=filters.units)
        if plan.measures and one_unit and plan.target == "projects" and not parsed.has("which", "noun", "each"):
            return plan.model_copy(update={"intent": "lookup"})  # 图书馆的总分
        return None
    if plan.target == "findings":
        return None
    if plan.target == "indicators":
        if plan.measures:
            return plan.model_copy(update={"intent": "lookup"})
        return None
    if parsed.has("whether") and filters.conditions and not parsed.has("which", "noun") and not plan.measures:
        # 低保项目执行率低于90%吗: the figure, and whether it is so
        bare = filters.model_copy(update={"conditions": ()})
        asked = tuple(dict.fromkeys(one.measure for one in filters.conditions))
        update = {"intent": "lookup", "filters": bare, "measures": asked, "checked": filters.conditions}
        return plan.model_copy(update=update)
    measures = plan.measures or SUMMARY
    if filters.conditions and not plan.measures:
        return None
    return plan.model_copy(update={"intent": "lookup", "measures": measures})


def _search(parsed: Parsed, plan: QuestionPlan) -> QuestionPlan | None:
    if plan.filters.topic is None:
        return None
    target = plan.target if parsed.head in ("projects", "findings") else "indicators"
    measures = () if parsed.has("search") else plan.measures  # 哪个项目的绩效目标里提到了5G
    return plan.model_copy(
        update={"intent": "search", "target": target, "text": plan.filters.topic, "measures": measures}
    )


def _filter(parsed: Parsed, plan: QuestionPlan) -> QuestionPlan:
    """A list; of units where 单位 is what is asked for."""
    if parsed.head == "units" and not parsed.units:
        return plan.model_copy(
            update={"intent": "filter", "target": "projects", "group_by": "implementing_unit", "measures": ()}
        )
    return plan
