"""Words without drawn cells to blocks: the text of a cell as it is set, lines close under one another.

A line falls into segments at its wide white. Segments of one cell follow each other at the leading of the page, rows lie
further apart where cells are padded; where they are not, every segment is a block of its own and rows are told otherwise.
"""

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from statistics import median

from extractor.geometry import Box, bounding_box
from extractor.grids.cell_text import line_text
from extractor.pages.page import Ruling, Word

_NUMBER = re.compile(r"[+-]?\d[\d,]*(?:\.\d+)?%?|[—\-–/]+|#{2,}")
_IDEOGRAPH = re.compile(r"[\u4e00-\u9fff]+")
_USUAL_EM = 0.7
"""Type size in heights of a word's box, where a page has no Chinese word to measure."""
SPLIT = 0.4
"""Type sizes: white from which two words of a line are two segments; a space between words is narrower."""
_SAME_LINE = 0.3
"""Type sizes by which the middles of a line's words may differ (fonts differ in how far they reach up and down)."""
_TIGHTEST = 0.9
"""Type sizes: base lines nearer than this are no two lines under one another."""
_WIDEST_LEADING = 1.55
"""Type sizes: lines further apart than this are rows, where nothing on the page lies closer."""
_SLACK = 0.3
"""Type sizes by which lines of one cell may lie further apart than the closest of the page."""
_TELLING = 0.2
"""Type sizes by which rows must lie further apart than lines for the distance to tell them from each other."""
_ALIKE = 0.07
"""Type sizes by which the heights of two lines may differ for their distance to tell how the page is set."""
_JUMP = 0.12
"""Type sizes between the leading and the next wider distance; a line in another font is off by less."""
_CLOSE_ROWS = 0.2
"""Share of the numbers under one another that may be as close as lines; one may be a number wrapped in its cell."""
_WIDEST_SPREAD = 3.0
"""Type sizes between the characters of a label that is set wide."""
_REACH = 8
"""How many lines down the text under a segment is sought; lines of neighbouring cells lie between."""


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Segment:
    """Words of one line without wide white between them; `box` is as high as the type, not as the font's line."""

    words: tuple[Word, ...]
    box: Box
    text: str

    @property
    def numeric(self) -> bool:
        """Whether it is a number, a dash or #### and nothing else, as a cell that every row has is."""
        return _NUMBER.fullmatch(self.text) is not None


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Block:
    """The segments of one cell from top to bottom."""

    segments: tuple[Segment, ...]
    box: Box
    numeric: bool

    @property
    def words(self) -> list[Word]:
        """All words."""
        return [word for segment in self.segments for word in segment.words]

    @property
    def first_line(self) -> float:
        """Middle of the first line, in points."""
        return self.segments[0].box.y_mid

    @property
    def last_line(self) -> float:
        """Middle of the last line, in points."""
        return self.segments[-1].box.y_mid


@dataclass(frozen=True, slots=True, kw_only=True)
class PageType:
    """How the page is set, in points: type size, and the widest distance of two lines of one cell (0: no cell has two).

    `leading` is `None` where rows lie as close as lines, so that the distance tells nothing; `pitch`: the least distance.
    """

    em: float
    pitch: float = 0.0
    leading: float | None


def type_size(words: Sequence[Word]) -> float:
    """The usual type size: the width of a Chinese character."""
    widths = [word.box.width / len(word.text) for word in words if _IDEOGRAPH.fullmatch(word.text)]
    return median(widths) if widths else _USUAL_EM * median(word.box.height for word in words)


def page_segments(words: Sequence[Word], em: float) -> list[list[Segment]]:
    """The lines from the top, each as its segments from left to right."""
    usual = median(word.box.height for word in words)
    lines: list[list[Word]] = []
    for word in sorted(words, key=lambda one: one.box.y_mid):
        if lines and word.box.y_mid - lines[-1][0].box.y_mid <= _SAME_LINE * em:
            lines[-1].append(word)
        else:
            lines.append([word])
    return [_segments(sorted(line, key=lambda one: one.box.x0), em, em / usual) for line in lines]


def _segments(line: Sequence[Word], em: float, share: float) -> list[Segment]:
    groups = [[line[0]]]
    for before, after in pairwise(line):
        if after.box.x0 - before.box.x1 >= SPLIT * em:
            groups.append([])
        groups[-1].append(after)
    return [_segment(group, share) for group in groups]


def _segment(words: Sequence[Word], share: float) -> Segment:
    box = bounding_box(word.box for word in words) or words[0].box
    half = share * box.height / 2
    return Segment(
        words=tuple(words), box=Box(box.x0, box.y_mid - half, box.x1, box.y_mid + half), text=line_text(words)
    )


class Rules:
    """The horizontal rulings of a page: which of them lies between two lines of text."""

    def __init__(self, rulings: Sequence[Ruling]) -> None:
        self._all = sorted(((one.top + one.bottom) / 2, one.x0, one.x1) for one in rulings if one.horizontal)
        self._ys = [one[0] for one in self._all]

    def positions(self, near: float) -> list[float]:
        """The heights of all rules from the top; those nearer than `near` are one."""
        found: list[float] = []
        for y in self._ys:
            if not found or y - found[-1] > near:
                found.append(y)
        return found

    def above(self, box: Box) -> float | None:
        """The nearest rule over `box` that covers its middle."""
        for y, x0, x1 in reversed(self._all[: bisect_right(self._ys, box.y_mid)]):
            if x0 - 1 <= box.x_mid <= x1 + 1:
                return y
        return None

    def below(self, box: Box) -> float | None:
        """The nearest rule under `box` that covers its middle."""
        for y, x0, x1 in self._all[bisect_left(self._ys, box.y_mid) :]:
            if x0 - 1 <= box.x_mid <= x1 + 1:
                return y
        return None

    def between(self, upper: Box, lower: Box) -> bool:
        """Whether a rule parts two boxes under one another."""
        x = (max(upper.x0, lower.x0) + min(upper.x1, lower.x1)) / 2
        start, end = bisect_left(self._ys, upper.y_mid), bisect_right(self._ys, lower.y_mid)
        return any(x0 - 1 <= x <= x1 + 1 for _, x0, x1 in self._all[start:end])


