"""REA003 row-shifted: a row or header is printed some columns out of place.

查什么：某行与表头左右错开若干列，或者名称印错了行，各值按类型和顺序而不是按所在列归位。

为什么：识读结果多半正确，但应让人知道归位并非一目了然。

例：某行的三级指标名称印在“二级指标”列。

依据：识读时对印面情况的记录。
"""

from collections.abc import Iterator

from extractor.checks.finding import Finding
from extractor.checks.form_facts import FormFacts
from extractor.checks.profile import Profile
from extractor.checks.reading_notes import note_findings
from extractor.checks.rule import Rule

CODE = "REA003"


def check(form: FormFacts, profile: Profile) -> Iterator[Finding]:
    """One finding per shifted row or header."""
    return note_findings(form, CODE, "info")


RULE = Rule(code=CODE, name="row-shifted", title="行错位", severity="info", check=check)
