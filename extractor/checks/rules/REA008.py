"""REA008 typo: a text is misspelt.

查什么：除识读时的记录外，只报能够确定的：并不存在的词（RFID写作FRID，安装写作按装），单位名称中多出的“的”字（智慧
城市建设的中心），以及实施单位与主管部门只差一字，而该字并不用来区分单位（第一与第二、市与区之类不报）。

为什么：各表之间按名称比较，错字会使本属一处的两张表对不上。

例：深圳市罗湖区智慧城市建设的中心。

依据：印面文字。
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
