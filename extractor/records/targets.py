"""Targets and actuals parsed into comparable measures, beside the printed text."""

import re
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from functools import cache, lru_cache
from typing import Literal

from extractor.records.numerals import NUMERAL_CHARACTERS, numeral_value
from extractor.records.periods import parse_period

Comparator = Literal[">=", ">", "<=", "<", "=", "range"]
Direction = Literal["forward", "reverse", "equal"]
MeasureKind = Literal["number", "date", "text"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Measure:
    """One metric of a target or actual cell.

    `text`: this metric as printed. `kind` "number": `value` (and `high` for a range) are in base units, that is with
    万 and 亿 multiplied in; percent stays percent (95% is 95, unit "%"). `kind` "date": `due` is the last day allowed
    or the day reached (第四季度前, 2023年12月, 12月底; a year that is not printed is taken from `year`). `kind` "text":
    a qualitative value (符合, 有效提升). `label`: words before the comparator (离职率≤20% → 离职率).
    `comparator` is `None` when none is printed (6人). `unit` as printed without 万/亿 (人次, 元, %, 小时) or `None`.
    """

    text: str
    kind: MeasureKind
    comparator: Comparator | None = None
    value: Decimal | None = None
    high: Decimal | None = None
    unit: str | None = None
    label: str | None = None
    due: date | None = None

    @property
    def direction(self) -> Direction:
        """forward (more is better: ≥ >), reverse (less is better: ≤ <) or equal (=, a range, or none printed)."""
        if self.comparator in (">=", ">"):
            return "forward"
        if self.comparator in ("<=", "<"):
            return "reverse"
        return "equal"


_WIDTH = str.maketrans(
    "０１２３４５６７８９．，％＋－＞＜＝（）：；／＊～〜﹥﹤≧⩾≽≦⩽≼",
    "0123456789.,%+-><=():;/*~~><≥≥≥≤≤≤",
)
_MARKUP = (
    ("&ge;", "≥"),
    ("&le;", "≤"),
    ("&gt;", ">"),
    ("&lt;", "<"),
    ("\\geq", "≥"),
    ("\\leq", "≤"),
    ("\\ge", "≥"),
    ("\\le", "≤"),
    ("\\%", "%"),
    ("$", ""),
)
# half of all targets and actuals; everything else, 2023.12 with its month too, takes the long way to the same result
_PLAIN = re.compile(r"([≥≤><=]?)(?!(?:19|20)[0-9]{2}\.)((?:0|[1-9][0-9]{0,20})(?:\.[0-9]{1,10})?)(%?)")
_SIGNS: dict[str, Comparator] = {"≥": ">=", "≤": "<=", ">": ">", "<": "<", "=": "="}
_DOUBLED = re.compile(r"[>≥]+=?≥?|=>|[<≤]+=?≤?|=<|==")
_WORTH_PARSING = re.compile(rf"[\d{NUMERAL_CHARACTERS}]|季度|年[底末内]|当年|本年")
_SOMETHING = re.compile(r"[^\W_]")

_AT_LEAST = "大于或?等于|不小于|不低于|不少于|不得低于|不得少于|至少|达到|≥"
_ABOVE = "大于|高于|多于|超过|突破|>"
_AT_MOST = "小于或?等于|不大于|不高于|不超过|不超出|不多于|不得超过|不得高于|至多|最多|控制在|≤"
_BELOW = "小于|低于|少于|<"
_COMPARATOR_WORDS: tuple[tuple[re.Pattern[str], Comparator], ...] = (
    (re.compile(_AT_LEAST), ">="),
    (re.compile(_AT_MOST), "<="),
    (re.compile(_ABOVE), ">"),
    (re.compile(_BELOW), "<"),
    (re.compile("等于|="), "="),
)
_NUMERAL = rf"[{NUMERAL_CHARACTERS}]{{1,7}}"
_DIGITS = r"[+-]?(?:\d{1,3}(?:,\d{3})+|\d+)(?:\.\d+)?"
_SCALE = r"千万|百万|十万|万|亿|千(?=元|人)|百(?=元)"
_HAN = r"㐀-鿿"
_UNIT = rf"[A-Za-zμµΩ%‰°℃㎡㎥²³/·\-{_HAN}]{{0,16}}?(?:\([次套件个户]\))?|[kcm]?m[23]"
_AFTER = r"\(含\)|及|或|\(含本数\)"
_LEAD = (
    r"(?:实际|已经?|均|都|共计?|总计|合计|累计|全年|年度|本年度?|当年|截至目前|约|近|完成|达到?|实现|开展|举办|组织|发放|支出|投入|"
    r"人民币|为|是|计|¥|¥){0,4}"
)
_MEASURE = re.compile(
    rf"(?P<label>[^\d≥≤><=;,。]{{0,40}}?)(?P<compare>{_AT_LEAST}|{_AT_MOST}|{_ABOVE}|{_BELOW}|等于|=)?{_LEAD}"
    rf"(?:百分之(?P<hundredths>{_DIGITS}|{_NUMERAL})|(?P<number>{_DIGITS})|(?P<numeral>{_NUMERAL}))"
    rf"(?:(?P<range>[-~—–至到]{{1,2}})(?P<high>{_DIGITS})|(?P<unit_range>%|{_SCALE})[-~—–至到]{{1,2}}(?P<unit_high>{_DIGITS}))?"
    rf"(?P<scale>{_SCALE})?(?P<plus>余|多|\+)?(?P<unit>{_UNIT})"
    rf"(?:(?:{_AFTER})?(?P<suffix>以上|以下|以内|之内|左右|内)[{_HAN}]{{0,8}})?"
)
_TWO_BOUNDS = re.compile(r"[<≤].*[<≤]|(?:[≥>]|大于|不低于).*(?:[≤<]|小于|不超过)")
_FRACTION = re.compile(r"(?P<part>\d{1,6})/(?P<whole>\d{1,6})")
_FREQUENCY = re.compile(r"每(?P<count>个)?(?P<period>年|半年|季度?|月|周|天|日|期|次|人|户)(?:度)?(?P<rest>.+)")
_ITEM_NUMBER = re.compile(r"(?:\(?\d{1,2}[).、](?!\d)|[①-⑳])")
_YEAR_FIRST = re.compile(r"(?:19|20)\d\d年度?(?=[^\d\-~至到].*\d)")
_NOTE = re.compile(r"\([^()]*\)$")
_COUNTABLE_LABEL = re.compile(
    r"(?:率|度|比例|占比|数量?|量|人次|次数|金额|面积|长度|里程|总额|资金|费用|增长|提[高升]|增加|下降|降低|减少|节约)[::]?"
)
_LONGEST = 80  # characters; anything longer is a sentence
_SPLIT = re.compile(r"[;；]")
_COMMA = re.compile(r"[,，、](?=[≥≤><=])")
_NO_UNIT = re.compile(r"的|了|和|与|且|未|不|无|没|级|等|届|号|^[第期类]?[A-Zk]$|^[.、]")
_CLASSIFIERS = re.compile(
    r"个?(?:月|小时|工作日|自然日|星期|季度|学期)|[个家人次年天日项件场期批套台份条篇名户所间座只辆处种周类部本册组轮站点亩米吨元]|"
    r"人次|批次|场次|分钟|秒|万元|公里|[个家]单位|工作日|小时"
)
_COUNTED_TIME = re.compile("个(?:月|小时|工作日|自然日|星期|季度|百分点|年)")
_UNIT_ALIASES = {"元整": "元", "元人民币": "元", "百分比": "%", "百分率": "%"}
_SCALES = {"十万": 10**5, "百万": 10**6, "千万": 10**7, "万": 10**4, "亿": 10**8, "千": 1000, "百": 100}


def parse_measures(text: str | None, *, year: int | None = None) -> tuple[Measure, ...]:
    """The metrics in a target or actual cell; several are split at ; ； and line breaks. Empty for blank or `None`.

    A line break splits only where every line is a number or a date (else it is a wrapped text), and so does a comma
    before a comparator (≥5篇,≥3场). Cells of dashes only are blank. Decisions where print is ambiguous:

    - money is in 元: 5万元 is 50000, unit 元; "一个月内" is <= 1 月 (个 is dropped before a period of time);
    - a fraction is a share: 9/10 is 90 %; 百分之九十 is 90 %;
    - "每月1次" is 1, unit 次/月, so that it is never compared with a yearly count;
    - 达到95% and 控制在10万元以内 are >= and <=; 30分钟内响应 is <= 30 分钟; 90%-95% is a range;
    - a number inside a sentence (3年的免费保修服务, 7×24小时, 合同总价=审定金额*0.96) or a rank (三级) is text.

    Never raises.
    """
    return _parse_measures(text, year) if text else ()


@lru_cache(maxsize=8192)
def _parse_measures(text: str, year: int | None) -> tuple[Measure, ...]:
    found: list[Measure] = []
    if "&" in text or "\\" in text:
        for written, meant in _MARKUP:
            text = text.replace(written, meant)
    for cell in _SPLIT.split(text):
        lines = cell.splitlines()
        pieces = [_parse_one(line, year) for line in lines if line.strip()]
        if len(pieces) > 1 and any(one is None or one.kind == "text" for one in pieces):
            pieces = [_parse_one("".join(lines), year)]
        found.extend(one for one in pieces if one is not None)
    if len(found) == 1 and found[0].kind == "text":
        found = _split_at_commas(found[0], year)
    return tuple(found)


def _split_at_commas(whole: Measure, year: int | None) -> list[Measure]:
    parts = [_parse_one(part, year) for part in _COMMA.split(whole.text)]
    numbers = [part for part in parts if part is not None and part.kind == "number"]
    return numbers if len(parts) > 1 and len(numbers) == len(parts) else [whole]


def _normalised(text: str) -> str:
    """`text` without white space, half-width, with one character for every comparator."""
    bare = "".join(text.translate(_WIDTH).split())
    if bare[:1] in ("》", "〉", "《", "〈") and bare[1:2].isdigit():
        bare = ("≥" if bare[0] in "》〉" else "≤") + bare[1:]
    return _DOUBLED.sub(_one_comparator, bare).rstrip("。.,、")


def _one_comparator(found: re.Match[str]) -> str:
    sign = found[0]
    if sign in "><":
        return sign
    if any(character in ">≥" for character in sign):
        return "≥"
    return "≤" if any(character in "<≤" for character in sign) else "="


def _parse_one(text: str, year: int | None) -> Measure | None:
    """One metric; `None` for a cell of dashes and marks only."""
    printed = text.strip()
    if plain := _PLAIN.fullmatch(printed):
        sign, digits, percent = plain.groups()
        return Measure(
            text=printed, kind="number", comparator=_SIGNS.get(sign), value=Decimal(digits), unit=percent or None
        )
    bare = _normalised(printed)
    if not _SOMETHING.search(bare):
        return None
    if not _WORTH_PARSING.search(bare) or len(bare) > _LONGEST:
        return Measure(text=printed, kind="text")
    bare = bare[found.end() :] if (found := _ITEM_NUMBER.match(bare)) else bare
    if period := parse_period(bare, year=year):
        return Measure(text=printed, kind="date", comparator=period.comparator, due=period.due)
    number = _parse_number(bare) or _parse_number(_NOTE.sub("", bare))
    return replace(number, text=printed) if number else Measure(text=printed, kind="text")


@cache
def _between() -> re.Pattern[str]:
    # compiled when a range is met: wide character ranges are slow to compile, and most forms have none
    return re.compile(
        rf"(?P<low>{_DIGITS})(?P<unit>%|‰|[{_HAN}]{{0,4}})[<≤](?P<label>[{_HAN}A-Za-z]{{0,20}})[<≤](?P<high>{_DIGITS})(?P<unit2>%|‰|[{_HAN}]{{0,4}})"
        rf"|(?:≥|>|大于|不低于)(?P<low3>{_DIGITS})(?P<unit3>%|‰|[{_HAN}]{{0,4}}?)[,、且并]{{0,2}}(?:≤|<|小于|不超过)(?P<high3>{_DIGITS})(?P<unit4>%|‰|[{_HAN}]{{0,4}})"
    )


def _parse_number(bare: str) -> Measure | None:
    if found := _FRACTION.fullmatch(bare):
        part, whole = Decimal(found["part"]), Decimal(found["whole"])
        return Measure(text=bare, kind="number", value=part * 100 / whole, unit="%") if 0 < whole >= part else None
    if _TWO_BOUNDS.search(bare) and (found := _between().fullmatch(bare)):
        return _from_between(found)
    if found := _FREQUENCY.fullmatch(bare):
        inner = _parse_number(found["rest"])
        return replace(inner, unit=f"{inner.unit or ''}/{found['period']}") if inner else None
    bare = _YEAR_FIRST.sub("", bare, count=1)
    found = _MEASURE.fullmatch(bare)
    return _from_match(found) if found else None


def _from_between(found: re.Match[str]) -> Measure | None:
    low, high = found["low"] or found["low3"], found["high"] or found["high3"]
    unit = found["unit2"] or found["unit"] or found["unit4"] or found["unit3"] or None
    values = _decimal(low), _decimal(high)
    if values[0] > values[1]:
        return None
    return Measure(
        text=found[0],
        kind="number",
        comparator="range",
        value=values[0],
        high=values[1],
        unit=unit,
        label=found["label"] or None,
    )


def _from_match(found: re.Match[str]) -> Measure | None:
    comparator = _comparator(found["compare"], found["suffix"])
    label = found["label"].rstrip(":：") or None
    if label and not found["compare"] and not _COUNTABLE_LABEL.search(label[-4:]):
        return None
    if label and label.endswith(("第", "的", "乘以", "未", "不")):
        return None
    unit = _unit(found)
    value = _value(found)
    if value is None or (unit is not None and _NO_UNIT.search(unit)):
        return None
    if found["numeral"] and not (unit and _CLASSIFIERS.fullmatch(unit)):
        return None
    scale = _SCALES.get(found["scale"] or found["unit_range"] or "", 1)
    high_text = found["high"] or found["unit_high"]
    high = _decimal(high_text) * scale if high_text else None
    if high is not None:
        if high < value * scale:
            return None
        comparator = "range"
    return Measure(
        text=found[0],
        kind="number",
        comparator=comparator,
        value=value * scale,
        high=high,
        unit=unit,
        label=label,
    )


def _comparator(before: str | None, after: str | None) -> Comparator | None:
    """The comparator that the sign or word before the number, else the word after it, stands for."""
    if before:
        return next(comparator for pattern, comparator in _COMPARATOR_WORDS if pattern.fullmatch(before))
    if after == "以上":
        return ">="
    return "<=" if after in ("以下", "以内", "之内", "内") else None


@cache
def _after_percent() -> re.Pattern[str]:
    # words behind the sign (95%以上完成), compiled when there are any
    return re.compile(rf"[%‰](?![^{_HAN}])(?![{_HAN}]*[未不无没])[{_HAN}]{{1,6}}")


def _unit(found: re.Match[str]) -> str | None:
    unit = found["unit"]
    if found["hundredths"]:
        return "%"
    if len(unit) > 1 and unit[0] in "%‰" and _after_percent().fullmatch(unit):
        unit = unit[0]
    if _COUNTED_TIME.match(unit):
        unit = unit[1:]
    unit = _UNIT_ALIASES.get(unit, unit)
    if not unit and found["unit_range"] == "%":
        unit = "%"
    return unit or None


def _value(found: re.Match[str]) -> Decimal | None:
    """The first number, without its scale; `None` for an irregular numeral or a number with leading zeros."""
    text = found["hundredths"] or found["number"] or found["numeral"]
    if text[0] in NUMERAL_CHARACTERS:
        return Decimal(100) if found["hundredths"] == "百" else numeral_value(text)
    whole = text.lstrip("+-").split(".")[0]
    return None if len(whole) > 1 and whole[0] == "0" else _decimal(text)


def _decimal(text: str) -> Decimal:
    return Decimal(text.replace(",", ""))
