"""PLA008 unit-mismatch: target and actual (or name and number) do not measure the same thing.

查什么：年度指标值与实际完成值单位大小不同（≤5万元对3657.8元）、量词不同（1项对1份）、计量内容不同，一侧没有单位，
数量指标两侧都没有单位，名称为“率”而数值是数量，或者带宽以GB计。计量内容不同和“率”填成数量的报错误，大小不同的报
提醒，其余报提示。

为什么：单位不一致就无法比较，得分也就没有依据。

例：“宣传知晓率”年度指标值≥3万，实际完成值220万：名称为率，数值却是数量。

依据：财预〔2021〕101号（指标值应有计量单位）；单位对照表见extractor/checks/units.py。
"""

import re
from collections.abc import Iterator

from extractor.checks.completion import counted_rows, of_level2
from extractor.checks.finding import Finding, Severity
from extractor.checks.form_facts import FormFacts, IndicatorFacts
from extractor.checks.profile import Profile
from extractor.checks.rule import Rule
from extractor.checks.units import dimension_of, relation
from extractor.checks.wording import NOT_RATE_NAME, RATE_NAME, flat, shortened
from extractor.records.targets import Measure

CODE = "PLA008"
_TEN_THOUSANDS = re.compile(r"[万亿]")
_BANDWIDTH = re.compile(r"带宽")


def check(form: FormFacts, profile: Profile) -> Iterator[Finding]:
    """At most one finding a row, and one for all quantities that have no unit at all."""
    bare_rows: list[IndicatorFacts] = []
    unit_column = _actuals_without_units(form)
    for row in counted_rows(form):
        if len(row.targets) != 1 or len(row.actuals) != 1:
            continue
        target, actual = row.targets[0], row.actuals[0]
        if target.kind != "number" or actual.kind != "number":
            continue
        defect = _defect(row, target, actual)
        if defect is not None and unit_column and actual.unit is None and defect[0] == "info":
            continue
        if defect is not None:
            severity, message = defect
            yield form.finding(
                CODE,
                severity,
                [row.at("target"), row.at("actual")],
                f"单位不一致：“{shortened(row.name)}”年度指标值“{target.text}”、实际完成值“{actual.text}”，{message}",
                printed=target.unit,
                recomputed=actual.unit,
                quotes=[target.text, actual.text],
            )
        elif target.unit is None and actual.unit is None and of_level2(row, "数量"):
            bare_rows.append(row)
    if bare_rows:
        named = "、".join(f"“{shortened(row.name, 16)}”{row.row.target}" for row in bare_rows[:5])
        yield form.finding(
            CODE,
            "info",
            [row.at("target") for row in bare_rows],
            f"数量指标缺少计量单位：{len(bare_rows)} 项指标值未注明单位，如{named}。",
            quotes=[row.row.target for row in bare_rows[:5] if row.row.target],
        )


def _actuals_without_units(form: FormFacts) -> bool:
    """Whether the layout prints units in a column of their own: targets have them, and no actual number does."""
    pairs = [
        (row.targets[0], row.actuals[0])
        for row in counted_rows(form)
        if len(row.targets) == len(row.actuals) == 1 and row.targets[0].kind == row.actuals[0].kind == "number"
    ]
    return len(pairs) >= 3 and all(target.unit and not actual.unit for target, actual in pairs)


def _defect(row: IndicatorFacts, target: Measure, actual: Measure) -> tuple[Severity, str] | None:
    """Severity and the second half of the message."""
    rate = _rate_as_count(row, target, actual)
    if rate is not None:
        return rate
    if target.unit and actual.unit:
        return _two_units(row, target, actual, target.unit, actual.unit)
    if target.unit or actual.unit:
        if "%" in (target.unit, actual.unit) and _as_fraction(target, actual):
            return None  # PLA017 says it better
        missing = "实际完成值" if target.unit else "年度指标值"
        return "info", f"{missing}未注明单位。"
    return None


def _two_units(
    row: IndicatorFacts, target: Measure, actual: Measure, first: str, second: str
) -> tuple[Severity, str] | None:
    how = relation(first, second)
    if how == "other":
        return "error", f"“{first}”与“{second}”不是同一计量内容，无法比较。"
    if how == "scale":
        return "warning", f"“{first}”与“{second}”计量大小不同，须换算后才能比较。"
    if how == "counter":
        return "info", f"“{first}”与“{second}”不是同一计量单位。"
    if dimension_of(first) == "金额" and _TEN_THOUSANDS.findall(target.text) != _TEN_THOUSANDS.findall(actual.text):
        return "warning", f"一为{_money(target)}、一为{_money(actual)}，须换算后才能比较。"
    if _BANDWIDTH.search(row.row.level3 or "") and "数据量" in (dimension_of(first), dimension_of(second)):
        return "info", f"带宽应以 Gbps、Mbps 计量，“{first}”是数据量单位。"
    return None


def _money(measure: Measure) -> str:
    return "".join(_TEN_THOUSANDS.findall(measure.text)) + "元"


def _rate_as_count(row: IndicatorFacts, target: Measure, actual: Measure) -> tuple[Severity, str] | None:
    """A name in 率 whose values are counts."""
    name = flat(row.row.level3)
    if not RATE_NAME.search(name) or NOT_RATE_NAME.search(name):
        return None
    units = [unit for unit in (target.unit, actual.unit) if unit]
    if any(dimension_of(unit) == "计数" for unit in units):
        return "error", "指标名称为比率，指标值却是数量，名不副实。"
    counted = all(one.unit is None and one.value is not None and one.value > 100 for one in (target, actual))
    if counted and (_TEN_THOUSANDS.search(target.text) or _TEN_THOUSANDS.search(actual.text)):
        return "error", "指标名称为比率，指标值却是数量，名不副实。"
    return None


def _as_fraction(target: Measure, actual: Measure) -> bool:
    unmarked = target if target.unit is None else actual
    return unmarked.value is not None and 0 < unmarked.value <= 1


RULE = Rule(code=CODE, name="unit-mismatch", title="计量单位不一致", severity="info", check=check)
