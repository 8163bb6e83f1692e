"""A workbook's values as they are displayed: exact decimals through ECMA-376 format codes, rounded half up.

The ready-made ports of SheetJS' SSF compute in binary floats and pull five packages; forms need exact half-up rounding.
"""

from collections.abc import Sequence
from decimal import ROUND_HALF_UP, Context, Decimal, InvalidOperation, localcontext

from extractor.pages.backends.date_format import date_text
from extractor.pages.backends.format_code import Section, Token, parse_code

_STORED_DIGITS = Context(prec=15, rounding=ROUND_HALF_UP)
"""Excel stores and compares 15 significant digits; what lies beyond is noise of binary floats."""

_GENERAL_WIDTH = 11
"""Characters that the format General shows at most, the decimal point included."""

_EXACT_DECIMALS = 4
"""Numbers with up to so many decimals are shown whole under General, so that no cent of a large amount is lost."""

_LARGEST_EXPONENT = 308
_EXACT_PRECISION = 1200
"""Digits that no format of 255 characters exceeds, so that scaling and rounding are exact."""


def stored_number(text: str) -> Decimal | None:
    """The number that a workbook's XML or a float's `repr` spells, without float noise; `None` when it is none."""
    try:
        value = Decimal(text.strip())
    except InvalidOperation:
        return None
    if not value.is_finite() or abs(value.adjusted()) > _LARGEST_EXPONENT:
        return None
    return _STORED_DIGITS.plus(value)


def displayed_number(value: Decimal, code: str, *, since_1904: bool = False) -> str:
    """A number as format `code` displays it, without the padding around it; never `####`."""
    if code == "General":
        return general_text(value)
    with localcontext() as context:
        context.prec = _EXACT_PRECISION
        context.rounding = ROUND_HALF_UP
        section, magnitude, minus = _numeric_section(parse_code(code), value)
        if section is None:
            return general_text(value)
        if section.is_date:
            return date_text(value, section.tokens, since_1904=since_1904) or general_text(value)
        text = _formatted(magnitude, section)
    return (minus + text).strip() if text.strip() else ""


def displayed_text(value: str, code: str) -> str:
    """A text as format `code` displays it (`@"元"` adds a unit, `;;;` hides)."""
    sections = parse_code(code)
    chosen = sections[3] if len(sections) == 4 else next((one for one in sections if one.is_text), None)
    if chosen is None:
        return value
    return "".join(value if token.kind == "text" else token.text for token in chosen.tokens).strip(" ")


def general_text(value: Decimal) -> str:
    """A number under the format General: 86.25, 8.629999999999999 → 8.63, 1/3 → 0.333333333, never an exponent of ten."""
    stored = _STORED_DIGITS.plus(value)
    plain = _plain(stored)
    if "." not in plain:
        return plain
    decimals = len(plain.partition(".")[2])
    if decimals <= _EXACT_DECIMALS:
        return plain
    whole = len(plain.partition(".")[0].lstrip("-"))
    kept = max(_EXACT_DECIMALS, _GENERAL_WIDTH - 1 - whole)
    if stored.adjusted() < -kept:
        kept = 5 - stored.adjusted()
    return _plain(_rounded(stored, min(decimals, kept)))


def _plain(value: Decimal) -> str:
    text = format(value, "f")
    if "." in text:
        text = text.rstrip("0").rstrip(".")
    return "0" if text in ("-0", "") else text


def _rounded(value: Decimal, decimals: int) -> Decimal:
    with localcontext() as context:
        context.prec = _EXACT_PRECISION
        return value.quantize(Decimal(1).scaleb(-decimals), rounding=ROUND_HALF_UP)


def _numeric_section(sections: Sequence[Section], value: Decimal) -> tuple[Section | None, Decimal, str]:
    """The section for a number, the number as this section gets it, and the sign to be put before it."""
    numeric = [one for one in sections[:3] if not one.is_text]
    if not numeric or (len(numeric) == 1 and not numeric[0].tokens):
        # "@" alone shows a number as General does; an empty code is General.
        return (None, value, "") if len(sections) == 1 or not numeric else (numeric[0], value, "")
    minus = "-" if value < 0 else ""
    if any(one.operator for one in numeric):
        section = next((one for one in numeric if one.holds(value)), None)
        return section, abs(value), minus
    if len(numeric) > 1 and value < 0:
        return numeric[1], abs(value), ""
    if len(numeric) > 2 and value == 0:
        return numeric[2], value, ""
    return numeric[0], abs(value), minus


