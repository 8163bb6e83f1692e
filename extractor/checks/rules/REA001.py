"""REA001 year-cut: the year is cut off.

What: the reader found the label 年度 with less than a year beside it, as where the right edge of the paper cuts the
column. The year stays empty in the record rather than guessed.

Why: forms are compared and filed by year; a guessed year would file them wrongly.

Example: 绩效自评年度: 2 where 2023 was meant.

Source: the reader's own notes on the print.
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
