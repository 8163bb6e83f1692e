"""BAT002 copied-reasons: forms of different projects explain themselves in the same words.

查什么：不同项目的偏差原因或实际完成情况，除数字和标点外完全相同，且不少于规定字数。字数由评分规则（profile）设定，
默认20字。

为什么：对每个项目都适用的原因，等于没有说明原因。

例：五个项目都写“受政策调整影响，项目进度滞后，下一步将加快支付进度”。

依据：第三方评价机构的审核惯例；字数见评分规则（profile）的batch_copied_length。
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
