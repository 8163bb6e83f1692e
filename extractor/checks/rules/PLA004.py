"""PLA004 actual-copies-target: the column of the actuals repeats the column of the targets.

What: in at least 90 % of the scored rows (at least 5) the actual is the target's text, character for character. A
warning when such rows without any number (满足 = 满足) carry at least half of the indicators' points, else a note.

Why: a form that only repeats its targets reports nothing; points on 满足 = 满足 cannot be verified.

Example: 18 of 18 rows repeat their target, 30 points rest on 满足 = 满足.

Source: practice of third-party evaluators; shares in the profile (copied_share, copied_rows, copied_text_share).
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
