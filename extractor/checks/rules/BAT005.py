"""BAT005 duplicate-submission: a project hands in two forms for a year, or its code is younger than the form.

查什么：同一年度有两张表项目编码相同（没有编码的，实施单位和项目名称相同）；或者21位项目编码的第7、8位（立项年度）晚
于自评年度。未读出年度的表，不作判断。

为什么：重复的表在每次汇总中都会计两次；项目立项以前的年度无从自评。

例：编码440303241553147100000（2024年立项）用于2023年度自评。

依据：预算管理一体化编码规则（6位区划、2位年度，其后为单位和顺序号），见于实际自评表。
"""

import re
from collections.abc import Iterator, Sequence

from extractor.checks.finding import Finding
from extractor.checks.form_facts import FormFacts
from extractor.checks.organisations import organisation
from extractor.checks.profile import Profile
from extractor.checks.rule import Rule
from extractor.checks.wording import bare

CODE = "BAT005"
_CODE = re.compile(r"\d{6}(?P<year>\d{2})\d{13}")


def check_batch(forms: Sequence[FormFacts], profile: Profile) -> Iterator[tuple[int, Finding]]:
    """Duplicates are told on the later form; the code's year on every form."""
    first: dict[tuple[str, int], int] = {}
    for index, form in enumerate(forms):
        key = _key(form)
        if key is not None:
            earlier = first.setdefault(key, index)
            if earlier != index:
                yield index, _duplicate(forms[earlier], form, earlier)
        if (late := _code_year(form)) is not None:
            yield index, late


def _key(form: FormFacts) -> tuple[str, int] | None:
    record = form.record
    if record.year is None:
        return None
    if record.project_code:
        return re.sub(r"\s", "", record.project_code), record.year
    name, unit = bare(record.project_name), organisation(record.implementing_unit)
    return (f"{unit}|{name}", record.year) if name and unit else None


def _duplicate(earlier: FormFacts, form: FormFacts, position: int) -> Finding:
    record = form.record
    same = record == earlier.record
    what = f"项目编码 {record.project_code}" if record.project_code else f"项目“{record.project_name}”"
    return form.finding(
        CODE,
        "warning",
        ["/project_code" if record.project_code else "/project_name", "/year"],
        f"重复提交：{what}在 {record.year} 年度已有一张自评表（本批第 {position + 1} 张“{earlier.record.project_name or ''}”），"
        + ("两表内容完全相同，请删去一张。" if same else "两表内容不同，请确认以哪一张为准。"),
        printed=record.project_code or record.project_name,
    )


def _code_year(form: FormFacts) -> Finding | None:
    code, year = form.record.project_code, form.record.year
    found = _CODE.fullmatch(code or "")
    if found is None or year is None:
        return None
    opened = 2000 + int(found["year"])
    if not year < opened <= year + 10:
        return None
    return form.finding(
        CODE,
        "warning",
        ["/project_code", "/year"],
        f"项目编码年度晚于自评年度：编码 {code} 第 7～8 位“{found['year']}”表示 {opened} 年立项，自评年度却是 {year} 年，请核实编码或年度。",
        printed=found["year"],
        recomputed=str(year),
        quotes=[code or ""],
    )


RULE = Rule(
    code=CODE,
    name="duplicate-submission",
    title="重复提交或编码年度晚于自评年度",
    severity="warning",
    check_batch=check_batch,
)
