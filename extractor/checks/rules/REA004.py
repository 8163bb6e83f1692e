"""REA004 label-drift-repaired: a merged label was printed beside the wrong row and has been put right.

What: level 1 and level 2 labels of merged cells are often printed beside a middle row of their group. The reader placed
them by the closed vocabulary and by the points printed with the labels. Where the label as printed belongs to another
level 1 group than the one used, and the row carries points, a literal reading breaks the sums and the finding is a
warning; else it is a note.

Why: a drifted label moves points from one group to another.

Example: read literally 产出 sums to 47 and 效益 to 33; moving one row gives the printed 50 and 30.

Source: the reader's own notes on the print.
"""

from collections.abc import Iterator

from extractor.checks.finding import Finding, Severity
from extractor.checks.form_facts import FormFacts, IndicatorFacts
from extractor.checks.levels import level_group, row_group
from extractor.checks.profile import Profile
from extractor.checks.reading_notes import note_findings
from extractor.checks.rule import Rule
from extractor.records.reading import ReadingNote

CODE = "REA004"


def check(form: FormFacts, profile: Profile) -> Iterator[Finding]:
    """One finding per repaired label."""
    rows = {row.pointer: row for row in form.rows}

    def severity(note: ReadingNote) -> Severity:
        return "warning" if _moves_points(note, rows.get(note.pointer.rsplit("/", 1)[0])) else "info"

    return note_findings(form, CODE, severity)


def _moves_points(note: ReadingNote, row: IndicatorFacts | None) -> bool:
    if row is None or not row.weight or not note.printed:
        return False
    literal = level_group(None, note.printed) or level_group(note.printed)
    return literal is not None and literal != row_group(row)


RULE = Rule(code=CODE, name="label-drift-repaired", title="级别名称错行已校正", severity="info", check=check)
