"""PLA004 actual-copies-target: the column of the actuals repeats the column of the targets.

查什么：计分指标不少于5项，其中90%以上的实际完成值与年度指标值文字完全相同（不计空格和全角半角之别）。相同者中不含数
值的（“满足”对“满足”）占指标分值一半以上的，报提醒，否则报提示。项数和比例由评分规则（profile）设定，以上为默认
值。

为什么：只重复年度指标值的表，等于没有报告完成情况；“满足”对“满足”的得分无从核实。

例：18项指标全部照抄年度指标值，其中30分依据的是“满足”对“满足”。

依据：第三方评价机构的审核惯例；限度见评分规则（profile）的copied_share、copied_rows、copied_text_share。
"""

from collections.abc import Iterator
from decimal import Decimal

from extractor.checks.completion import counted_rows, percent, points
from extractor.checks.finding import Finding
from extractor.checks.form_facts import FormFacts, IndicatorFacts
from extractor.checks.profile import Profile
from extractor.checks.rule import Rule
from extractor.checks.wording import flat, shortened
from extractor.records.amounts import plain

CODE = "PLA004"


def check(form: FormFacts, profile: Profile) -> Iterator[Finding]:
    """At most one finding for the form, the heaviest copied text rows first."""
    limits = profile.thresholds
    rows = [row for row in counted_rows(form) if row.row.target and row.row.actual]
    copied = [row for row in rows if flat(row.row.target) == flat(row.row.actual)]
    if len(rows) < limits.copied_rows or len(copied) < limits.copied_share * len(rows):
        return
    texts = sorted((row for row in copied if all(one.kind == "text" for one in row.targets)), key=_points, reverse=True)
    copied_points = sum((_points(row) for row in texts), Decimal(0))
    heavy = form.weight_sum > 0 and copied_points >= limits.copied_text_share * form.weight_sum
    named = "、".join(f"“{shortened(row.name, 16)}”{row.row.target}（{points(row)}）" for row in texts[:4])
    yield form.finding(
        CODE,
        "warning" if heavy else "info",
        [row.at("actual") for row in [*texts, *(row for row in copied if row not in texts)]],
        f"实际完成值照抄年度指标值：{len(rows)} 项计分指标中有 {len(copied)} 项文字完全一致"
        f"（{percent(Decimal(len(copied)) / len(rows))}）"
        + (f"，其中无数值可验证的定性指标 {len(texts)} 项、计 {plain(copied_points)} 分，如{named}" if texts else "")
        + "。请填写实际完成情况并提供佐证。",
        printed=str(len(copied)),
        recomputed=str(len(rows)),
        quotes=[row.row.actual for row in texts[:4] if row.row.actual],
    )


def _points(row: IndicatorFacts) -> Decimal:
    return row.weight or Decimal(0)


RULE = Rule(code=CODE, name="actual-copies-target", title="实际完成值照抄指标值", severity="warning", check=check)
