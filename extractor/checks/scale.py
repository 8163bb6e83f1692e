"""Brings target and actual to one scale, or says that they cannot be compared."""

import re
from decimal import Decimal

from extractor.checks.units import relation
from extractor.records.targets import Measure

_FACTORS: tuple[dict[str, Decimal], ...] = (
    {
        "秒": Decimal(1),
        "s": Decimal(1),
        "分钟": Decimal(60),
        "min": Decimal(60),
        "小时": Decimal(3600),
        "h": Decimal(3600),
    }
    | {"天": Decimal(86400), "日": Decimal(86400)},
    {"月": Decimal(1), "季度": Decimal(3), "年": Decimal(12)},
    {"毫米": Decimal("0.001"), "厘米": Decimal("0.01"), "米": Decimal(1), "m": Decimal(1)}
    | {"千米": Decimal(1000), "公里": Decimal(1000), "km": Decimal(1000)},
    {"平方米": Decimal(1), "㎡": Decimal(1), "m2": Decimal(1), "公顷": Decimal(10000), "平方公里": Decimal(1000000)},
    {
        "克": Decimal("0.001"),
        "千克": Decimal(1),
        "公斤": Decimal(1),
        "kg": Decimal(1),
        "吨": Decimal(1000),
        "t": Decimal(1000),
    },
    {"%": Decimal(1), "‰": Decimal("0.1")},
    {"元": Decimal(1), "角": Decimal("0.1")},
)
_WAN = 10_000
_RISE = re.compile(r"增长|上升|提高|提升|增加")
_FALL = re.compile(r"下降|降低|减少|下滑")
_NEAR = 10
"""A bare number beside 万元 is in 万元 when only that brings it within this factor of the other."""


def same_scale(target: Measure, actual: Measure) -> tuple[Decimal, Decimal] | None:
    """Target and actual as numbers of one unit; `None` when they are not numbers or their units do not agree.

    Where one side prints no unit it takes the other's (90 beside ≤90万元 is 90万元), except that beside a percentage a bare number up to 1 is a
    ratio (1 is 100 %), and that a bare target above 1 cannot be told from a count, so a percentage does not answer it.
    """
    if target.kind != "number" or actual.kind != "number" or target.value is None or actual.value is None:
        return None
    if _opposite(target.label, actual.label):
        return None
    t, a = target.value, actual.value
    if target.unit == actual.unit:
        return _same_wan(target, actual) if target.unit is None else (t, a)
    if target.unit is None or actual.unit is None:
        return _one_unit_missing(target, actual)
    if "/" in target.unit or "/" in actual.unit:
        return None
    factors = next((table for table in _FACTORS if target.unit in table and actual.unit in table), None)
    if factors is not None:
        return t, a * factors[actual.unit] / factors[target.unit]
    return (t, a) if relation(target.unit, actual.unit) == "same" else None


def _one_unit_missing(target: Measure, actual: Measure) -> tuple[Decimal, Decimal] | None:
    t, a = target.value or Decimal(0), actual.value or Decimal(0)
    if target.unit == "%":
        return t, a * 100 if 0 <= a <= 1 < t else a
    if actual.unit == "%":
        return (t * 100, a) if 0 <= t <= 1 else None
    if "/" in (target.unit or actual.unit or ""):
        return None
    return _same_wan(target, actual)


def _same_wan(target: Measure, actual: Measure) -> tuple[Decimal, Decimal] | None:
    """Both values where at least one side is a bare number, which may stand for 万 when the other side prints it.

    Of the two meanings of the bare number the one within a factor of `_NEAR` is taken; with none or both, `None`.
    """
    t, a = target.value or Decimal(0), actual.value or Decimal(0)
    wan_target, wan_actual = _in_wan(target), _in_wan(actual)
    if wan_target == wan_actual or not t or not a:
        return t, a
    meanings = [(t, a), (t, a * _WAN) if wan_target else (t * _WAN, a)]
    near = [(one, other) for one, other in meanings if Decimal(1) / _NEAR < other / one < _NEAR]
    return near[0] if len(near) == 1 else None


def _in_wan(measure: Measure) -> bool:
    return "万" in measure.text or "亿" in measure.text


def _opposite(one: str | None, other: str | None) -> bool:
    """Whether one label speaks of a rise and the other of a fall."""
    if not one or not other:
        return False
    return bool((_RISE.search(one) and _FALL.search(other)) or (_FALL.search(one) and _RISE.search(other)))
