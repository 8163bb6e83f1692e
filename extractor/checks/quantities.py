"""Numbers with a unit in running text (56家单位, 三个门户, 每月开展1次), with the words that say what is counted."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

from extractor.checks.units import COUNTERS
from extractor.checks.wording import flat
from extractor.records.amounts import plain
from extractor.records.numerals import numeral_value

_UNITS = "|".join(re.escape(word) for word in sorted({*COUNTERS} - {"门", "眼", "口", "点"}, key=len, reverse=True))
_FEW = "个|家|条|套|项|台|次|场|名|座|所|间|份|篇"
_OF_TIME = "(?<=个)(?:月|工作日|自然日|小时|星期|季度|学期|百分点)"
_QUANTITY = re.compile(
    rf"(?P<about>约|近|超过|超|突破|不少于|不低于|至少|大于|≥|>=?)?"
    rf"(?:(?<![\d.,\-/第])(?P<digits>\d{{1,3}}(?:,\d{{3}})+|\d+(?:\.\d+)?)(?P<scale>万|亿)?(?P<plus>余|多|\+)?(?P<unit>{_UNITS})(?!{_OF_TIME})"
    rf"|(?<![第十百千万\d一二三四五六七八九])(?P<numeral>[两二三四五六七八九]|[二三四五六七八九]?十[一二三四五六七八九]?)(?P<few>{_FEW})(?!{_OF_TIME}))"
    rf"(?P<over>以上|左右|以内|以下)?"
)
_FREQUENCY = re.compile(
    r"每(?:个)?(?P<period>月|季度|季|半年|年度|年|周)(?P<middle>[^，。；、,;0-9]{0,14}?)(?:不少于|至少|不低于)?(?P<number>\d{1,2}|[一两二三四五六])(?P<unit>次|场|期|批次|批|篇|份)"
)
_PER_YEAR = {"月": 12, "季度": 4, "季": 4, "半年": 2, "年": 1, "年度": 1, "周": 50}
_CLAUSE_END = re.compile(r"[^㐀-鿿A-Za-z“”\"]|[和及与并共等]")
_PARTIAL = re.compile(r"其中|包括|包含|累计|历年|去年|上年|同比|比上年|分别|每|平均|剩余|还有|另")
_LETTER = re.compile(r"[㐀-鿿A-Za-z“”\"]+$")


@dataclass(frozen=True, slots=True, kw_only=True)
class Quantity:
    """A number with a unit in a text.

    `text` as printed (56家); `value` with 万 and 亿 multiplied in; `noun` the words counted: those after it up to the
    next mark or, without any, those before it. `at_least`: 以上, 超过, 余. `partial`: the clause says that it is a part,
    a running total or another year (其中, 累计, 上年). `times_a_year`: for 每月 1 次 the 12; `value` is then 12.
    """

    text: str
    value: Decimal
    unit: str
    noun: str
    at_least: bool = False
    partial: bool = False
    times_a_year: int | None = None
    clause: str = ""


def text_to_quantities(text: str | None) -> Iterator[Quantity]:
    """The counted quantities of `text` in order; no dates, periods, percentages or amounts of money."""
    line = flat(text)
    frequent = [found.span("number") for found in _FREQUENCY.finditer(line)]
    for found in _QUANTITY.finditer(line):
        at = found.start("digits") if found["digits"] else found.start("numeral")
        if any(start <= at < end for start, end in frequent):
            continue
        value = _value(found)
        if value is None:
            continue
        clause_start = max(line.rfind(mark, 0, found.start()) for mark in "，。；,;：:、") + 1
        before = line[clause_start : found.start()]
        yield Quantity(
            text=found[0],
            value=value,
            unit=found["unit"] or found["few"],
            noun=_noun(line[found.end() :], before),
            at_least=bool(found["about"] or found["plus"] or found["over"]),
            partial=bool(_PARTIAL.search(before)),
            clause=_clause(line, found.start(), found.end()),
        )


def text_to_frequencies(text: str | None) -> Iterator[Quantity]:
    """The frequencies of `text` as yearly counts: 每月开展1次主题党日活动 is 12 次 of 主题党日活动."""
    line = flat(text)
    for found in _FREQUENCY.finditer(line):
        one = found["number"]
        number = Decimal(one) if one.isdigit() else numeral_value(one)
        if number is None:
            continue
        times = _PER_YEAR[found["period"]]
        yield Quantity(
            text=found[0],
            value=number * times,
            unit=found["unit"],
            noun=found["middle"] + _after(line[found.end() :]),
            times_a_year=times,
            clause=_clause(line, found.start(), found.end()),
        )


def _value(found: re.Match[str]) -> Decimal | None:
    if found["numeral"]:
        return numeral_value(found["numeral"])
    scale = {"万": 10_000, "亿": 100_000_000}.get(found["scale"] or "", 1)
    return Decimal(found["digits"].replace(",", "")) * scale


def _after(rest: str) -> str:
    end = _CLAUSE_END.search(rest)
    return rest[: min(end.start() if end else len(rest), 12)]


def _noun(rest: str, before: str) -> str:
    after = _after(rest)
    if len(after) > 1:
        return after
    words = _LETTER.search(before.rstrip(":："))
    return words[0][-10:] if words else ""


def _clause(line: str, start: int, end: int) -> str:
    """The clause of `line` around start..end, for quoting."""
    left = max(line.rfind(mark, 0, start) for mark in "，。；,;") + 1
    right = min((at for at in (line.find(mark, end) for mark in "，。；,;") if at >= 0), default=len(line))
    return line[left:right]


def lost_leading_digits(short: Decimal, long: Decimal) -> bool:
    """Whether `short` is `long` without its first digits (40436 and 140436): a reading fault likelier than a contradiction.

    At least two digits must be left, else any number ends like another.
    """
    one, other = plain(short), plain(long)
    return len(one) >= 2 and len(other) > len(one) and other.endswith(one)
