"""How sure a reading is: hesitant lines, and all that hold numbers, are read again by another model.

Agreement raises the scores, disagreement lowers them, and what the other readings say is kept. What is known of forms
only ever lowers a confidence, it never changes a text.
"""

import re
from collections.abc import Sequence
from dataclasses import replace

from extractor.pages.imaging.layout import line_picture
from extractor.pages.recognition.decoding import LineReading, same_marks
from extractor.pages.recognition.recogniser import Recogniser, Recognisers
from extractor.pages.recognition.upright import UprightReading

_SURE = 0.97
"""Lowest character score from which a line of text is not read again."""
_SECOND_MARGIN = 0.2
"""White around a line when it is read again, in heights; the characters come out smaller."""
_OUTVOTED, _MAJORITY = 0.4, 0.7
"""Highest score of a line of which all readings differ, and of one that two of three readings read alike."""
_CONFUSED = 0.7
"""Confidence of a text in which a letter stands where a digit or another sign is likely."""
_CONFUSION = re.compile(
    r"\d[OoIlSZB|](?=[\d.,%％]|$)|^[OoIl|][\d.,]|^[>》)﹥][\d.]|\d》$|\d[.,]{2,}\d|^[\d.,]+[。、]$|^[.,·。、\-'][\d≥≤＞＜><=]"
    r"|[≥≤＞＜><=][.,]|”[^“]*”|“[^”]*“"
)
"""O for 0, l for 1, > for ≥, points that are specks, quotation marks that do not pair: what is often misread."""
_STROKES = frozenset("1lI|丨/／·•.．。、,'‘’`-—–一_~*°:：")
_NUMERIC = re.compile(r"[\d≥≤＞＜><=％%]")
_LONG = 16
"""Characters up to which a line with a digit or a comparison sign is read again even if it is read for sure."""
_SHORT = 2
"""Characters up to which a line is read again in any case: signs, digits taken for letters, lone numerals."""


def with_second_readings(upright: UprightReading, recognisers: Recognisers) -> tuple[LineReading, ...]:
    """The page's readings, with those that are doubtful or matter compared with a second reading, at odds with a third.

    The second is by another model where there is one. The third is by the first model from a picture with more white.
    """
    readings = list(upright.readings)

    def again(indices: Sequence[int], recogniser: Recogniser) -> list[LineReading]:
        lines = [line_picture(upright.layout, upright.layout.lines[index], margin=_SECOND_MARGIN) for index in indices]
        return recogniser.read(lines)

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
    """
    if is_same(first, second):
        scores = tuple(
            1.0 - (1.0 - one) * (1.0 - other) for one, other in zip(first.scores, second.scores, strict=True)
        )
        return replace(first, scores=scores, second=first.text)
    if third is not None and second.text and is_same(second, third):
        # the model itself, from another picture, takes the other model's part
        return replace(third, scores=tuple(_MAJORITY * score for score in third.scores), second=first.text)
    bound = _MAJORITY if third is not None and is_same(first, third) else _OUTVOTED
    return replace(first, scores=tuple(bound * score for score in first.scores), second=second.text)


def is_remnant(reading: LineReading) -> bool:
    """Whether a line is probably a stretch of a ruling or dirt: a stroke or dot in which another model sees nothing."""
    return reading.second == "" and reading.lowest < _SURE and _STROKES.issuperset(reading.text)


def confidence(reading: LineReading) -> float:
    """How sure a line is: its least sure character, less where the text looks like a common confusion."""
    lowest = reading.lowest
    return min(lowest, _CONFUSED) if _CONFUSION.search(reading.text) else lowest
