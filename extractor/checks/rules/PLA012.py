"""PLA012 missing-level2: a standard second-level row is absent.

What: a second-level label that the profile expects does not occur in the form, although its first-level group does. The
labels of 效益 and 满意度 are only missed in forms that print unused labels as 不适用 rows: elsewhere leaving one out is the
way to say "not applicable". Silent when the reading left scored rows without a label.

Why: a missing label may hide a deleted indicator or a row lost in reading.

Example: 经济, 社会 and 生态效益指标 are printed, 可持续影响指标 is not.

Source: standard form of 财预〔2020〕10号; labels in the profile (expected_level2).
"""

from collections.abc import Iterator

from extractor.checks.finding import Finding
from extractor.checks.form_facts import FormFacts
from extractor.checks.profile import Profile
from extractor.checks.rule import Rule

CODE = "PLA012"
_OUTPUT = ("数量", "质量", "时效", "成本")


def check(form: FormFacts, profile: Profile) -> Iterator[Finding]:
    """One finding naming all absent labels."""
    rows = form.rows
    if not rows or any(row.applicable and not row.row.level2 for row in rows):
        return
    printed = [f"{row.row.level1 or ''}|{row.row.level2 or ''}" for row in rows]
    template = any(not row.applicable for row in rows)
    missing: list[str] = []
    for label in profile.expected_level2:
        stem = label.removesuffix("指标")
        output = stem.startswith(_OUTPUT)
        group = "产出" if output else "满意度" if "满意" in stem else "效益"
        if (output or template) and any(group in one for one in printed) and not any(stem in one for one in printed):
            missing.append(label)
    if missing:
        yield form.finding(
            CODE,
            "info",
            "/indicators",
            f"缺少标准二级指标：表中未见{'、'.join(missing)}，请核实是漏填、不适用还是识读遗漏。",
            printed=None,
            recomputed="、".join(missing),
        )


RULE = Rule(code=CODE, name="missing-level2", title="缺少标准二级指标", severity="info", check=check)
