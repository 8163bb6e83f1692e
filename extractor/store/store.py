"""The store: what commands, questions and the web page ask of it, each in a transaction of its own."""

from collections.abc import Generator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from sqlalchemy import select
from sqlalchemy.orm import Session

from extractor.checks.profile import Profile
from extractor.errors import DocumentChanged, NotStored, StoreError
from extractor.results import DocumentResult
from extractor.store import editing
from extractor.store.blobs import Blobs
from extractor.store.database import Database
from extractor.store.database_errors import said_of_disk
from extractor.store.keeping import Kept, add_document, kept_forms, remove_document, stored_document_id
from extractor.store.listing import (
    Filters,
    ListedEvaluation,
    Order,
    count_evaluations,
    evaluation_ids,
    list_evaluations,
)
from extractor.store.loading import LoadedForm, load_form, load_forms
from extractor.store.outbox import done, pending, queue
from extractor.store.passage import PassageIndex
from extractor.store.repair import BlobReport, check_blobs, check_database, recheck_all
from extractor.store.rereading import Reread, replace_reading
from extractor.store.settling import all_passages, settle_blobs, settle_groups, settle_index
from extractor.store.tables import StoredBatch, StoredCorrection, StoredDocument, StoredFinding, StoredReviewItem

_EXPORT_CHUNK = 200


