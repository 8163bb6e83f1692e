from decimal import Decimal

import pytest

from extractor.qa.quantities import quantity_at


@pytest.mark.parametrize(
    ("text", "value", "kind"),
    [
        ("500万", "5000000", "money"),
        ("五百万元", "5000000", "money"),
        ("1,234.5元", "1234.5", "money"),
        ("两亿", "200000000", "money"),
        ("三成", "30", "percent"),
        ("九成五", "95", "percent"),
        ("一半", "50", "percent"),
        ("百分之九十点五", "90.5", "percent"),
        ("四分之一", "25", "percent"),
        ("90%", "90", "percent"),
        ("九十分", "90", "points"),
        ("九十九点五分", "99.5", "points"),
        ("3个", "3", "count"),
        ("三万五", "35000", "money"),
    ],
)
def test_numbers_as_questions_write_them(text: str, value: str, kind: str):
    found = quantity_at(text, 0)
    assert found is not None
    assert (found.value, found.kind, found.end) == (Decimal(value), kind, len(text))


def test_more_than_half_is_more():
    found = quantity_at("过半", 0)
    assert found is not None and found.strict


@pytest.mark.parametrize("text", ["成立", "的", "半年"])
def test_words_are_no_numbers(text: str):
    assert quantity_at(text, 0) is None
