"""The filters of a plan in words, as answers say them before 的项目."""

from extractor.checks.catalogue import RULES
from extractor.outputs.wording import FUND_NAMES, SEVERITY_NAMES
from extractor.qa.figures import COMPARATORS, bound
from extractor.qa.measures import MEASURES
from extractor.qa.plan import Filters

_TITLES = {rule.code: rule.title for rule in RULES}


def described(filters: Filters) -> str:
    """The filters in words, to stand before 的项目."""
    parts = [f"“{one.name}”" for one in filters.projects]
    parts += [f"{one.mention}{'主管' if one.role == 'supervising_unit' else ''}" for one in filters.units]
    parts += [f"除{one.mention}以外" for one in (*filters.not_projects, *filters.not_units)]
    parts += [f"{one}年度" for one in filters.years]
    parts += [bound(one) for one in filters.conditions if one.measure in MEASURES]
    parts += [
        f"{MEASURES[one.measure].label}{COMPARATORS[one.comparator]}{MEASURES[one.other].label}"
        for one in filters.comparisons
    ]
    parts += [
        f"{MEASURES[one.measure].label}{COMPARATORS[one.comparator]}{f'“{one.project.name}”' if one.project else '平均值'}"
        for one in filters.benchmarks
    ]
    parts += [f"等级为{'或'.join(filters.grades)}"] if filters.grades else []
    parts += [f"等级不是{'或'.join(filters.not_grades)}"] if filters.not_grades else []
    parts += [f"{one}" for one in (*filters.level1, *filters.level2)]
    parts += [f"有{SEVERITY_NAMES[one]}级问题" for one in filters.severities]
    parts += [f"{FUND_NAMES[filters.fund_source]}"] if filters.fund_source else []
    parts += [f"有“{_TITLES[code]}”问题（{code}）" for code in filters.rules]
    flags = (
        (filters.lost_points is True, "扣了分"),
        (filters.lost_points is False, "满分"),
        (filters.over_achieved is True, "超额完成"),
        (filters.below_target is True, "未达到目标"),
        (filters.has_reason is True, "写了偏差原因"),
        (filters.has_reason is False, "没有说明原因"),
        (filters.applicable is False, "不适用"),
        (filters.has_finding is True, "核查发现了问题"),
        (filters.has_finding is False, "核查没有发现问题"),
        (filters.missing is not None, f"{MEASURES[filters.missing].label if filters.missing else ''}未印出"),
    )
    parts += [word for holds, word in flags if holds]
    if filters.first is not None:
        end = "最高" if filters.first.descending else "最低"
        parts.append(f"{MEASURES[filters.first.measure].label}{end}的{filters.first.count}个项目中")
    parts += [f"与“{filters.topic}”有关"] if filters.topic else []
    return "、".join(parts)
