"""Rulings to edges: parallel lines snapped to one another, gaps closed, pieces of one table kept together."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from extractor.pages.page import Ruling
from extractor.settings import GridSettings


@dataclass(frozen=True, slots=True)
class Edge:
    """A line at `at` (y of a horizontal, x of a vertical) from `start` to `end`, in points."""

    at: float
    start: float
    end: float


@dataclass(frozen=True, slots=True)
class EdgeSet:
    """The edges of one table."""

    horizontal: tuple[Edge, ...]
    vertical: tuple[Edge, ...]


def rulings_to_edges(rulings: Iterable[Ruling], settings: GridSettings) -> EdgeSet:
    """All edges of a page: rulings within `settings.snap` become one line, gaps up to `settings.join` are closed."""
    horizontal: list[Edge] = []
    vertical: list[Edge] = []
    for one in rulings:
        if one.horizontal:
            horizontal.append(Edge((one.top + one.bottom) / 2, one.x0, one.x1))
        else:
            vertical.append(Edge((one.x0 + one.x1) / 2, one.top, one.bottom))
    return EdgeSet(tuple(_merged(horizontal, settings)), tuple(_merged(vertical, settings)))


def _merged(edges: list[Edge], settings: GridSettings) -> list[Edge]:
    """Edges on one line joined, short ones dropped."""
    edges.sort(key=lambda edge: edge.at)
    merged: list[Edge] = []
    index = 0
    while index < len(edges):
        group = [edges[index]]
        index += 1
        while index < len(edges) and edges[index].at - group[0].at <= settings.snap:
            group.append(edges[index])
            index += 1
        at = sum(edge.at for edge in group) / len(group)
        merged.extend(
            Edge(at, start, end)
            for start, end in _joined_spans(group, settings.join)
            if end - start >= settings.min_ruling_length
        )
    return merged


def _joined_spans(edges: Iterable[Edge], gap: float) -> list[tuple[float, float]]:
    spans: list[list[float]] = []
    for edge in sorted(edges, key=lambda one: one.start):
        if spans and edge.start - spans[-1][1] <= gap:
            spans[-1][1] = max(spans[-1][1], edge.end)
        else:
            spans.append([edge.start, edge.end])
    return [(start, end) for start, end in spans]


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
    for i, horizontal in enumerate(edges.horizontal):
        for j, vertical in enumerate(edges.vertical):
            if (
                horizontal.start - reach <= vertical.at <= horizontal.end + reach
                and vertical.start - reach <= horizontal.at <= vertical.end + reach
            ):
                parent[root(i)] = root(count + j)
    groups: dict[int, tuple[list[Edge], list[Edge]]] = {}
    for i, horizontal in enumerate(edges.horizontal):
        groups.setdefault(root(i), ([], []))[0].append(horizontal)
    for j, vertical in enumerate(edges.vertical):
        groups.setdefault(root(count + j), ([], []))[1].append(vertical)
    tables = [EdgeSet(tuple(h), tuple(v)) for h, v in groups.values() if _encloses(h, v)]
    return sorted(tables, key=lambda table: min(edge.at for edge in table.horizontal))


def _encloses(horizontal: Sequence[Edge], vertical: Sequence[Edge]) -> bool:
    return len(horizontal) >= 2 and len(vertical) >= 1
