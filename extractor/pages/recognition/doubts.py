"""How sure a reading is: lines that the model hesitates at are read again from another picture, and must agree.

What is known of forms only ever lowers a confidence, it never changes a text.
"""

import re
from dataclasses import replace

from extractor.pages.imaging.layout import line_picture
from extractor.pages.recognition.decoding import LineReading, same_marks
from extractor.pages.recognition.recogniser import Recogniser
from extractor.pages.recognition.upright import UprightReading

_SURE = 0.97
"""Lowest character score from which a line is not read again."""
_SECOND_MARGIN = 0.2
"""White around a line at the second reading, in heights; the characters come out smaller."""
_DISAGREEMENT = 0.6
"""Confidence of a line of which two readings differ."""
_CONFUSED = 0.7
"""Confidence of a text in which a letter stands where a digit or another sign is likely."""
_CONFUSION = re.compile(
    r"\d[OoIlSZB|](?=[\d.,%％]|$)|^[OoIl|][\d.,]|^[>》)﹥][\d.]|\d》$|\d[.,]{2,}\d|^[\d.,]+[。、]$"
    r"|”[^“]*”|“[^”]*“"
)
"""O for 0, l for 1, > for ≥, points that are specks, quotation marks that do not pair: what is often misread."""


def with_second_readings(upright: UprightReading, recogniser: Recogniser) -> tuple[LineReading, ...]:
    """The page's readings, hesitant ones compared with a second one: agreement raises the scores, difference lowers them."""
    hesitant = [index for index, one in enumerate(upright.readings) if one.text and one.lowest < _SURE]
    lines = [line_picture(upright.layout, upright.layout.lines[index], margin=_SECOND_MARGIN) for index in hesitant]
    readings = list(upright.readings)
    for index, second in zip(hesitant, recogniser.read(lines), strict=True):
        readings[index] = agreed(readings[index], second)
    return tuple(readings)


def agreed(first: LineReading, second: LineReading) -> LineReading:
    """The surer of two readings of a line, with the better of both scores where they agree, else with a low one."""
    if same_marks(first.text) == same_marks(second.text):
        scores = tuple(max(pair) for pair in zip(first.scores, second.scores, strict=True))
        return replace(first, scores=scores)
    surer = first if first.lowest >= second.lowest else second
    return replace(surer, scores=tuple(min(_DISAGREEMENT, score) for score in surer.scores))


def confidence(reading: LineReading) -> float:
    """How sure a line is: its least sure character, less where the text looks like a common confusion."""
    lowest = reading.lowest
    return min(lowest, _CONFUSED) if _CONFUSION.search(reading.text) else lowest
