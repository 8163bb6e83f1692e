"""The evidence index as the store keeps it in step: words at once and whole, vectors as soon as they can be had."""

from collections.abc import Callable, Iterable, Sequence
from pathlib import Path
from threading import RLock
from typing import TYPE_CHECKING

from sqlalchemy import Connection, delete, inspect, select

from extractor.errors import IndexLost, IndexUnavailable, JixiaoError, StoreError
from extractor.settings import IndexSettings
from extractor.store.database import Database
from extractor.store.index import passage_rows
from extractor.store.index.embedder import Embedder
from extractor.store.index.hit import IndexStatus, SearchResult
from extractor.store.index.index_state import collection_name, set_state, state_value
from extractor.store.index.index_tables import REMOVED, drop_tables, ensure_tables
from extractor.store.index.kept_vectors import drop_unused_vectors
from extractor.store.index.lexical_search import lexical_search
from extractor.store.index.passage_filter import EVERYTHING, PassageFilter
from extractor.store.index.segmentation import Segmenter, load_segmenter
from extractor.store.passage import Passage

if TYPE_CHECKING:
    from extractor.store.index.vector_store import VectorStore

OnProgress = Callable[[int, int], None]
_BATCH = 500  # passages of one transaction
_REBUILDING = "rebuilding"
_INCOMPLETE = "语义索引不完整：请运行 jixiao reindex"


