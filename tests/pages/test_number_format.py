"""Numbers as Excel displays them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from extractor.pages.backends.number_format import displayed_number, displayed_text, stored_number

ACCOUNTING = '_ * #,##0.00_ ;_ * -#,##0.00_ ;_ * "-"??_ ;_ @_ '


@pytest.mark.parametrize(
    ("stored", "code", "shown"),
    [
        ("86.25", "General", "86.25"),
        ("8.629999999999999", "General", "8.63"),
        ("1210000.0", "General", "1210000"),
        ("1234567890.12", "General", "1234567890.12"),
        ("0.3333333333333333", "General", "0.333333333"),
        ("1E-7", "General", "0.0000001"),
        ("-0.5", "General", "-0.5"),
        ("0", "General", "0"),
        ("1.5", "G/通用格式", "1.5"),
        ("86.25", "0", "86"),
        ("2.5", "0", "3"),
        ("1.005", "0.00", "1.01"),
        ("8.6249999999999982", "0.00", "8.63"),
        ("0.8625", "0.00%", "86.25%"),
        ("0.8625", "0%", "86%"),
        ("1497500", "#,##0.00", "1,497,500.00"),
        ("999", "#,##0", "999"),
        ("95.36", "0.0000", "95.3600"),
        ("1210000", ACCOUNTING, "1,210,000.00"),
        ("-1210000", ACCOUNTING, "-1,210,000.00"),
        ("0", ACCOUNTING, "-"),
        ("5", "0_);[Red]\\(0\\)", "5"),
        ("-5", "0_);[Red]\\(0\\)", "(5)"),
        ("1000", "[$¥-804]#,##0.00", "¥1,000.00"),
        ("12345678", "0!.0,", "1234.6"),
        ("12345678", '0.00,,"百万"', "12.35百万"),
        ("3", 'General"人"', "3人"),
        ("3", '0"人次"', "3人次"),
        ("7", "000", "007"),
        ("440303", "0000-00", "4403-03"),
        ("12.5", "#.##", "12.5"),
        ("5", "0.##", "5"),
        ("12.5", ".00", "12.50"),
        ("99", "[>=100]0.0;0", "99"),
        ("100", "[>=100]0.0;0", "100.0"),
        ("7", ";;;", ""),
        ("-3", "@", "-3"),
        ("0.5", "# ?/?", "0.5"),
        ("123456", "0.00E+00", "1.23E+05"),
        ("0.8625", "0.00E+00", "8.63E-01"),
        ("0", "0.00E+00", "0.00E+00"),
        ("45291", 'yyyy"年"m"月"', "2023年12月"),
        ("45291", 'yyyy"年"m"月"d"日";@', "2023年12月31日"),
        ("45291", "[$-804]yyyy年m月d日;@", "2023年12月31日"),
        ("45291", "[$-F800]dddd, mmmm dd, yyyy", "2023年12月31日"),
        ("45291", "yyyy-mm-dd", "2023-12-31"),
        ("45291", "aaaa", "星期日"),
        ("45291", "mmm-yy", "Dec-23"),
        ("59", "yyyy/m/d", "1900/2/28"),
        ("61", "yyyy/m/d", "1900/3/1"),
        ("44197.75", "yyyy-mm-dd hh:mm:ss", "2021-01-01 18:00:00"),
        ("44197.75", '上午/下午h"时"mm"分"', "下午6时00分"),
        ("1.5", "[h]:mm", "36:00"),
        ("-1", "yyyy-mm-dd", "-1"),
        ("2958466", "yyyy", "2958466"),
    ],
)
def test_number_is_displayed(stored: str, code: str, shown: str):
    number = stored_number(stored)
    assert number is not None
    assert displayed_number(number, code) == shown


def test_calendar_of_1904():
    number = stored_number("43829")
    assert number is not None
    assert displayed_number(number, "yyyy/m/d", since_1904=True) == "2023/12/31"


@pytest.mark.parametrize(
    ("value", "code", "shown"),
    [("≥95", "General", "≥95"), ("5", '@"元"', "5元"), ("5", ";;;", ""), ("—", ACCOUNTING, "—"), ("a\nb", "@", "a\nb")],
)
def test_text_is_displayed(value: str, code: str, shown: str):
    assert displayed_text(value, code) == shown


@pytest.mark.parametrize("text", ["", "abc", "NaN", "Infinity", "1E+999999999", "0x10"])
def test_no_number(text: str):
    assert stored_number(text) is None


@given(
    st.floats(allow_nan=False, allow_infinity=False),
    st.text('0#?.,%;[]<>=E+-"\\_*@/ymdhsaG General年元$!', max_size=30),
)
def test_any_code_displays_something_and_never_fails(value: float, code: str):
    number = stored_number(repr(value))
    if number is not None:
        assert isinstance(displayed_number(number, code), str)
        assert isinstance(displayed_text("文字", code), str)
