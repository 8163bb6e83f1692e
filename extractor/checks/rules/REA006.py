"""REA006 compound-cell: several metrics share one cell and one weight.

查什么：名称、年度指标值和实际完成值各含几个部分，以分号相连，却共用一个分值和一个得分。

为什么：分不清各部分得了多少分，未完成的部分可能被其他部分掩盖。

例：“≥40000件工单标签；≥50篇；≥4场”，分值5。

依据：识读时对印面情况的记录。
"""

from collections.abc import Iterator

from extractor.checks.finding import Finding
from extractor.checks.form_facts import FormFacts
from extractor.checks.profile import Profile
from extractor.checks.reading_notes import note_findings
from extractor.checks.rule import Rule

CODE = "REA006"


def check(form: FormFacts, profile: Profile) -> Iterator[Finding]:
    """One finding per compound row."""
    return note_findings(form, CODE, "info")


RULE = Rule(code=CODE, name="compound-cell", title="一格多项指标", severity="info", check=check)
