"""BAT004 organisation-name-variants: one organisation is written in two ways across the forms of a batch.

What: two names (spaces, brackets and 本级 aside) of which one is the other with one or two characters put in; the form
with the rarer one is told. Replaced characters are other organisations, and so are inserted numerals and directions.

Why: totals by organisation fall apart, and the name may belong to another year.

Example: 政务服务和数据管理局 in 2 forms, 政务服务数据管理局 in 15.

Source: comparison across the batch.
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
