"""The embedder as LangChain calls it, embedding no text twice: vectors are kept in the store's database."""

from langchain_core.embeddings import Embeddings

from extractor.store.database import Database
from extractor.store.index.embedder import Embedder, Vector
from extractor.store.index.kept_vectors import keep_vectors, vectors_of
from extractor.store.index.passage_rows import text_digest


class KeptEmbeddings(Embeddings):
    """Answers LangChain from the kept vectors, and embeds and keeps what is not among them."""

    def __init__(self, embedder: Embedder, database: Database) -> None:
        self.embedder = embedder
        self._database = database

    def embed_documents(self, texts: list[str]) -> list[list[float]]:
        """One vector a text. Embeds outside of any transaction: it takes seconds, and others want to write.

        Raises:
            JixiaoError: the model cannot be reached, or the store cannot be written.
        """
        by_digest = {text_digest(text): text for text in texts}
        with self._database.read() as session:
            vectors = vectors_of(session.connection(), self.embedder.name, list(by_digest))
        missing = [digest for digest in by_digest if digest not in vectors]
        if missing:
            made = self.embedder.embed_passages([by_digest[digest] for digest in missing])
            fresh: dict[str, Vector] = dict(zip(missing, made, strict=True))
            with self._database.write() as session:
                keep_vectors(session.connection(), self.embedder.name, fresh)
            vectors |= fresh
        return [list(vectors[text_digest(text)]) for text in texts]

    def embed_query(self, text: str) -> list[float]:
        """The vector of a question. Raises as the embedder does."""
        return list(self.embedder.embed_query(text))
