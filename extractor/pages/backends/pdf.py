"""PDF pages through PyMuPDF: raw words and drawn lines, nothing that guesses at tables.

Hidden text (outside the crop box) is left out, because a record holds what the paper shows; text drawn twice or with
fake bold counts once; a word that runs across a drawn vertical line is cut there.
"""

from bisect import bisect_left
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from itertools import accumulate, groupby, islice, pairwise
from operator import itemgetter
from pathlib import Path
from typing import Any, cast

from extractor.errors import LimitExceeded, UnreadableDocument
from extractor.geometry import Box, Turn
from extractor.pages.backends.pdf_rulings import page_rulings
from extractor.pages.backends.pdf_scan import is_scan, read_scan
from extractor.pages.intake import shown_name
from extractor.pages.page import PrintedPage, Ruling, Word
from extractor.pages.upright import upright_page
from extractor.problems import Problem
from extractor.settings import PageLimits

_EDGE = 1.0
"""Points by which a word may stick out of the page before its hidden characters are dropped."""
_GAP = 0.25
"""White between two characters, in line heights, from which they are two words."""
_WIDE_GAP = 0.8
"""White between two words, in line heights, that parts columns."""
_CROSSING = 1.0
"""Points by which a word must reach over a vertical line on both sides to be cut there."""
_OUTLINES = 100
"""Shapes on a page without text from which they are letters turned into outlines, not a frame or a rule."""
_LOSSES = ("premature end of data", "content stream", "page may not be correct")
"""What MuPDF warns of when it could not read (all of) a page's content."""

_TURNS: dict[tuple[int, int], Turn] = {(1, 0): 0, (0, 1): 90, (-1, 0): 180, (0, -1): 270}
"""How far a text is turned clockwise whose lines run in this direction (x to the right, y down)."""

DUPLICATE_OFFSET = 1.2
"""Points: the same word drawn again nearer than this is fake bold or double printing."""


def read_pdf(path: Path, limits: PageLimits) -> Iterator[PrintedPage | Problem]:
    """Yields the pages of a PDF one by one; a broken page yields a problem and the others go on.

    A page of which only a part could be read is followed by a problem that says so.

    Raises:
        UnreadableDocument: the file is no PDF, is broken beyond opening, needs a password, or has no page.
        LimitExceeded: it has more pages than the limits allow.
    """
    pymupdf = _pymupdf()
    name = shown_name(path)
    pymupdf.TOOLS.mupdf_display_errors(False)
    pymupdf.TOOLS.mupdf_display_warnings(False)
    try:
        document = _opened(path)
    except (pymupdf.FileDataError, RuntimeError, ValueError) as error:
        raise UnreadableDocument(
            "corrupt", f"{name}：PDF 文件损坏或不完整，打不开。请重新导出或重新下载后再试。"
        ) from error
    with document:
        if document.needs_pass:
            raise UnreadableDocument("encrypted", f"{name}：PDF 有打开密码。请去掉密码后再试。")
        if document.page_count == 0:
            raise UnreadableDocument("empty", f"{name}：PDF 里没有任何页面，可能被截断。请重新导出后再试。")
        if document.page_count > limits.max_pages:
            raise LimitExceeded(
                f"{name}：共 {document.page_count} 页，超过上限 {limits.max_pages} 页。请拆分后再试，或调高 limits.max_pages。"
            )
        for number in range(1, document.page_count + 1):
            pymupdf.TOOLS.reset_mupdf_warnings()
            item = _read_page(document, number, name, limits)
            in_part = isinstance(item, PrintedPage) and _lost_content()
            yield item
            if in_part:
                message = f"{name} 第 {number} 页：内容损坏，只读到一部分。请重新导出或重新下载后再试。"
                yield Problem(stage="pages", category="corrupt", page=number, message=message)
            if number % 50 == 0:
                pymupdf.TOOLS.store_shrink(100)
        if document.is_repaired:
            message = f"{name}：PDF 文件不完整或已损坏，修复后读取，可能缺页缺字。请与原件核对，或重新导出后再试。"
            yield Problem(stage="pages", category="truncated", severity="notice", message=message)


