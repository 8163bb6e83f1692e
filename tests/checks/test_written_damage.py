"""Signs of damage and misspelling are told from what forms legitimately print."""

import pytest

from extractor.checks.garbling import cut_off, lost_digits, unbalanced, wreckage
from extractor.checks.misspelling import certain_misspelling, one_character_apart, stray_particle


@pytest.mark.parametrize(
    "text",
    [
        "完成锟斤拷建设",
        "完成\ufffd建设",
        "#REF!",
        "(cid:123)",
        "é¡¹ç\u009b®å\u0090\u008dç§°",
        "ÏîÄ¿Ãû³Æ",
        "完成????建设",
    ],
)
def test_wreckage(text: str) -> None:
    assert wreckage(text)


@pytest.mark.parametrize(
    "text", ["7×24小时", "××××××项目", "\uf0b7 完成建设", "±0.5℃", "为什么???", "#1楼维修", "Ⅱ级、①②③"]
)
def test_no_wreckage(text: str) -> None:
    assert wreckage(text) is None


@pytest.mark.parametrize("text", ["完成建设（含监理", "完成建设)。", "《管理办法", "落实“三会一课制度", "“甲”、乙”"])
def test_unbalanced(text: str) -> None:
    assert unbalanced(text)


@pytest.mark.parametrize(
    "text",
    [
        "完成建设（含监理)。",
        "1)完成甲；2）完成乙",
        "包括1）甲2）乙",
        "一）甲 二）乙 a)丙",
        "“三会一课“制度",
        "32”显示器",
        "[95%,100%)",
        "(5，10]天",
        "维修(护)办公电脑",
    ],
)
def test_balanced(text: str) -> None:
    assert unbalanced(text) is None


@pytest.mark.parametrize(
    "text", ["完成甲项目的设计、", "本年度完成道路建设以及", "多次开展宣传活动和", "完成《管理办法》和《"]
)
def test_cut_off(text: str) -> None:
    assert cut_off(text, None)


@pytest.mark.parametrize(
    "text", ["全面推进义务教育普及", "群众积极广泛地参与", "促进社会和谐", "考核全市排名第一", "完成建设", "甲和"]
)
def test_not_cut_off(text: str) -> None:
    assert cut_off(text, "完成建设，排名第一。") is None


def test_an_ordinal_at_the_end_is_judged_by_the_goal() -> None:
    text = "本年度完成专项工作软件合同第二"
    assert cut_off(text, "支付专项工作软件合同第二阶段验收款") == "第二"
    assert cut_off(text, None) is None


def test_lost_leading_digit_of_a_name() -> None:
    assert list(lost_digits(["2345政务服务热线", "接入12345政务服务热线"])) == [(0, "2345政务服务", "12345政务服务")]
    assert list(lost_digits(["40436件工单标签", "140436件工单标签"])) == []
    assert list(lost_digits(["2022年度预算执行", "2023年度预算执行"])) == []


@pytest.mark.parametrize(
    ("text", "meant"),
    [("FRID卡口的数量", "RFID"), ("项目己完成", "已完成"), ("设备按装", "安装"), ("财政拔款到位", "财政拨款")],
)
def test_certain_misspelling(text: str, meant: str) -> None:
    found = certain_misspelling(text)
    assert found is not None
    assert found[1] == meant


@pytest.mark.parametrize("text", ["由单位自己完成", "按排名发放", "RFID卡口", "究竟标准如何", "竟然"])
def test_no_misspelling(text: str) -> None:
    assert certain_misspelling(text) is None


def test_unit_names() -> None:
    assert stray_particle("深圳市罗湖区智慧城市建设的中心") == "深圳市罗湖区智慧城市建设中心"
    assert stray_particle("深圳市罗湖区智慧城市建设中心") is None
    assert one_character_apart("罗湖区政务服务数居管理局", "罗湖区政务服务数据管理局（本级）") == ("居", "据")
    assert one_character_apart("罗湖区第一实验小学", "罗湖区第二实验小学") is None
    assert one_character_apart("浙江省宁波市财政局", "浙江省宁波市财政局") is None
    assert one_character_apart("县水利局", "市水利局") is None
