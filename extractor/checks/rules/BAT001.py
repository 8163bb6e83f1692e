"""BAT001 same-indicator-twice: two projects of one unit report the same indicators.

查什么：同一实施单位的不同项目，有一项数量指标（数量大于1，且不是百分比）的名称、年度指标值和实际完成值都相同，或者
满意度以外有不少于3项计分指标都相同。各项目通用的名称（完成率、支出进度等）不计。项数由评分规则（profile）设定，默认
3项。

为什么：同一成果重复申报、重复付款，或者照抄了其他项目的表。

例：同一局的两个项目都填报“参与培训人数”≥200人次→215人次。

依据：第三方评价机构的审核惯例；项数见评分规则（profile）的batch_shared_rows。
"""

from collections.abc import Iterator, Sequence

from extractor.checks.completion import counted_rows, of_level2
from extractor.checks.finding import Finding
from extractor.checks.form_facts import FormFacts, IndicatorFacts
from extractor.checks.organisations import organisation
from extractor.checks.profile import Profile
from extractor.checks.rule import Rule
from extractor.checks.wording import GENERIC_NAMES, bare, flat, shortened

CODE = "BAT001"
_Key = tuple[str, str, str]


def check_batch(forms: Sequence[FormFacts], profile: Profile) -> Iterator[tuple[int, Finding]]:
    """At most one finding per form, about the earlier form that it shares most with."""
    places: dict[tuple[str, _Key], list[int]] = {}
    rows = [_shareable(form) for form in forms]
    for index, form in enumerate(forms):
        unit = organisation(form.record.implementing_unit)
        for key in rows[index] if unit else ():
            places.setdefault((unit, key), []).append(index)
    shared: dict[tuple[int, int], list[_Key]] = {}
    for (_, key), indices in places.items():
        for at, later in enumerate(indices):
            for earlier in indices[:at]:
                if not _same_project(forms[earlier], forms[later]):
                    shared.setdefault((earlier, later), []).append(key)
    told: dict[int, tuple[int, list[IndicatorFacts]]] = {}
    for (earlier, later), keys in sorted(shared.items()):
        common = [rows[later][key] for key in keys]
        if len(common) < profile.thresholds.batch_shared_rows and not any(_is_count(row) for row in common):
            continue
        if later not in told or len(common) > len(told[later][1]):
            told[later] = earlier, common
    for later, (earlier, common) in sorted(told.items()):
        yield later, _finding(forms[earlier], forms[later], common)


def _shareable(form: FormFacts) -> dict[_Key, IndicatorFacts]:
    """The rows whose repetition in another project would tell something, by name, target and actual."""
    return {
        (bare(row.row.level3), flat(row.row.target), flat(row.row.actual)): row
        for row in counted_rows(form)
        if row.row.target and "满意" not in (row.row.level1 or "") and not GENERIC_NAMES.search(flat(row.row.level3))
    }


def _is_count(row: IndicatorFacts) -> bool:
    """A quantity above one: 1份 or 1项 of something may occur in any project."""
    target = row.targets[0] if len(row.targets) == 1 else None
    return of_level2(row, "数量") and target is not None and target.unit != "%" and (target.value or 0) > 1


def _same_project(one: FormFacts, other: FormFacts) -> bool:
    code = one.record.project_code
    if code and other.record.project_code:
        return code == other.record.project_code
    return bare(one.record.project_name) == bare(other.record.project_name)


def _finding(earlier: FormFacts, later: FormFacts, rows: Sequence[IndicatorFacts]) -> Finding:
    named = "、".join(f"“{shortened(row.name, 20)}”{row.row.target}→{row.row.actual or ''}" for row in rows[:5])
    return later.finding(
        CODE,
        "warning",
        [row.pointer for row in rows],
        f"两个项目指标相同：本项目“{later.record.project_name or '未填名称'}”与“{earlier.record.project_name or '未填名称'}”"
        f"（{earlier.record.project_code or '未填编码'}，同一实施单位）有 {len(rows)} 项指标的名称、指标值和完成值完全相同（{named}），"
        "请核实是否同一成果重复申报或照抄其他项目。",
        printed=str(len(rows)),
        quotes=[row.row.level3 for row in rows[:5] if row.row.level3],
    )


RULE = Rule(
    code=CODE, name="same-indicator-twice", title="两个项目指标相同", severity="warning", check_batch=check_batch
)
