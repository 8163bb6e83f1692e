"""Rulings to edges: parallel lines snapped to one another, gaps closed, pieces of one table kept together."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from operator import itemgetter
from typing import NamedTuple

from extractor.pages.page import Ruling
from extractor.settings import GridSettings


class Edge(NamedTuple):
    """A line at `at` (y of a horizontal, x of a vertical) from `start` to `end`, in points."""

    at: float
    start: float
    end: float


@dataclass(frozen=True, slots=True)
class EdgeSet:
    """The edges of one table."""

    horizontal: tuple[Edge, ...]
    vertical: tuple[Edge, ...]


_Span = tuple[float, float, float]
"""A ruling as `Edge` has it, before it is joined with others."""


def rulings_to_edges(rulings: Iterable[Ruling], settings: GridSettings) -> EdgeSet:
    """All edges of a page: rulings within `settings.snap` become one line, gaps up to `settings.join` are closed."""
    horizontal: list[_Span] = []
    vertical: list[_Span] = []
    for x0, top, x1, bottom in rulings:
        if x1 - x0 >= bottom - top:
            horizontal.append(((top + bottom) / 2, x0, x1))
        else:
            vertical.append(((x0 + x1) / 2, top, bottom))
    return EdgeSet(tuple(_merged(horizontal, settings)), tuple(_merged(vertical, settings)))


def _merged(spans: list[_Span], settings: GridSettings) -> list[Edge]:
    """Spans on one line joined, short ones dropped."""
    merged: list[Edge] = []
    group: list[_Span] = []
    for span in sorted(spans):
        if group and span[0] - group[0][0] > settings.snap:
            merged.extend(_joined(group, settings))
            group = []
        group.append(span)
    merged.extend(_joined(group, settings))
    return merged


def _joined(group: Sequence[_Span], settings: GridSettings) -> Iterator[Edge]:
    """The edges of one line, at the average of its spans; those that touch are one."""
    if not group:
        return
    at = sum(span[0] for span in group) / len(group)
    order = sorted(group, key=itemgetter(1))
    _, first, last = order[0]
    for _, start, end in order:
        if start - last > settings.join:
            if last - first >= settings.min_ruling_length:
                yield Edge(at, first, last)
            first, last = start, end
        elif end > last:
            last = end
    if last - first >= settings.min_ruling_length:
        yield Edge(at, first, last)


def edges_to_tables(edges: EdgeSet, settings: GridSettings) -> list[EdgeSet]:
    """Edges grouped by what touches or crosses; groups that enclose no cell are dropped. From top to bottom."""
    count = len(edges.horizontal)
    parent = list(range(count + len(edges.vertical)))

    def root(index: int) -> int:
        while parent[index] != index:
            parent[index] = parent[parent[index]]
            index = parent[index]
        return index

    reach = settings.snap
    for i, (y, left, right) in enumerate(edges.horizontal):
        for j, (x, top, bottom) in enumerate(edges.vertical, start=count):
            if left - reach <= x <= right + reach and top - reach <= y <= bottom + reach:
                parent[root(i)] = root(j)
    groups: dict[int, tuple[list[Edge], list[Edge]]] = {}
    for i, horizontal in enumerate(edges.horizontal):
        groups.setdefault(root(i), ([], []))[0].append(horizontal)
    for j, vertical in enumerate(edges.vertical):
        groups.setdefault(root(count + j), ([], []))[1].append(vertical)
    tables = [EdgeSet(tuple(h), tuple(v)) for h, v in groups.values() if _encloses(h, v)]
    return sorted(tables, key=lambda table: min(edge.at for edge in table.horizontal))


def _encloses(horizontal: Sequence[Edge], vertical: Sequence[Edge]) -> bool:
    return len(horizontal) >= 2 and len(vertical) >= 1
