import json
from collections.abc import Callable
from typing import Any

import pytest

from extractor.qa.asking import Asker, MorePlans
from extractor.qa.model_planner import model_plans, plan_by_model
from extractor.qa.names import NameCatalogue
from tests.llm.asking import model_at
from tests.llm.endpoint_server import EndpointServer, fails, says

_QUESTION = "水利局那些没跑到60%的活儿里，趴着不动最多的是哪一摊"
_SAID: dict[str, Any] = {
    "held": True, "intent": "rank", "target": "projects", "measure": "unspent", "projects": [], "units": ["水利局"],
    "indicator": None, "level1": None, "bounds": [{"measure": "execution_rate", "comparator": "<", "value": "60"}],
    "lost_points": None, "lowest": False, "limit": 1, "by_unit": False,
}  # fmt: skip


def _said(**changes: Any) -> str:
    return json.dumps(_SAID | changes, ensure_ascii=False)


def test_a_reply_becomes_a_plan_with_the_names_of_the_store(endpoint_server: EndpointServer, names: NameCatalogue):
    endpoint_server.plays(says(_said()))
    plan = plan_by_model(model_at(endpoint_server), _QUESTION, names)
    assert plan is not None and plan.intent == "rank" and plan.order is not None and plan.order.measure == "unspent"
    assert set(plan.filters.units[0].spellings) == {"清河县水利局", "清河县水利局（本级）"}
    assert [str(one.value) for one in plan.filters.conditions] == ["60"]


def test_numbers_and_names_that_the_question_lacks_are_asked_again(
    endpoint_server: EndpointServer, names: NameCatalogue
):
    wrong = _said(bounds=[{"measure": "execution_rate", "comparator": "<", "value": "61"}])
    endpoint_server.plays(says(wrong), says(_said(units=["财政局"])), says(_said()))
    assert plan_by_model(model_at(endpoint_server), _QUESTION, names) is not None
    assert len(endpoint_server.requests) == 3


def test_names_that_the_store_does_not_know_make_no_plan(endpoint_server: EndpointServer, names: NameCatalogue):
    endpoint_server.plays(says(_said(units=["林业局"], bounds=[])))
    assert plan_by_model(model_at(endpoint_server), "林业局趴着不动的是哪一摊", names) is None


def test_what_the_forms_do_not_hold_makes_no_plan(endpoint_server: EndpointServer, names: NameCatalogue):
    endpoint_server.plays(says(_said(held=False)))
    assert plan_by_model(model_at(endpoint_server), _QUESTION, names) is None


def test_an_endpoint_that_fails_changes_nothing(endpoint_server: EndpointServer, names: NameCatalogue):
    endpoint_server.plays(fails(400))
    assert plan_by_model(model_at(endpoint_server), _QUESTION, names) is None


def test_a_question_that_the_grammar_refuses_is_answered_with_the_rows_of_the_store(
    endpoint_server: EndpointServer, asker_with: Callable[[MorePlans | None], Asker]
):
    endpoint_server.plays(says(_said()))
    asker = asker_with(model_plans(lambda: model_at(endpoint_server)))
    assert not asker_with(None).ask(_QUESTION).answered
    answer = asker.ask(_QUESTION)
    assert answer.answered and answer.result.projects == ["440101200000000000001"]
    assert "600,000.00元" in answer.answer and "由模型理解" in answer.answer and answer.citations


def test_what_lies_outside_is_never_asked_of_the_model(
    endpoint_server: EndpointServer, asker_with: Callable[[MorePlans | None], Asker]
):
    endpoint_server.plays(says(_said()))
    assert not asker_with(model_plans(lambda: model_at(endpoint_server))).ask("张局长的工资是多少").answered
    assert not endpoint_server.requests


@pytest.mark.parametrize(
    ("question", "said"),
    [
        (_QUESTION, {"lowest": True}),
        (_QUESTION, {"intent": "sum"}),
        (_QUESTION, {"intent": "filter"}),
        (_QUESTION, {"units": []}),
        (_QUESTION, {"bounds": []}),
        (_QUESTION, {"bounds": [{"measure": "execution_rate", "comparator": ">", "value": "60"}]}),
        (_QUESTION, {"limit": 5}),
        (_QUESTION, {"lost_points": True}),
        (_QUESTION, {"level1": "产出指标"}),
        (_QUESTION, {"by_unit": True, "units": []}),
        (_QUESTION, {"target": "findings"}),
        (f"{_QUESTION}，一共几个", {}),
        (f"除了会议费，{_QUESTION}", {}),
        ("水利局执行率最低的趴着不动的是哪一摊", {"bounds": [], "lowest": True}),
        ("水利局那些扣了分没跑到60%的活儿里，趴着不动最多的是哪一摊", {}),
    ],
)
def test_a_plan_that_leaves_out_or_adds_what_the_grammar_knows_is_no_plan(
    endpoint_server: EndpointServer, names: NameCatalogue, question: str, said: dict[str, Any]
):
    endpoint_server.plays(says(_said(**said)))
    assert plan_by_model(model_at(endpoint_server), question, names) is None
    endpoint_server.plays(says(_said()))
    assert plan_by_model(model_at(endpoint_server), _QUESTION, names) is not None
