"""PLA012 missing-level2: a standard second-level row is absent.

查什么：评分规则（profile）列出的标准二级指标在表中未见，而其所属一级指标在表中。效益和满意度类，只在把未用的二级指
标印作“不适用”的表中核查，因为其他表以省略表示不适用。有适用指标未读出二级指标名称的，不作判断。

为什么：缺少的名称可能意味着指标被删去，或者识读时漏了一行。

例：表中印有经济效益、社会效益、生态效益指标，未印可持续影响指标。

依据：财预〔2020〕10号标准表式；名称见评分规则（profile）的expected_level2。
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
