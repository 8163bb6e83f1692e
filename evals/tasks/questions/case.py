"""A question with what a right answer has."""

from dataclasses import dataclass
from decimal import Decimal
from typing import Literal

Kind = Literal[
    "count",
    "sum",
    "rank",
    "filter",
    "lookup",
    "why",
    "compare",
    "paraphrase",
    "ambiguous",
    "compound",
    "unanswerable",
    "injection",
]
STRUCTURED: tuple[Kind, ...] = (
    "count",
    "sum",
    "rank",
    "filter",
    "lookup",
    "compare",
    "ambiguous",
    "compound",
    "injection",
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Case:
    """What is given of `number`, `projects`, `rows` (project code and pointer) and `says` must all be right.

    `says`: words that the answer or a citation's quote must have. `refused`: the store does not hold it.
    `among`: the rows asked for must be among those found, rather than be all of them (why and paraphrase).
    """

    question: str
    kind: Kind
    number: Decimal | int | None = None
    projects: frozenset[str] | None = None
    rows: frozenset[tuple[str, str]] | None = None
    says: tuple[str, ...] = ()
    refused: bool = False
    among: bool = False
