"""Does what transactions left in the outbox: rules across forms, unneeded originals, the evidence index.

Every step can be repeated: a crash before an entry is taken off the queue only means that it is done again.
"""

from collections.abc import Iterator, Mapping, Sequence

from sqlalchemy import select

from extractor.checks.profile import Profile
from extractor.store.blobs import Blobs
from extractor.store.database import Database
from extractor.store.loading import load_forms
from extractor.store.outbox import done, pending
from extractor.store.passage import Passage, PassageIndex
from extractor.store.passages import passages_of
from extractor.store.rechecking import group_forms, recheck_across
from extractor.store.tables import StoredDocument, StoredEvaluation

_INDEX_BATCH = 50


def settle_groups(database: Database, profiles: Mapping[str, Profile], limit: int) -> int:
    """Runs the rules across the forms of every group that changed; how many forms have other findings now."""
    changed: set[int] = set()
    checked: set[Sequence[int]] = set()
    with database.read() as session:
        keys, last = pending(session, "group")
    for key in keys:
        with database.write() as session:
            forms = group_forms(session, key, limit)
            # groups of a year that is compared as a whole are the same forms
            ids = tuple(form.row.id for form in forms)
            if ids not in checked:
                checked.add(ids)
                changed.update(recheck_across(session, forms, profiles))
            done(session, "group", [key], last)
    return len(changed)


def settle_blobs(database: Database, blobs: Blobs) -> int:
    """Removes originals whose document is gone; how many."""
    with database.read() as session:
        names, last = pending(session, "blob")
    for name in names:
        # under the writers' lock, so that nobody keeps the same file again meanwhile
        with database.write() as session:
            if session.scalar(select(StoredDocument.id).where(StoredDocument.sha256 == name)) is None:
                blobs.remove(name)
            done(session, "blob", [name], last)
    return len(names)


def settle_index(database: Database, index: PassageIndex) -> Iterator[int]:
    """Brings the index in step with the evaluations that changed; yields how many are done, batch by batch."""
    while True:
        with database.read() as session:
            subjects, last = pending(session, "index", _INDEX_BATCH)
            ids = [int(subject) for subject in subjects]
            passages = [
                passage for form in load_forms(session, ids) if form.row.current for passage in passages_of(form)
            ]
        if not ids:
            return
        index.delete(ids)
        index.add(passages)
        with database.write() as session:
            done(session, "index", subjects, last)
        yield len(ids)


def all_passages(database: Database) -> Iterator[Passage]:
    """The passages of every current evaluation, some in memory at a time."""
    with database.read() as session:
        ids = session.scalars(
            select(StoredEvaluation.id).where(StoredEvaluation.current).order_by(StoredEvaluation.id)
        ).all()
    for start in range(0, len(ids), _INDEX_BATCH):
        with database.read() as session:
            forms = load_forms(session, ids[start : start + _INDEX_BATCH])
        for form in forms:
            yield from passages_of(form)
