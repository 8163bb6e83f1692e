"""BAT002 copied-reasons: forms of different projects explain themselves in the same words.

What: a deviation reason or a report of at least 20 characters is identical, numbers and marks aside, in forms of
different projects.

Why: a reason that fits every project explains none.

Example: 受政策调整影响，项目进度滞后，下一步将加快支付进度 in five projects.

Source: practice of third-party evaluators; length in the profile (batch_copied_length).
"""

import re
from collections.abc import Iterator, Sequence

from extractor.checks.finding import Finding
from extractor.checks.form_facts import FormFacts
from extractor.checks.profile import Profile
from extractor.checks.rule import Rule
from extractor.checks.wording import bare, shortened

CODE = "BAT002"
_DIGITS = re.compile(r"\d+")


def check_batch(forms: Sequence[FormFacts], profile: Profile) -> Iterator[tuple[int, Finding]]:
    """One finding per form and text that an earlier form of another project has too."""
    first: dict[str, int] = {}
    for index, form in enumerate(forms):
        seen: set[str] = set()
        for pointer, text in _texts(form):
            key = _DIGITS.sub("", bare(text))
            if len(key) < profile.thresholds.batch_copied_length or key in seen:
                continue
            seen.add(key)
            source = first.setdefault(key, index)
            other = forms[source].record
            if source == index or _project(other.project_code, other.project_name) == _project(
                form.record.project_code, form.record.project_name
            ):
                continue
            place = "偏差原因" if pointer.endswith("deviation_reason") else "实际完成情况"
            yield (
                index,
                form.finding(
                    CODE,
                    "warning",
                    pointer,
                    f"{place}雷同：“{shortened(text, 60)}”与项目“{other.project_name or '未填名称'}”"
                    f"（{other.project_code or '未填编码'}）的文字相同，未针对本项目说明，请结合实际分析。",
                    printed=text,
                    quotes=[text],
                ),
            )


def _texts(form: FormFacts) -> Iterator[tuple[str, str]]:
    """The explanations of a form and their pointers."""
    if form.record.goals.actual:
        yield "/goals/actual", form.record.goals.actual
    for row in form.rows:
        if row.row.deviation_reason:
            yield row.at("deviation_reason"), row.row.deviation_reason


def _project(code: str | None, name: str | None) -> str:
    return code or bare(name)


RULE = Rule(code=CODE, name="copied-reasons", title="偏差原因雷同", severity="warning", check_batch=check_batch)
