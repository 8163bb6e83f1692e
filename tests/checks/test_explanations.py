"""What the reason column says."""

import pytest

from extractor.checks.explanations import names_a_measure, says_no_deviation


@pytest.mark.parametrize(
    "text",
    [
        "无偏差",
        "无偏差。",
        "无偏差,正常范围内",
        "无明显偏差",
        "不存在偏差",
        "没有偏差",
        "偏差原因:无偏差",
        "无偏差情况",
    ],
)
def test_denials(text: str) -> None:
    assert says_no_deviation(text)


@pytest.mark.parametrize(
    "text", [None, "", "无偏差,因需求增加完成值较高", "偏差原因:阅读量不可预测", "存在偏差", "无法按期完成"]
)
def test_no_denials(text: str | None) -> None:
    assert not says_no_deviation(text)


@pytest.mark.parametrize(
    "text",
    [
        "因天气延误。下一步加强调度。",
        "供货延迟,督促供应商按期交付",
        "改进措施:2024年将结合2023年数据调增年度指标值",
        "偏差原因:不可预测。 改进措施:下一步提高绩效目标精确性。",
        "由于疫情取消;今后合理设置目标值",
    ],
)
def test_measures(text: str) -> None:
    assert names_a_measure(text)


@pytest.mark.parametrize(
    "text",
    [
        "因设计变更、深化需求等原因发生延期,于2024年2月2日完成初验",
        "落实过“紧日子”要求,建立节约型财政保障机制。",
        "剩下余额无法支付一人干部健康管理经费",
        "因优化流程,活动合并举办",
        "受政策调整影响",
        "原因:天气;改进措施:无",
    ],
)
def test_causes_alone(text: str) -> None:
    assert not names_a_measure(text)
