"""Dates and times of workbooks: serial day numbers through the date tokens of a format code."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from decimal import ROUND_HALF_UP, Decimal

from extractor.pages.backends.format_code import Token

_DAY_SECONDS = 86400
_LAST_SERIAL = 2958465
"""31 December 9999."""

_MONTHS = (
    *("January", "February", "March", "April", "May", "June"),
    *("July", "August", "September", "October", "November", "December"),
)
_DAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
_CHINESE_DAYS = "一二三四五六日"


def date_text(serial: Decimal, tokens: Sequence[Token], *, since_1904: bool = False) -> str | None:
    """A serial day number as the tokens of a date section show it; `None` when it is no date (negative, after 9999)."""
    if not 0 <= serial <= _LAST_SERIAL:
        return None
    digits = _second_decimals(tokens)
    seconds = (serial * _DAY_SECONDS).quantize(Decimal(1).scaleb(-digits), rounding=ROUND_HALF_UP)
    moment = _moment(seconds, since_1904=since_1904)
    if moment is None:
        return None
    noon = any(token.kind == "noon" for token in tokens)
    out: list[str] = []
    fraction_follows = False
    for i, token in enumerate(tokens):
        if token.kind == "date":
            out.append(_minutes(moment, token.text) if _is_minute(tokens, i) else _part(moment, token.text, noon=noon))
        elif token.kind == "elapsed":
            out.append(str(int(seconds // {"h": 3600, "m": 60, "s": 1}[token.text[0]])).zfill(len(token.text)))
        elif token.kind == "noon":
            out.append(_noon_text(moment, token.text))
        elif token.kind == "point" and i + 1 < len(tokens) and tokens[i + 1].kind == "digit":
            fraction_follows = True
            out.append(format(seconds % 1, "f")[1:])
        elif token.kind == "digit" and fraction_follows:
            continue
        else:
            out.append(token.text)
    return "".join(out).strip()


def _second_decimals(tokens: Sequence[Token]) -> int:
    kinds = [token.kind for token in tokens]
    return kinds[kinds.index("point") :].count("digit") if "point" in kinds else 0


def _moment(seconds: Decimal, *, since_1904: bool) -> datetime | None:
    whole = int(seconds)
    days = whole // _DAY_SECONDS
    # The 1900 system counts a 29 February 1900 that never was.
    first = datetime(1899, 12, 31) if days < 60 else datetime(1899, 12, 30)
    start = datetime(1904, 1, 1) if since_1904 else first
    try:
        return start + timedelta(seconds=whole)
    except OverflowError:
        return None


def _is_minute(tokens: Sequence[Token], index: int) -> bool:
    """Whether an `m` means minutes: it follows hours or precedes seconds."""
    if tokens[index].text not in ("m", "mm"):
        return False
    times = [i for i, token in enumerate(tokens) if token.kind in ("date", "elapsed")]
    place = times.index(index)
    before = tokens[times[place - 1]].text[0] if place else ""
    after = tokens[times[place + 1]].text[0] if place + 1 < len(times) else ""
    return before == "h" or after == "s"


def _minutes(moment: datetime, token: str) -> str:
    return str(moment.minute).zfill(len(token))


def _part(moment: datetime, token: str, *, noon: bool) -> str:
    letter, length = token[0], len(token)
    if letter in "ye":
        return f"{moment.year % 100:02d}" if letter == "y" and length <= 2 else str(moment.year)
    if letter == "m":
        return _named(str(moment.month), _MONTHS[moment.month - 1], length)
    if letter == "d":
        return _named(str(moment.day), _DAYS[moment.weekday()], length)
    if letter == "a":
        return ("星期" if length == 4 else "") + _CHINESE_DAYS[moment.weekday()]
    if letter == "h":
        hour = (moment.hour % 12 or 12) if noon else moment.hour
        return str(hour).zfill(min(length, 2))
    return str(moment.second).zfill(min(length, 2))


def _named(number: str, name: str, length: int) -> str:
    if length <= 2:
        return number.zfill(length)
    if length == 5:
        return name[0]
    return name if length == 4 else name[:3]


def _noon_text(moment: datetime, token: str) -> str:
    morning, _, evening = token.partition("/")
    return morning if moment.hour < 12 else evening