def _formatted(value: Decimal, section: Section) -> str:
    tokens = section.tokens
    kinds = {token.kind for token in tokens}
    if "general" in kinds or ("slash" in kinds and "digit" in kinds):
        # Fractions (# ?/?) are shown as decimals: the value is what is read.
        literals = [token.text for token in tokens if token.kind == "literal"] if "general" in kinds else []
        return _around_general(tokens, value) if literals else general_text(value)
    if "exponent" in kinds:
        return _scientific(value, tokens)
    if "digit" not in kinds:
        return "".join(token.text for token in tokens)
    return _with_placeholders(value, tokens)


def _around_general(tokens: Sequence[Token], value: Decimal) -> str:
    return "".join(general_text(value) if token.kind == "general" else token.text for token in tokens)


def _scientific(value: Decimal, tokens: Sequence[Token]) -> str:
    decimals = _decimals(tokens)
    if not value:
        value = Decimal(0).scaleb(-decimals)
    mantissa, _, exponent = format(value, f".{decimals}E").partition("E")
    return f"{mantissa}E{exponent[0]}{exponent[1:].zfill(2)}"


def _decimals(tokens: Sequence[Token]) -> int:
    kinds = [token.kind for token in tokens]
    if "point" not in kinds:
        return 0
    fraction = kinds[kinds.index("point") :]
    if "exponent" in fraction:
        fraction = fraction[: fraction.index("exponent")]
    return fraction.count("digit")


def _with_placeholders(value: Decimal, tokens: Sequence[Token]) -> str:
    kinds = [token.kind for token in tokens]
    point = kinds.index("point") if "point" in kinds else len(tokens)
    before = [i for i in range(point) if kinds[i] == "digit"]
    last_digit = max(i for i, kind in enumerate(kinds) if kind == "digit")
    grouping = {i for i in range(point) if kinds[i] == "comma" and before and before[0] < i < before[-1]}
    scaling = {i for i, kind in enumerate(kinds) if kind == "comma" and _scales(kinds, i, point, last_digit)}
    scaled = value * 100 ** kinds.count("percent") / Decimal(1000) ** len(scaling)
    whole, _, fraction = format(_rounded(scaled, _decimals(tokens)), "f").partition(".")
    whole_texts = _whole_digits(whole.lstrip("0"), [tokens[i].text for i in before], grouped=bool(grouping))
    fraction_texts = _fraction_digits(fraction, [token.text for token in tokens[point + 1 :] if token.kind == "digit"])
    out: list[str] = []
    for i, token in enumerate(tokens):
        if token.kind == "digit":
            out.append(whole_texts.pop(0) if i < point else fraction_texts.pop(0))
        elif token.kind == "point":
            lead = "" if before else whole.lstrip("0")
            out.append(lead + ("." if any(fraction_texts) else ""))
        elif i not in grouping and i not in scaling:
            out.append(token.text)
    return "".join(out)


def _scales(kinds: Sequence[str], index: int, point: int, last_digit: int) -> bool:
    """Whether the comma at `index` divides by a thousand: only commas lie between it and the last placeholder of its side."""
    left = index - 1
    while left >= 0 and kinds[left] == "comma":
        left -= 1
    if left < 0 or kinds[left] != "digit":
        return False
    return index > last_digit or (index < point and "digit" not in kinds[index:point])


def _whole_digits(digits: str, placeholders: Sequence[str], *, grouped: bool) -> list[str]:
    """What each placeholder before the decimal point prints; the first one also prints the digits that have none."""
    texts: list[str] = []
    count = len(placeholders)
    forced = next((i for i, one in enumerate(placeholders) if one == "0"), count)
    for i, placeholder in enumerate(placeholders):
        place = count - 1 - i
        if i == 0 and len(digits) > count:
            text = "".join(
                _grouped(digit, len(digits) - 1 - j, grouped) for j, digit in enumerate(digits[: -place or None])
            )
        elif place < len(digits):
            text = _grouped(digits[len(digits) - 1 - place], place, grouped)
        elif i >= forced:
            text = _grouped("0", place, grouped)
        else:
            text = " " if placeholder == "?" else ""
        texts.append(text)
    return texts


def _grouped(digit: str, place: int, grouped: bool) -> str:
    return digit + "," if grouped and place and place % 3 == 0 else digit


def _fraction_digits(digits: str, placeholders: Sequence[str]) -> list[str]:
    """What each placeholder after the decimal point prints: `#` and `?` drop zeros at the end."""
    needed = max((i + 1 for i, one in enumerate(placeholders) if one == "0" or digits[i] != "0"), default=0)
    return [digits[i] if i < needed else "" for i in range(len(placeholders))]
