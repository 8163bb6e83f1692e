"""REA008 typo: a text is misspelt.

What: besides the reader's notes, only what is certain: words that do not exist (FRID for RFID, 按装 for 安装), a stray 的
in a unit's name (智慧城市建设的中心), and 实施单位 and 主管部门 that are alike but for one character which does not tell
units apart (第一/第二, 市/区).

Why: names are compared across forms, and a misspelt one hides that two forms belong together.

Example: 深圳市罗湖区智慧城市建设的中心.

Source: the print itself.
"""

from collections.abc import Iterator

from extractor.checks.finding import Finding
from extractor.checks.form_facts import FormFacts
from extractor.checks.misspelling import certain_misspelling, one_character_apart, stray_particle
from extractor.checks.profile import Profile
from extractor.checks.reading_notes import note_findings
from extractor.checks.rule import Rule
from extractor.checks.written_texts import written_texts

CODE = "REA008"
UNITS = (("implementing_unit", "实施单位"), ("supervising_unit", "主管部门"))


def check(form: FormFacts, profile: Profile) -> Iterator[Finding]:
    """One finding per note, per misspelt text and per pair of unit names one character apart."""
    noted = {note.pointer for note in form.reading.notes if note.code == CODE}
    yield from note_findings(form, CODE, "info", verdict=None)
    for one in written_texts(form):
        found = certain_misspelling(one.text) if one.pointer not in noted else None
        if found:
            yield _finding(form, [f"{one.pointer}"], f"{one.label}“{found[0]}”疑为“{found[1]}”", *found)
    for field, label in UNITS:
        unit: str | None = getattr(form.record, field)
        meant = stray_particle(unit) if unit and f"/{field}" not in noted else None
        if unit and meant:
            yield _finding(form, [f"/{field}"], f"{label}“{unit}”多了“的”字", unit, meant)
    first, second = form.record.implementing_unit, form.record.supervising_unit
    apart = one_character_apart(first, second) if first and second else None
    if apart and first and second:
        yield _finding(
            form,
            ["/implementing_unit", "/supervising_unit"],
            f"实施单位“{first}”与主管部门“{second}”只差“{apart[0]}”“{apart[1]}”一字，请核对",
            first,
            second,
        )


def _finding(form: FormFacts, pointers: list[str], problem: str, printed: str, meant: str) -> Finding:
    return form.finding(
        CODE, "info", pointers, f"疑似错字：{problem}。", printed=printed, recomputed=meant, quotes=[printed]
    )


RULE = Rule(code=CODE, name="typo", title="疑似错字", severity="info", check=check)
