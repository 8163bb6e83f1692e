"""Numbers as forms print them, and the rounding that the rules prescribe."""

import re
from decimal import ROUND_DOWN, ROUND_HALF_UP, Context, Decimal
from functools import lru_cache

_FULL_WIDTH = str.maketrans("０１２３４５６７８９．，％＋－", "0123456789.,%+-")
_USUAL = Context(prec=28)
_SPACE = re.compile(r"\s")
_UNIT = re.compile(r"(?:%|分|万元|元)$")
_USUAL_LENGTH = 64  # characters; longer texts are passages, not worth remembering
_NUMBER = re.compile(r"[+-]?(?:\d{1,3}(?:,\d{3})+|\d+)(?:\.\d+)?")


def parse_number(text: str | None) -> Decimal | None:
    """The number that `text` is, or `None` when it is not exactly one number.

    Thousands separators, full-width digits, white space and a trailing %, 分, 元 or 万元 are allowed and dropped
    (no scaling: "86.25%" is 86.25, "1.5万元" is 1.5).
    """
    digits = decimal_string(text)
    return Decimal(digits) if digits is not None else None


def decimal_string(text: str | None) -> str | None:
    """`text` as the decimal string that records keep: digits as printed, without separators, % or unit; else `None`."""
    if text is None:
        return None
    # forms print the same few numbers again and again, and every stage asks for them
    return _digits(text) if len(text) <= _USUAL_LENGTH else _digits.__wrapped__(text)


@lru_cache(maxsize=8192)
def _digits(text: str) -> str | None:
    bare = _UNIT.sub("", _SPACE.sub("", text.translate(_FULL_WIDTH)))
    return bare.replace(",", "") if _NUMBER.fullmatch(bare) else None


def round_half_up(value: Decimal, places: int = 2) -> Decimal:
    """`value` rounded half up to `places` decimals, as the scoring rules prescribe (domain: all arithmetic is decimal)."""
    return _quantize(value, places, ROUND_HALF_UP)


def truncate(value: Decimal, places: int = 2) -> Decimal:
    """`value` cut off after `places` decimals."""
    return _quantize(value, places, ROUND_DOWN)


def _quantize(value: Decimal, places: int, rounding: str) -> Decimal:
    # garbled prints hold numbers longer than the default 28 digits, which quantize would refuse
    digits = value.adjusted() + places + 2
    context = _USUAL if digits <= _USUAL.prec else Context(prec=digits)
    return value.quantize(_step(places), rounding=rounding, context=context)


@lru_cache(maxsize=64)
def _step(places: int) -> Decimal:
    return Decimal(1).scaleb(-places)


def plain(value: Decimal) -> str:
    """`value` in plain notation without trailing zeros: 10, 8.63, 0.5."""
    text = format(value, "f")
    return text.rstrip("0").rstrip(".") if "." in text else text
