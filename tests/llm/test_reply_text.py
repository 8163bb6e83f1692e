"""JSON objects found in what models write."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from extractor.llm.reply_text import json_objects, looks_cut


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ('{"a": 1}', [{"a": 1}]),
        ('  \n{"a": 1}\n', [{"a": 1}]),
        ('答案：{"a": 1}。', [{"a": 1}]),
        ('```json\n{"a": 1}\n```', [{"a": 1}]),
        ('先看：\n```\n{"a": {"b": 2}}\n```\n完。', [{"a": {"b": 2}}]),
        ('<think>{"a": 0}</think>{"a": 1}', [{"a": 1}]),
        ('甲{"a": 1}乙{"a": 2}', [{"a": 1}, {"a": 2}]),
        ("集合{甲}", []),
        ('集合{甲}：{"a": 1}', [{"a": 1}]),
        ('{"rows": [{"a": 1}, {"a": 2}', []),
        ('{"a": 1, "b"}, {"a": 1}', []),
        ("[1, 2]", []),
        ("", []),
        ('{"a": NaN}', []),
    ],
)
def test_objects(text: str, found: list[object]) -> None:
    assert json_objects(text) == found


def test_a_cut_object_is_told() -> None:
    assert looks_cut('{"rows": [{"a": 1}')
    assert not looks_cut('{"a": 1}')
    assert not looks_cut("没有")


@given(st.text(alphabet='{}[]"\\:,a1 \n`<think>甲', max_size=200))
def test_any_text_is_survived(text: str) -> None:
    assert all(isinstance(one, dict) for one in json_objects(text))


@pytest.mark.parametrize("text", ['{"a":' * 100_000, "{" * 500_000, "[" * 500_000, '{"a": ' + "9" * 100_000 + "}"])
def test_hostile_nesting_takes_no_time(text: str) -> None:
    assert len(json_objects(text)) <= 1
