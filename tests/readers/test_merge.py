"""Two readings become one: gaps are filled, closing arithmetic decides, what is left stays visible."""

from extractor.readers.merge import DISPUTED, lacks_labelled, merged
from extractor.records.evaluation import Evaluation, FundLine, Indicator
from extractor.records.reading import Evidence, FormReading, ReviewItem


def evidence(text: str, line: int = 1) -> Evidence:
    return Evidence(page=1, line=line, text=text, source="text", confidence=0.99)


def reading(record: Evaluation, review: list[ReviewItem] | None = None, **places: str) -> FormReading:
    found = {"/" + pointer.replace("__", "/"): evidence(text) for pointer, text in places.items()}
    return FormReading(record=record, evidence=found, review=review or [])


def row(score: str | None, weight: str = "10", name: str = "甲") -> Indicator:
    return Indicator(level3=name, weight=weight, score=score)


def test_what_only_the_second_has_is_taken_as_the_models() -> None:
    missing = ReviewItem(pointer="/project_name", reason="没有读到项目名称", confidence=0.5)
    first = reading(Evaluation(year=2023), [missing], year="2023")
    second = reading(Evaluation(year=2023, project_name="养护"), project_name="养护", year="2023")
    both = merged(first, second)
    assert both.record.project_name == "养护"
    assert both.evidence["/project_name"].source == "llm"
    assert both.evidence["/year"].source == "text"
    assert both.review == []


def test_what_both_have_and_see_differently_stays_and_is_shown() -> None:
    first = reading(Evaluation(project_name="养护"), project_name="养护")
    second = reading(Evaluation(project_name="改造"), project_name="改造")
    both = merged(first, second)
    assert both.record.project_name == "养护"
    (item,) = both.review
    assert (item.pointer, item.confidence) == ("/project_name", DISPUTED)
    assert "养护" in item.reason
    assert "改造" in item.reason


def test_the_indicators_that_close_are_taken_whole() -> None:
    wrong = reading(Evaluation(indicators=[row("9"), row("9")], total_score="19"), indicators__0__score="9")
    right = reading(Evaluation(indicators=[row("9"), row("10")], total_score="19"), indicators__0__score="9")
    for first, second in ((wrong, right), (right, wrong)):
        both = merged(first, second)
        assert [one.score for one in both.record.indicators] == ["9", "10"]
        assert [item.pointer for item in both.review] == ["/indicators/1/score"]


def test_scores_above_their_weight_count_for_nothing() -> None:
    swapped = reading(Evaluation(indicators=[Indicator(level3="甲", weight="9", score="10", actual="5")]))
    plain = reading(Evaluation(indicators=[Indicator(level3="甲", weight="10", score="9")]))
    assert merged(swapped, plain).record.indicators[0].score == "9"
    assert merged(plain, swapped).record.indicators[0].score == "9"


def test_a_form_lacks_what_stands_behind_labels() -> None:
    assert lacks_labelled(Evaluation())
    whole = Evaluation.model_validate(
        {
            "project_name": "养护",
            "implementing_unit": "某局",
            "funds": [FundLine(source="total", annual_budget="1", executed="1", score="10")],
            "goals": {"expected": "甲", "actual": "乙"},
            "total_score": "100",
        }
    )
    assert not lacks_labelled(whole)
    assert lacks_labelled(whole.model_copy(update={"total_score": None}))
