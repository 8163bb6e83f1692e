"""Two readings of one form become one: what one lacks the other fills in, what they differ in stays visible."""

from collections.abc import Mapping
from decimal import Decimal
from typing import Any, cast

from extractor.readers.column_contents import TOLD_BY_CONTENTS
from extractor.records.amounts import parse_number
from extractor.records.evaluation import Evaluation, FundLine, Goals, Indicator
from extractor.records.reading import Evidence, FormReading, ReviewItem

DISPUTED = 0.5
"""Confidence of a value that two readings see differently and that no arithmetic decides."""
_HEAD = ("project_code", "project_name", "year", "implementing_unit", "supervising_unit", "funds_unit")
_TOTALS = ("total_weight", "total_score")
_FIELD_NAMES = {
    "project_code": "项目编码",
    "project_name": "项目名称",
    "year": "年度",
    "implementing_unit": "实施单位",
    "supervising_unit": "主管部门",
    "funds_unit": "资金单位",
    "total_weight": "总分（满分）",
    "total_score": "总分",
}


def merged(first: FormReading, second: FormReading) -> FormReading:
    """The reading of both: `first` by the rules, `second` with what a model pointed at.

    Blocks (indicators, funds) come whole from the reading that closes better, since their rows need not correspond;
    where both close equally well, from `first`. Single values that only one has are taken; where both have one and they
    differ, the first stays and the other is in its review item. Values that only `second` has are of source "llm".
    """
    blocks = {name: second if _better(name, second, first) else first for name in ("indicators", "funds", "goals")}
    taken: dict[str, Any] = {name: getattr(one.record, name) for name, one in blocks.items()}
    evidence: dict[str, Evidence] = {}
    review: list[ReviewItem] = []
    for name, chosen in blocks.items():
        evidence |= _of_block(chosen.evidence, name, as_model=chosen is second and chosen is not first, known=first)
        agreed = taken[name] == getattr(first.record, name) == getattr(second.record, name)
        review += [
            item
            for item in chosen.review
            if _in_block(item.pointer, name) and not (agreed and TOLD_BY_CONTENTS in item.reason)
        ]
    disputes: list[ReviewItem] = []
    for name in (*_HEAD, *_TOTALS):
        taken[name] = _single(name, first, second, evidence, disputes)
    review += [item for item in first.review if not _in_any_block(item.pointer) and not _settled(item, taken)]
    for name, chosen in blocks.items():
        other = first if chosen is second else second
        disputes += _block_disputes(name, chosen, other)
    marked = {item.pointer for item in review}
    return first.model_copy(
        update={
            "record": Evaluation.model_validate({**first.record.model_dump(), **_dumped(taken)}),
            "evidence": evidence,
            "review": [*review, *(item for item in disputes if item.pointer not in marked)],
            "notes": blocks["indicators"].notes,
            "printed_level_weights": blocks["indicators"].printed_level_weights,
            "recognised": first.recognised if blocks["indicators"] is first else second.recognised,
        }
    )


def lacks_labelled(record: Evaluation) -> bool:
    """Whether a reading misses what every form prints behind a label: name, units, budget, goals, total."""
    total = next((line for line in record.funds if line.source == "total"), None)
    wanted = (
        record.project_name,
        record.implementing_unit or record.supervising_unit,
        total and (total.annual_budget or total.initial_budget),
        total and total.executed,
        record.goals.expected,
        record.goals.actual,
        record.total_score,
    )
    scored = total is None or total.score or any(row.level3 and "执行率" in row.level3 for row in record.indicators)
    return not all(wanted) or not scored


def _dumped(taken: Mapping[str, Any]) -> dict[str, Any]:
    plain: dict[str, Any] = {}
    for name, value in taken.items():
        if isinstance(value, list):
            plain[name] = [cast("FundLine | Indicator", one).model_dump() for one in cast("list[object]", value)]
        else:
            plain[name] = value.model_dump() if isinstance(value, Goals) else value
    return plain


def _in_block(pointer: str, name: str) -> bool:
    return pointer == f"/{name}" or pointer.startswith(f"/{name}/")


def _in_any_block(pointer: str) -> bool:
    return any(_in_block(pointer, name) for name in ("indicators", "funds", "goals"))


