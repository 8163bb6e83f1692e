"""Finds what does not fit together between rows, originals and index, mends what can be mended, names the rest."""

from collections.abc import Mapping
from dataclasses import dataclass

from sqlalchemy import select, text

from extractor.checks.profile import Profile
from extractor.store.blobs import Blobs
from extractor.store.database import Database
from extractor.store.loading import load_form
from extractor.store.outbox import queue
from extractor.store.rechecking import recheck_form
from extractor.store.revisions import arrange_revisions
from extractor.store.tables import StoredDocument, StoredEvaluation


@dataclass(frozen=True, slots=True, kw_only=True)
class BlobReport:
    """How originals and rows fit: `orphans` are originals without a document (they can be ingested again or removed),
    `missing` and `damaged` documents (names) whose original is gone or has other bytes; their records stay usable.
    `unfinished` files of interrupted copies were removed.
    """

    orphans: tuple[str, ...]
    missing: tuple[str, ...]
    damaged: tuple[str, ...]
    unfinished: int


def check_blobs(database: Database, blobs: Blobs) -> BlobReport:
    """Compares the originals with the documents, byte by byte."""
    unfinished = blobs.remove_unfinished()
    present = list(blobs.all())
    with database.read() as session:
        rows = session.execute(select(StoredDocument.sha256, StoredDocument.source).order_by(StoredDocument.id)).all()
    known = {row.sha256 for row in rows}
    return BlobReport(
        orphans=tuple(name for name in present if name not in known),
        missing=tuple(row.source for row in rows if not blobs.has(row.sha256)),
        damaged=tuple(row.source for row in rows if blobs.has(row.sha256) and blobs.damaged(row.sha256)),
        unfinished=unfinished,
    )


def check_database(database: Database) -> list[str]:
    """What the database itself says is wrong with its files; empty when nothing, or when it is a server's."""
    if not database.is_sqlite:
        return []
    with database.read() as session:
        said = session.execute(text("PRAGMA quick_check(5)")).scalars().all()
    return [one for one in said if one != "ok"]


def recheck_all(database: Database, profiles: Mapping[str, Profile]) -> int:
    """Computes columns, findings and revisions of every form anew (after a change of rules); how many forms."""
    with database.read() as session:
        ids = session.scalars(select(StoredEvaluation.id).order_by(StoredEvaluation.id)).all()
    for one in ids:
        with database.write() as session:
            if session.get(StoredEvaluation, one) is None:
                continue
            form = load_form(session, one)
            recheck_form(session, form, profiles)
            arrange_revisions(session, [form.row.form_key])
            queue(session, "group", form.row.group_key)
    return len(ids)
