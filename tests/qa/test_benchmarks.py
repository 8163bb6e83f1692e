"""Bounds by an average, by another project and by another measure: they narrow the rows, and are said with the answer."""

from decimal import Decimal

import pytest

from tests.qa.conftest import Ask

_RIVER, _DAM, _MEETING_A, _MEETING_B = (f"44010120000000000000{number}" for number in range(1, 5))


@pytest.mark.parametrize(
    ("question", "projects", "said"),
    [
        ("哪些项目的执行率高于平均水平", [_DAM, _MEETING_B], "平均预算执行率为61.25%"),
        ("总分比平均分低的项目有哪些", [_RIVER], "平均自评总分为94.5分"),
        ("比水库安全鉴定花钱多的项目", [_RIVER], "高于“小型水库安全鉴定”"),
        ("全年预算比年初预算高的项目有哪些", [_RIVER], "全年预算数高于年初预算数"),
        ("支出和全年预算数相等的项目", [_DAM], "全年执行数等于全年预算数"),
        ("全年预算是年初预算的1.2倍的项目有哪些", [_RIVER], "预算调整幅度等于20%"),
        ("有结余的项目有哪些", [_RIVER, _MEETING_A, _MEETING_B], "未执行金额高于0.00元"),
        ("没有结余的项目", [_DAM], "未执行金额等于0.00元"),
        ("没有自评总分的是哪个项目", [_MEETING_A], "未印出"),
        ("总分那一栏看不到数的项目", [_MEETING_A], "未印出"),
        ("执行率过了九成但没到100%的项目", [_MEETING_B], "预算执行率高于90%"),
        ("哪些项目的全年预算比年初预算增加了", [_RIVER], "全年预算数高于年初预算数"),
        ("你好，我是审计局的，想请教一下：执行率低于60%的项目", [_RIVER, _MEETING_A], "预算执行率低于60%"),
    ],
)
def test_rows_are_narrowed_and_the_bound_is_said(ask: Ask, question: str, projects: list[str], said: str):
    answer = ask(question)
    assert sorted(answer.result.projects) == sorted(projects), answer.answer
    assert said in answer.answer


@pytest.mark.parametrize(
    ("question", "number"),
    [
        ("河道清淤整治全年预算较年初预算增长了百分之几", "20"),
        ("满意度指标实际完成值平均是百分之多少", "95"),
        ("平均每个项目几条指标", "1.25"),
        ("总盘子的执行率：全部执行数除以全年预算数，是百分之几", "62.17"),
        ("小型水库安全鉴定的得分率是多少", "100"),
        ("得分率低于90%的指标有几个", "1"),
        ("满意度完成值不低于95%的有几个", "1"),
        ("清河县一共有几个项目", "4"),
        ("全年预算比年初预算总共增加了多少", "200000"),
        ("时效指标的总分值", "10"),
        ("会议费项目有几个指标的完成值是0", "1"),
        ("4个项目的执行率平均下来是多少", "61.25"),
        ("自评满分（100分）的有几个项目", "1"),
        ("全部项目总的执行率是多少（执行数合计÷全年预算合计）", "62.17"),
    ],
)
def test_figures(ask: Ask, question: str, number: str):
    answer = ask(question)
    assert Decimal(answer.result.number or "NaN") == Decimal(number), answer.answer


def test_a_bound_that_rows_can_have_is_not_on_their_form(ask: Ask):
    """The form of 会议按期召开率 lost 4.5 points, the row only one."""
    assert not ask("扣分超过3分的指标有哪些").result.indicators[1:]
    assert [one.project_code for one in ask("扣分不超过1分的扣分指标有哪些").result.indicators] == [_MEETING_B]


def test_what_is_asked_of_the_first_is_told_even_where_it_is_no_number(ask: Ask):
    assert _RIVER in ask("得分最低的项目编码是多少").answer
    assert "清河县水利局" in ask("花钱最多的项目是哪个单位的").answer
    assert ask("花钱最多的项目是哪个单位的").result.projects == [_RIVER]


def test_a_vague_adjective_puts_in_order_and_none_is_left_out_silently(ask: Ask):
    assert ask("哪些项目花钱进度慢").result.projects == [_MEETING_A, _RIVER, _MEETING_B, _DAM]
    assert not ask("哪些指标目标定得太低了").answered


def test_the_reason_of_the_lowest_is_its_own(ask: Ask):
    assert ask("执行率最低的项目是因为什么").result.projects == [_MEETING_A]


@pytest.mark.parametrize(
    ("question", "said", "unsaid"),
    [
        ("哪些单位的平均执行率在60%以上", "清河县水利局：81.67%", "档案馆"),
        ("哪些单位的总支出超过50万", "清河县水利局：1,119,000.00元", "档案馆"),
        ("扣分最多的单位", "清河县水利局", "档案馆"),
    ],
)
def test_figures_of_units_are_bounded_and_put_in_order(ask: Ask, question: str, said: str, unsaid: str):
    answer = ask(question).answer
    assert said in answer and unsaid not in answer, answer


def test_a_bound_on_satisfaction_is_on_the_printed_value(ask: Ask):
    assert not ask("满意度低于95%的指标有哪些").result.indicators
    assert len(ask("满意度低于96%的指标有哪些").result.indicators) == 1
    assert [one.pointer for one in ask("完成率低于90%的指标有哪些").result.indicators] == ["/indicators/0"]


def test_money_is_asked_for_whatever_the_verb(ask: Ask):
    assert ask("河道清淤整治完成了多少钱").result.number == "600000"
