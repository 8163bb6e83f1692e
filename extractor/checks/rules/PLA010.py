"""PLA010 duplicate-indicator: the same indicator name stands twice in one form.

What: two scored rows with the same name (marks and spaces aside). A warning when second level and target agree too, then
the same thing is scored twice; else a note, because the two rows cannot be told apart.

Why: one result earns points twice, or the names do not say what is measured.

Example: 2023年完成知识库运维管理 under 质量指标 (≥98%) and again under 时效指标 (在规定时间内要求完成).

Source: 财预〔2021〕101号 (indicators must not overlap).
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
