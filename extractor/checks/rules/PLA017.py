"""PLA017 ratio-written-as-one: a share is written as 1 on one side and as 100% on the other.

查什么：年度指标值、实际完成值中，一侧为不大于1、没有单位的数，另一侧为大于1%的百分比。

为什么：单元格格式丢失后，Excel把100%显示为1；照字面比较，100与1相差百倍。

例：“工资发放准确率”年度指标值1，实际完成值100%。

依据：实际自评表。
"""

from collections.abc import Iterator

from extractor.checks.completion import counted_rows
from extractor.checks.finding import Finding, Repair
from extractor.checks.form_facts import FormFacts
from extractor.checks.profile import Profile
from extractor.checks.rule import Rule
from extractor.checks.wording import shortened
from extractor.records.amounts import plain

CODE = "PLA017"


def check(form: FormFacts, profile: Profile) -> Iterator[Finding]:
    """At most one finding a row, with the percentage as the repair."""
    for row in counted_rows(form):
        if len(row.targets) != 1 or len(row.actuals) != 1:
            continue
        sides = (
            ("target", "年度指标值", row.targets[0], row.actuals[0]),
            ("actual", "实际完成值", row.actuals[0], row.targets[0]),
        )
        for field, label, one, other in sides:
            if (
                one.value is None
                or other.value is None
                or one.unit is not None
                or other.unit != "%"
                or other.value <= 1
            ):
                continue
            if not 0 < one.value <= 1:
                continue
            proposed = one.text.replace(plain(one.value), f"{plain(one.value * 100)}%")
            yield form.finding(
                CODE,
                "warning",
                [row.at(field), row.at("target" if field == "actual" else "actual")],
                f"比率写法不一致：“{shortened(row.name)}”年度指标值“{row.row.target}”、实际完成值“{row.row.actual}”，"
                f"{label}“{one.text}”应为“{proposed}”，请统一为百分比。",
                printed=one.text,
                recomputed=proposed,
                repair=Repair(pointer=row.at(field), printed=one.text, proposed=proposed, reason="另一侧为百分比"),
                quotes=[one.text, other.text],
            )
            break


RULE = Rule(code=CODE, name="ratio-written-as-one", title="比率写成1", severity="warning", check=check)
