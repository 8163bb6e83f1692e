"""REA001 year-cut: the year is cut off.

查什么：“年度”旁印出的年份不完整，如右侧被纸边裁切。记录中年份留空，不作猜测。

为什么：自评表按年度比较和归档，猜错就会归错年度。

例：“绩效自评年度：2”，应为2023。

依据：识读时对印面情况的记录。
"""

from collections.abc import Iterator

from extractor.checks.finding import Finding
from extractor.checks.form_facts import FormFacts
from extractor.checks.profile import Profile
from extractor.checks.reading_notes import note_findings
from extractor.checks.rule import Rule

CODE = "REA001"


def check(form: FormFacts, profile: Profile) -> Iterator[Finding]:
    """One finding per note on the year."""
    return note_findings(form, CODE, "warning")


RULE = Rule(code=CODE, name="year-cut", title="年度印刷不全", severity="warning", check=check)
