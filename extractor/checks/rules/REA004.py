"""REA004 label-drift-repaired: a merged label was printed beside the wrong row and has been put right.

查什么：合并单元格的一级、二级指标名称，常印在组内中间一行。识读时按固定词表和名称所印分值归位。所印名称属于另一个一
级指标，且该行有分值的，照印面识读会使合计不符，报提醒；其余报提示。

为什么：名称错行会把分值从一组移到另一组。

例：照印面识读，产出合计47、效益合计33；改归一行后，即为所印的50和30。

依据：识读时对印面情况的记录。
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
