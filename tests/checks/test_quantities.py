"""Numbers with units in running text."""

from decimal import Decimal

import pytest

from extractor.checks.quantities import lost_leading_digits, text_to_frequencies, text_to_quantities


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("保障全区56家单位和35套业务系统", [(56, "家", "单位"), (35, "套", "业务系统")]),
        ("完成三个门户建设(基层治理工作门户)", [(3, "个", "门户建设")]),
        ("阅读量达220万人次", [(2200000, "人次", "阅读量达")]),
        ("撰写形成1篇周报、12篇月报", [(1, "篇", "周报"), (12, "篇", "月报")]),
        ("开展党建活动16次，", [(16, "次", "开展党建活动")]),
        ("服务１，２００家企业", [(1200, "家", "企业")]),
    ],
)
def test_counted_things(text: str, expected: list[tuple[int, str, str]]) -> None:
    assert [(one.value, one.unit, one.noun) for one in text_to_quantities(text)] == [
        (Decimal(value), unit, noun) for value, unit, noun in expected
    ]


@pytest.mark.parametrize(
    "text",
    [
        "2023年12月31日前完成",
        "合格率达100%",
        "支付58600元",
        "第二批项目",
        "二期项目",
        "3个月内办结",
        "一批设备",
        "5个工作日",
        None,
        "",
    ],
)
def test_dates_shares_money_and_ranks_are_no_counts(text: str | None) -> None:
    assert list(text_to_quantities(text)) == []


def test_parts_totals_and_approximate_numbers_are_marked() -> None:
    found = list(text_to_quantities("举办培训班12期，其中线上5期，累计40期，服务500余人，接待20批次以上"))
    assert [(one.text, one.partial, one.at_least) for one in found] == [
        ("12期", False, False),
        ("5期", True, False),
        ("40期", True, False),
        ("500余人", False, True),
        ("20批次以上", False, True),
    ]


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("每月开展1次主题党日活动", 12),
        ("每季度召开两次例会", 8),
        ("每半年一次", 2),
        ("每周至少2次巡查", 100),
        ("每年组织4次培训", 4),
    ],
)
def test_frequencies_are_yearly_counts(text: str, value: int) -> None:
    assert [one.value for one in text_to_frequencies(text)] == [Decimal(value)]
    assert list(text_to_quantities(text)) == []


def test_a_lost_head_needs_two_digits_left() -> None:
    assert lost_leading_digits(Decimal(40436), Decimal(140436))
    assert not lost_leading_digits(Decimal(3), Decimal(13))
    assert not lost_leading_digits(Decimal(40436), Decimal(40436))
