"""Numbers as printed and rounding half up."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from extractor.records.amounts import decimal_string, parse_number, plain, round_half_up


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("1497500.00", "1497500.00"),
        ("1,497,500.00", "1497500.00"),
        ("１２．５０", "12.50"),
        ("８６．２５％", "86.25"),
        (" 8.63 ", "8.63"),
        ("1 497 500", "1497500"),
        ("10分", "10"),
        ("1.5万元", "1.5"),
        ("－3", "-3"),
        ("95.3600", "95.3600"),
    ],
)
def test_number_is_read_as_printed(text: str, value: str) -> None:
    assert str(parse_number(text)) == value
    assert decimal_string(text) == value


@pytest.mark.parametrize("text", [None, "", "—", "####", "无", "1,49", "12.", "≥5", "1/2", "2023年"])
def test_what_is_not_one_number_is_none(text: str | None) -> None:
    assert parse_number(text) is None
    assert decimal_string(text) is None


@pytest.mark.parametrize(
    ("value", "places", "rounded"),
    [("8.625", 2, "8.63"), ("8.6249", 2, "8.62"), ("2.875", 2, "2.88"), ("0.5", 0, "1"), ("-0.005", 2, "-0.01")],
)
def test_halves_round_away_from_zero(value: str, places: int, rounded: str) -> None:
    assert str(round_half_up(Decimal(value), places)) == rounded


@pytest.mark.parametrize(("value", "text"), [("10.00", "10"), ("8.630", "8.63"), ("1E+3", "1000"), ("0.50", "0.5")])
def test_plain_has_no_trailing_zeros(value: str, text: str) -> None:
    assert plain(Decimal(value)) == text


@given(st.decimals(min_value=-(10**12), max_value=10**12, places=2))
def test_a_number_printed_with_separators_is_read_back(value: Decimal) -> None:
    assert parse_number(f"{value:,.2f}") == value


@given(st.text())
def test_no_text_raises(text: str) -> None:
    parse_number(text)
    decimal_string(text)
