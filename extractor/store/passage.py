"""What the evidence index holds, and what the store asks of it."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Literal, Protocol

PassageKind = Literal["deviation", "finding", "goal", "indicator"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Passage:
    """A text of one evaluation that a question may be answered from.

    `id` is unique over the store and stays the same while the text does: `evaluation_id:kind:pointer[:rule...]`.
    `pointer` is the JSON pointer of the value or row (into the record). The rest is for filters: `ratio` is
    actual / target, `points_lost` weight − score, both `None` where unknown; `rule` only with kind "finding".
    """

    id: str
    evaluation_id: int
    pointer: str
    kind: PassageKind
    text: str
    project_code: str | None = None
    project_name: str | None = None
    year: int | None = None
    implementing_unit: str | None = None
    supervising_unit: str | None = None
    level1: str | None = None
    level2: str | None = None
    ratio: Decimal | None = None
    points_lost: Decimal | None = None
    rule: str | None = None


class PassageIndex(Protocol):
    """The evidence index, as the store keeps it in step. Every method may be called again after a crash halfway."""

    def add(self, passages: Iterable[Passage]) -> None:
        """Adds passages; one whose id is there already replaces it."""
        ...

    def delete(self, evaluation_ids: Sequence[int]) -> None:
        """Removes all passages of these evaluations; unknown ids are no error."""
        ...

    def rebuild(self, passages: Iterable[Passage]) -> None:
        """Replaces everything by `passages`, which may be many and are drawn once."""
        ...
