"""A document read again by a better reader: the new reading, with what people decided about the old one."""

from extractor.records.evaluation import Indicator
from extractor.records.reading import ReviewItem
from extractor.results import DocumentResult, EvaluationResult
from extractor.store.store import Store
from tests.store.conftest import Keep, form


def _read(*forms: EvaluationResult) -> DocumentResult:
    return DocumentResult(source="a.pdf", pages=2, evaluations=list(forms))


def _with_row_before(old: EvaluationResult, name: str = "新读出的一行") -> EvaluationResult:
    """The form with a row more, in front, and what was under review moved on with its row."""
    first = Indicator(
        level1="产出指标", level2="数量指标", level3=name, target="1次", actual="1次", weight="0", score="0"
    )
    rows = [first, *old.record.indicators]
    moved = [item.model_copy(update={"pointer": "/indicators/1/score"}) for item in old.review]
    record = old.record.model_copy(update={"indicators": rows})
    return old.model_copy(update={"record": record, "review": moved})


def test_the_new_reading_takes_the_place_of_the_old(store: Store, keep: Keep) -> None:
    kept = keep(form(total_score="79"))
    number = kept.forms[0].evaluation_id
    assert any(one.rule == "ARI007" for one in store.findings(number))
    found = store.replace_reading(kept.document_id, _read(form()))
    assert (found.status, found.forms, found.why) == ("changed", 1, None)
    assert store.form(number).result.record.total_score == "97"
    assert not any(one.rule == "ARI007" for one in store.findings(number))
    [row] = store.list()
    assert (row.id, row.total_score) == (number, 97) and store.index_due() == 1
    assert store.replace_reading(kept.document_id, _read(form())).status == "same"


def test_corrections_move_with_their_rows_and_can_still_be_undone(store: Store, keep: Keep) -> None:
    kept = keep(form())
    number = kept.forms[0].evaluation_id
    store.correct(number, "/indicators/0/score", "39", by="小李")
    store.correct(number, "/project_name", "政务热线", by="小李")
    assert store.replace_reading(kept.document_id, _read(_with_row_before(form()))).status == "changed"
    after = store.form(number)
    assert [row.score for row in after.result.record.indicators] == ["0", "39", "50"]
    assert after.result.record.project_name == "政务热线" and after.row.corrected == 2
    assert after.result.review == [] and after.row.review_open == 0
    score, name = store.history(number)
    assert (score.pointer, score.before, name.pointer) == ("/indicators/1/score", "38", "/project_name")
    assert [row.score for row in store.undo(score.id, by="小李").result.record.indicators] == ["0", "38", "50"]


def test_an_accepted_value_stays_accepted_while_the_same_is_read(store: Store, keep: Keep) -> None:
    kept = keep(form())
    number = kept.forms[0].evaluation_id
    store.accept_values(number, ["/indicators/0/score"], by="小李")
    store.replace_reading(kept.document_id, _read(_with_row_before(form())))
    assert [one.pointer for one in store.accepted(number)] == ["/indicators/1/score"]
    assert store.form(number).result.review == []
    other = _with_row_before(form())
    rows = [row.model_copy(update={"score": "37"}) if row.score == "38" else row for row in other.record.indicators]
    changed = other.model_copy(update={"record": other.record.model_copy(update={"indicators": rows})})
    store.replace_reading(kept.document_id, _read(changed))
    assert store.accepted(number) == [] and [one.pointer for one in store.form(number).result.review] == [
        "/indicators/1/score"
    ]


def test_a_dismissed_finding_stays_dismissed(store: Store, keep: Keep) -> None:
    kept = keep(form(total_score="79"))
    number = kept.forms[0].evaluation_id
    [finding] = [one for one in store.findings(number) if one.rule == "ARI007"]
    store.decide_finding(finding.id, "dismissed", reason="已向单位核实", by="小李")
    item = ReviewItem(pointer="/goals/actual", reason="看不清", confidence=0.5, points_at_stake="0")
    reading = form(total_score="79").model_copy(update={"review": [item]})
    assert store.replace_reading(kept.document_id, _read(reading)).status == "changed"
    [finding] = [one for one in store.findings(number) if one.rule == "ARI007"]
    assert (finding.state, finding.reason) == ("dismissed", "已向单位核实")


def test_a_form_whose_correction_has_no_place_any_more_stays_as_it_was(store: Store, keep: Keep) -> None:
    kept = keep(form())
    number = kept.forms[0].evaluation_id
    store.correct(number, "/indicators/0/score", "39", by="小李")
    before = store.form(number)
    fewer = form().record.model_copy(update={"indicators": form().record.indicators[1:]})
    found = store.replace_reading(kept.document_id, _read(form().model_copy(update={"record": fewer})))
    assert found.status == "kept" and "1 处更正" in (found.why or "")
    assert store.form(number).result == before.result and store.form(number).row.version == before.row.version


def test_nothing_read_replaces_nothing(store: Store, keep: Keep) -> None:
    kept = keep(form())
    assert store.replace_reading(kept.document_id, _read()).status == "kept"
    assert store.count() == 1


def test_another_number_of_forms_replaces_all_unless_somebody_worked_on_one(store: Store, keep: Keep) -> None:
    kept = keep(form())
    second = form(project_code="440303210301500008888", project_name="政务大厅运行")
    assert store.replace_reading(kept.document_id, _read(form(), second)).forms == 2
    assert sorted(str(row.project_name) for row in store.list()) == ["政务大厅运行", "政务热线运行"]
    store.correct(store.list()[0].id, "/total_score", "96", by="小李")
    found = store.replace_reading(kept.document_id, _read(form()))
    assert found.status == "kept" and "人工" in (found.why or "") and store.count() == 2


def test_a_code_that_is_read_rightly_now_makes_it_a_revision(store: Store, keep: Keep) -> None:
    keep(form(), name="a.pdf")
    kept = keep(form(project_code="440303210301500007777", total_score="96"), name="b.pdf")
    assert store.count() == 2
    store.replace_reading(kept.document_id, _read(form(total_score="96")))
    [row] = store.list()
    assert (row.id, row.total_score) == (kept.forms[0].evaluation_id, 96)
