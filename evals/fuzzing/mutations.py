"""A document of a run by its number: which seed, which mutations; the same number, the same document."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from random import Random

from evals.fuzzing.byte_mutations import BYTE_MUTATIONS, Mutation
from evals.fuzzing.image_mutations import IMAGE_MUTATIONS
from evals.fuzzing.office_mutations import OFFICE_MUTATIONS
from evals.fuzzing.pdf_mutations import PDF_MUTATIONS
from evals.fuzzing.seeds import PICTURES
from evals.fuzzing.text_mutations import TEXT_MUTATIONS
from evals.fuzzing.xls_mutations import XLS_MUTATIONS

_STRUCTURED: dict[str, tuple[Mutation, ...]] = {
    "pdf": PDF_MUTATIONS,
    "xlsx": OFFICE_MUTATIONS,
    "docx": OFFICE_MUTATIONS,
    "xls": XLS_MUTATIONS,
    **dict.fromkeys(("txt", "csv", "html", "md"), TEXT_MUTATIONS),
    **dict.fromkeys(PICTURES, IMAGE_MUTATIONS),
}
_SHARES = {"pdf": 3, "xlsx": 3, "docx": 3, "xls": 2}
"""How often kinds come where others come once: what is sent most, and read by most code."""
_LARGEST = 20_000_000
"""Bytes beyond which nothing more is added to a document: the campaign is about many."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Mutant:
    """A broken document: its number in the run, kind, content, and the names of what was done to it."""

    number: int
    kind: str
    content: bytes
    done: tuple[str, ...]

    @property
    def file_name(self) -> str:
        """Under which it is read and kept."""
        return f"mutant-{self.number:06d}.{self.kind}"


def mutant(seeds: Mapping[str, Sequence[bytes]], run: int, number: int) -> Mutant:
    """Document `number` of the run with the seed number `run`; kinds take turns, some of them several."""
    kinds = [kind for kind in sorted(seeds) for _ in range(_SHARES.get(kind, 1))]
    kind = kinds[number % len(kinds)]
    draw = Random(f"{run} {number}")
    content = draw.choice(seeds[kind])
    done: list[str] = []
    for _ in range(draw.choice((1, 1, 1, 2, 2, 3))):
        mutation = draw.choice(_STRUCTURED[kind] if draw.random() < 0.65 else BYTE_MUTATIONS)
        if not 0 < len(content) <= _LARGEST:
            break
        content = mutation(content, draw)
        done.append(mutation.__name__)
    return Mutant(number=number, kind=kind, content=content, done=tuple(done))
