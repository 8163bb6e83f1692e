import pytest

from extractor.qa.names import NameCatalogue
from extractor.qa.plan import QuestionPlan, Refusal
from extractor.qa.planner import plan_question


def _plan(question: str, names: NameCatalogue) -> QuestionPlan:
    plan = plan_question(question, names)
    assert isinstance(plan, QuestionPlan), plan
    return plan


@pytest.mark.parametrize(
    ("question", "intent", "target", "measures"),
    [
        ("一共有多少个项目", "count", "projects", ()),
        ("总共花了多少钱", "sum", "projects", ("executed",)),
        ("平均执行率是多少", "average", "projects", ("execution_rate",)),
        ("执行率最低的三个项目", "rank", "projects", ("execution_rate",)),
        ("哪些指标没拿满分", "filter", "indicators", ()),
        ("河道清淤整治批了多少预算", "lookup", "projects", ("annual_budget",)),
        ("河道清淤整治项目为什么扣分", "explain", "indicators", ()),
        ("哪些项目有错误级问题", "filter", "projects", ()),
        ("有多少条错误级问题", "count", "findings", ()),
        ("河道清淤整治比水库安全鉴定多花了多少", "compare", "projects", ("executed",)),
    ],
)
def test_what_is_asked(names: NameCatalogue, question: str, intent: str, target: str, measures: tuple[str, ...]):
    plan = _plan(question, names)
    assert (plan.intent, plan.target, plan.measures) == (intent, target, measures)


@pytest.mark.parametrize(
    ("words", "bound"),
    [
        ("执行率不到三成", ("execution_rate", "<", "30")),
        ("支出不到预算的一半", ("execution_rate", "<", "50")),
        ("预算超过500万", ("annual_budget", ">", "5000000")),
        ("预算不超过五百万元", ("annual_budget", "<=", "5000000")),
        ("自评总分在九十分以上", ("total_score", ">=", "90")),
        ("执行率在80%到95%之间", ("execution_rate", "between", "80")),
        ("结余超过100万元", ("unspent", ">", "1000000")),
        ("一分钱没花", ("executed", "=", "0")),
    ],
)
def test_bounds(names: NameCatalogue, words: str, bound: tuple[str, str, str]):
    (condition,) = _plan(f"{words}的项目有哪些", names).filters.conditions
    assert (condition.measure, condition.comparator, f"{condition.value:f}") == bound


def test_two_projects_of_one_name_are_both_meant(names: NameCatalogue):
    (project,) = _plan("会议费的预算", names).filters.projects
    assert len(project.evaluations) == 2


def test_spellings_of_a_unit_are_one_unit(names: NameCatalogue):
    (unit,) = _plan("水利局有几个项目", names).filters.units
    assert set(unit.spellings) == {"清河县水利局", "清河县水利局（本级）"}


def test_another_year_is_refused(names: NameCatalogue):
    plan = plan_question("2019年有几个项目", names)
    assert isinstance(plan, Refusal) and plan.kind == "other_year" and "2023" in plan.reason
