"""Dates and periods as targets print them: 2023年12月31日前, 第四季度前, 12月底, 2023年1月-2023年12月, 年底前."""

import re
from calendar import monthrange
from dataclasses import dataclass
from datetime import date
from typing import Literal

_START = r"(?:截至|截止到?|不晚于|不迟于|不超过|最迟|计划|预计|已?于|在|到|至|≤|<)*"
_END = r"(?P<end>之前|以前|前|底前|底之前|末前|底|末|内|之内|以内|止)?(?:[一-鿿]{0,4}(?:完成|完毕|结束|竣工|完工|到位|交付|验收|办结|上线|启动|发放|支付|实施)[一-鿿]{0,2})?"
_YEAR = r"(?:(?P<year>(?:19|20)\d\d)年度?|(?P<this>当年|本年度?|年度?))"
_MONTHS = r"(?P<from_month>\d{1,2})月?(?:\d{1,2}日)?[-~—–至到]+(?:(?P<to_year>(?:19|20)\d\d)[年.])?(?P<to_month>\d{1,2})月(?:(?P<to_day>\d{1,2})日)?"
_DAY = r"(?P<month>\d{1,2})月(?:份)?(?:(?P<day>\d{1,2})[日号])?"
_QUARTER = r"第?(?P<quarter>[一二三四1-4])季度"
_HALF = r"(?P<half>[上下])半年"
_PERIOD = re.compile(
    rf"{_START}(?:{_YEAR}?(?:{_MONTHS}|{_DAY}|{_QUARTER}|{_HALF})|(?P<whole>(?:19|20)\d\d)年度?|(?P<this_year>当年|本年度?|年(?=底|末|内)))度?{_END}"
)
_PRINTED_DATE = re.compile(
    rf"{_START}(?P<year>(?:19|20)\d\d)(?P<sep>[-./年])(?P<month>\d{{1,2}})(?:(?P=sep)(?P<day>\d{{1,2}})日?)?{_END}"
)
_DEADLINE_WORDS = re.compile(r"前|底|末|内|止|≤|<|截|不晚于|不迟于|不超过|最迟")
_CANDIDATE = re.compile(r"(?:19|20)\d\d[-./年]|月|季度|半年|当年|本年|年[底末内度]")
_QUARTERS = {"一": 1, "二": 2, "三": 3, "四": 4, "1": 1, "2": 2, "3": 3, "4": 4}


@dataclass(frozen=True, slots=True, kw_only=True)
class Period:
    """A date or period: `due` is its last day (`None` when no year is printed or known).

    `comparator` is "<=" where words say a deadline (前, 底, 内), else `None`. "第四季度前" and "12月前" are taken to
    include the quarter or month named, the reading that favours the unit being checked.
    """

    due: date | None
    comparator: Literal["<="] | None


def parse_period(text: str, *, year: int | None) -> Period | None:
    """The date or period that the whole of `text` is (half-width, without white space), or `None`.

    Args:
        text: as printed, normalised.
        year: of the form, for periods that print none.
    """
    if not _CANDIDATE.search(text):
        return None
    found = _PRINTED_DATE.fullmatch(text) or _PERIOD.fullmatch(text)
    if not found:
        return None
    part = found.groupdict()
    month, day = _last_month_and_day(part)
    if not 1 <= month <= 12:
        return None
    printed = part.get("to_year") or part.get("year") or part.get("whole")
    comparator = "<=" if _DEADLINE_WORDS.search(text) else None
    in_year = int(printed) if printed else year
    if in_year is None or not 1 <= in_year <= 9999:
        return Period(due=None, comparator=comparator)
    last = monthrange(in_year, month)[1]
    if day is not None and not 1 <= day <= last:
        return None
    return Period(due=date(in_year, month, day or last), comparator=comparator)


def _last_month_and_day(part: dict[str, str | None]) -> tuple[int, int | None]:
    """Month and day (`None`: the last) on which the matched period ends."""
    if to_month := part.get("to_month"):
        to_day = part.get("to_day")
        return int(to_month), int(to_day) if to_day else None
    if month := part.get("month"):
        day = part.get("day")
        return int(month), int(day) if day else None
    if quarter := part.get("quarter"):
        return _QUARTERS[quarter] * 3, None
    return (6 if part.get("half") == "上" else 12), None
