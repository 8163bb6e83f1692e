"""REA005 fused-rows-split: two rows printed as one were split.

What: two indicators stand in one printed line, and the reader told them apart by their numbers.

Why: where the rows were cut apart is a guess that a person should confirm.

Example: two names, two targets and two pairs of weight and score in one line.

Source: the reader's own notes on the print.
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
