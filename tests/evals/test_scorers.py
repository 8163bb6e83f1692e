"""Scorers: what counts as right, invented, silent, grounded, to blame."""

from dataclasses import replace

from evals.blame import SeenTexts
from evals.datasets import load_records
from evals.forms.expected import ExpectedForm
from evals.forms.pdf import ValuePlace
from evals.outcomes import Outcome
from evals.scorers.alignment import aligned_forms, aligned_rows
from evals.scorers.checking import Alarm, clean_outcome, planted_outcome
from evals.scorers.extraction import field_pairs, row_counts
from evals.scorers.grounding import grounding
from evals.scorers.reading import score_reading
from extractor.pipeline import DocumentReading
from extractor.problems import Problem
from extractor.records.evaluation import Evaluation
from extractor.records.reading import Evidence, FormReading, ReviewItem

RECORD = load_records("provinces")[0].record
OTHER = load_records("provinces")[1].record
FORM = ExpectedForm(record=RECORD)


def read(
    *records: Evaluation, problems: tuple[Problem, ...] = (), review: tuple[ReviewItem, ...] = ()
) -> DocumentReading:
    readings = [FormReading(record=record, review=list(review)) for record in records]
    return DocumentReading(source="a.pdf", pages=1, readings=readings, problems=list(problems))


def without_row(record: Evaluation, place: int) -> Evaluation:
    rows = [row for at, row in enumerate(record.indicators) if at != place]
    return record.model_copy(update={"indicators": rows})


def test_a_perfect_reading() -> None:
    counts = score_reading(read(RECORD), [FORM]).counts
    assert counts["right"] == counts["fields"] == counts["right_but_width"]
    assert counts["exact_rows"] == counts["levels"] == counts["rows"] == len(RECORD.indicators)
    assert (counts["wrong"], counts["silent"], counts["invented"], counts["failed"]) == (0, 0, 0, 0)


def test_a_lost_row_costs_its_own_values_only() -> None:
    counts = score_reading(read(without_row(RECORD, 0)), [FORM]).counts
    printed = sum(value is not None for value in RECORD.indicators[0].model_dump().values())
    assert counts["wrong"] == counts["fields"] - counts["right"] == printed
    assert counts["exact_rows"] == counts["rows"] - 1


def test_rows_are_paired_by_content_whatever_their_order() -> None:
    turned = RECORD.model_copy(update={"indicators": [*RECORD.indicators[1:], RECORD.indicators[0]]})
    assert aligned_rows(RECORD.indicators, turned.indicators)[0] == (0, len(RECORD.indicators) - 1)
    assert all(pair.right for pair in field_pairs(FORM, turned))
    # nothing like any of them has no partner
    assert (None, 0) in aligned_rows(RECORD.indicators[:1], [OTHER.indicators[-1]])


def test_a_value_where_nothing_is_printed_is_invented() -> None:
    rows = [row.model_copy(update={"deviation_reason": None}) for row in RECORD.indicators]
    blank = ExpectedForm(record=RECORD.model_copy(update={"indicators": rows}))
    made_up = [*rows[:-1], rows[-1].model_copy(update={"deviation_reason": "编的"})]
    score = score_reading(read(blank.record.model_copy(update={"indicators": made_up})), [blank])
    assert (score.counts["invented"], score.counts["silent"]) == (1, 1)
    assert score.counts["blanks"] >= len(rows)
    extra = RECORD.model_copy(update={"indicators": [*RECORD.indicators, OTHER.indicators[0]]})
    assert score_reading(read(extra), [FORM]).counts["invented"] == sum(
        value is not None for value in OTHER.indicators[0].model_dump().values()
    )


def test_marked_values_are_not_silent() -> None:
    wrong = RECORD.model_copy(update={"project_name": "另一个"})
    item = ReviewItem(pointer="/project_name", reason="看不清", confidence=0.5)
    assert score_reading(read(wrong), [FORM]).counts["silent"] == 1
    told = score_reading(read(wrong, review=(item,)), [FORM]).counts
    assert (told["silent"], told["marked_wrong"], told["marked"]) == (0, 1, 1)


