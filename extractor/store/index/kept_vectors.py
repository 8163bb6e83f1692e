"""Vectors kept beside the passages, so that a damaged or lost Chroma is made anew without embedding, and few passages are
compared one by one instead of walking the graph."""

from collections.abc import Mapping, Sequence

from sqlalchemy import Connection, delete, insert, select

from extractor.store.index.embedder import Vector
from extractor.store.index.index_tables import PASSAGES, VECTORS
from extractor.store.index.passage_filter import PassageFilter
from extractor.store.index.passage_rows import in_batches


def vectors_of(connection: Connection, embedder: str, digests: Sequence[str]) -> dict[str, Vector]:
    """The vectors of a model that are kept for these digests."""
    import numpy

    found: dict[str, Vector] = {}
    for batch in in_batches(digests):
        chosen = select(VECTORS.c.digest, VECTORS.c.vector).where(
            VECTORS.c.embedder == embedder, VECTORS.c.digest.in_(batch)
        )
        for digest, packed in connection.execute(chosen):
            found[digest] = numpy.frombuffer(packed, dtype="<f2").astype("float32").tolist()
    return found


def keep_vectors(connection: Connection, embedder: str, vectors: Mapping[str, Vector]) -> None:
    """Keeps vectors by digest; those that are kept already are replaced."""
    import numpy

    if not vectors:
        return
    for batch in in_batches(vectors):
        connection.execute(delete(VECTORS).where(VECTORS.c.embedder == embedder, VECTORS.c.digest.in_(batch)))
    connection.execute(
        insert(VECTORS),
        [
            {"digest": digest, "embedder": embedder, "vector": numpy.asarray(vector, dtype="<f2").tobytes()}
            for digest, vector in vectors.items()
        ],
    )


def drop_unused_vectors(connection: Connection, embedder: str) -> None:
    """Forgets vectors of texts that no passage has any more, and those of other models."""
    used = select(PASSAGES.c.digest)
    connection.execute(delete(VECTORS).where((VECTORS.c.embedder != embedder) | VECTORS.c.digest.not_in(used)))


def nearest_of_few(
    connection: Connection, embedder: str, query: Vector, narrowed: PassageFilter, *, most: int, limit: int
) -> list[tuple[int, float]] | None:
    """Row number and cosine of the passages nearest to `query` among those that `narrowed` lets through.

    Compares all of them, exactly. `None` when there are more than `most`, for then walking the graph is faster, and when
    none of them has a vector of this model, which the graph can tell why.
    """
    import numpy

    chosen = (
        select(PASSAGES.c.id, VECTORS.c.vector)
        .join(VECTORS, (VECTORS.c.digest == PASSAGES.c.digest) & (VECTORS.c.embedder == embedder))
        .where(*narrowed.conditions())
    )
    few = select(PASSAGES.c.id).where(*narrowed.conditions()).limit(most + 1)
    passing = connection.execute(few).scalars().all()
    if len(passing) > most:
        return None
    rows = connection.execute(chosen).all()
    if not rows:
        return None if passing else []
    vectors = numpy.frombuffer(b"".join(row[1] for row in rows), dtype="<f2").reshape(len(rows), -1)
    cosines = vectors.astype("float32") @ numpy.asarray(query, dtype="float32")
    best = numpy.argsort(-cosines)[:limit]
    return [(rows[int(at)][0], float(cosines[at])) for at in best]


def cosines(connection: Connection, embedder: str, query: Vector, rows: Sequence[int]) -> dict[int, float]:
    """Cosine of `query` and the passages in these rows, where their vectors are kept."""
    import numpy

    asked = numpy.asarray(query, dtype="float32")
    found: dict[int, float] = {}
    for batch in in_batches(rows):
        chosen = (
            select(PASSAGES.c.id, VECTORS.c.vector)
            .join(VECTORS, (VECTORS.c.digest == PASSAGES.c.digest) & (VECTORS.c.embedder == embedder))
            .where(PASSAGES.c.id.in_(batch))
        )
        for row, packed in connection.execute(chosen):
            found[row] = float(numpy.frombuffer(packed, dtype="<f2").astype("float32") @ asked)
    return found
