"""PLA016 not-observable-this-year: the indicator cannot have been observed in the year evaluated.

查什么：以超过一年的使用年限（如5年）为指标，并报告为已实现；或者自评年度为2023年及以后，仍以新冠疫情防控（疫情、核
酸等）为指标（动植物疫情和其他传染病除外）。未读出年度的，不判断疫情指标。

为什么：实际完成值不可能是实测结果，得分依据的是推定，或者沿用了往年的表。

例：“硬件设备使用年限”5年→5年；2023年度的“保障疫情期间短信的发送工作”。

依据：财预〔2020〕10号（应为当年结果）；国家卫生健康委公告2022年第7号（乙类甲管自2023年1月8日起解除）。
"""

from collections.abc import Iterator
from decimal import Decimal

from extractor.checks.completion import counted_rows, points
from extractor.checks.finding import Finding
from extractor.checks.form_facts import FormFacts, IndicatorFacts
from extractor.checks.profile import Profile
from extractor.checks.rule import Rule
from extractor.checks.wording import EPIDEMIC, EPIDEMIC_LAST_YEAR, LONG_LIFE, OTHER_EPIDEMIC, flat, shortened
from extractor.records.targets import Measure

CODE = "PLA016"
_MONTHS = {"年": 12, "月": 1, "个月": 1}


def check(form: FormFacts, profile: Profile) -> Iterator[Finding]:
    """At most one finding a row; without a year printed nothing is said about epidemics."""
    project = form.record.project_name or ""
    for row in counted_rows(form):
        words = f"{row.row.level3 or ''}{row.row.target or ''}"
        if LONG_LIFE.search(flat(row.row.level3)) and any(
            _longer_than_a_year(one) for one in row.actuals or row.targets
        ):
            yield _finding(
                form,
                row,
                f"“{shortened(row.name)}”指标值 {row.row.target or ''}、实际完成值 {row.row.actual or ''}，期限超过一年，本年度内无法观测到结果，"
                "请改用当年可验证的指标。",
            )
        elif (
            form.record.year is not None
            and form.record.year > EPIDEMIC_LAST_YEAR
            and EPIDEMIC.search(words)
            and not OTHER_EPIDEMIC.search(words + project)
        ):
            yield _finding(
                form,
                row,
                f"“{shortened(row.name)}”（{points(row)}）以疫情期间工作为考核内容，而自评年度为 {form.record.year} 年，"
                "新冠疫情防控措施已于 2023 年 1 月调整，请核实指标是否沿用往年内容。",
            )


def _longer_than_a_year(one: Measure) -> bool:
    return one.value is not None and one.unit in _MONTHS and one.value * _MONTHS[one.unit] > Decimal(12)


def _finding(form: FormFacts, row: IndicatorFacts, message: str) -> Finding:
    return form.finding(
        CODE,
        "warning",
        [row.at("level3"), row.at("actual")],
        f"本年度无法观测：{message}",
        printed=row.row.actual,
        quotes=[text for text in (row.row.level3, row.row.actual) if text],
    )


RULE = Rule(code=CODE, name="not-observable-this-year", title="本年度无法观测", severity="warning", check=check)
