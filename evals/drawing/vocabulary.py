"""The vocabulary of drawn records."""

import tomllib
from functools import cache
from pathlib import Path

from pydantic import BaseModel, ConfigDict, Field

Countable = tuple[str, str, int, int]
"""Name, unit, lowest and highest target."""


class _Words(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class Topic(_Words):
    """A field of work: who does it, projects, and indicators by kind. `ecology` is empty where it has no such effects."""

    unit: str
    department: str
    projects: tuple[str, ...]
    quantity: tuple[Countable, ...]
    quality: tuple[str, ...]
    time: tuple[str, ...]
    time_by_date: tuple[str, ...]
    cost: tuple[Countable, ...]
    social: tuple[str, ...]
    social_rate: tuple[str, ...]
    lasting: tuple[str, ...]
    ecology: tuple[str, ...] = Field(default=())
    satisfaction: tuple[str, ...]


class Vocabulary(_Words):
    """All words; `dates` and `qualitative` are pairs of target and actual."""

    places: tuple[str, ...]
    kinds: tuple[str, ...]
    provinces: tuple[str, ...]
    causes: tuple[str, ...]
    measures: tuple[str, ...]
    seasons: tuple[str, ...]
    qualitative: tuple[tuple[str, str], ...]
    dates: tuple[tuple[str, str], ...]
    topics: tuple[Topic, ...]


@cache
def vocabulary() -> Vocabulary:
    """The words of vocabulary.toml."""
    path = Path(__file__).with_name("vocabulary.toml")
    return Vocabulary(**tomllib.loads(path.read_text(encoding="utf-8")))
