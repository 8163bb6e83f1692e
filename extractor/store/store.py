"""The store: what commands, questions and the web page ask of it, each in a transaction of its own."""

from collections.abc import Generator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from sqlalchemy.orm import Session

from extractor.errors import NotStored, StoreError
from extractor.results import DocumentResult
from extractor.store.blobs import Blobs
from extractor.store.database import Database
from extractor.store.keeping import Kept, add_document, remove_document, stored_document_id
from extractor.store.listing import (
    Filters,
    ListedEvaluation,
    Order,
    count_evaluations,
    evaluation_ids,
    list_evaluations,
)
from extractor.store.loading import LoadedForm, load_form, load_forms
from extractor.store.tables import StoredBatch, StoredDocument

_EXPORT_CHUNK = 200


@dataclass(frozen=True, kw_only=True)
class Store:
    """Documents and evaluations in `database`, originals in `blobs`. Safe to share between threads.

    Methods raise StoreError's subclasses: see `extractor.errors`.
    """

    database: Database
    blobs: Blobs

    def keep(
        self, document: DocumentResult, path: Path, *, batch_id: int | None = None, profile_chosen: bool = False
    ) -> Kept:
        """Keeps a document that was read from `path`: the original, its forms, their own findings.

        The same bytes again change nothing. What rules across forms find, and the index, follow with `settle`.

        Raises:
            StoreError: the file changed while it was read; or as all methods.
        """
        sha256 = document.sha256
        if sha256 is None:
            raise StoreError(f"{document.source}：打不开，没有存入。")
        if (known := self.document_with(sha256)) is not None:
            return Kept(document_id=known, unchanged=True)
        self._put(path, sha256)
        with self.database.write() as session:
            # another process may have kept it, or removed the blob with another document, since
            if (known := stored_document_id(session, sha256)) is not None:
                return Kept(document_id=known, unchanged=True)
            self._put(path, sha256)
            size = self.blobs.path(sha256).stat().st_size
            return add_document(session, document, size, batch_id=batch_id, profile_chosen=profile_chosen)

    def document_with(self, sha256: str) -> int | None:
        """The id of the document with these bytes."""
        with self.database.read() as session:
            return stored_document_id(session, sha256)

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
        if not self.blobs.put(path, sha256):
            raise StoreError(f"{path.name}：文件在读的时候被改动，没有存入，请再运行一次。")
