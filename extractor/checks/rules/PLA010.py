"""PLA010 duplicate-indicator: the same indicator name stands twice in one form.

查什么：两项计分指标名称相同（不计标点和空格）。二级指标和年度指标值也相同的，属同一内容重复计分，报提醒；否则两项无
法区分，报提示。

为什么：同一成果得两次分，或者名称没有说明考核什么。

例：“2023年完成知识库运维管理”既列在质量指标下（≥98%），又列在时效指标下（在规定时间内要求完成）。

依据：财预〔2021〕101号（指标不得重复）。
"""

from collections.abc import Iterator

from extractor.checks.completion import counted_rows, points
from extractor.checks.finding import Finding
from extractor.checks.form_facts import FormFacts, IndicatorFacts
from extractor.checks.profile import Profile
from extractor.checks.rule import Rule
from extractor.checks.wording import bare, shortened

CODE = "PLA010"


def check(form: FormFacts, profile: Profile) -> Iterator[Finding]:
    """One finding per name that occurs more than once."""
    by_name: dict[str, list[IndicatorFacts]] = {}
    for row in counted_rows(form):
        if name := bare(row.row.level3):
            by_name.setdefault(name, []).append(row)
    for rows in by_name.values():
        if len(rows) < 2:
            continue
        same = len({(row.row.level2, bare(row.row.target)) for row in rows}) < len(rows)
        places = "、".join(
            f"{row.row.level2 or '未注明二级指标'}（指标值“{shortened(row.row.target or '', 16)}”，{points(row)}）"
            for row in rows
        )
        yield form.finding(
            CODE,
            "warning" if same else "info",
            [row.at("level3") for row in rows],
            f"指标重复：“{shortened(rows[0].name)}”出现 {len(rows)} 次，分别在{places}，"
            + ("同一内容重复计分。" if same else "名称相同无法区分考核内容，请修改名称或合并。"),
            printed=rows[0].row.level3,
            quotes=[row.row.level3 for row in rows if row.row.level3],
        )


RULE = Rule(code=CODE, name="duplicate-indicator", title="指标名称重复", severity="info", check=check)
