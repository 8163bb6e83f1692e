"""A document read again, by a better reader, from its original: the new reading in place of the old one, decisions kept.

What a person decided hangs on places of the record, and rows may have moved: places are carried over by the rows they
are in. A form that somebody corrected in a place that the new reading does not have stays as it was.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import Literal

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from extractor.checks.profile import Profile
from extractor.errors import EditRefused
from extractor.records.evaluation import Evaluation
from extractor.results import DocumentResult, EvaluationResult
from extractor.store.body import packed, unpacked
from extractor.store.editing import after_change
from extractor.store.keeping import add_forms, remove_forms
from extractor.store.record_values import value_at
from extractor.store.rows import content_sha256, review_rows
from extractor.store.tables import (
    StoredBody,
    StoredCorrection,
    StoredDocument,
    StoredEvaluation,
    StoredFinding,
    StoredReviewItem,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Reread:
    """What became of a document: `same` as before, `changed`, or `kept` as it was, and why (Chinese)."""

    status: Literal["same", "changed", "kept"]
    forms: int = 0
    why: str | None = None


def replace_reading(
    session: Session, document_id: int, document: DocumentResult, profiles: Mapping[str, Profile]
) -> Reread:
    """Puts what was read now in place of what was read before; columns, findings, revisions and index follow.

    Corrections and accepted values stay where the same value was read; findings keep their decisions while they last.
    Nothing is replaced when no form was read now, when a correction has no place any more, or when the number of forms
    differs and somebody has worked on one of them.
    """
    forms = session.scalars(
        select(StoredEvaluation).where(StoredEvaluation.document_id == document_id).order_by(StoredEvaluation.ordinal)
    ).all()
    if not document.evaluations:
        return Reread(status="kept", why="这次没有读出自评表")
    if len(forms) != len(document.evaluations):
        return _all_anew(session, document_id, forms, document)
    before = [unpacked(session.get_one(StoredBody, form.id).body) for form in forms]
    places = [_Places(old.record, new.record) for old, new in zip(before, document.evaluations, strict=True)]
    for form, place in zip(forms, places, strict=True):
        held = [one for one in _corrections(session, form.id) if one.undone_at is None]
        lost = [one for one in held if place.of(one.pointer) is None]
        if lost:
            return Reread(status="kept", why=f"编号 {form.id} 有 {len(lost)} 处更正在这次读出的表里找不到位置")
    _note_reading(session, document_id, document)
    changed = 0
    for form, old, new, place in zip(forms, before, document.evaluations, places, strict=True):
        if not _says_the_same(old, new):
            _replace(session, form, old, new, place)
            after_change(session, form, profiles)
            changed += 1
    return Reread(status="changed" if changed else "same", forms=changed)


def _all_anew(
    session: Session, document_id: int, forms: Sequence[StoredEvaluation], document: DocumentResult
) -> Reread:
    """Other forms than before: all of them in place of the old ones, unless somebody has worked on one."""
    if any(_worked_on(session, form) for form in forms):
        why = f"这次读出 {len(document.evaluations)} 张表，原来是 {len(forms)} 张，其中有人工的更正或复核"
        return Reread(status="kept", why=why)
    chosen = any(form.profile_chosen for form in forms)
    _note_reading(session, document_id, document)
    remove_forms(session, forms)
    add_forms(session, document_id, document.evaluations, profile_chosen=chosen)
    return Reread(status="changed", forms=len(document.evaluations))


def _note_reading(session: Session, document_id: int, document: DocumentResult) -> None:
    row = session.get_one(StoredDocument, document_id)
    row.pages, row.problems = document.pages, [problem.model_dump(mode="json") for problem in document.problems]


def _worked_on(session: Session, form: StoredEvaluation) -> bool:
    decided = select(StoredFinding.id).where(StoredFinding.evaluation_id == form.id, StoredFinding.state != "open")
    looked = select(StoredReviewItem.id).where(
        StoredReviewItem.evaluation_id == form.id, StoredReviewItem.state != "open"
    )
    worked = bool(_corrections(session, form.id)) or form.state != "open"
    return worked or any(session.scalar(query.limit(1)) is not None for query in (decided, looked))


def _corrections(session: Session, evaluation_id: int) -> Sequence[StoredCorrection]:
    query = select(StoredCorrection).where(StoredCorrection.evaluation_id == evaluation_id)
    return session.scalars(query.order_by(StoredCorrection.id)).all()


def _says_the_same(old: EvaluationResult, new: EvaluationResult) -> bool:
    return (old.record, old.evidence, old.review, old.notes) == (new.record, new.evidence, new.review, new.notes)


def _replace(
    session: Session, form: StoredEvaluation, old: EvaluationResult, new: EvaluationResult, places: "_Places"
) -> None:
    session.get_one(StoredBody, form.id).body = packed(new)
    form.content_sha256 = content_sha256(new.record)
    corrected: set[str] = set()
    for one in _corrections(session, form.id):
        one.pointer = places.of(one.pointer) or one.pointer
        corrected |= {one.pointer} if one.undone_at is None else set()
    kept: dict[str, tuple[StoredReviewItem, str]] = {}
    for item in session.scalars(select(StoredReviewItem).where(StoredReviewItem.evaluation_id == form.id)):
        place = places.of(item.pointer)
        if place is not None and item.state == "accepted" and _value(old, item.pointer) == _value(new, place):
            kept[place] = (item, place)
    gone = [item.id for item, _ in kept.values()]
    session.execute(
        delete(StoredReviewItem).where(StoredReviewItem.evaluation_id == form.id, StoredReviewItem.id.not_in(gone))
    )
    for item, place in kept.values():
        item.pointer = place
    for line in review_rows(new):
        if line["pointer"] not in kept:
            state = "corrected" if line["pointer"] in corrected else "open"
            session.add(StoredReviewItem(evaluation_id=form.id, state=state, **line))
    session.flush()


def _value(result: EvaluationResult, pointer: str) -> str | None:
    try:
        return value_at(result.record, pointer)
    except EditRefused:
        return None


class _Places:
    """Where the places of one record are in another one of the same form, whose rows may have moved."""

    def __init__(self, old: Evaluation, new: Evaluation) -> None:
        self._rows = {
            "indicators": _matched(
                [(one.level3, one.target) for one in old.indicators],
                [(one.level3, one.target) for one in new.indicators],
            ),
            "funds": _matched([(one.source,) for one in old.funds], [(one.source,) for one in new.funds]),
        }

    def of(self, pointer: str) -> str | None:
        """The place in the new record; `None` where its row is gone."""
        _, kind, *rest = pointer.split("/")
        if kind not in self._rows or not rest:
            return pointer
        row = self._rows[kind].get(int(rest[0])) if rest[0].isdigit() else None
        return None if row is None else "/".join(("", kind, str(row), *rest[1:]))


def _matched(old: Sequence[tuple[object, ...]], new: Sequence[tuple[object, ...]]) -> dict[int, int]:
    """Old rows to new ones: the same ones in order, and between them as many for as many."""
    rows: dict[int, int] = {}
    for kind, old_start, old_end, new_start, new_end in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        if kind == "equal" or (kind == "replace" and old_end - old_start == new_end - new_start):
            rows |= dict(zip(range(old_start, old_end), range(new_start, new_end), strict=True))
    return rows
