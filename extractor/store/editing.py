"""What a person decides about a form: corrections with undo, review items, findings, the form as done.

Each change names the `version` of the form that the person saw (or `None` to overwrite), and makes a new one.
"""

from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from typing import Any, Literal

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from extractor.checks.profile import Profile
from extractor.errors import EditConflict, EditRefused, NotStored
from extractor.records.amounts import decimal_string
from extractor.store.loading import LoadedForm, load_form
from extractor.store.outbox import note_change, queue
from extractor.store.rechecking import recheck_form, recount
from extractor.store.record_values import value_at, with_values
from extractor.store.revisions import arrange_revisions, arrange_single
from extractor.store.tables import StoredCorrection, StoredEvaluation, StoredFinding, StoredReviewItem

FindingState = Literal["open", "accepted", "dismissed"]
FormState = Literal["open", "done"]
_NUMBERS = frozenset(
    ["initial_budget", "annual_budget", "executed", "weight", "execution_rate", "score", "total_weight", "total_score"]
)


def correct(
    session: Session,
    evaluation_id: int,
    pointer: str,
    value: str | None,
    *,
    by: str,
    version: int | None,
    profiles: Mapping[str, Profile],
) -> LoadedForm:
    """Puts `value` (`None` or blank: nothing is printed there) at `pointer`; rechecks the form; keeps what was before.

    Raises:
        NotStored, EditConflict: see `load_form`, `_locked`.
        EditRefused: no such place in the record, or the value does not fit it.
    """
    row = _locked(session, evaluation_id, version)
    record = load_form(session, evaluation_id).result.record
    before, after = value_at(record, pointer), _fitting(pointer, value)
    if before == after:
        return load_form(session, evaluation_id)
    with_values(record, {pointer: after})
    session.add(
        StoredCorrection(
            evaluation_id=row.id,
            pointer=pointer,
            before=before,
            after=after,
            corrected_by=by,
            corrected_at=datetime.now(UTC),
        )
    )
    _decide_items(session, row.id, pointer, "corrected", by)
    return after_change(session, row, profiles)


def undo(
    session: Session, correction_id: int, *, by: str, version: int | None, profiles: Mapping[str, Profile]
) -> LoadedForm:
    """Takes a correction back; it stays in the history as undone. Earlier corrections of the same value hold again.

    Raises:
        NotStored: there is none with this id, or it is undone already.
        EditConflict: see `_locked`.
    """
    correction = session.get(StoredCorrection, correction_id)
    if correction is None or correction.undone_at is not None:
        raise NotStored(f"没有编号为 {correction_id} 的更正，或者已经撤销。")
    row = _locked(session, correction.evaluation_id, version)
    correction.undone_at, correction.undone_by = datetime.now(UTC), by
    session.flush()
    left = session.scalar(
        select(func.count()).where(
            StoredCorrection.evaluation_id == row.id,
            StoredCorrection.pointer == correction.pointer,
            StoredCorrection.undone_at.is_(None),
        )
    )
    if not left:
        _decide_items(session, row.id, correction.pointer, "open", None)
    return after_change(session, row, profiles)


def accept_values(
    session: Session,
    evaluation_id: int,
    pointers: Sequence[str],
    *,
    by: str,
    version: int | None,
    profiles: Mapping[str, Profile],
) -> LoadedForm:
    """Marks the review items of values as looked at and right; findings on them are the form's then, not the reading's.

    Raises:
        NotStored: nothing is under review at one of them; then none is accepted.
        EditConflict: see `_locked`.
    """
    row = _locked(session, evaluation_id, version)
    for pointer in pointers:
        if not _decide_items(session, row.id, pointer, "accepted", by):
            raise NotStored(f"位置 {pointer} 没有待复核项。")
    return after_change(session, row, profiles)


def reopen_values(
    session: Session,
    evaluation_id: int,
    pointers: Sequence[str],
    *,
    version: int | None,
    profiles: Mapping[str, Profile],
) -> LoadedForm:
    """Takes back that the review items of values were looked at.

    Raises:
        NotStored: nothing was under review at one of them.
        EditConflict: see `_locked`.
    """
    row = _locked(session, evaluation_id, version)
    for pointer in pointers:
        if not _decide_items(session, row.id, pointer, "open", None):
            raise NotStored(f"位置 {pointer} 没有可以撤销的修改。")
    return after_change(session, row, profiles)


