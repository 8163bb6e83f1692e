"""Which of the forms with one key is the current one, and what each of the others is superseded by."""

from collections.abc import Iterable, Sequence

from sqlalchemy import select
from sqlalchemy.orm import Session

from extractor.store.outbox import queue
from extractor.store.tables import StoredEvaluation


def arrange_revisions(session: Session, form_keys: Iterable[str | None]) -> None:
    """Brings the forms of each key in order after one came, went, or got another key; the newest one is current.

    A form that says exactly what the newest before it says (a scan of the same form) is a copy: it is superseded by
    that one, so that what was corrected there stays current. Forms whose currency changes are queued for the index.
    """
    for key in sorted({key for key in form_keys if key is not None}):
        session.flush()
        rows = session.scalars(
            select(StoredEvaluation).where(StoredEvaluation.form_key == key).order_by(StoredEvaluation.id)
        ).all()
        _arrange(session, rows)


def arrange_single(session: Session, row: StoredEvaluation) -> None:
    """A form without a key (no year, or neither code nor names) supersedes nothing and is always current."""
    _set(session, row, superseded_by=None, revision=1)


def _arrange(session: Session, rows: Sequence[StoredEvaluation]) -> None:
    latest: StoredEvaluation | None = None
    successor: dict[int, int] = {}
    revision = {row.id: 1 for row in rows}
    for row in rows:
        if latest is None:
            latest = row
            continue
        revision[row.id] = revision[latest.id]
        if row.content_sha256 == latest.content_sha256:
            successor[row.id] = latest.id
            continue
        successor[latest.id] = row.id
        revision[row.id] += 1
        latest = row
    for row in rows:
        _set(session, row, superseded_by=successor.get(row.id), revision=revision[row.id])


def _set(session: Session, row: StoredEvaluation, *, superseded_by: int | None, revision: int) -> None:
    current = superseded_by is None
    if (row.current, row.superseded_by, row.revision) == (current, superseded_by, revision):
        return
    if row.current != current:
        queue(session, "index", row.id)
        queue(session, "group", row.group_key)
    row.current, row.superseded_by, row.revision = current, superseded_by, revision
    row.version += 1
