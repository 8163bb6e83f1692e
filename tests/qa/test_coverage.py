"""What a question says and a plan leaves out: no answer, rather than the answer to another question."""

import pytest

from extractor.qa.names import NameCatalogue
from extractor.qa.plan import QuestionPlan, Refusal
from extractor.qa.planner import plan_question
from extractor.qa.usual_words import in_usual_words


@pytest.mark.parametrize(
    ("question", "word"),
    [
        ("执行率和得分差距最大的项目", "差距"),
        ("成本指标平均失分率", "失分率"),
        ("没有主管部门的项目有哪些", "没有"),
        ("哪些项目超过了年初预算", "超过了"),
        ("哪些项目的预算不一致", "不一致"),
        ("哪些项目的预算是执行数的3倍", "3倍"),
    ],
)
def test_a_word_that_no_plan_uses_is_named(names: NameCatalogue, question: str, word: str) -> None:
    plan = plan_question(question, names)
    assert isinstance(plan, Refusal)
    assert plan.kind == "not_understood"
    assert word in plan.reason


@pytest.mark.parametrize(
    ("question", "told"),
    [
        ("有没有项目超预算", "有没有项目执行数超过全年预算数"),
        ("完成值超过目标值两倍的指标有哪些", "完成比例高于200%的指标有哪些"),
        ("实际完成值是指标值的1.5倍以上的", "完成比例不低于150%的"),
        ("物业管理这个项目花了多少钱", "物业管理项目花了多少钱"),
        ("支出超预算的有哪些", "支出超预算的有哪些"),
    ],
)
def test_sayings_in_usual_words(question: str, told: str) -> None:
    assert in_usual_words(question) == told


@pytest.mark.parametrize(
    ("question", "rule"),
    [
        ("执行率得分计算错误的项目有哪些", "ARI003"),
        ("执行率算错了的项目", "ARI002"),
        ("总分加错的项目", "ARI007"),
        ("哪些项目的得分和合计不一致", "ARI007"),
    ],
)
def test_rules_in_everyday_words(names: NameCatalogue, question: str, rule: str) -> None:
    plan = plan_question(question, names)
    assert isinstance(plan, QuestionPlan)
    assert plan.filters.rules == (rule,)


def test_the_average_of_rows_is_of_their_points(names: NameCatalogue) -> None:
    plan = plan_question("满意度平均是多少", names)
    assert isinstance(plan, QuestionPlan)
    assert (plan.target, plan.measures) == ("indicators", ("score",))