def _settled(item: ReviewItem, taken: Mapping[str, Any]) -> bool:
    """Whether a review item only said that a value is missing which the other reading has."""
    name = item.pointer.strip("/")
    return item.reason.startswith("没有读到") and taken.get(name) is not None


def _of_block(
    evidence: Mapping[str, Evidence], name: str, *, as_model: bool, known: FormReading
) -> dict[str, Evidence]:
    """The evidence of a block; what the rules did not find at the same place is of the model."""
    found = {pointer: one for pointer, one in evidence.items() if _in_block(pointer, name)}
    if not as_model:
        return found
    return {
        pointer: one if _same_place(known.evidence.get(pointer), one) else one.model_copy(update={"source": "llm"})
        for pointer, one in found.items()
    }


def _same_place(one: Evidence | None, other: Evidence) -> bool:
    return one is not None and (one.box, one.cell, one.line, one.text) == (
        other.box,
        other.cell,
        other.line,
        other.text,
    )


def _single(
    name: str, first: FormReading, second: FormReading, evidence: dict[str, Evidence], disputes: list[ReviewItem]
) -> object:
    """The value of a field outside the blocks, with its evidence; a difference is noted."""
    pointer = f"/{name}"
    one, other = getattr(first.record, name), getattr(second.record, name)
    if one is None and other is not None:
        if pointer in second.evidence:
            evidence[pointer] = second.evidence[pointer].model_copy(update={"source": "llm"})
        return other
    if pointer in first.evidence:
        evidence[pointer] = first.evidence[pointer]
    if one is not None and other is not None and one != other:
        if name in _TOTALS and _closes(second.record) and not _closes(first.record):
            evidence[pointer] = second.evidence[pointer].model_copy(update={"source": "llm"})
            return other
        reason = f"两次读得不同：按规则是“{one}”，按模型所指是“{other}”（{_FIELD_NAMES[name]}）"
        disputes.append(ReviewItem(pointer=pointer, reason=reason, confidence=DISPUTED))
    return one


def _block_disputes(name: str, chosen: FormReading, other: FormReading) -> list[ReviewItem]:
    """Values of a block that both readings have and see differently, where their rows correspond."""
    rows, others = getattr(chosen.record, name), getattr(other.record, name)
    if name == "goals" or len(rows) != len(others):
        return []
    found: list[ReviewItem] = []
    for index, (row, its) in enumerate(zip(rows, others, strict=True)):
        for field, value in row.model_dump().items():
            seen = getattr(its, field)
            if value is not None and seen is not None and value != seen:
                reason = f"两次读得不同：采用“{str(value)[:40]}”，另一次是“{str(seen)[:40]}”"
                found.append(ReviewItem(pointer=f"/{name}/{index}/{field}", reason=reason, confidence=DISPUTED))
    return found


def _better(name: str, one: FormReading, other: FormReading) -> bool:
    """Whether `one` has the better block: it closes where the other does not, else it holds clearly more."""
    if name == "indicators":
        closes, its = _closes(one.record), _closes(other.record)
        if closes != its:
            return closes
    return _held(name, one.record) > _held(name, other.record)


def _held(name: str, record: Evaluation) -> int:
    """How many values a block holds; rows whose points are no numbers or exceed their weight do not count."""
    if name == "goals":
        return sum(value is not None for value in record.goals.model_dump().values())
    rows: list[Indicator] | list[FundLine] = record.indicators if name == "indicators" else record.funds
    return sum(value is not None for row in rows if not _overscored(row) for value in row.model_dump().values())


def _overscored(row: Indicator | FundLine) -> bool:
    weight, score = parse_number(row.weight), parse_number(row.score)
    return weight is not None and score is not None and score > weight


def _closes(record: Evaluation) -> bool:
    """Whether the scores of a form add up to its total, and no score exceeds its weight."""
    total = parse_number(record.total_score)
    rows = [*record.indicators, *record.funds]
    scores = [number for row in rows if (number := parse_number(row.score)) is not None]
    if total is None or not scores or any(_overscored(row) for row in rows):
        return False
    return abs(sum(scores, Decimal(0)) - total) <= Decimal("0.01")
