"""Every text that a form holds, with its place and how a message calls it."""

from collections.abc import Iterator
from dataclasses import dataclass

from extractor.checks.form_facts import FormFacts

_HEADER = (
    ("project_name", "项目名称"),
    ("implementing_unit", "实施单位"),
    ("supervising_unit", "主管部门"),
)
_ROW = (
    ("level3", "三级指标"),
    ("target", "年度指标值"),
    ("actual", "实际完成值"),
    ("deviation_reason", "偏差原因"),
)


@dataclass(frozen=True, kw_only=True)
class WrittenText:
    """A text field that is filled in: `pointer` into the record, `field` its key, `label` for messages (Chinese)."""

    pointer: str
    field: str
    label: str
    text: str


def written_texts(form: FormFacts) -> Iterator[WrittenText]:
    """The header texts, both goals and the texts of every indicator row, in order."""
    record = form.record
    for field, label in _HEADER:
        text: str | None = getattr(record, field)
        if text:
            yield WrittenText(pointer=f"/{field}", field=field, label=label, text=text)
    for field, label in (("expected", "预期目标"), ("actual", "实际完成情况")):
        text = getattr(record.goals, field)
        if text:
            yield WrittenText(pointer=f"/goals/{field}", field=field, label=label, text=text)
    for row in form.rows:
        for field, label in _ROW:
            text = getattr(row.row, field)
            if text:
                name = f"第 {row.index + 1} 行{label}"
                yield WrittenText(pointer=row.at(field), field=field, label=name, text=text)
