"""What a transaction leaves to be done after its commit: queued with it, so that no crash can lose it."""

from collections.abc import Sequence
from typing import Literal

from sqlalchemy import delete, select, update
from sqlalchemy.orm import Session

from extractor.store.tables import PendingChange, StoreState

Kind = Literal["index", "group", "blob"]


def queue(session: Session, kind: Kind, subject: object) -> None:
    """Queues a change; nothing for a `subject` that is `None`."""
    if subject is not None:
        session.add(PendingChange(kind=kind, subject=str(subject)))
        note_change(session)


def note_change(session: Session) -> None:
    """Counts a change of forms, findings or decisions, so that figures kept from before it are not shown again."""
    session.execute(update(StoreState).values(changes=StoreState.changes + 1))


def changes(session: Session) -> int:
    """How many changes there were: the same number means the same forms, findings and decisions."""
    return session.scalar(select(StoreState.changes)) or 0


def pending(session: Session, kind: Kind, limit: int | None = None) -> tuple[list[str], int]:
    """The different subjects queued (of the oldest `limit` entries), oldest first, and the id of the last entry read."""
    rows = session.execute(
        select(PendingChange.id, PendingChange.subject)
        .where(PendingChange.kind == kind)
        .order_by(PendingChange.id)
        .limit(limit)
    ).all()
    return list(dict.fromkeys(row.subject for row in rows)), rows[-1].id if rows else 0


def done(session: Session, kind: Kind, subjects: Sequence[str], last: int) -> None:
    """Takes the entries up to id `last` off the queue; what was queued after them stays."""
    session.execute(
        delete(PendingChange).where(
            PendingChange.kind == kind, PendingChange.id <= last, PendingChange.subject.in_(subjects)
        )
    )