def _pymupdf() -> Any:
    """PyMuPDF, which has no types of its own; imported only when a PDF is read."""
    import pymupdf

    return cast(Any, pymupdf)


def _opened(path: Path) -> Any:
    """The document at `path`; MuPDF takes only names in UTF-8, a file with another name is handed over as bytes."""
    try:
        str(path).encode("utf-8")
    except UnicodeEncodeError:
        return _pymupdf().open(stream=path.read_bytes(), filetype="pdf")
    return _pymupdf().open(str(path), filetype="pdf")


def _read_page(document: Any, number: int, name: str, limits: PageLimits) -> PrintedPage | Problem:
    try:
        page = document.load_page(number - 1)
        text = PageText(page)
        if text.count > limits.max_words_per_page:
            return _too_large(name, number, "文字", limits.max_words_per_page)
        drawings = page.get_cdrawings()
        if len(drawings) > limits.max_rulings_per_page:
            return _too_large(name, number, "线条", limits.max_rulings_per_page)
        rulings = page_rulings(drawings)
        if page.rotation:
            matrix = page.rotation_matrix
            rulings = [Ruling(*_turned(Box(*one), matrix)) for one in rulings]
        words = text.words(rulings)
        if not words:
            return _without_text(page, name, number)
        if is_scan(page, words, drawings):
            return read_scan(page, name, number)
        shown = PrintedPage(
            number=number, width=text.width, height=text.height, words=tuple(words), rulings=tuple(rulings)
        )
        return upright_page(shown, text.turn())
    except (RuntimeError, ValueError, IndexError, TypeError) as error:
        message = f"{name} 第 {number} 页：这一页损坏，没有读入（{type(error).__name__}）。其余各页照常读取。"
        return Problem(stage="pages", category="corrupt", page=number, message=message)


def _too_large(name: str, number: int, what: str, limit: int) -> Problem:
    message = f"{name} 第 {number} 页：{what}超过上限 {limit}，没有读入。"
    return Problem(stage="pages", category="too_large", page=number, message=message)


def _lost_content() -> bool:
    """Whether MuPDF has warned of content that it could not read since the warnings were reset."""
    warnings: str = _pymupdf().TOOLS.mupdf_warnings(reset=False)
    return any(loss in warnings for loss in _LOSSES)


def _without_text(page: Any, name: str, number: int) -> PrintedPage | Problem:
    """A page without a text layer: recognised where it shows something; else broken, or a blank sheet of paper."""
    marks: list[str] = [kind for kind, *_ in page.get_bboxlog()]
    shows = any("image" in kind or "imgmask" in kind or kind in ("fill-text", "stroke-text") for kind in marks)
    if shows or sum("path" in kind for kind in marks) > _OUTLINES:
        return read_scan(page, name, number)
    if _lost_content() or page.parent.xref_get_key(page.xref, "Type")[1] != "/Page":
        message = f"{name} 第 {number} 页：这一页损坏，内容读不出来。请重新导出或重新下载后再试。"
        return Problem(stage="pages", category="corrupt", page=number, message=message)
    message = f"{name} 第 {number} 页：空白页。"
    return Problem(stage="pages", category="empty", severity="notice", page=number, message=message)


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
    for index, (text, (left, top, right, _), _) in enumerate(order):
        for other_text, (other_left, other_top, other_right, _), _ in islice(order, index + 1, None):
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


def _turned(box: Box, matrix: Any) -> Box:
    """`box` under the page's rotation, as displayed."""
    xs = sorted(x * matrix.a + y * matrix.c + matrix.e for x, y in ((box.x0, box.top), (box.x1, box.bottom)))
    ys = sorted(x * matrix.b + y * matrix.d + matrix.f for x, y in ((box.x0, box.top), (box.x1, box.bottom)))
    return Box(xs[0], ys[0], xs[1], ys[1])


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
