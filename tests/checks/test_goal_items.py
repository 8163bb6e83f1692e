"""Enumerated goals and what the other side says of them."""

import pytest

from extractor.checks.goal_items import text_to_items, unreported_items, unreported_parts


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("1.保障运行 2.充实人力 3.开展工作", ["保障运行", "充实人力", "开展工作"]),
        ("本年度完成:1、修路。2、绿化。", ["修路", "绿化"]),
        ("一、修建村道。二、绿化村道。", ["修建村道", "绿化村道"]),
        ("（1）修建村道；（2）绿化村道；", ["修建村道", "绿化村道"]),
        ("①修建村道②绿化村道", ["修建村道", "绿化村道"]),
        ("目标1：修建村道\n目标2：绿化村道", ["修建村道", "绿化村道"]),
        ("1: 深入推进; 2: 积极抓好", ["深入推进", "积极抓好"]),
    ],
)
def test_styles_of_enumeration(text: str, expected: list[str]) -> None:
    assert [item.text for item in text_to_items(text)] == expected


@pytest.mark.parametrize(
    "text", ["完成1.5公里和2.3公里道路", "2.先做第二件", "完成一批项目，二期工程开工", None, "", "1.只有一项"]
)
def test_no_enumeration(text: str | None) -> None:
    assert text_to_items(text) == []


def test_shared_words_such_as_the_place_tell_nothing() -> None:
    items = text_to_items("1.罗湖区街道运营中心规划。2.罗湖区物联感知体系规划。3.罗湖区CIM平台规划。")
    missing = unreported_items(items, "完成罗湖区街道运营中心规划和罗湖区物联感知体系规划。", [])
    assert [item.number for item in missing] == [3]
    assert unreported_items(items, "完成街道运营中心、物联感知体系规划。", ["CIM平台规划"]) == []


def test_a_summary_is_no_omission() -> None:
    items = text_to_items("1.修建道路。2.绿化公园。3.安装路灯。")
    assert unreported_items(items, "任务全部完成", []) == []


def test_a_list_must_be_copied_before_a_gap_counts() -> None:
    goal = "开展保密工作,法律顾问服务工作,档案整理服务工作、资产管理等工作。"
    assert unreported_parts(goal, "开展法律顾问服务工作,档案整理服务工作、资产管理等工作。", []) == ["开展保密工作"]
    assert unreported_parts(goal, "工作有序推进，资产管理规范。", []) == []
    assert unreported_parts(goal, "开展法律顾问服务工作,档案整理服务工作、资产管理等工作。", ["保密检查次数"]) == []
