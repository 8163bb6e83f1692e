"""Bands of an unruled page: runs of rows that share columns, found by the white rivers that run down through them.

A river is a strip of white that no cell of the band covers. The rows are cut into as few bands as keep the cells of
every row apart: a form's head, funds, goals and indicators each have their own columns.
"""

import re
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise

from extractor.geometry import Box

_STEPS = 2
"""Resolution of the coverage masks: steps a point."""
_RIVER = 0.3
"""Type sizes: narrower white is space between words or letters."""
_NEW_BAND = 1.0
"""What a further band costs; the other prices are in this unit."""
_LOST_GAPS = ((0.5, 0.3), (1.0, 1.5), (float("inf"), 3.0))
"""What two cells of a row cost that come into one column, by the white between them in type sizes."""
_EMPTY = 0.03
"""What a column costs that a row leaves empty, for up to _MOST_EMPTY of them."""
_MOST_EMPTY = 5
_SHORT = 4
"""Rows of a band in which a heading and the text under it may fail to overlap by chance."""
_BETTER = 2
"""More cells must line up in the other band for a row to move; one does by chance."""
_LINED_UP = 1.0
"""Points by which the edges or middles of cells of one column differ."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Band:
    """Rows `start` to `end` (exclusive) that share `columns`: left and right edges in points, rivers halved."""

    start: int
    end: int
    columns: tuple[tuple[float, float], ...]


@dataclass(slots=True)
class _Gap:
    """White between two cells of a row, as steps, and the price of losing it."""

    start: int
    end: int
    price: float


def row_bands(rows: Sequence[Sequence[Box]], em: float, labels: Collection[Box] = ()) -> list[Band]:
    """The bands of a page's rows, each row its cells' boxes from left to right; rows are in order from the top.

    `labels` are those of the boxes that are merged over several rows.
    """
    finder = _BandFinder(rows, em, labels)
    return [Band(start=start, end=end, columns=finder.columns(start, end)) for start, end in finder.best()]


class _BandFinder:
    def __init__(self, rows: Sequence[Sequence[Box]], em: float, labels: Collection[Box]) -> None:
        self.rows = rows
        self.labels = set(labels)
        self.river = max(2, round(_RIVER * em * _STEPS))
        self.masks = [_coverage(row) for row in rows]
        self.gaps = [_gaps(mask, self.river, em) for mask in self.masks]

    def best(self) -> list[tuple[int, int]]:
        """The cheapest division into bands, by dynamic programming over their ends."""
        cheapest: list[tuple[float, int]] = [(0.0, 0)]
        for end in range(1, len(self.rows) + 1):
            options: list[tuple[float, int]] = []
            mask, lost, alive, filled = 0, 0.0, list[_Gap](), list[int]()
            for start in range(end - 1, -1, -1):
                filled.append(len(self.rows[start]))
                wider = mask | self.masks[start]
                # a mask that grows may close gaps; one that does not has room for the new row's or has not
                new = self.gaps[start]
                checked = [*alive, *new] if wider != mask else new
                openings = _openings(wider, self.river)
                kept = [gap for gap in checked if self._open(openings, gap)]
                lost += sum(gap.price for gap in checked) - sum(gap.price for gap in kept)
                alive = kept if wider != mask else [*alive, *kept]
                mask = wider
                if lost > _NEW_BAND * (end - start + 1):
                    break
                columns = len(_rivers(mask, self.river)) + 1
                empty = sum(min(_MOST_EMPTY, columns - count) for count in filled if count < columns)
                options.append((cheapest[start][0] + _NEW_BAND + lost + _EMPTY * empty, start))
            cheapest.append(min(options))
        found: list[tuple[int, int]] = []
        end = len(self.rows)
        while end:
            start = cheapest[end][1]
            found.append((start, end))
            end = start
        return self._settled(found[::-1])

    def _settled(self, bands: list[tuple[int, int]]) -> list[tuple[int, int]]:
        """The bands with rows at their limits moved to the neighbour with whose cells theirs line up better."""
        for index in range(len(bands) - 1):
            for upward in (True, False):
                while self._moves(bands[index], bands[index + 1], upward=upward):
                    (start, limit), (_, end) = bands[index : index + 2]
                    limit += 1 if upward else -1
                    bands[index : index + 2] = [(start, limit), (limit, end)]
        return bands

    def _moves(self, above: tuple[int, int], below: tuple[int, int], *, upward: bool) -> bool:
        """Whether the row at the limit of two bands loses nothing in the other one and lines up better there."""
        home, target = (below, above) if upward else (above, below)
        row = below[0] if upward else above[1] - 1
        if home[1] - home[0] < 2 or target[1] - target[0] < 2:
            return False
        others = range(target[0], target[1])
        rest = [index for index in range(home[0], home[1]) if index != row]
        if self._aligned(row, others) < self._aligned(row, rest) + _BETTER:
            return False
        mask = self.masks[row]
        for index in others:
            mask |= self.masks[index]
        openings = _openings(mask, self.river)
        return all(self._open(openings, gap) for index in (row, *others) for gap in self.gaps[index])

    def _aligned(self, row: int, others: Sequence[int]) -> int:
        """How many cells of a row share their left edge, middle or right edge with one of the other rows."""
        found = 0
        for box in self.rows[row]:
            found += any(
                min(abs(box.x0 - one.x0), abs(box.x1 - one.x1), abs(box.x_mid - one.x_mid)) <= _LINED_UP
                for index in others
                for one in self.rows[index]
            )
        return found

    def _open(self, openings: int, gap: _Gap) -> bool:
        """Whether a river runs down through the gap."""
        room = gap.end - gap.start - self.river + 1
        return room > 0 and bool(openings >> gap.start & ((1 << room) - 1))

    def columns(self, start: int, end: int) -> tuple[tuple[float, float], ...]:
        """The columns of a band: its covered extent, cut in the middle of its rivers."""
        mask = 0
        for one in self.masks[start:end]:
            mask |= one
        boxes = [box for row in self.rows[start:end] for box in row]
        left, right = min(box.x0 for box in boxes), max(box.x1 for box in boxes)
        middles = [(first + last) / 2 / _STEPS for first, last in _rivers(mask, self.river)]
        edges = [left - 1, *middles, right + 1]
        if end - start <= _SHORT:
            edges = self._joined(edges, start, end)
        return tuple(pairwise(edges))

    def _joined(self, edges: list[float], start: int, end: int) -> list[float]:
        """The edges without those between columns of which every row fills one only: a heading and what it heads."""
        everywhere = set(range(start, end))
        filled: list[set[int]] = []
        for left, right in pairwise(edges):
            own: set[int] = set()
            for index in everywhere:
                for box in self.rows[index]:
                    if left <= box.x_mid < right:
                        own |= everywhere if box in self.labels else {index}
            filled.append(own)
        kept = [edges[0]]
        current = filled[0]
        for edge, own in zip(edges[1:-1], filled[1:], strict=True):
            if current & own:
                kept.append(edge)
                current = own
            else:
                current = current | own
        return [*kept, edges[-1]]


def _coverage(row: Sequence[Box]) -> int:
    """A mask with one bit for each half point that the row's cells cover."""
    mask = 0
    for box in row:
        start, end = max(0, int(box.x0 * _STEPS)), int(box.x1 * _STEPS) + 1
        mask |= ((1 << max(1, end - start)) - 1) << start
    return mask


def _gaps(mask: int, river: int, em: float) -> list[_Gap]:
    """The white between the cells of a row that covers `mask`."""
    return [
        _Gap(start, end, next(price for limit, price in _LOST_GAPS if end - start < limit * em * _STEPS))
        for start, end in _rivers(mask, river)
    ]


def _openings(mask: int, width: int) -> int:
    """A mask of the steps from which `width` steps to the right are white."""
    covered, reach = mask, 1
    while reach < width:
        step = min(reach, width - reach)
        covered |= covered >> step
        reach += step
    return ~covered


def _rivers(mask: int, width: int) -> list[tuple[int, int]]:
    """The white strips inside the covered part, as first and last-plus-one step."""
    # reversed, the string runs from left to right
    bits = bin(mask)[:1:-1]
    return [found.span() for found in _white(width).finditer(bits) if found.start()]


@lru_cache(maxsize=64)
def _white(width: int) -> re.Pattern[str]:
    return re.compile(f"0{{{width},}}")
