"""REA005 fused-rows-split: two rows printed as one were split.

查什么：两项指标印在一行，识读时按其中的数值拆开。

为什么：从何处拆开是推断，应由人确认。

例：一行内有两个名称、两个年度指标值和两组分值、得分。

依据：识读时对印面情况的记录。
"""

from collections.abc import Iterator

from extractor.checks.finding import Finding
from extractor.checks.form_facts import FormFacts
from extractor.checks.profile import Profile
from extractor.checks.reading_notes import note_findings
from extractor.checks.rule import Rule

CODE = "REA005"


def check(form: FormFacts, profile: Profile) -> Iterator[Finding]:
    """One finding per row that was split."""
    return note_findings(form, CODE, "warning")


RULE = Rule(code=CODE, name="fused-rows-split", title="两行合并已拆分", severity="warning", check=check)