class EvidenceIndex:
    """Passages by words and by meaning. All methods may be called from several threads and processes at once.

    What goes wrong with the vectors never stops the rest: it is said by `status` and with every search.
    """

    def __init__(
        self, database: Database, folder: Path, settings: IndexSettings, embedder: Embedder | None, *, why_not: str = ""
    ) -> None:
        """Opens nothing yet.

        Args:
            database: the store's.
            folder: for the dictionary cache and an embedded Chroma.
            settings: see configs/default.toml.
            embedder: `None`: search is by words only.
            why_not: Chinese; why there is no embedder.
        """
        self.database = database
        self.settings = settings
        self.embedder = embedder
        self.words = lexical_search("sqlite" if database.is_sqlite else "postgresql")
        self._folder = folder
        self._why_not = why_not
        self._made = False
        self._vectors: VectorStore | None = None
        self._opening = RLock()

    def segmenter(self) -> Segmenter:
        """What cuts texts into terms; loaded when first needed."""
        return load_segmenter(self._folder)

    def add(self, passages: Iterable[Passage], *, on_progress: OnProgress | None = None) -> None:
        """Adds passages; one whose id is there already replaces it.

        Args:
            passages: drawn once.
            on_progress: called with how many vectors are done and how many there will be.

        Raises:
            StoreError: the database cannot be written.
        """
        self._ensure()
        for batch in passage_rows.in_batches(passages, _BATCH):
            latest = list({passage.id: passage for passage in batch}.values())
            # before the transaction: loading the dictionary takes a second, and others want to write
            terms = [self.segmenter().terms(passage.text) for passage in latest]
            with self.database.write() as session:
                self._write_words(session.connection(), latest, terms)
        self.catch_up(on_progress=on_progress)

    def delete(self, evaluation_ids: Sequence[int]) -> None:
        """Removes all passages of these evaluations; unknown ids are no error. Raises as `add`."""
        self._ensure()
        with self.database.write() as session:
            connection = session.connection()
            self._remove(connection, passage_rows.rows_of_evaluations(connection, evaluation_ids))
        self.catch_up()

    def rebuild(self, passages: Iterable[Passage], *, on_progress: OnProgress | None = None) -> None:
        """Replaces everything by `passages`; vectors of texts that stay the same are not computed again.

        Interrupted, it leaves part of the passages and says so until it is called again. Raises as `add`, and:

        Raises:
            IndexUnavailable: the vectors' place cannot be used; the words are rebuilt all the same.
        """
        with self.database.write() as session:
            connection = session.connection()
            self.words.drop(connection)
            drop_tables(connection)
            self._make(connection)
            set_state(connection, _REBUILDING, "1")
        unavailable: IndexUnavailable | None = None
        try:
            vectors = self.vectors()
            if vectors is not None:
                vectors.recreate()
        except IndexUnavailable as error:
            unavailable = error
        self.add(passages, on_progress=on_progress)
        with self.database.write() as session:
            connection = session.connection()
            set_state(connection, _REBUILDING, None)
            if self.embedder is not None:
                drop_unused_vectors(connection, self.embedder.name)
        if unavailable is not None:
            raise unavailable

    def catch_up(self, *, on_progress: OnProgress | None = None) -> str | None:
        """Brings Chroma in step with the passages; returns what keeps it from that, in Chinese, or `None`.

        Raises:
            StoreError: the database cannot be read or written.
        """
        vectors = self.vectors()
        if vectors is None:
            return self._why_not
        with self.database.read() as session:
            due = passage_rows.passage_count(session.connection(), in_chroma=0)
        done = 0
        try:
            self._remove_from(vectors)
            while batch := self._add_some(vectors):
                self._remove_from(vectors)
                done += batch
                if on_progress is not None:
                    on_progress(done, max(due, done))
        except StoreError:
            raise
        except JixiaoError as error:
            return str(error)
        return None

    def restored(self) -> str | None:
        """Makes vectors that are lost again from the kept texts; returns what keeps it from that, or `None` when all is well.

        Words stay searchable meanwhile. Damage other than loss is left to `rebuild`.

        Raises:
            StoreError: the database cannot be read or written.
        """
        vectors = self.vectors()
        if vectors is None:
            return None
        with self.database.read() as session:
            expected = passage_rows.passage_count(session.connection(), in_chroma=1)
        try:
            if expected and vectors.count() < expected:
                raise IndexLost(_INCOMPLETE)
        except IndexLost:
            vectors.recreate()
            with self.database.write() as session:
                passage_rows.mark_without_vector(session.connection())
        except IndexUnavailable as error:
            return str(error)
        return self.catch_up()

    def search(
        self,
        question: str,
        *,
        narrowed: PassageFilter = EVERYTHING,
        limit: int = 10,
        settings: IndexSettings | None = None,
    ) -> SearchResult:
        """The passages that answer to `question`, best first; none when nothing is near enough.

        Args:
            question: of the user, or the part of it that is free text.
            narrowed: only passages that it lets through.
            limit: how many hits at most.
            settings: other than the index's own, to search without a floor, say.

        Raises:
            StoreError: the database cannot be read.
        """
        from extractor.store.index.hybrid_search import HybridSearch

        self._ensure()
        prepared = HybridSearch(
            database=self.database,
            words=self.words,
            segmenter=self.segmenter(),
            embedder=self.embedder,
            vectors=self.vectors(),
            why_not=self._why_not,
            interrupted=self.interrupted(),
            settings=settings or self.settings,
        )
        return prepared.search(question, narrowed, limit)

    def status(self) -> IndexStatus:
        """How the index stands. Opens Chroma, computes nothing."""
        self._ensure()
        with self.database.read() as session:
            connection = session.connection()
            passages = passage_rows.passage_count(connection)
            missing = passage_rows.passage_count(connection, in_chroma=0)
        problem = self.interrupted() or self._why_not or None
        if problem is None and passages > missing:
            problem = self._loss(passages - missing)
        name = self.embedder.name if self.embedder else None
        return IndexStatus(passages=passages, without_vector=missing, embedder=name, problem=problem)

    def interrupted(self) -> str | None:
        """A sentence when a rebuild is going on or was cut short, so that passages may be missing."""
        with self.database.read() as session:
            if state_value(session.connection(), _REBUILDING) is None:
                return None
        return "索引正在重建，或上次重建没有完成，结果可能不全；没有在重建的话，请运行 jixiao reindex"

    def vectors(self) -> "VectorStore | None":
        """The passages' vectors, or `None` without an embedder."""
        if self.embedder is None:
            return None
        self._ensure()
        with self._opening:
            if self._vectors is None:
                self._vectors = self._open_vectors(self.embedder)
            return self._vectors

    def close(self) -> None:
        """Lets go of Chroma's memory and files."""
        with self._opening:
            if self._vectors is not None:
                self._vectors.close()
            self._vectors = None

    def _open_vectors(self, embedder: Embedder) -> "VectorStore":
        from extractor.store.index.chroma_folder import ChromaFolder
        from extractor.store.index.kept_embeddings import KeptEmbeddings
        from extractor.store.index.vector_store import VectorStore

        with self.database.read() as session:
            name = state_value(session.connection(), "collection")
        if name is None:
            with self.database.write() as session:
                name = collection_name(session.connection())
        url = self.settings.chroma_url
        return VectorStore(
            place=url or ChromaFolder(self._folder, busy_seconds=self.settings.busy_seconds),
            collection=name,
            embeddings=KeptEmbeddings(embedder, self.database),
            graph=self.settings,
        )

    def _loss(self, expected: int) -> str | None:
        """What is wrong when Chroma cannot be opened or holds fewer vectors than it was given."""
        vectors = self.vectors()
        try:
            held = vectors.count() if vectors is not None else expected
        except JixiaoError as error:
            return str(error)
        if held < expected:
            return f"语义索引不完整（应有{expected}条，只有{held}条）：请运行 jixiao reindex"
        return None

    def _ensure(self) -> None:
        if self._made:
            return
        with self.database.read() as session:
            # the last one made; a search must not wait for those who write
            self._made = inspect(session.connection()).has_table("index_terms")
        if not self._made:
            with self.database.write() as session:
                self._make(session.connection())
            self._made = True

    def _make(self, connection: Connection) -> None:
        ensure_tables(connection)
        self.words.ensure(connection)

    def _write_words(self, connection: Connection, passages: Sequence[Passage], terms: Sequence[Sequence[str]]) -> None:
        replaced = passage_rows.rows_of_passages(connection, [passage.id for passage in passages])
        self.words.delete(connection, replaced)
        passage_rows.delete_rows(connection, replaced)
        rows = passage_rows.insert_passages(connection, passages)
        self.words.add(connection, list(zip(rows, terms, strict=True)))

    def _remove(self, connection: Connection, rows: dict[int, str]) -> None:
        self.words.delete(connection, list(rows))
        passage_rows.note_removed(connection, list(rows))
        passage_rows.delete_rows(connection, list(rows))

    def _remove_from(self, vectors: "VectorStore") -> None:
        with self.database.read() as session:
            gone = list(session.connection().execute(select(REMOVED.c.passage_id)).scalars())
        for batch in passage_rows.in_batches(gone):
            vectors.delete(batch)
            with self.database.write() as session:
                session.connection().execute(delete(REMOVED).where(REMOVED.c.passage_id.in_(batch)))

    def _add_some(self, vectors: "VectorStore") -> int:
        """Brings some of the passages without vector into Chroma; returns how many."""
        with self.database.read() as session:
            connection = session.connection()
            some = passage_rows.without_vector(connection, self.settings.embed_batch)
            first = passage_rows.passage_count(connection, in_chroma=1) == 0 if some else False
        if some:
            vectors.upsert([passage for _, passage in some], first=first)
            with self.database.write() as session:
                connection = session.connection()
                passage_rows.mark_in_chroma(connection, [row for row, _ in some])
                passage_rows.note_vanished(connection, {row: passage.id for row, passage in some})
        return len(some)
