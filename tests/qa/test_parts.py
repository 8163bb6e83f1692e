"""Questions that ask several things at once, about the first few of an order, or to have a bound confirmed."""

import tempfile
from pathlib import Path

from extractor.qa.counters import counted_so, kinds_asked
from extractor.qa.names import NameCatalogue, NamedEvaluation
from extractor.qa.parts import plan_parts
from extractor.qa.parts_of_speech import part_of_speech
from extractor.qa.plan import QuestionPlan
from extractor.store.index.segmentation import load_segmenter


def _names() -> NameCatalogue:
    segmenter = load_segmenter(Path(tempfile.gettempdir()) / "jixiao-test-words")
    forms = [
        NamedEvaluation(
            id=1,
            code="1" * 21,
            name="河长制工作经费",
            year=2024,
            implementing_unit="云溪县水利局",
            supervising_unit=None,
        ),
        NamedEvaluation(
            id=2,
            code="2" * 21,
            name="城乡居民最低生活保障",
            year=2024,
            implementing_unit="云溪县民政局",
            supervising_unit=None,
        ),
    ]
    return NameCatalogue(forms, segmenter.word_ends, ["巡河次数", "断面水质达标率"])


def _plan(question: str) -> QuestionPlan:
    plan = plan_parts(question, _names())
    assert isinstance(plan, QuestionPlan)
    return plan


def test_a_count_and_a_sum_are_two_parts_of_the_same_rows() -> None:
    plan = _plan("执行率低于50%的项目有几个，一共花了多少钱？")
    assert plan.intent == "count"
    assert [(one.intent, one.measures) for one in plan.parts] == [("sum", ("executed",))]
    assert plan.parts[0].filters.conditions == plan.filters.conditions != ()


def test_a_measure_asked_of_the_first_in_an_order_is_no_part() -> None:
    plan = _plan("花得最多的是哪个项目？花了多少")
    assert plan.intent == "rank"
    assert plan.parts == ()


def test_both_ends_of_an_order_are_two_parts_and_their_difference_is_one_figure() -> None:
    plan = _plan("执行率最高和最低的项目分别是哪个")
    assert [one.order.descending for one in (plan, *plan.parts) if one.order] == [True, False]
    assert _plan("得分最高的项目和得分最低的项目相差多少分").intent == "compare"


def test_a_question_about_the_first_few_keeps_both_orders() -> None:
    plan = _plan("预算前三的项目里执行率最低的是哪个")
    assert plan.filters.first is not None
    assert (plan.filters.first.measure, plan.filters.first.count) == ("annual_budget", 3)
    assert plan.order is not None
    assert (plan.order.measure, plan.order.descending) == ("execution_rate", False)


def test_words_that_name_nothing_are_passed_over_and_said() -> None:
    plan = _plan("参评的项目中执行率仍旧低于50%的有几个")
    assert plan.intent == "count"
    assert plan.filters.topic is None


def test_an_abbreviated_project_is_found_where_a_project_stands() -> None:
    plan = _plan("低保项目花了多少")
    assert [one.name for one in plan.filters.projects] == ["城乡居民最低生活保障"]


def test_a_yes_or_no_question_keeps_the_bound_to_be_confirmed() -> None:
    plan = _plan("河长制工作经费执行率低于90%吗？")
    assert plan.filters.conditions == ()
    assert [one.comparator for one in plan.checked] == ["<"]


def test_values_counted_in_other_things_do_not_answer() -> None:
    assert not counted_so("9433人", kinds_asked("每人每月多少钱"))
    assert not counted_so("260", kinds_asked("诈骗案件有多少起"))
    assert counted_so("4部", kinds_asked("装了几台"))
    assert counted_so("16次", frozenset())


def test_parts_of_speech_come_from_the_general_dictionary() -> None:
    assert part_of_speech("仍旧") == "d"
    assert part_of_speech("没有的词语") is None
