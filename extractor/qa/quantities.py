"""Numbers as questions write them: 500万, 五百万元, 三成, 一半, 百分之九十, 九十分, 90.5%, 三分之二."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from typing import Literal

from extractor.records.numerals import numeral_value

Kind = Literal["money", "percent", "points", "count", "plain"]

_SCALES = {
    "千亿": 10**11,
    "百亿": 10**10,
    "十亿": 10**9,
    "亿": 10**8,
    "千万": 10**7,
    "百万": 10**6,
    "十万": 10**5,
    "万": 10**4,
    "千": 1000,
    "百": 100,
    "k": 1000,
    "K": 1000,
    "w": 10**4,
    "W": 10**4,
}
_TENS = {"十": Decimal(10), "百": Decimal(100), "千": Decimal(1000)}
"""Said without a number before it: 千万以上, 百万元."""
_NUMERAL = "[零〇一二两三四五六七八九十百千]+"
_SCALE = "千亿|百亿|十亿|亿|千万|百万|十万|万|千|百|[kKwW](?![A-Za-z])"
_MONEY = "元人民币|块钱|人民币|元钱|元|块|圆"
_COUNTED = "个百分点|百分点|[个项条张家份台次人件套倍名所位处篇场批]"
_HALF = re.compile("一多半|一大半|大半|过半数?|(?:一|百分之五十的)半(?!年|个月|天)|半数|对半|半成")
_HUNDREDTHS = re.compile(rf"百分之(?P<whole>百|\d+(?:\.\d+)?|{_NUMERAL})(?:点(?P<decimals>[零〇一二三四五六七八九]+))?")
_FRACTION = re.compile(rf"(?P<whole>{_NUMERAL}|\d+)分之(?P<part>{_NUMERAL}|\d+)")
_TENTHS = re.compile(
    r"(?P<tenths>[一二两三四五六七八九十]|\d(?:\.\d)?)成(?P<half>半|[一二三四五六七八九])?(?!立|本|果|效|员|绩|交|功|为|熟|都(?!不|没|未)|长|就)"
)
_DIGITS = re.compile(
    rf"(?<![\d.])(?P<number>(?:(?<![\d%％元万亿分成])[-−])?\d{{1,3}}(?:[,，]\d{{3}})+(?:\.\d+)?|(?:(?<![\d%％元万亿分成])[-−])?\d+(?:\.\d+)?)\s*(?P<scale>{_SCALE})?"
    rf"\s*(?P<unit>%|％|‰|{_MONEY}|分(?!之|钟)|{_COUNTED})?"
)
_WORDS = re.compile(
    rf"(?P<big>{_NUMERAL}亿)?(?P<middle>{_NUMERAL}万)?(?P<rest>{_NUMERAL})?(?:点(?P<decimals>[零〇一二三四五六七八九]+)(?P<scale>万|亿)?)?"
    rf"(?P<half>半)?(?P<unit>%|{_MONEY}|分(?!之|钟|别|析|配|类|项|布|部|组)|{_COUNTED})?"
)


@dataclass(frozen=True, slots=True, kw_only=True)
class QuantityMention:
    """A number in a question, from `start` to `end`.

    `value` has scales multiplied in (500万 is 5000000); percentages are percent (三成 is 30). `kind` is what the unit
    says: "plain" where none is written. `strict`: a word like 过半 that means more than the value. `unit`: a classifier
    as written (个, 家).
    """

    value: Decimal
    kind: Kind
    start: int
    end: int
    unit: str = ""
    strict: bool = False


def quantity_at(text: str, start: int) -> QuantityMention | None:
    """The longest quantity that begins at `start` of `text` (half-width), or `None`."""
    found = [mention for mention in _readings(text, start) if mention.end > start]
    return max(found, key=lambda mention: mention.end, default=None)


def _readings(text: str, start: int) -> Iterator[QuantityMention]:
    if half := _HALF.match(text, start):
        word = half[0]
        value = Decimal(5) if word == "半成" else Decimal(50)
        more = any(part in word for part in ("过", "大", "多"))
        yield QuantityMention(value=value, kind="percent", start=start, end=half.end(), strict=more)
    if hundredths := _HUNDREDTHS.match(text, start):
        whole = Decimal(100) if hundredths["whole"] == "百" else _number(hundredths["whole"])
        if whole is not None:
            value = whole + _decimals(hundredths["decimals"])
            yield QuantityMention(value=value, kind="percent", start=start, end=hundredths.end())
    if fraction := _FRACTION.match(text, start):
        whole, part = _number(fraction["whole"]), _number(fraction["part"])
        if whole and part is not None and fraction["whole"] != "百":
            yield QuantityMention(value=part * 100 / whole, kind="percent", start=start, end=fraction.end())
    if tenths := _TENTHS.match(text, start):
        whole = _number(tenths["tenths"])
        extra = Decimal("0.5") if tenths["half"] == "半" else (_number(tenths["half"] or "") or Decimal(0)) / 10
        if whole is not None:
            yield QuantityMention(value=(whole + extra) * 10, kind="percent", start=start, end=tenths.end())
    if digits := _DIGITS.match(text, start):
        value = Decimal(re.sub("[,，]", "", digits["number"]).replace("−", "-"))
        yield _mention(
            value * _SCALES.get(digits["scale"] or "", 1), digits["scale"], digits["unit"], start, digits.end()
        )
    if (words := _WORDS.match(text, start)) and (mention := _from_words(words, start)):
        yield mention


def _from_words(found: re.Match[str], start: int) -> QuantityMention | None:
    if not (found["big"] or found["middle"] or found["rest"]):
        return None
    total = Decimal(0)
    for part, scale in ((found["big"], 10**8), (found["middle"], 10**4)):
        value = (_TENS.get(part[:-1]) or numeral_value(part[:-1])) if part else Decimal(0)
        if value is None:
            return None
        total += value * scale
    rest = numeral_value(found["rest"]) if found["rest"] else Decimal(0)
    if rest is None:
        return None
    if found["rest"] and len(found["rest"]) == 1 and (found["middle"] or found["big"]) and rest < 10:
        rest *= 1000 if found["middle"] else 10**7  # 三万五, 一亿二: the next place down
    total += rest + _decimals(found["decimals"])
    total *= _SCALES.get(found["scale"] or "", 1)
    if found["half"]:
        total += (
            Decimal(10**8 if found["big"] and not found["middle"] else 10**4) / 2
            if (found["middle"] or found["big"])
            else Decimal("0.5")
        )
    scale = "万" if found["middle"] or found["big"] or found["scale"] else ""
    bare = not scale and not found["unit"] and not found["decimals"]
    if bare and found["rest"] and len(found["rest"]) == 1 and found["half"]:
        return None
    return _mention(total, scale, found["unit"], start, found.end())


def _mention(value: Decimal, scale: str | None, unit: str | None, start: int, end: int) -> QuantityMention:
    kind: Kind = "plain"
    if unit in ("%", "％", "百分点", "个百分点"):
        kind = "percent"
    elif unit == "‰":
        kind, value = "percent", value / 10
    elif unit == "分":
        kind = "points"
    elif unit and re.fullmatch(_MONEY, unit):
        kind = "money"
    elif unit:
        kind = "count"
    elif scale in ("万", "亿", "十万", "百万", "千万", "十亿", "百亿", "千亿", "w", "W"):
        kind = "money"
    return QuantityMention(value=value, kind=kind, start=start, end=end, unit=unit or "")


def _number(text: str) -> Decimal | None:
    return Decimal(text) if re.fullmatch(r"\d+(?:\.\d+)?", text) else numeral_value(text)


def _decimals(text: str | None) -> Decimal:
    if not text:
        return Decimal(0)
    digits = "".join(str("零一二三四五六七八九".index(one.replace("〇", "零"))) for one in text)
    return Decimal(f"0.{digits}")
