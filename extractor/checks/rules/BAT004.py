"""BAT004 organisation-name-variants: one organisation is written in two ways across the forms of a batch.

查什么：同一批表中有两个单位名称（不计空格、括号和“本级”等），其中一个只比另一个多一个字或两个虚字（和、与、的
等），在写法较少见的表上提示。有字被替换的，以及多出的是数字、方位等字的，视为不同单位；较长的名称不超过6字的，不作
比较。

为什么：按单位汇总的数字会被分开，名称也可能是其他年度的。

例：“政务服务和数据管理局”见于2张表，“政务服务数据管理局”见于15张表。

依据：同批各表比对。
"""

from collections import Counter
from collections.abc import Iterator, Sequence

from extractor.checks.finding import Finding
from extractor.checks.form_facts import FormFacts
from extractor.checks.organisations import organisation, shorter_spellings
from extractor.checks.profile import Profile
from extractor.checks.rule import Rule

CODE = "BAT004"
_FIELDS = (("supervising_unit", "主管部门（一级预算单位）"), ("implementing_unit", "实施单位"))


def check_batch(forms: Sequence[FormFacts], profile: Profile) -> Iterator[tuple[int, Finding]]:
    """One finding per form and field with the rarer name; of two equally frequent names the later one is told."""
    counts: Counter[str] = Counter()
    for form in forms:
        for field, _ in _FIELDS:
            if name := organisation(getattr(form.record, field)):
                counts[name] += 1
    usual = _usual_names(counts)
    for index, form in enumerate(forms):
        for field, label in _FIELDS:
            printed: str | None = getattr(form.record, field)
            name = organisation(printed)
            if name not in usual:
                continue
            better = usual[name]
            yield (
                index,
                form.finding(
                    CODE,
                    "info",
                    f"/{field}",
                    f"单位名称不一致：本表{label}写作“{printed}”（本批 {counts[name]} 处），其他表写作“{better}”（{counts[better]} 处），请统一。",
                    printed=printed,
                    recomputed=better,
                    quotes=[printed or ""],
                ),
            )


def _usual_names(counts: Counter[str]) -> dict[str, str]:
    """The more frequent way of writing, by the rarer one; `counts` is in order of first occurrence."""
    order = {name: at for at, name in enumerate(counts)}
    usual: dict[str, str] = {}
    for name in counts:
        for shorter in shorter_spellings(name) & counts.keys():
            better, rarer = sorted((name, shorter), key=lambda one: (-counts[one], order[one]))
            if rarer not in usual or counts[better] > counts[usual[rarer]]:
                usual[rarer] = better
    return usual


RULE = Rule(
    code=CODE, name="organisation-name-variants", title="单位名称不一致", severity="info", check_batch=check_batch
)