def test_forms_are_found_lost_and_made_up() -> None:
    both = [FORM, ExpectedForm(record=OTHER)]
    assert aligned_forms([RECORD, OTHER], [OTHER, RECORD]) == [(0, 1), (1, 0)]
    lost = score_reading(read(OTHER), both).counts
    assert (lost["forms"], lost["forms_found"], lost["failed"]) == (2, 1, 0)
    assert lost["silent"] == lost["fields"] - lost["right"] > 0
    split = score_reading(read(RECORD, OTHER), [FORM]).counts
    assert (split["surplus_forms"], split["right"]) == (1, split["fields"])
    assert split["silent"] == split["wrong"] > 50


def test_a_document_that_failed_counts_nothing_right_and_said_so() -> None:
    problem = Problem(stage="pages", category="corrupt", message="坏了")
    counts = score_reading(read(problems=(problem,)), [FORM]).counts
    assert (counts.get("right", 0), counts["failed"], counts["silent"]) == (0, 1, 0)
    assert counts["wrong"] == counts["fields"] > 100


def test_the_tree_of_levels_is_told_from_the_rest_of_the_row() -> None:
    rows = list(RECORD.indicators)
    rows[0] = rows[0].model_copy(update={"level2": "别的指标"})
    rows[1] = rows[1].model_copy(update={"score": "0.1"})
    counts = row_counts(field_pairs(FORM, RECORD.model_copy(update={"indicators": rows})))
    assert (counts.levels, counts.exact) == (counts.rows - 1, counts.rows - 2)


def test_grounding_looks_at_page_and_overlap() -> None:
    place = ValuePlace(page=2, box=(10, 10, 50, 20), text="x", cell=(0, 0, 100, 40))
    evidence = Evidence(page=2, box=(0, 0, 100, 40), text="x", source="text", confidence=1)
    assert grounding(evidence, [place]).overlap == 1
    half = grounding(evidence.model_copy(update={"box": (0, 0, 50, 40)}), [place])
    assert (half.overlap, half.located) == (0.5, True)
    elsewhere = grounding(evidence.model_copy(update={"page": 1}), [place])
    assert (elsewhere.overlap, elsewhere.located, elsewhere.page) == (0, False, False)
    assert not grounding(None, [place]).page


def test_the_stage_that_lost_a_value() -> None:
    seen = SeenTexts(words=("≥100", "人次", "培训费", "补助", "项目"), cells=("≥100", "人次", "培训费补助"))
    assert seen.stage("≥100人次") == "reader"
    assert seen.stage("培训费补助") == "reader"
    assert seen.stage("补助项目") == "grid"
    assert seen.stage("维修费") == "page"
    assert seen.stage(None) == "reader"


def alarm(rule: str, *pointers: str) -> Alarm:
    return Alarm(rule=rule, pointers=pointers, verdict="form", message="")


def planted(*alarms: Alarm, before: tuple[Alarm, ...] = ()) -> Outcome:
    return planted_outcome(
        alarms, before, case="c", sample="s", rule="ARI001", pointers=("/funds/0",), also=frozenset({"ARI010"})
    )


def test_planted_defects_are_caught_pointed_at_and_kept_apart_from_false_alarms() -> None:
    hit = planted(alarm("ARI001", "/funds/0/executed"), alarm("ARI010", "/funds/0"), alarm("TXT001", "/goals"))
    assert (hit.counts["caught"], hit.counts["pointed"], hit.counts["verdicts_right"]) == (1, 1, 1)
    assert (hit.counts["false_alarms"], hit.counts["false:TXT001"]) == (1, 1)
    elsewhere = planted(alarm("ARI001", "/total_score"))
    assert (elsewhere.counts["caught"], elsewhere.counts["pointed"], len(elsewhere.failures)) == (1, 0, 1)
    known = alarm("ARI001", "/funds/0")
    assert planted(known, before=(known,)).counts["caught"] == 0
    assert planted(replace(known, verdict="reading")).counts["verdicts_right"] == 0


def test_every_alarm_on_a_form_without_defect_is_false() -> None:
    outcome = clean_outcome([alarm("PLA001", "/funds")], case="c", sample="s")
    assert outcome.counts["alarms"] == outcome.counts["false_alarms"] == outcome.counts["false:PLA001"] == 1
