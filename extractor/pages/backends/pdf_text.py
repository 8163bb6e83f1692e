"""The words of a PDF page as it shows them, each once, cut where MuPDF ran words together."""

from bisect import bisect_left
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from itertools import accumulate, groupby, islice, pairwise
from operator import itemgetter
from typing import Any, cast

from extractor.geometry import Box, Turn
from extractor.pages.page import Ruling, Word

_EDGE = 1.0
"""Points by which a word may stick out of the page before its hidden characters are dropped."""
_GAP = 0.25
"""White between two characters, in line heights, from which they are two words."""
_WIDE_GAP = 0.8
"""White between two words, in line heights, that parts columns."""
_CROSSING = 1.0
"""Points by which a word must reach over a vertical line on both sides to be cut there."""
_TURNS: dict[tuple[int, int], Turn] = {(1, 0): 0, (0, 1): 90, (-1, 0): 180, (0, -1): 270}
"""How far a text is turned clockwise whose lines run in this direction (x to the right, y down)."""
DUPLICATE_OFFSET = 1.2
"""Points: the same word drawn again nearer than this is fake bold or double printing."""


def _pymupdf() -> Any:
    """PyMuPDF, which has no types of its own; imported only when a PDF is read."""
    import pymupdf

    return cast(Any, pymupdf)


class PageText:
    """The visible words of a PyMuPDF page, each once, as the page is displayed (its rotation applied).

    A word that reaches over the paper's edge, over a vertical line, or over two base lines is cut there, character by
    character: MuPDF runs words together when the text of neighbouring cells almost touches.
    """

    def __init__(self, page: Any) -> None:
        self._page = page
        self.width: float = page.rect.width
        self.height: float = page.rect.height
        self._load(_pymupdf().TEXTFLAGS_WORDS)

    def _load(self, flags: int) -> None:
        # MuPDF leaves out what lies outside `clip`, by default the paper before its rotation
        turned = {"matrix": self._page.rotation_matrix, "clip": self._page.rect} if self._page.rotation else {}
        self._textpage: Any = self._page.get_textpage(flags=flags, **turned)
        self._raw: list[Any] = self._textpage.extractWORDS()
        self._blocks: list[Any] = []
        self._lines: dict[tuple[int, int], list[tuple[str, Any]]] = {}
        # the place of each word in the characters of its line
        self._starts: list[int] = []

    @property
    def count(self) -> int:
        """How many words the text layer holds, hidden ones included."""
        return len(self._raw)

    def words(self, rulings: Sequence[Ruling]) -> list[Word]:
        """The words, cut at `rulings` where they run across one."""
        verticals = sorted((one.x0, one.top, one.bottom) for one in rulings if not one.horizontal)
        words = _without_copies(self._cut(verticals))
        if _drawn_twice(self._raw) and _cut_differently(words):
            # makes MuPDF drop what is drawn again, at several times the cost of the words
            pymupdf = _pymupdf()
            self._load(pymupdf.TEXTFLAGS_WORDS | pymupdf.TEXT_COLLECT_STYLES)
            words = _without_copies(self._cut(verticals))
        return words

    def _cut(self, verticals: Sequence[tuple[float, float, float]]) -> Iterator[Word]:
        """The words on the paper, cut at `verticals` (x, top, bottom; in order)."""
        width, height = self.width, self.height
        xs = [one[0] for one in verticals]
        tall = _tall_words(self._raw)
        interleaved = self._interleaved()
        open_columns = not verticals and _in_columns(self._raw)
        for index, (x0, top, x1, bottom, text, *_) in enumerate(self._raw):
            if x1 <= 0 or bottom <= 0 or x0 >= width or top >= height:
                continue
            whole = Word(text, Box(x0, top, x1, bottom))
            if len(text) == 1:
                yield whole
                continue
            middle = (top + bottom) / 2
            near = verticals[bisect_left(xs, x0 + _CROSSING) : bisect_left(xs, x1 - _CROSSING)]
            cuts = [x for x, start, end in near if start <= middle <= end]
            if x0 < -_EDGE or x1 > width + _EDGE:
                parts = self._pieces(index, whole, [0.0, width, *cuts])
                yield from (part for part in parts if 0 <= part.box.x_mid <= width)
            elif cuts or open_columns or index in interleaved or index in tall:
                yield from self._pieces(index, whole, cuts)
            else:
                yield whole

    def turn(self) -> Turn:
        """How far the text is turned clockwise: by the direction of most lines, asked only when the words look turned."""
        tall = sum(len(row[4]) > 2 and row[3] - row[1] > 2 * (row[2] - row[0]) for row in self._raw)
        wide = sum(len(row[4]) > 2 and row[2] - row[0] > 2 * (row[3] - row[1]) for row in self._raw)
        # of upright text, later words stand to the right or below; a page upside down is drawn the other way round
        backward = sum(after[0] < before[0] for before, after in pairwise(self._raw) if before[5:7] == after[5:7])
        upward = sum(after[1] < before[1] - 2 for before, after in pairwise(self._raw))
        downward = sum(after[1] > before[1] + 2 for before, after in pairwise(self._raw))
        if tall <= wide and upward <= downward and backward * 4 < len(self._raw):
            return 0
        lines = (line for block in self._textpage.extractDICT()["blocks"] for line in block.get("lines", ()))
        directions: Counter[tuple[int, int]] = Counter((round(one["dir"][0]), round(one["dir"][1])) for one in lines)
        usual = directions.most_common(1)[0][0] if directions else (1, 0)
        return _TURNS.get(usual, 0)

    def _interleaved(self) -> set[int]:
        """Words within whose extent another word of the same line begins: characters of two fonts drawn apart (“ ”)."""
        order = sorted(range(len(self._raw)), key=lambda index: (round(self._raw[index][3]), self._raw[index][0]))
        found: set[int] = set()
        for before, after in pairwise(order):
            one, other = self._raw[before], self._raw[after]
            if round(one[3]) == round(other[3]) and other[0] < one[2] - _CROSSING and other[4] != one[4]:
                found.update((before, after))
        return found

    def _characters_of(self, index: int) -> list[tuple[str, Box]]:
        """The characters of a word; empty when MuPDF counts them in another way."""
        *_, text, block, line, _ = self._raw[index]
        if not self._blocks:
            self._blocks = self._textpage.extractRAWDICT()["blocks"]
            lengths = ((row[5:7], len(row[4])) for row in self._raw)
            for _, same_line in groupby(lengths, key=itemgetter(0)):
                self._starts.extend(accumulate((length for _, length in same_line), initial=0))
                self._starts.pop()
        characters = self._line_characters(block, line)
        own = characters[self._starts[index] : self._starts[index] + len(text)]
        return [(one, Box(*box)) for one, box in own] if "".join(one for one, _ in own) == text else []

    def _line_characters(self, block: int, line: int) -> list[tuple[str, Any]]:
        """The characters of a line that are no spaces, with their boxes."""
        if (block, line) not in self._lines:
            self._lines[block, line] = [
                (char["c"], char["bbox"])
                for span in self._blocks[block]["lines"][line]["spans"]
                for char in span["chars"]
                if not char["c"].isspace()
            ]
        return self._lines[block, line]

    def _pieces(self, index: int, word: Word, cuts: Sequence[float]) -> list[Word]:
        """`word` cut at the x positions `cuts` and where base line or white jump; itself when its characters are unknown."""
        own = self._characters_of(index)
        if not own:
            return [word]
        pieces: list[list[tuple[str, Box]]] = []
        for text, box in own:
            if pieces:
                before = pieces[-1][-1][1]
                jumped = abs(box.y_mid - before.y_mid) > 0.3 * before.height or box.x0 - before.x1 > _GAP * box.height
                parted = any(before.x_mid < x <= box.x_mid for x in cuts)
                if not jumped and not parted:
                    pieces[-1].append((text, box))
                    continue
            pieces.append([(text, box)])
        return [_word_of(piece) for piece in pieces]


