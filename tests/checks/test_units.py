"""Which units measure the same thing; which words and names are alike."""

import pytest

from extractor.checks.organisations import organisation, shorter_spellings
from extractor.checks.overlap import content_pairs, likeness
from extractor.checks.units import dimension_of, relation
from extractor.checks.wording import PERIOD_NAME, bare, flat, verbatim


@pytest.mark.parametrize(
    ("one", "other", "expected"),
    [
        ("次", "场", "same"),
        ("家", "个", "same"),
        ("件工单标签", "件", "same"),
        ("％", "%", "same"),
        ("㎡", "平方米", "same"),
        ("项", "份", "counter"),
        ("人", "人次", "counter"),
        ("个", "人次", "counter"),
        ("小时", "天", "scale"),
        ("GB", "TB", "scale"),
        ("GB", "Gbps", "other"),
        ("元", "个", "other"),
        ("dB/km", "dB/km", "same"),
        ("dB/km", "个", None),
        ("分", "%", None),
    ],
)
def test_relations(one: str, other: str, expected: str | None) -> None:
    assert relation(one, other) == expected
    assert relation(other, one) == expected


def test_dimensions() -> None:
    assert [dimension_of(unit) for unit in ("元", "工作日", "Mbps", "件工单", "某")] == [
        "金额",
        "时间",
        "带宽",
        "计数",
        None,
    ]


def test_generic_words_do_not_count() -> None:
    assert content_pairs("项目新建门户的数量") == {"新建", "建门", "门户"}
    assert content_pairs("完成CIM平台建设") == {"cim"}
    assert likeness(content_pairs("门户建设"), content_pairs("项目新建门户的数量")) == 1.0
    assert likeness(frozenset(), content_pairs("门户")) == 0.0


def test_spellings_of_an_organisation() -> None:
    assert organisation("深圳市罗湖区政务服务数据管理局 (本级)") == "深圳市罗湖区政务服务数据管理局"
    assert "政务服务数据管理局" in shorter_spellings("政务服务和数据管理局")
    assert "深圳市第一中学" not in shorter_spellings("深圳市第十一中学")
    assert shorter_spellings("财政局") == frozenset()


def test_wordings() -> None:
    assert bare("（“三会一课”）落实率％") == "三会一课落实率"
    assert verbatim("完成项目初验", "2023年 暂未完成\n项目初验。") == "完成\n项目初验"
    assert verbatim("没有的话", "完成项目初验") is None
    assert verbatim("12", "共１２家") == "１２"


@pytest.mark.parametrize("name", ["2023年1月-2023年12月", "1-12月", "2023年12月31日前", "2023年底", "12月"])
def test_names_that_are_a_period(name: str) -> None:
    assert PERIOD_NAME.match(flat(name))


@pytest.mark.parametrize("name", ["2023年完成知识库运维管理", "月度报告", "12", "年度巡检", "当月办结率"])
def test_names_that_are_more_than_a_period(name: str) -> None:
    assert not PERIOD_NAME.match(flat(name))
