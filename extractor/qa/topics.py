"""Which indicators the free text of a question means: by their names, else by meaning through the evidence index."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

from sqlalchemy import select
from sqlalchemy.orm import Session

from extractor.qa import columns as sql
from extractor.qa.columns import E, N
from extractor.qa.plan import Filters
from extractor.store.index.hit import SearchResult
from extractor.store.index.passage_filter import EVERYTHING, PassageFilter

_EMPTY = re.compile(r"[的了数量情况是否满足达到个项\W_]")
_SAME = 0.75
"""Share of the text's character pairs that a name has, from which the name is meant."""
_ALIKE = 0.5
_TIE = 0.9
"""Names nearly as good as the best are meant too."""
_FEW = 50
"""Forms up to which the names of all their rows are compared."""
_CANDIDATES = 40


class Search(Protocol):
    """The evidence index, as far as questions use it."""

    def search(self, question: str, *, narrowed: PassageFilter = EVERYTHING, limit: int = 10) -> SearchResult:
        """Passages that answer to the question, best first."""
        ...


@dataclass(frozen=True, kw_only=True)
class Topics:
    """Finds rows on one state of the store."""

    session: Session
    index: Search
    only_year: bool

    def rows(self, topic: str, filters: Filters) -> list[sql.Row]:
        """The indicators that `topic` means, among the forms that `filters` lets through; empty when none."""
        ids = self._few_forms(filters)
        if ids is not None:
            named = self._by_name(topic, ids)
            return named or self._by_meaning(topic, ids)
        return self._among_all(topic)

    def _few_forms(self, filters: Filters) -> list[int] | None:
        if not (filters.projects or filters.units or filters.conditions or filters.years or filters.grades):
            return None
        forms = filters.model_copy(update={"topic": None})
        clauses = sql.evaluation_clauses(forms, only_year=self.only_year)
        ids = list(self.session.scalars(select(E.id).where(*clauses).limit(_FEW + 1)))
        return ids if len(ids) <= _FEW else None

    def _by_name(self, topic: str, ids: Sequence[int]) -> list[sql.Row]:
        chosen = select(N.evaluation_id, N.ordinal, N.level3).where(N.evaluation_id.in_(ids), N.applicable.is_(True))
        rows = [((row[0], row[1]), likeness(topic, row[2] or "")) for row in self.session.execute(chosen)]
        return _best(rows, _ALIKE)

    def _by_meaning(self, topic: str, ids: Sequence[int]) -> list[sql.Row]:
        narrowed = PassageFilter(evaluation_ids=tuple(ids), kinds=("indicator", "deviation"))
        hits = self.index.search(topic, narrowed=narrowed, limit=5).hits
        return [row_of(hit.passage.evaluation_id, hit.passage.pointer) for hit in hits[:1]]

    def _among_all(self, topic: str) -> list[sql.Row]:
        hits = self.index.search(topic, narrowed=PassageFilter(kinds=("indicator",)), limit=_CANDIDATES).hits
        rows = [
            (row_of(hit.passage.evaluation_id, hit.passage.pointer), likeness(topic, _name_in(hit.passage.text)))
            for hit in hits
        ]
        named = _best(rows, _ALIKE)
        if named:
            return named
        return [row for row, _ in rows[:1]]


def likeness(topic: str, name: str) -> float:
    """How much of `topic` the name has, 0..1, by pairs of characters; a little for what else the name says."""
    one, two = _EMPTY.sub("", topic), _EMPTY.sub("", name)
    if not one or not two:
        return 0.0
    if one == two:
        return 1.0
    short = len(one) if len(one) < len(two) else len(two)
    if one in two or (two in one and short >= 3):
        return 0.9 + 0.1 * short / max(len(one), len(two))
    pairs_one, pairs_two = _pairs(one), _pairs(two)
    shared = len(pairs_one & pairs_two)
    if not shared:
        return 0.0
    return 0.85 * shared / len(pairs_one) + 0.15 * shared / len(pairs_two)


def row_of(evaluation_id: int, pointer: str) -> sql.Row:
    """The key of the indicator that a pointer such as /indicators/3/deviation_reason is in."""
    return evaluation_id, int(pointer.split("/")[2])


def _pairs(text: str) -> set[str]:
    return {text[at : at + 2] for at in range(len(text) - 1)} or {text}


def _best(rows: Sequence[tuple[sql.Row, float]], least: float) -> list[sql.Row]:
    top = max((score for _, score in rows), default=0.0)
    if top < least:
        return []
    floor = max(least, top * _TIE)
    return [row for row, score in rows if score >= floor]


def _name_in(passage: str) -> str:
    """The name in an indicator's passage: 产出指标 数量指标 推文发布数，目标…"""
    return passage.split("，目标")[0].split("，实际")[0].split(" ")[-1]