def _drawn_twice(rows: Sequence[Any]) -> bool:
    """Whether two words begin at nearly the same place, as copies do (fake bold, double printing)."""
    side = 2 * DUPLICATE_OFFSET
    taken: set[tuple[float, float]] = set()
    for x0, top, *_ in rows:
        left, right = (x0 - DUPLICATE_OFFSET) // side, (x0 + DUPLICATE_OFFSET) // side
        above, below = (top - DUPLICATE_OFFSET) // side, (top + DUPLICATE_OFFSET) // side
        if taken & {(left, above), (left, below), (right, above), (right, below)}:
            return True
        taken.add((x0 // side, top // side))
    return False


def _cut_differently(words: Sequence[Word]) -> bool:
    """Whether words overlap that are not the same: the copies of a text fell into words in different ways."""
    order = sorted(words, key=lambda word: word.box.top)
    for index, (text, (left, top, right, _), *_) in enumerate(order):
        for other_text, (other_left, other_top, other_right, _), *_ in islice(order, index + 1, None):
            if other_top - top > DUPLICATE_OFFSET:
                break
            if text != other_text and min(right, other_right) - max(left, other_left) > _CROSSING:
                return True
    return False


def _in_columns(rows: Sequence[Any]) -> bool:
    """Whether some line has two wide gaps, as a table without lines has and prose, even in two columns, has not."""
    gaps: dict[int, int] = {}
    for before, after in pairwise(sorted(rows, key=lambda row: (round(row[3]), row[0]))):
        if round(before[3]) == round(after[3]) and after[0] - before[2] > _WIDE_GAP * (after[3] - after[1]):
            gaps[round(after[3])] = gaps.get(round(after[3]), 0) + 1
    return any(count > 1 for count in gaps.values())


def _tall_words(rows: Sequence[Any]) -> set[int]:
    """Words that may hold two base lines: taller than is usual on the page, and for their width too.

    A title is taller but wider too.
    """
    if not rows:
        return set()
    heights = [row[3] - row[1] for row in rows]
    slimness = [height * len(row[4]) / max(row[2] - row[0], 0.1) for height, row in zip(heights, rows, strict=True)]
    middle = len(rows) // 2
    high, slim = 1.3 * sorted(heights)[middle], 1.15 * sorted(slimness)[middle]
    return {index for index, height in enumerate(heights) if height > high and slimness[index] > slim}


def _word_of(characters: Sequence[tuple[str, Box]]) -> Word:
    first, last = characters[0][1], characters[-1][1]
    text = "".join(one for one, _ in characters)
    return Word(text, Box(first.x0, min(b.top for _, b in characters), last.x1, max(b.bottom for _, b in characters)))


def _without_copies(words: Iterable[Word]) -> list[Word]:
    """Words drawn again at nearly the same place (fake bold, double printing) count once."""
    seen: dict[str, list[Box]] = {}
    kept: list[Word] = []
    for word in words:
        left, top, _, _ = word.box
        places = seen.setdefault(word.text, [])
        if any(abs(left - x) <= DUPLICATE_OFFSET and abs(top - y) <= DUPLICATE_OFFSET for x, y, _, _ in places):
            continue
        places.append(word.box)
        kept.append(word)
    return kept
