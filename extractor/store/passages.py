"""From a form as it stands to the passages that questions are answered from."""

from collections.abc import Iterator
from decimal import Decimal
from typing import Any

from extractor.checks.assessment import comparisons
from extractor.checks.finding import Finding
from extractor.checks.form_facts import FormFacts, IndicatorFacts
from extractor.store.loading import LoadedForm
from extractor.store.passage import Passage, PassageKind

_LONGEST = 1200  # characters; embedders read about 500 tokens, and what follows would not be seen
_TOUCHED = Decimal("1.2")
"""From this share of its target on, a row is over-achieved enough to be asked about."""


def passages_of(form: LoadedForm) -> Iterator[Passage]:
    """All passages of a form: goals, indicators, deviations, findings that are not dismissed."""
    facts = FormFacts(form.result.reading())
    record = form.result.record
    shared: dict[str, Any] = {
        "evaluation_id": form.row.id,
        **{
            name: getattr(record, name)
            for name in ("project_code", "project_name", "year", "implementing_unit", "supervising_unit")
        },
    }
    yield from _goals(shared, facts)
    for row in facts.rows:
        if row.applicable:
            yield from _row(shared, row)
    for number, finding in enumerate(form.result.findings):
        yield _finding(shared, facts, finding, number)


def _goals(shared: dict[str, Any], facts: FormFacts) -> Iterator[Passage]:
    goals = facts.record.goals
    parts = [("预期目标", goals.expected), ("实际完成情况", goals.actual)]
    if any(text for _, text in parts):
        words = [facts.record.project_name or "", *(f"{label}：{text}" for label, text in parts if text)]
        pointer = "/goals/expected" if goals.expected else "/goals/actual"
        yield _passage(shared, "goal", pointer, "\n".join(word for word in words if word))


def _row(shared: dict[str, Any], row: IndicatorFacts) -> Iterator[Passage]:
    """The row itself; and apart, when something about it asks for an explanation or one is given, the deviation."""
    one = row.row
    pairs = comparisons(row)
    ratio = pairs[0].ratio if len(pairs) == 1 else None
    lost = row.weight - row.score if row.weight is not None and row.score is not None else None
    levels = {"level1": one.level1, "level2": one.level2, "ratio": ratio, "points_lost": lost}
    # levels and scores are metadata: in the text, they make all rows alike (evals.tasks.retrieval)
    told = [row.name or ""]
    told += [f"{label}{text}" for label, text in (("目标", one.target), ("实际", one.actual)) if text]
    text = "，".join(told)
    yield _passage(shared | levels, "indicator", row.pointer, text)
    over = ratio is not None and ratio >= _TOUCHED and pairs[0].better == "more"
    if one.deviation_reason or (lost is not None and lost > 0) or over:
        why = one.deviation_reason or "没有写偏差原因"
        kind = f"失{lost:f}分" if lost else "超额完成" if over else "说明"
        yield _passage(
            shared | levels, "deviation", f"{row.pointer}/deviation_reason", f"{row.name}（{kind}）：{why}\n{text}"
        )


def _finding(shared: dict[str, Any], facts: FormFacts, finding: Finding, number: int) -> Passage:
    parts = finding.pointer.split("/")
    levels: dict[str, Any] = {"rule": finding.rule}
    if len(parts) > 2 and parts[1] == "indicators" and int(parts[2]) < len(facts.rows):
        row = facts.rows[int(parts[2])].row
        levels |= {"level1": row.level1, "level2": row.level2}
    passage_id = f"{finding.pointer}:{finding.rule}:{number}"
    return _passage(shared | levels, "finding", finding.pointer, finding.message, passage_id)


def _passage(shared: dict[str, Any], kind: PassageKind, pointer: str, text: str, name: str | None = None) -> Passage:
    passage_id = f"{shared['evaluation_id']}:{kind}:{name or pointer}"
    return Passage(id=passage_id, kind=kind, pointer=pointer, text=text[:_LONGEST], **shared)
