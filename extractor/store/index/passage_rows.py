"""Reading and writing the passages of the index; every function works within the caller's transaction."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import asdict, fields
from hashlib import sha256
from itertools import islice
from typing import TypeVar

from sqlalchemy import Connection, Row, delete, func, insert, select, update

from extractor.store.index.index_tables import PASSAGES, REMOVED
from extractor.store.passage import Passage

_Item = TypeVar("_Item")
_MOST_PARAMETERS = 900  # of one statement; databases differ in how many they take
_FIELDS = [field.name for field in fields(Passage) if field.name != "id"]


def in_batches(items: Iterable[_Item], size: int = _MOST_PARAMETERS) -> Iterator[list[_Item]]:
    """`items` in lists of `size`; the last may be shorter."""
    drawn = iter(items)
    while batch := list(islice(drawn, size)):
        yield batch


def text_digest(text: str) -> str:
    """What tells texts apart whose vectors are kept."""
    return sha256(text.encode("utf-8", "replace")).hexdigest()


def insert_passages(connection: Connection, passages: Sequence[Passage]) -> list[int]:
    """Adds passages, none of which is there, and returns their row numbers in the same order."""
    rows = [
        {
            "passage_id": passage.id,
            "digest": text_digest(passage.text),
            "in_chroma": 0,
            **{name: value for name, value in asdict(passage).items() if name != "id"},
        }
        for passage in passages
    ]
    added = connection.execute(insert(PASSAGES).returning(PASSAGES.c.passage_id, PASSAGES.c.id), rows).all()
    number = {one.passage_id: one.id for one in added}
    return [number[passage.id] for passage in passages]


def rows_of_passages(connection: Connection, passage_ids: Sequence[str]) -> list[int]:
    """The row numbers of the passages that are there."""
    found = (
        connection.execute(select(PASSAGES.c.id).where(PASSAGES.c.passage_id.in_(batch))).scalars()
        for batch in in_batches(passage_ids)
    )
    return [row for rows in found for row in rows]


def rows_of_evaluations(connection: Connection, evaluation_ids: Sequence[int]) -> dict[int, str]:
    """Row number and id of all passages of these evaluations."""
    found: dict[int, str] = {}
    for batch in in_batches(evaluation_ids):
        chosen = select(PASSAGES.c.id, PASSAGES.c.passage_id).where(PASSAGES.c.evaluation_id.in_(batch))
        found.update((row.id, row.passage_id) for row in connection.execute(chosen))
    return found


def delete_rows(connection: Connection, rows: Sequence[int]) -> None:
    """Removes passages by row number."""
    for batch in in_batches(rows):
        connection.execute(delete(PASSAGES).where(PASSAGES.c.id.in_(batch)))


def passages_of(connection: Connection, rows: Sequence[int]) -> dict[int, Passage]:
    """The passages with these row numbers; those that are gone are left out."""
    found: dict[int, Passage] = {}
    for batch in in_batches(rows):
        for row in connection.execute(select(PASSAGES).where(PASSAGES.c.id.in_(batch))):
            found[row.id] = _passage(row)
    return found


def without_vector(connection: Connection, limit: int) -> list[tuple[int, Passage]]:
    """Row number and passage of those that are not in Chroma yet."""
    chosen = select(PASSAGES).where(PASSAGES.c.in_chroma == 0).order_by(PASSAGES.c.id).limit(limit)
    return [(row.id, _passage(row)) for row in connection.execute(chosen)]


def mark_in_chroma(connection: Connection, rows: Sequence[int]) -> None:
    """Notes that the vectors of these rows are in Chroma."""
    for batch in in_batches(rows):
        connection.execute(update(PASSAGES).where(PASSAGES.c.id.in_(batch)).values(in_chroma=1))


def mark_without_vector(connection: Connection) -> None:
    """Notes that Chroma holds nothing, neither of what is there nor of what has to leave it."""
    connection.execute(update(PASSAGES).values(in_chroma=0))
    connection.execute(delete(REMOVED))


def note_removed(connection: Connection, rows: Sequence[int]) -> None:
    """Notes of these rows, before they are deleted, what has to leave Chroma."""
    for batch in in_batches(rows):
        leaving = select(PASSAGES.c.passage_id).where(PASSAGES.c.id.in_(batch), PASSAGES.c.in_chroma == 1)
        noted = select(REMOVED.c.passage_id)
        connection.execute(
            insert(REMOVED).from_select(["passage_id"], leaving.where(PASSAGES.c.passage_id.not_in(noted)))
        )


def note_vanished(connection: Connection, added: Mapping[int, str]) -> None:
    """Notes what was brought into Chroma (row number and passage id) while another process deleted it here."""
    rows = {row for batch in in_batches(added) for row in _there(connection, batch)}
    gone = [passage_id for row, passage_id in added.items() if row not in rows]
    for batch in in_batches(gone):
        noted = connection.execute(select(REMOVED.c.passage_id).where(REMOVED.c.passage_id.in_(batch))).scalars().all()
        if fresh := [{"passage_id": one} for one in batch if one not in noted]:
            connection.execute(insert(REMOVED), fresh)
        # one that was added again meanwhile is brought anew once the old one has left
        connection.execute(update(PASSAGES).where(PASSAGES.c.passage_id.in_(batch)).values(in_chroma=0))


def _there(connection: Connection, rows: Sequence[int]) -> Sequence[int]:
    return connection.execute(select(PASSAGES.c.id).where(PASSAGES.c.id.in_(rows))).scalars().all()


def passage_count(connection: Connection, *, in_chroma: int | None = None) -> int:
    """How many passages there are, or how many whose vector is (1) or is not (0) in Chroma."""
    counted = select(func.count()).select_from(PASSAGES)
    if in_chroma is not None:
        counted = counted.where(PASSAGES.c.in_chroma == in_chroma)
    return connection.execute(counted).scalar_one()


def _passage(row: Row[tuple[object, ...]]) -> Passage:
    return Passage(id=row.passage_id, **{name: getattr(row, name) for name in _FIELDS})
