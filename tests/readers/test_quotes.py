"""Quotes are found character by character, or dropped."""

import pytest

from extractor.readers.quotes import align_quote, align_quotes

SOURCE = (
    "2023年，项目年初预算1,280.00万元，\n全年执行1341.94 万元，预算执行率95.87％。养护里程88.4公里（目标≥86公里）。"
)


@pytest.mark.parametrize(
    ("quote", "text"),
    [
        ("年初预算1,280.00万元", "年初预算1,280.00万元"),
        ("预算1,280.00万元，全年执行1341.94万元", "预算1,280.00万元，\n全年执行1341.94 万元"),
        ("95.87%", "95.87％"),
        ("(目标≥86公里)", "（目标≥86公里）"),
    ],
)
def test_what_stands_there_is_found_and_given_in_the_words_of_the_source(quote: str, text: str) -> None:
    found = align_quote(quote, SOURCE)
    assert found is not None
    assert found.text == text
    assert SOURCE[found.start : found.end] == text


@pytest.mark.parametrize(
    "quote", ["1,280.01万元", "执行率98.57%", "养护里程88.4米", "目标>86公里", "年", " ", ".*万元"]
)
def test_what_does_not_stand_there_is_not_found(quote: str) -> None:
    assert align_quote(quote, SOURCE) is None


def test_the_next_of_two_places_can_be_asked_for() -> None:
    first = align_quote("万元", SOURCE)
    assert first is not None
    second = align_quote("万元", SOURCE, after=first.end)
    assert second is not None
    assert second.start > first.end


def test_dropped_quotes_are_told() -> None:
    aligned, dropped = align_quotes(["88.4公里", None, "99公里"], SOURCE)
    assert [one is not None for one in aligned] == [True, False, False]
    assert dropped == ["99公里"]
