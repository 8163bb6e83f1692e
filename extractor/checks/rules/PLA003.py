"""PLA003 actuals-equal-thresholds: the actuals land exactly on the thresholds.

查什么：年度指标值带≥或≤、实际完成值为数值的指标不少于3项，其中75%以上恰好等于门槛值的，报提醒；不少于10项且全部相
等的，报错误。不可能超过的门槛（≥100%、≤0）不计入。未达上述条件，但全部数值型指标（含不带≥、≤的）不少于3项且75%
以上与年度指标值相等的，报提示。项数和比例由评分规则（profile）设定，以上为默认值。

为什么：实测数很少恰好等于门槛值；多数相等的，往往是把年度指标值照填到了实际完成值栏。

例：≤2小时→2小时，≥1200万条→1200万条，≤0.5dB/km→0.5dB/km，23项全部如此。

依据：第三方评价机构的审核惯例；比例和项数由评分规则（profile）设定。
"""

from collections.abc import Iterator
from decimal import Decimal

from extractor.checks.completion import counted_rows, percent
from extractor.checks.finding import Finding
from extractor.checks.form_facts import FormFacts, IndicatorFacts
from extractor.checks.profile import Profile
from extractor.checks.rule import Rule
from extractor.checks.wording import shortened
from extractor.records.targets import Measure

CODE = "PLA003"
_NAMED = 6  # rows named in the message


def check(form: FormFacts, profile: Profile) -> Iterator[Finding]:
    """At most one finding for the form."""
    limits = profile.thresholds
    numeric = [(row, *row.pair) for row in counted_rows(form) if row.pair is not None]
    limited = [one for one in numeric if one[1].direction != "equal" and _can_be_exceeded(one[1])]
    on_limit = [row for row, target, actual in limited if target.value == actual.value]
    equal = [row for row, target, actual in numeric if target.value == actual.value]
    if len(limited) >= limits.threshold_rows and len(on_limit) >= limits.threshold_share * len(limited):
        everything = len(on_limit) == len(limited) and len(limited) >= limits.threshold_rows_many
        yield form.finding(
            CODE,
            "error" if everything else "warning",
            [row.at("actual") for row in on_limit],
            f"实际完成值恰等于门槛值：设有“≥”“≤”门槛的 {len(limited)} 项指标中有 {len(on_limit)} 项实际完成值与门槛值完全相同"
            f"（{_share(len(on_limit), len(limited))}），如{_examples(on_limit)}。实测值罕有如此巧合，请提供佐证材料核实是否照填目标值。",
            printed=str(len(on_limit)),
            recomputed=str(len(limited)),
            quotes=_quotes(on_limit),
        )
    elif len(numeric) >= limits.threshold_rows and len(equal) >= limits.threshold_share * len(numeric):
        yield form.finding(
            CODE,
            "info",
            [row.at("actual") for row in equal],
            f"数值型指标 {len(numeric)} 项中有 {len(equal)} 项实际完成值与年度指标值完全相同（{_share(len(equal), len(numeric))}），"
            f"如{_examples(equal)}，请核实是否为实际统计结果。",
            printed=str(len(equal)),
            recomputed=str(len(numeric)),
            quotes=_quotes(equal),
        )


def _can_be_exceeded(target: Measure) -> bool:
    if target.direction == "reverse":
        return target.value != 0
    return not (target.unit == "%" and target.value == 100)


def _share(part: int, whole: int) -> str:
    return percent(Decimal(part) / whole)


def _examples(rows: list[IndicatorFacts]) -> str:
    return "、".join(f"“{shortened(row.name, 16)}”{row.row.target}→{row.row.actual}" for row in rows[:_NAMED])


def _quotes(rows: list[IndicatorFacts]) -> list[str]:
    return [text for row in rows[:_NAMED] for text in (row.row.target, row.row.actual) if text]


RULE = Rule(code=CODE, name="actuals-equal-thresholds", title="实际完成值恰等于门槛值", severity="warning", check=check)