@dataclass(frozen=True, kw_only=True)
class Store:
    """Documents and evaluations in `database`, originals in `blobs`. Safe to share between threads.

    Methods raise StoreError's subclasses: see `extractor.errors`.
    """

    database: Database
    blobs: Blobs
    profiles: Mapping[str, Profile]
    group_forms: int
    home: Path

    def keep(
        self, document: DocumentResult, path: Path, *, batch_id: int | None = None, profile_chosen: bool = False
    ) -> Kept:
        """Keeps a document that was read from `path`: the original, its forms, their own findings.

        The same bytes again change nothing. What rules across forms find, and the index, follow with `settle`.

        Raises:
            DocumentChanged: `path` is no longer what was read.
        """
        sha256 = document.sha256
        if sha256 is None:
            raise StoreError(f"{document.source}：打不开，没有存入。")
        if (known := self.document_with(sha256)) is not None:
            return self.known(known)
        self._put(path, sha256)
        with self.database.write() as session:
            # another process may have kept it, or removed the blob with another document, since
            if (known := stored_document_id(session, sha256)) is not None:
                return Kept(document_id=known, unchanged=True, forms=kept_forms(session, known))
            self._put(path, sha256)
            size = self.blobs.path(sha256).stat().st_size
            return add_document(session, document, size, batch_id=batch_id, profile_chosen=profile_chosen)

    def known(self, document_id: int) -> Kept:
        """A document that is there already, with its forms as they are now."""
        with self.database.read() as session:
            return Kept(document_id=document_id, unchanged=True, forms=kept_forms(session, document_id))

    def document_with(self, sha256: str) -> int | None:
        """The id of the document with these bytes."""
        with self.database.read() as session:
            return stored_document_id(session, sha256)

    def documents(self) -> Sequence[tuple[int, str, str]]:
        """Every document: id, name, SHA-256 of its original; oldest first."""
        columns = (StoredDocument.id, StoredDocument.source, StoredDocument.sha256)
        with self.database.read() as session:
            return [(row[0], row[1], row[2]) for row in session.execute(select(*columns).order_by(StoredDocument.id))]

    def replace_reading(self, document_id: int, document: DocumentResult) -> Reread:
        """Puts a new reading of a document's original in place of the old one; see `extractor.store.rereading`.

        Raises:
            NotStored: there is no document with this id.
        """
        with self.database.write() as session:
            if session.get(StoredDocument, document_id) is None:
                raise NotStored(f"没有编号为 {document_id} 的文件。")
            return replace_reading(session, document_id, document, self.profiles)

    def delete_document(self, document_id: int) -> None:
        """Removes a document with its forms, findings and corrections; earlier revisions become current again.

        Raises:
            NotStored: there is none with this id.
        """
        with self.database.write() as session:
            if session.get(StoredDocument, document_id) is None:
                raise NotStored(f"没有编号为 {document_id} 的文件。")
            remove_document(session, document_id)

    def list(
        self, filters: Filters | None = None, *, order: Order = "newest", limit: int | None = None, offset: int = 0
    ) -> Sequence[ListedEvaluation]:
        """The evaluations that fit, a page of them."""
        with self.database.read() as session:
            return list_evaluations(session, filters or Filters(), order=order, limit=limit, offset=offset)

    def count(self, filters: Filters | None = None) -> int:
        """How many evaluations fit."""
        with self.database.read() as session:
            return count_evaluations(session, filters or Filters())

    def form(self, evaluation_id: int) -> LoadedForm:
        """One evaluation whole: as it stands, with evidence, findings and open review items.

        Raises:
            NotStored: there is none with this id.
        """
        with self.database.read() as session:
            return load_form(session, evaluation_id)

    def forms(self, filters: Filters | None = None, *, order: Order = "newest") -> Generator[LoadedForm]:
        """All evaluations that fit, some hundred in memory at a time."""
        with self.database.read() as session:
            ids = evaluation_ids(session, filters or Filters(), order=order)
        for start in range(0, len(ids), _EXPORT_CHUNK):
            with self.database.read() as session:
                yield from load_forms(session, ids[start : start + _EXPORT_CHUNK])

    @contextmanager
    def reading(self) -> Generator[Session]:
        """A session for queries of one's own over `extractor.store.tables`; it sees one state of the store."""
        with self.database.read() as session:
            yield session

    def correct(
        self, evaluation_id: int, pointer: str, value: str | None, *, by: str, version: int | None = None
    ) -> LoadedForm:
        """Corrects one value; see `extractor.store.editing.correct`. Rules across forms follow with `settle`."""
        with self.database.write() as session:
            return editing.correct(
                session, evaluation_id, pointer, value, by=by, version=version, profiles=self.profiles
            )

    def undo(self, correction_id: int, *, by: str, version: int | None = None) -> LoadedForm:
        """Takes a correction back; see `extractor.store.editing.undo`."""
        with self.database.write() as session:
            return editing.undo(session, correction_id, by=by, version=version, profiles=self.profiles)

    def accept_values(
        self, evaluation_id: int, pointers: Sequence[str], *, by: str, version: int | None = None
    ) -> LoadedForm:
        """Marks values under review as right; see `extractor.store.editing.accept_values`."""
        with self.database.write() as session:
            return editing.accept_values(
                session, evaluation_id, pointers, by=by, version=version, profiles=self.profiles
            )

    def reopen_values(self, evaluation_id: int, pointers: Sequence[str], *, version: int | None = None) -> LoadedForm:
        """Takes acceptances back; see `extractor.store.editing.reopen_values`."""
        with self.database.write() as session:
            return editing.reopen_values(session, evaluation_id, pointers, version=version, profiles=self.profiles)

    def decide_finding(
        self,
        finding_id: int,
        state: editing.FindingState,
        *,
        reason: str | None = None,
        by: str,
        version: int | None = None,
    ) -> None:
        """Accepts, dismisses or reopens a finding; see `extractor.store.editing.decide_finding`."""
        with self.database.write() as session:
            editing.decide_finding(session, finding_id, state, reason=reason, by=by, version=version)

    def set_state(self, evaluation_id: int, state: editing.FormState, *, version: int | None = None) -> None:
        """Marks a form as reviewed (done) or not (open)."""
        with self.database.write() as session:
            editing.set_state(session, evaluation_id, state, version=version)

    def history(self, evaluation_id: int) -> Sequence[StoredCorrection]:
        """All corrections of a form, undone ones too, oldest first."""
        with self.database.read() as session:
            query = select(StoredCorrection).where(StoredCorrection.evaluation_id == evaluation_id)
            return session.scalars(query.order_by(StoredCorrection.id)).all()

    def accepted(self, evaluation_id: int) -> Sequence[StoredReviewItem]:
        """The review items of a form that somebody accepted, in the order in which they did."""
        at = StoredReviewItem
        with self.database.read() as session:
            query = select(at).where(at.evaluation_id == evaluation_id, at.state == "accepted")
            return session.scalars(query.order_by(at.decided_at, at.ordinal)).all()

    def findings(self, evaluation_id: int) -> Sequence[StoredFinding]:
        """All findings of a form with the decisions on them, dismissed ones too."""
        with self.database.read() as session:
            query = select(StoredFinding).where(StoredFinding.evaluation_id == evaluation_id)
            return session.scalars(query.order_by(StoredFinding.across, StoredFinding.ordinal)).all()

    def settle(self) -> int:
        """After forms changed: runs the rules across forms, removes unneeded originals; how many forms changed."""
        changed = settle_groups(self.database, self.profiles, self.group_forms)
        settle_blobs(self.database, self.blobs)
        return changed

    def index_due(self) -> int:
        """How many evaluations the index has not followed yet."""
        with self.database.read() as session:
            subjects, _ = pending(session, "index")
            return len(subjects)

    def settle_index(self, index: PassageIndex) -> Generator[int]:
        """Brings `index` in step; yields how many evaluations were done, batch by batch."""
        yield from settle_index(self.database, index)

    def rebuild_index(self, index: PassageIndex) -> None:
        """Fills `index` anew from every current evaluation."""
        with self.database.read() as session:
            subjects, last = pending(session, "index")
        index.rebuild(all_passages(self.database))
        with self.database.write() as session:
            done(session, "index", subjects, last)

    def unrecorded(self) -> int:
        """How many originals there are where no document has a row: the database was lost, or is another one."""
        with self.database.read() as session:
            if session.scalar(select(StoredDocument.id).limit(1)) is not None:
                return 0
        return sum(1 for _ in self.blobs.all())

    def check(self) -> tuple[Sequence[str], BlobReport]:
        """What the database says is wrong with itself, and how originals and rows fit; removes unfinished copies."""
        return check_database(self.database), check_blobs(self.database, self.blobs)

    def remove_orphan(self, sha256: str) -> None:
        """Removes an original unless a document has it by now."""
        with self.database.write() as session:
            queue(session, "blob", sha256)
        settle_blobs(self.database, self.blobs)

    def recheck_all(self) -> int:
        """Computes columns and findings of every form anew, as after a change of rules; how many forms."""
        return recheck_all(self.database, self.profiles)

    def start_batch(self) -> int:
        """Notes the beginning of a run of ingest; the id to pass to `keep`."""
        with self.database.write() as session:
            batch = StoredBatch(started_at=datetime.now(UTC))
            session.add(batch)
            session.flush()
            return batch.id

    def finish_batch(self, batch_id: int, *, added: int, unchanged: int, unread: int) -> None:
        """Notes its end and what came of it."""
        with self.database.write() as session:
            batch = session.get_one(StoredBatch, batch_id)
            batch.finished_at = datetime.now(UTC)
            batch.added, batch.unchanged, batch.unread = added, unchanged, unread

    def close(self) -> None:
        """Closes all connections."""
        self.database.close()

    def _put(self, path: Path, sha256: str) -> None:
        try:
            whole = self.blobs.put(path, sha256)
        except OSError as error:
            said = said_of_disk(error, str(self.blobs.folder))
            if said is None:
                raise
            raise said from error
        if not whole:
            raise DocumentChanged(f"{path.name}：文件在读的时候被改动，没有存入，请再运行一次。")
