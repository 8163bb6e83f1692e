"""REA006 compound-cell: several metrics share one cell and one weight.

What: name, target and actual each hold several parts joined by ；, with a single weight and score for all of them.

Why: what each part earned cannot be told; a missed part may hide behind the others.

Example: ≥40000件工单标签；≥50篇；≥4场 with 5 points.

Source: the reader's own notes on the print.
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
