"""REA002 columns-cut: columns are cut off at the edge of the paper.

What: the header of the funds or indicator table lacks columns that such a form has (得分, 偏差原因分析及改进措施), so that their
values are not in the record.

Why: what is missing was not left out by the unit; rules on reasons and scores must be read with that in mind.

Example: indicator header ends with 得分, the column 偏差原因分析及改进措施 is not printed.

Source: the reader's own notes on the print.
"""

from collections.abc import Iterator

from extractor.checks.finding import Finding
from extractor.checks.form_facts import FormFacts
from extractor.checks.profile import Profile
from extractor.checks.reading_notes import note_findings
from extractor.checks.rule import Rule

CODE = "REA002"


def check(form: FormFacts, profile: Profile) -> Iterator[Finding]:
    """One finding per block whose columns are cut."""
    return note_findings(form, CODE, "warning")


RULE = Rule(code=CODE, name="columns-cut", title="列被裁切", severity="warning", check=check)
