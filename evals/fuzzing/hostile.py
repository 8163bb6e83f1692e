"""Hostile documents by name: what somebody would send who means harm, or what went wrong on the way in a known way."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class HostileDocument:
    """A document made for an attack; `content` makes its bytes, which may be many."""

    attack: str
    kind: str
    content: Callable[[], bytes]

    @property
    def file_name(self) -> str:
        """Under which it is read."""
        return f"{self.attack}.{self.kind}"


def hostile_documents() -> Iterator[HostileDocument]:
    """All of them."""
    from evals.fuzzing.hostile_office import OFFICE
    from evals.fuzzing.hostile_pdf import PDFS
    from evals.fuzzing.hostile_pictures import PICTURES
    from evals.fuzzing.hostile_texts import TEXTS

    for attacks in (PDFS, OFFICE, PICTURES, TEXTS):
        for (attack, kind), content in attacks.items():
            yield HostileDocument(attack=attack, kind=kind, content=content)