def _under(segment: Segment, lines: Sequence[Sequence[Segment]], em: float) -> list[Segment]:
    """The segments of the nearest of the next lines that lie under `segment`."""
    left, _, right, _ = segment.box
    lowest, narrow = segment.box.y_mid + _TIGHTEST * em, min(em, right - left)
    for line in lines:
        found = [
            one
            for one in line
            # most segments lie beside: tell them by two comparisons
            if one.box.x0 < right
            and one.box.x1 > left
            and min(right, one.box.x1) - max(left, one.box.x0) > 0.3 * min(narrow, one.box.width)
            and one.box.y_mid >= lowest
        ]
        if found:
            return found
    return []


def _under_one_another(lines: Sequence[Sequence[Segment]], em: float) -> Iterator[tuple[Segment, Segment]]:
    """Each segment with those of the nearest line under it."""
    for index, line in enumerate(lines):
        for segment in line:
            for below in _under(segment, lines[index + 1 : index + _REACH], em):
                yield segment, below


def page_type(lines: Sequence[Sequence[Segment]], em: float, rules: Rules) -> PageType:
    """How the page is set, from the distances of the lines under one another and of the numbers among them."""
    pitches: list[float] = []
    rows: list[float] = []
    for segment, below in _under_one_another(lines, em):
        alike = abs(segment.box.height - below.box.height) <= _ALIKE * em
        if not alike or rules.between(segment.box, below.box):
            continue
        pitches.append(below.box.y_mid - segment.box.y_mid)
        if segment.numeric and below.numeric:
            rows.append(pitches[-1])
    pitches.sort()
    nearest = pitches[0] if pitches else float("inf")
    if nearest > _WIDEST_LEADING * em:
        return PageType(em=em, leading=0.0)
    apart = [pitch for pitch in rows if pitch - nearest >= _TELLING * em]
    if len(rows) - len(apart) > max(1, _CLOSE_ROWS * len(rows)):
        return PageType(em=em, pitch=nearest, leading=None)
    jump = next((below for above, below in pairwise(pitches) if below - above >= _JUMP * em), float("inf"))
    widest = max((pitch for pitch in pitches if pitch < min([jump, *apart])), default=nearest)
    return PageType(em=em, pitch=nearest, leading=min(nearest + _SLACK * em, (widest + min([jump, *apart])) / 2))


class _Joined:
    """Segments joined step by step (a disjoint-set forest)."""

    def __init__(self, segments: Iterable[Segment]) -> None:
        self._above = {segment: segment for segment in segments}
        self.touched: set[Segment] = set()

    def root(self, segment: Segment) -> Segment:
        """The segment that stands for all that are joined with this one."""
        above = self._above
        while above[segment] is not segment:
            above[segment] = above[above[segment]]
            segment = above[segment]
        return segment

    def join(self, one: Segment, other: Segment) -> None:
        """Makes the two and all joined with them one block."""
        self._above[self.root(other)] = self.root(one)
        self.touched |= {one, other}


def page_blocks(lines: Sequence[Sequence[Segment]], setting: PageType, rules: Rules) -> list[Block]:
    """The blocks of a page, from top to bottom."""
    joined = _Joined(segment for line in lines for segment in line)
    for segment, below in _under_one_another(lines, setting.em) if setting.leading else ():
        close = below.box.y_mid - segment.box.y_mid <= (setting.leading or 0.0)
        if close and not rules.between(segment.box, below.box):
            joined.join(segment, below)
    wrapped = set(joined.touched)
    for line in lines:
        for left, right in pairwise(line):
            if left not in wrapped and right not in wrapped and set_wide(left, right, setting.em):
                joined.join(left, right)
    groups: dict[Segment, list[Segment]] = {}
    for line in lines:
        for segment in line:
            groups.setdefault(joined.root(segment), []).append(segment)
    return sorted((block_of(group) for group in groups.values()), key=lambda block: block.box.top)


def set_wide(left: Segment, right: Segment, em: float) -> bool:
    """Whether two Chinese characters that stand alone are one label set wide (总  分)."""
    alone = all(len(one.words) == 1 and len(one.text) == 1 and _IDEOGRAPH.match(one.text) for one in (left, right))
    return alone and right.box.x0 - left.box.x1 <= _WIDEST_SPREAD * em


def joined_segments(left: Segment, right: Segment) -> Segment:
    """Two segments of a line as one."""
    words = (*left.words, *right.words)
    return Segment(words=words, box=bounding_box((left.box, right.box)) or left.box, text=line_text(words))


def block_of(segments: Sequence[Segment]) -> Block:
    """The segments of one cell, from top to bottom, as a block."""
    box = bounding_box(segment.box for segment in segments) or segments[0].box
    text = "".join(segment.text for segment in segments)
    return Block(segments=tuple(segments), box=box, numeric=_NUMBER.fullmatch(text) is not None)
