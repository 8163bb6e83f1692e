"""Chinese numerals."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from extractor.records.numerals import NUMERAL_CHARACTERS, numeral_value


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("零", "0"),
        ("三", "3"),
        ("两", "2"),
        ("十", "10"),
        ("十五", "15"),
        ("二十", "20"),
        ("一百零五", "105"),
        ("一百二十", "120"),
        ("两千", "2000"),
        ("九千九百九十九", "9999"),
        ("半", "0.5"),
    ],
)
def test_numeral(text: str, value: str) -> None:
    assert numeral_value(text) == Decimal(value)


@pytest.mark.parametrize("text", ["", "一二", "二〇二三", "百", "十十", "十百", "一半", "家"])
def test_irregular(text: str) -> None:
    assert numeral_value(text) is None


@given(st.text(alphabet=NUMERAL_CHARACTERS, max_size=8))
def test_never_raises_and_stays_below_wan(text: str) -> None:
    value = numeral_value(text)
    assert value is None or 0 <= value < 10_000