def decide_finding(
    session: Session, finding_id: int, state: FindingState, *, reason: str | None, by: str, version: int | None
) -> None:
    """Accepts or dismisses a finding (or opens it again); the decision stays through rechecks while the finding does.

    Raises:
        NotStored: there is none with this id.
        EditRefused: dismissed without a reason.
        EditConflict: see `_locked`.
    """
    finding = session.get(StoredFinding, finding_id)
    if finding is None:
        raise NotStored(f"没有编号为 {finding_id} 的问题；表格可能已重新核查，请刷新。")
    if state == "dismissed" and not (reason or "").strip():
        raise EditRefused("不采纳一个问题要写明理由。")
    row = _locked(session, finding.evaluation_id, version)
    finding.state, finding.reason = state, reason
    finding.decided_by, finding.decided_at = (by, datetime.now(UTC)) if state != "open" else (None, None)
    recount(session, [row.id])
    row.edited_version = row.version
    queue(session, "index", row.id)


def set_state(session: Session, evaluation_id: int, state: FormState, *, version: int | None) -> None:
    """Marks a form as reviewed (done) or not (open)."""
    row = _locked(session, evaluation_id, version)
    row.state = state
    row.version += 1
    row.edited_version = row.version
    note_change(session)


def _locked(session: Session, evaluation_id: int, version: int | None) -> StoredEvaluation:
    """The row, which nobody else can change until the transaction ends.

    What was only checked again since (rules across forms run a moment after an upload) is no conflict.

    Raises:
        NotStored: there is none.
        EditConflict: somebody edited it after `version`, or it never had that version.
    """
    row = session.get(StoredEvaluation, evaluation_id, populate_existing=True, with_for_update=True)
    if row is None:
        raise NotStored(f"没有编号为 {evaluation_id} 的自评表。")
    if version is not None and not row.edited_version <= version <= row.version:
        raise EditConflict(f"这张表刚被别人改过（第 {row.version} 次修改），请刷新后再改。")
    return row


def _fitting(pointer: str, value: str | None) -> str | None:
    """`value` as the record keeps it: blank is nothing, numbers without separators and units."""
    text = (value or "").strip()
    if not text:
        return None
    if pointer.rpartition("/")[2] not in _NUMBERS:
        return text
    digits = decimal_string(text)
    if digits is None:
        raise EditRefused(f"位置 {pointer} 要填一个数，“{text[:40]}”不是。")
    return digits


def _decide_items(session: Session, evaluation_id: int, pointer: str, state: str, by: str | None) -> int:
    items = session.scalars(
        select(StoredReviewItem).where(
            StoredReviewItem.evaluation_id == evaluation_id, StoredReviewItem.pointer == pointer
        )
    ).all()
    for item in items:
        item.state, item.decided_by = state, by
        item.decided_at = datetime.now(UTC) if by is not None else None
    return len(items)


def after_change(session: Session, row: StoredEvaluation, profiles: Mapping[str, Profile]) -> LoadedForm:
    """Rechecks a form whose values changed; a changed code, name, unit or year may make it another form's revision."""
    session.flush()
    before: tuple[Any, ...] = (row.form_key, row.group_key)
    recheck_form(session, load_form(session, row.id), profiles)
    row.corrected = session.scalar(_corrections_of(row.id)) or 0
    if row.form_key != before[0]:
        arrange_revisions(session, [before[0], row.form_key])
        if row.form_key is None:
            arrange_single(session, row)
    for key in {before[1], row.group_key}:
        queue(session, "group", key)
    row.edited_version = row.version
    session.flush()
    return load_form(session, row.id)


def _corrections_of(evaluation_id: int) -> Any:  # noqa: ANN401 - a query
    return select(func.count()).where(
        StoredCorrection.evaluation_id == evaluation_id, StoredCorrection.undone_at.is_(None)
    )
