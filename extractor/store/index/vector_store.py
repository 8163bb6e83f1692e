"""The passages' vectors in Chroma, through LangChain: embedded in the data folder, or a server by URL."""

from collections.abc import Callable, Generator, Sequence
from contextlib import contextmanager, nullcontext
from dataclasses import asdict
from decimal import Decimal
from typing import Any, TypeVar
from urllib.parse import urlsplit

import chromadb
from chromadb.api.collection_configuration import CreateCollectionConfiguration
from chromadb.api.shared_system_client import SharedSystemClient
from chromadb.config import Settings as ChromaSettings
from langchain_chroma import Chroma

from extractor.errors import IndexLost, IndexUnavailable, JixiaoError, SettingsError
from extractor.settings import IndexSettings
from extractor.store.index.chroma_folder import ChromaFolder
from extractor.store.index.embedder import Vector
from extractor.store.index.kept_embeddings import KeptEmbeddings
from extractor.store.index.passage_rows import in_batches
from extractor.store.passage import Passage

_REPAIR = "请运行 jixiao reindex 重建；此前只按字词检索"
_Result = TypeVar("_Result")


class VectorStore:
    """One collection of Chroma. Every method raises `IndexUnavailable`, with what to do, when Chroma cannot answer."""

    def __init__(
        self,
        *,
        place: ChromaFolder | str,
        collection: str,
        embeddings: KeptEmbeddings,
        graph: IndexSettings,
    ) -> None:
        """Opens nothing yet.

        Args:
            place: the folder of an embedded Chroma, or the URL of a server.
            collection: name of the collection; stores that share a server have each their own.
            embeddings: what every vector in it comes from.
            graph: how the graph is built and walked.
        """
        self._place = place
        self._name = collection
        self._embeddings = embeddings
        self._graph = graph
        self._client: Any = None
        self._store: Chroma | None = None
        self._seen_writes = ""
        self._seen_data: int | None = None

    def nearest(self, query: Vector, limit: int) -> list[tuple[str, float]]:
        """Passage ids and cosines, nearest first."""

        def ask(store: Chroma) -> list[tuple[str, float]]:
            found = store.similarity_search_by_vector_with_relevance_scores(list(query), k=limit)
            if not found and self._collection().count():
                # a cut-off graph is no error to Chroma: it finds nothing
                raise IndexUnavailable(f"语义索引损坏，什么也查不到：{_REPAIR}")
            return [(document.id or "", 1 - distance) for document, distance in found]

        return self._reading(ask)

    def count(self) -> int:
        """How many passages it holds; walks the graph once, because a damaged one only shows then."""
        dimension = self._embeddings.embedder.dimension
        self.nearest([dimension**-0.5] * dimension, 1)
        return self._reading(lambda _: int(self._collection().count()))

    def upsert(self, passages: Sequence[Passage], *, first: bool) -> None:
        """Adds passages; those whose id is there are replaced. Embeds what is new before it takes the lock.

        Args:
            passages: as the store makes them.
            first: nothing was added before, so that a missing collection is made; else it was lost, and that is said.
        """
        self._embeddings.embed_documents([passage.text for passage in passages])

        def add(store: Chroma) -> None:
            for batch in in_batches(passages, self._client.get_max_batch_size()):
                store.add_texts(  # pyright: ignore[reportUnknownMemberType]
                    [passage.text for passage in batch],
                    metadatas=[_metadata(passage) for passage in batch],
                    ids=[passage.id for passage in batch],
                )

        self._writing(add, create=first)

    def delete(self, passage_ids: Sequence[str]) -> None:
        """Removes passages; unknown ids are no error."""

        def remove(store: Chroma) -> None:
            for batch in in_batches(passage_ids, self._client.get_max_batch_size()):
                store.delete(ids=batch)

        self._writing(remove, create=False)

    def recreate(self) -> None:
        """Throws the collection away, damaged or not, and makes an empty one."""
        with self._held():
            self._forget()
            if isinstance(self._place, ChromaFolder):
                self._place.clear()
                self._seen_writes = self._place.count_write()
            else:
                with self._said():
                    self._client = self._connect()
                    if self._name in [one.name for one in self._client.list_collections()]:
                        self._client.delete_collection(self._name)
                self._forget()
            self._opened(create=True)

    def close(self) -> None:
        """Lets go of Chroma's memory and files."""
        with self._held():
            self._forget()

    def _reading(self, ask: Callable[[Chroma], _Result]) -> _Result:
        with self._held(), self._said():
            return ask(self._opened(create=False))

    def _writing(self, change: Callable[[Chroma], None], *, create: bool) -> None:
        with self._held(), self._said():
            change(self._opened(create=create))
            if isinstance(self._place, ChromaFolder):
                self._seen_writes = self._place.count_write()

    def _held(self) -> Any:  # noqa: ANN401 - a context manager
        return self._place.held() if isinstance(self._place, ChromaFolder) else nullcontext()

    def _opened(self, *, create: bool) -> Chroma:
        """The collection, opened again when another process has written since."""
        if isinstance(self._place, ChromaFolder) and self._seen_writes != (now := self._place.writes()):
            self._forget()
            self._seen_writes = now
        if (
            isinstance(self._place, ChromaFolder)
            and self._store is not None
            and self._place.identity() != self._seen_data
        ):
            # removed while it is open: what is still answered from it would be lost with this process
            self._forget()
            SharedSystemClient.clear_system_cache()
        if self._store is not None:
            return self._store
        with self._said():
            if isinstance(self._place, ChromaFolder) and not create and self._place.identity() is None:
                raise IndexLost(f"语义索引不见了：{_REPAIR}")
            self._forget()
            self._client = self._connect()
            known = {one.name: one for one in self._client.list_collections()}
            if not create and self._name not in known:
                raise IndexLost(f"语义索引不见了：{_REPAIR}")
            store = Chroma(
                client=self._client,
                collection_name=self._name,
                embedding_function=self._embeddings,
                collection_metadata=self._made_by(),
                collection_configuration=self._configuration(),
            )
        self._check(store)
        self._store = store
        if isinstance(self._place, ChromaFolder):
            self._seen_data = self._place.identity()
        return store

    def _connect(self) -> Any:  # noqa: ANN401 - chromadb's clients share no public type
        settings = ChromaSettings(anonymized_telemetry=False)
        if isinstance(self._place, ChromaFolder):
            try:
                return chromadb.PersistentClient(path=str(self._place.data), settings=settings)
            except BaseException:
                # Chroma remembers what it failed to open, and would hand it out again once the folder is repaired
                SharedSystemClient.clear_system_cache()
                raise
        url = urlsplit(self._place)
        if url.scheme not in ("http", "https") or not url.hostname:
            raise SettingsError("Chroma 服务地址看不懂：应当像 http://主机:8000")
        secure = url.scheme == "https"
        port = url.port or (443 if secure else 8000)
        return chromadb.HttpClient(host=url.hostname, port=port, ssl=secure, settings=settings)

    def _forget(self) -> None:
        if self._client is not None:
            self._client.close()
        self._client = self._store = None

    def _made_by(self) -> dict[str, str | int]:
        embedder = self._embeddings.embedder
        return {"embedder": embedder.name, "dimension": embedder.dimension}

    def _configuration(self) -> CreateCollectionConfiguration:
        return {
            "hnsw": {
                "space": "cosine",
                "max_neighbors": self._graph.neighbours,
                "ef_construction": self._graph.build_width,
                "ef_search": self._graph.search_width,
                "sync_threshold": self._graph.sync_every,
                "batch_size": min(100, self._graph.sync_every),
            }
        }

    def _collection(self) -> Any:  # noqa: ANN401 - chromadb's collections are typed by what they may embed
        return self._client.get_collection(self._name, embedding_function=None)

    def _check(self, store: Chroma) -> None:
        """The vectors in it are of our model, and nothing but our model will make the next ones."""
        collection = self._collection()
        made_by: dict[str, Any] = collection.metadata or {}
        if {key: made_by.get(key) for key in self._made_by()} != self._made_by():
            theirs = f"{made_by.get('embedder', '未知模型')}（{made_by.get('dimension', '?')} 维）"
            ours = f"{self._embeddings.embedder.name}（{self._embeddings.embedder.dimension} 维）"
            raise IndexUnavailable(f"语义索引由 {theirs} 生成，现在配置的是 {ours}：{_REPAIR}")
        # without ours, Chroma falls back to an embedder of its own, which is English and downloads itself
        assert store.embeddings is self._embeddings, "Chroma must not embed by itself"

    @contextmanager
    def _said(self) -> Generator[None]:
        """Turns whatever Chroma raises into what to do; its Rust core also panics, which is no `Exception`."""
        try:
            yield
        except (JixiaoError, AssertionError, KeyboardInterrupt, SystemExit, GeneratorExit):
            raise
        except BaseException as error:
            self._store = None
            raise IndexUnavailable(self._what_is_wrong(error)) from error

    def _what_is_wrong(self, error: BaseException) -> str:
        detail = str(error).strip().splitlines()[0][:200] if str(error).strip() else type(error).__name__
        if isinstance(self._place, ChromaFolder):
            return f"语义索引损坏，打不开（{detail}）：{_REPAIR}"
        return f"Chroma 服务 {_without_password(self._place)} 没有应答（{detail}）；此前只按字词检索"


def _metadata(passage: Passage) -> dict[str, str | int | float | bool]:
    """What Chroma keeps beside a vector, for those who query it directly. It takes no decimals and no `None`."""
    told = {name: value for name, value in asdict(passage).items() if name not in ("id", "text") and value is not None}
    return {name: float(value) if isinstance(value, Decimal) else value for name, value in told.items()}


def _without_password(url: str) -> str:
    """`url` without user name and password, fit for a screen."""
    scheme, separator, rest = url.partition("://")
    authority, slash, path = rest.partition("/")
    return f"{scheme}{separator}{authority.rpartition('@')[2]}{slash}{path}" if separator else url
