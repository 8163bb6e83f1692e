"""White space at line joins goes, everything else stays."""

import pytest

from extractor.readers.cleaning import clean_name, clean_passage


@pytest.mark.parametrize(
    ("printed", "value"),
    [
        ("采购办公\n设备", "采购办公设备"),
        (" 数量 指标 ", "数量指标"),
        ("≥95 %", "≥95 %"),
        ("1,210,00\n0.00", "1,210,000.00"),
        ("Public\nfinance 平台", "Public finance 平台"),
        ("A，\r\nB", "A，B"),
        ("甲\u3000乙", "甲乙"),
        ("", ""),
    ],
)
def test_names(printed: str, value: str) -> None:
    assert clean_name(printed) == value


def test_passages_keep_their_paragraphs() -> None:
    assert clean_passage("  1.完成 培训；\n\n  2.完成\u3000\u3000印刷。\r\n") == "1.完成 培训；\n2.完成 印刷。"
    assert clean_passage(" \n ") == ""
