"""Bands of an unruled page: runs of rows that share columns, found by the white rivers that run down through them.

A river is a strip of white that no cell of the band covers. The rows are cut into as few bands as keep the cells of
every row apart: a form's head, funds, goals and indicators each have their own columns.
"""

import re
from collections.abc import Sequence
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


def row_bands(rows: Sequence[Sequence[Box]], em: float) -> list[Band]:
    """The bands of a page's rows, each row its cells' boxes from left to right; rows are in order from the top."""
    finder = _BandFinder(rows, em)
    return [Band(start=start, end=end, columns=finder.columns(start, end)) for start, end in finder.best()]


class _BandFinder:
    def __init__(self, rows: Sequence[Sequence[Box]], em: float) -> None:
        self.rows = rows
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
        return found[::-1]

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
        return tuple(pairwise([left - 1, *middles, right + 1]))


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
