"""REA003 row-shifted: a row or header is printed some columns out of place.

What: values were placed by their kind and order instead of their column, because the row stands some columns to the
left or right of its header, or a label is printed on the wrong line.

Why: the reading is probably right, but a person should know that it was not straightforward.

Example: a row whose name stands in the column 二级指标.

Source: the reader's own notes on the print.
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
