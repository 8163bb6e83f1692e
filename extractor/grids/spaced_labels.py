"""Labels merged over several rows of spaced text: which lines are one label, and over which rows it reaches.

A label stands at the middle of its rows, and the labels of a column follow each other from top to bottom. Lines and
rows are shared out together, by dynamic programming over the rows and lines used so far.
"""

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass

from extractor.grids.spaced_columns import Column

_LONGEST = 24
"""Lines of a label."""
_LABEL = 0.05
"""Price of a label."""
_CUT = 0.2
"""Price of ending a label after a full line with a text right below."""
_OFF = 0.8
"""Price of a label for each line off the middle of its rows."""
_HALF = 0.05
"""Lines off for one that stands above the middle because lines cannot be halved."""
_TORN = 0.3
"""Price of a label that begins or ends within one of the next column."""
_MOST_PRICE = 3.0
"""Price of a label beyond which a longer one is not tried."""
_MOST_OFF = 3.0
"""Lines off the middle beyond which a label is not that of the rows."""
_BARE = 0.3
"""Price of a row without a label."""
_APART = 0.6
"""Price of a label in a row of its own, between two others."""
_AS_GOOD = 0.1
"""Ways to share that cost at most this much more than the best are as good."""

_State = tuple[int, int]
"""Rows and lines shared out."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Label:
    """A label: the lines that hold it, and the first and last-plus-one row over which it reaches.

    The same row twice for one that stands in a row of its own above that row. Not `certain` where several ways to share
    are as good.
    """

    lines: tuple[int, ...]
    first: int
    last: int
    certain: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class Frame:
    """What is known of the rows over which labels reach.

    `closed` rows lie below no label, `bare` ones need none; `crossed` rows, in which a text lies across columns, have
    labels of their own. `inner` are the rows at which labels of the next column begin or end, where that
    column holds any; labels to their left begin and end with them. `exact`: labels stand at the middle to the line; else
    half a line may be missing.
    """

    closed: Collection[int]
    bare: Collection[int]
    crossed: Collection[int]
    inner: Collection[int]
    exact: bool


@dataclass(frozen=True, slots=True)
class _Step:
    """From one state to another, by a label over rows, by a label between rows, or by a row without label."""

    start: _State
    end: _State
    price: float


def shared_labels(
    column: Column, limits: Sequence[tuple[int, int]], height: int, frame: Frame
) -> tuple[float, list[Label]]:
    """The price and the labels of a column.

    Args:
        column: the texts of the labels.
        limits: the first and last-plus-one line of each row.
        height: the number of lines.
        frame: what else is known of the rows.
    """
    return _Sharing(column, limits, height, frame).labels()


class _Sharing:
    def __init__(self, column: Column, limits: Sequence[tuple[int, int]], height: int, frame: Frame) -> None:
        self.frame = frame
        self.column, self.filled, self.rows = column, column.filled, len(limits)
        # between two rows lie lines that belong to either: limits[row] is the range in which row begins
        starts = [start for start, _ in limits]
        ends = [end for _, end in limits]
        self.limits = list(zip([0, *ends], [*starts, height], strict=True))

    def labels(self) -> tuple[float, list[Label]]:
        """The price of the cheapest way to share, and its labels."""
        best: dict[_State, tuple[float, _Step | None]] = {(0, 0): (0.0, None)}
        steps: list[_Step] = []
        for row in range(self.rows + 1):
            for used in range(len(self.filled) + 1):
                reached = best.get((row, used))
                if reached is None:
                    continue
                for step in self._steps(row, used):
                    steps.append(step)
                    total = reached[0] + step.price
                    known = best.get(step.end)
                    if known is None or total < known[0]:
                        best[step.end] = (total, step)
        goal = (self.rows, len(self.filled))
        return best[goal][0], self._traced(best, steps, goal)

    def _steps(self, row: int, used: int) -> Iterator[_Step]:
        """The ways on from `row` rows and `used` lines: one more label, or one row without any."""
        here = (row, used)
        if row < self.rows:
            passed = used < len(self.filled) and self.filled[used] < self.limits[row + 1][0]
            bare = 0.0 if row in self.frame.closed or row in self.frame.bare else _BARE
            yield _Step(here, (row + 1, used), bare + (_MOST_OFF if passed else 0.0))
        for end in range(used + 1, min(len(self.filled), used + _LONGEST) + 1):
            own = self.filled[used:end]
            price = _LABEL + self.column.cell_price(own) + (_CUT if self.column.goes_on(own[-1]) else 0.0)
            if price > _MOST_PRICE:
                break
            between = self.limits[row][0] <= own[0] and own[-1] < self.limits[row][1]
            if between or row == self.rows:
                yield _Step(here, (row, end), price + _APART)
            for last in range(row + 1, self.rows + 1):
                if last - 1 in self.frame.closed or (row in self.frame.crossed) != (last - 1 in self.frame.crossed):
                    break
                least, off = self._off(own, row, last, used, end)
                if off <= _MOST_OFF or last == row + 1:
                    yield _Step(here, (last, end), price + _OFF * off + self._torn(row, last))
                elif least > own[-1]:
                    break

    def _torn(self, first: int, last: int) -> float:
        """Price of limits at which no label of the next column begins or ends."""
        inner = self.frame.inner
        return _TORN * ((first not in inner) + (last not in inner)) if inner else 0.0

    def _off(self, own: Sequence[int], first: int, last: int, used: int, end: int) -> tuple[float, float]:
        """Where a label over the rows begins at least, and how many lines this one is off.

        Its rows begin below the label before it, and end above the next.
        """
        (top, top_most), (bottom, bottom_most) = self.limits[first], self.limits[last]
        if used:
            top = min(top_most, max(top, self.filled[used - 1] + 1))
        if end < len(self.filled):
            bottom_most = max(bottom, min(bottom_most, self.filled[end]))
        bottom = min(bottom_most, max(bottom, own[-1] + 1))
        height = own[-1] - own[0] + 1
        # a label with more lines than its rows begins with them
        least = top + max(0, bottom - top - height) / 2
        most = top_most + max(0, bottom_most - top_most - height) / 2
        if not self.frame.exact:
            return least - 0.5, max(0.0, least - 0.5 - own[0], own[0] - most - 0.5)
        half = _HALF if least == most != int(most) else 0.0
        least, most = float(int(least)), float(int(most))
        return least, max(0.0, least - own[0], own[0] - most) + half

    def _traced(
        self, best: dict[_State, tuple[float, _Step | None]], steps: Sequence[_Step], goal: _State
    ) -> list[Label]:
        rest: dict[_State, float] = {goal: 0.0}
        for step in sorted(steps, key=lambda one: one.start, reverse=True):
            if step.end in rest:
                total = rest[step.end] + step.price
                rest[step.start] = min(total, rest.get(step.start, total))
        near = best[goal][0] + _AS_GOOD
        others: dict[_State, set[_State]] = {}
        for step in steps:
            through = best[step.start][0] + step.price + rest.get(step.end, float("inf"))
            if step.start[1] < step.end[1] and through <= near:
                others.setdefault((step.start[1], step.end[1]), set()).add((step.start[0], step.end[0]))
        found: list[Label] = []
        step = best[goal][1]
        while step is not None:
            if step.start[1] < step.end[1]:
                found.append(self._label(step, certain=len(others[step.start[1], step.end[1]]) == 1))
            step = best[step.start][1]
        return found[::-1]

    def _label(self, step: _Step, *, certain: bool) -> Label:
        lines = tuple(self.filled[step.start[1] : step.end[1]])
        return Label(lines=lines, first=step.start[0], last=step.end[0], certain=certain)
