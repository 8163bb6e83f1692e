"""Which indicators the free text of a question means: by their names, else by meaning through the evidence index."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

from sqlalchemy import select, tuple_
from sqlalchemy.orm import Session

from extractor.qa import columns as sql
from extractor.qa.columns import E, N
from extractor.qa.counters import counted_so, kinds_asked
from extractor.qa.plan import Filters
from extractor.store.index.hit import Hit, SearchResult
from extractor.store.index.passage_filter import EVERYTHING, PassageFilter
from extractor.store.passage import PassageKind

_EMPTY = re.compile(
    r"(?:多少|几)(?:人次|批次|[个座件台条套份间场篇名家次批人辆棵项])?|[的了数量情况是否满足达到个项\W_]"
)
_DATE = re.compile(r"\d{4}[年./-]\d{1,2}|\d{1,2}月(?:\d{1,2}日|底|初|中旬|上旬|下旬|份)?")
SAME = 0.75
"""Share of the text's character pairs that a name has, from which the name itself is meant."""
_ALIKE = 0.5
NEAR, NEAR_REASON = 0.866, 0.86
"""Cosines of question and passage from which a row is near by meaning; from questions over the open forms."""
BESIDE = 0.012
"""Rows less near than the nearest by no more than this are meant too."""
_COUNTED = 0.3
_FEW_MEANT = 3
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
    """Finds rows on one state of the store. `counter`: the classifier that the question counts by, or empty."""

    session: Session
    index: Search
    only_year: bool
    counter: str = ""

    def named(self, topic: str, filters: Filters, *, least: float = _ALIKE, having: str = "") -> list[sql.Row]:
        """The indicators whose names are `topic`, or like it, among the forms that `filters` lets through.

        `having`: a word that the names must have.
        """
        ids = self._few_forms(filters)
        if ids is not None:
            return self._by_name(topic, ids, least, having)
        hits = self.index.search(topic, narrowed=PassageFilter(kinds=("indicator",)), limit=_CANDIDATES).hits
        rows = [
            (row_of(hit.passage.evaluation_id, hit.passage.pointer), self._with_counter(score, hit.passage.text))
            for hit in hits
            if (score := likeness(topic, _name_in(hit.passage.text))) >= least and having in hit.passage.text
        ]
        return _best(rows, least)

    def _with_counter(self, score: float, text: str) -> float:
        """A little more for a row counted as the question counts (多少件): 档案585件 rather than 完成率98%."""
        counted = self.counter and re.search(rf"\d{self.counter}", text)
        return score + _COUNTED if counted and score > 0 else score

    def meant(self, question: str, filters: Filters, *, reasons: bool) -> list[sql.Row]:
        """The few indicators nearest to the whole question by meaning, none when none is near.

        Args:
            question: without what names projects.
            filters: the forms to look at.
            reasons: what stands in 偏差原因 is asked for.
        """
        ids = self._few_forms(filters)
        kinds: tuple[PassageKind, ...] = ("deviation",) if reasons else ("indicator", "deviation")
        narrowed = PassageFilter(evaluation_ids=tuple(ids) if ids is not None else None, kinds=kinds)
        hits = sorted(self.index.search(question, narrowed=narrowed, limit=_CANDIDATES).hits, key=_nearness)
        hits = telling_hits(hits) if reasons else hits
        near = [hit for hit in hits if (hit.similarity or 0) >= (NEAR_REASON if reasons else NEAR)]
        rows = [
            row_of(hit.passage.evaluation_id, hit.passage.pointer)
            for hit in near
            if (hit.similarity or 0) >= (near[0].similarity or 0) - BESIDE
        ]
        rows = list(dict.fromkeys(rows))
        counted = kinds_asked(question)
        if counted and rows and not reasons:
            key = tuple_(N.evaluation_id, N.ordinal)
            actual = {
                (one[0], one[1]): one[2]
                for one in self.session.execute(select(N.evaluation_id, N.ordinal, N.actual).where(key.in_(rows)))
            }
            rows = [row for row in rows if counted_so(actual.get(row), counted)]
        return self._counted_exactly(rows)[:_FEW_MEANT]

    def _counted_exactly(self, rows: list[sql.Row]) -> list[sql.Row]:
        """Of several, those whose value has the very classifier of the question (多少条: 525条); all where none has."""
        if not self.counter or len(rows) < 2:
            return rows
        told = self._told(rows)
        return [row for row in rows if re.search(rf"\d{self.counter}", told[row][1])] or rows

    def giving_reasons(self, rows: Sequence[sql.Row], topic: str, question: str, filters: Filters) -> Sequence[sql.Row]:
        """`rows`, which a topic nearly names, unless none of them gives a reason and others near by meaning do."""
        told = self._told(rows)
        if any(reason or likeness(topic, name) >= SAME for name, _, reason in told.values()):
            return rows
        near = self.meant(question, filters, reasons=True)
        return near if any(reason for _, _, reason in self._told(near).values()) else rows

    def dated(self, topic: str, question: str, filters: Filters) -> list[sql.Row]:
        """The indicators meant, as far as a date stands as their completed value."""
        rows = self.named(topic, filters) or self.meant(question, filters, reasons=False)
        return [row for row, (_, actual, _) in self._told(rows).items() if _DATE.search(actual)]

    def _told(self, rows: Sequence[sql.Row]) -> dict[sql.Row, tuple[str, str, str]]:
        """Name, completed value and reason of each row, as printed."""
        chosen = select(N.evaluation_id, N.ordinal, N.level3, N.actual, N.deviation_reason)
        chosen = chosen.where(tuple_(N.evaluation_id, N.ordinal).in_(list(rows)))
        return {
            (row[0], row[1]): (row[2] or "", row[3] or "", (row[4] or "").strip("无/-— 。"))
            for row in self.session.execute(chosen)
        }

    def _few_forms(self, filters: Filters) -> list[int] | None:
        if not (filters.projects or filters.units or filters.conditions or filters.years or filters.grades):
            return None
        forms = filters.model_copy(update={"topic": None})
        clauses = sql.evaluation_clauses(forms, only_year=self.only_year)
        ids = list(self.session.scalars(select(E.id).where(*clauses).limit(_FEW + 1)))
        return ids if len(ids) <= _FEW else None

    def _by_name(self, topic: str, ids: Sequence[int], least: float, having: str) -> list[sql.Row]:
        chosen = select(N.evaluation_id, N.ordinal, N.level3, N.actual).where(
            N.evaluation_id.in_(ids), N.applicable.is_(True)
        )
        rows = [
            ((row[0], row[1]), self._with_counter(score, row[3] or ""))
            for row in self.session.execute(chosen)
            if (score := likeness(topic, row[2] or "")) >= least and having in (row[2] or "")
        ]
        return _best(rows, least)


def telling_hits(hits: Sequence[Hit]) -> list[Hit]:
    """The hits that give a reason; all where none does."""
    silent = ("没有写偏差原因", "：无偏差")
    return [hit for hit in hits if not any(words in hit.passage.text for words in silent)] or list(hits)


def _nearness(hit: Hit) -> float:
    return -(hit.similarity or 0)


def counter_of(question: str) -> str:
    """The classifier that a question counts by: 件 of 多少件; empty when it names none."""
    if re.search(r"(?:多少|几)(?:名|位|[^,。?？]{0,5}人(?!次))", question):
        return "(?:名|位|人(?!次))"
    found = re.search(r"(?:多少|几)(人次|批次|[件台条套份间场篇名家次批个人芯])", question)
    return found[1] if found else ""


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
