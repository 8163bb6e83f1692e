"""How sure a reading is: hesitant lines, and all that hold numbers, are read again by another model.

Agreement raises the scores, disagreement lowers them, and what the other readings say is kept. What is known of forms
only ever lowers a confidence, it never changes a text.
"""

import re
from collections.abc import Sequence
from dataclasses import replace

from extractor.pages.imaging.layout import line_picture
from extractor.pages.imaging.raster import Raster
from extractor.pages.recognition.decoding import LineReading, same_marks
from extractor.pages.recognition.recogniser import Recogniser, Recognisers
from extractor.pages.recognition.upright import UprightReading

_SURE = 0.97
"""Lowest character score from which a line of text is not read again."""
_SECOND_MARGIN = 0.2
"""White around a line when it is read again, in heights; the characters come out smaller."""
_SHORT_MARGIN, _SHORT_BESIDE = 0.12, 0.7
"""The same for lines of a character or two, and the white beside them: a sign cropped close is read as a digit."""
_OUTVOTED, _MAJORITY = 0.4, 0.7
"""Highest score of a line of which all readings differ, and of one that two of three readings read alike."""
_CONFUSED = 0.7
"""Confidence of a text in which a letter stands where a digit or another sign is likely."""
_CONFUSION = re.compile(
    r"\d[OoIlSZB|](?=[\d.,%％]|$)|^[OoIl|][\d.,]|^[>》)﹥][\d.]|\d》$|\d[.,]{2,}\d|^[\d.,]+[。、]$|^[.,·。、\-'][\d≥≤＞＜><=]"
    r"|[≥≤＞＜><=][.,]|”[^“]*”|“[^”]*“|[\u4e00-\u9fff。，、；][.·•'‘`*]$|^[.·•'‘`*][\u4e00-\u9fff]"
)
"""O for 0, l for 1, > for ≥, points that are specks, quotation marks that do not pair: what is often misread."""
_STROKES = frozenset("1lI|丨/／·•.．。、,'‘’`-—–一_~*°:：")
_DOT = 0.28
"""Ems: ink that is smaller both ways is a dot; a full stop alone in a line is larger."""
_NUMERIC = re.compile(r"[\d≥≤＞＜><=％%]")
_LONG = 16
"""Characters up to which a line with a digit or a comparison sign is read again even if it is read for sure."""
_STEADY = 0.8
"""Score of a second reading from which it stands against a first model that reads one line in two ways."""
_SHORT = 2
"""Characters up to which a line is read again in any case: signs, digits taken for letters, lone numerals."""


def with_second_readings(upright: UprightReading, recognisers: Recognisers) -> tuple[LineReading, ...]:
    """The page's readings, with those that are doubtful or matter compared with a second reading, at odds with a third.

    The second is by another model where there is one. The third is by the first model from a picture with more white.
    """
    readings = list(upright.readings)

    def again(indices: Sequence[int], recogniser: Recogniser) -> list[LineReading]:
        return recogniser.read([_picture_again(upright, index) for index in indices])

    chosen = [index for index, one in enumerate(readings) if _is_read_again(one)]
    seconds = dict(zip(chosen, again(chosen, recognisers.second or recognisers.first), strict=True))
    at_odds = [index for index in chosen if not is_same(readings[index], seconds[index])]
    if recognisers.second is None:
        thirds: dict[int, LineReading] = {}
    else:
        thirds = dict(zip(at_odds, again(at_odds, recognisers.first), strict=True))
    for index in chosen:
        readings[index] = weighed(readings[index], seconds[index], thirds.get(index))
    return tuple(readings)


def _picture_again(upright: UprightReading, index: int) -> Raster:
    line = upright.layout.lines[index]
    if len(upright.readings[index].text) <= _SHORT:
        return line_picture(upright.layout, line, margin=_SHORT_MARGIN, beside=_SHORT_BESIDE)
    return line_picture(upright.layout, line, margin=_SECOND_MARGIN)


def _is_read_again(reading: LineReading) -> bool:
    if not reading.text:
        return False
    short = len(reading.text) <= _SHORT
    return short or reading.lowest < _SURE or (len(reading.text) <= _LONG and bool(_NUMERIC.search(reading.text)))


def is_same(one: LineReading, other: LineReading) -> bool:
    """Whether two readings say the same, but for marks that differ only in width."""
    return same_marks(one.text) == same_marks(other.text)


def weighed(first: LineReading, second: LineReading, third: LineReading | None) -> LineReading:
    """What the readings of a line say together.

    Where the first two agree, the first, each character wrong only if both readings are (their errors taken as
    independent). Else the text of two of three, or the first, with low scores, and the text of the odd one as `second`.
    Where all differ and the second is sure, the second: a model that reads one line in two ways knows neither.
    """
    if is_same(first, second):
        scores = tuple(
            1.0 - (1.0 - one) * (1.0 - other) for one, other in zip(first.scores, second.scores, strict=True)
        )
        return replace(first, scores=scores, second=first.text)
    if third is not None and second.text and is_same(second, third):
        # the model itself, from another picture, takes the other model's part
        return replace(third, scores=tuple(_MAJORITY * score for score in third.scores), second=first.text)
    if third is not None and not is_same(first, third) and second.lowest >= _STEADY > first.lowest:
        return replace(second, scores=tuple(_MAJORITY * score for score in second.scores), second=first.text)
    bound = _MAJORITY if third is not None and is_same(first, third) else _OUTVOTED
    return replace(first, scores=tuple(bound * score for score in first.scores), second=second.text)


def is_remnant(reading: LineReading, size: float) -> bool:
    """Whether a line is probably a stretch of a ruling or dirt, no text beside others.

    It is a dot that stands alone, or a stroke or dot in which another model sees nothing.

    Args:
        reading: of the line.
        size: the longer side of its ink in ems.
    """
    if size <= _DOT:
        return True
    return reading.second == "" and reading.lowest < _SURE and _STROKES.issuperset(reading.text)


def confidence(reading: LineReading) -> float:
    """How sure a line is: its least sure character, less where the text looks like a common confusion."""
    lowest = reading.lowest
    return min(lowest, _CONFUSED) if _CONFUSION.search(reading.text) else lowest
