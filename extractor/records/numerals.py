"""Chinese numerals (三, 二十, 一百零五, 两千) as numbers."""

from decimal import Decimal

NUMERAL_CHARACTERS = "零〇一二两三四五六七八九十百千半"
_DIGITS = {character: value for value, character in enumerate("零一二三四五六七八九")} | {"〇": 0, "两": 2}
_TENS = {"十": 10, "百": 100, "千": 1000}


def numeral_value(text: str) -> Decimal | None:
    """The value of a Chinese numeral below 万 (十五 is 15, 半 is 0.5), or `None` when `text` is not a regular one."""
    if text == "半":
        return Decimal("0.5")
    if not text or "半" in text:
        return None
    total, digit, ceiling = 0, -1, 10_000
    for character in text:
        if character in _DIGITS:
            if digit > 0 or (digit == 0 and _DIGITS[character] == 0):
                return None
            digit = _DIGITS[character]
        elif character in _TENS and _TENS[character] < ceiling:
            ceiling = _TENS[character]
            if digit < 1 and not (ceiling == 10 and total == 0 and digit == -1):
                return None
            total += (digit if digit > 0 else 1) * ceiling
            digit = -1
        else:
            return None
    return Decimal(total + max(digit, 0))
