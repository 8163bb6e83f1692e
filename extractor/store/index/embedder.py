"""What the index asks of an embedding model; the bundled one and any endpoint's client answer it."""

from collections.abc import Sequence
from typing import Protocol

Vector = Sequence[float]


class Embedder(Protocol):
    """A model that turns texts into vectors of unit length, passages and questions each in their own way."""

    @property
    def name(self) -> str:
        """Tells models apart whose vectors do not mix; kept with the index."""
        ...

    @property
    def dimension(self) -> int:
        """Length of every vector."""
        ...

    def embed_passages(self, texts: Sequence[str]) -> Sequence[Vector]:
        """One vector a text, in their order.

        Raises:
            JixiaoError: the model cannot be reached or answers something else.
        """
        ...

    def embed_query(self, text: str) -> Vector:
        """The vector of a question. Raises as `embed_passages`."""
        ...
