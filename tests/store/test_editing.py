"""Corrections recompute and survive; decisions on findings and review items stay; two people do not overwrite each other."""

import pytest

from extractor.errors import EditConflict, NotStored, StoreError
from extractor.store.listing import Filters
from extractor.store.store import Store
from tests.store.conftest import Keep, form


def _rules(store: Store, evaluation_id: int) -> set[str]:
    return {one.rule for one in store.findings(evaluation_id) if one.state == "open"}


def test_a_correction_recomputes_columns_findings_and_counts(store: Store, keep: Keep) -> None:
    number = keep(form(total_score="79")).forms[0].evaluation_id
    assert "ARI007" in _rules(store, number) and store.list()[0].errors >= 1
    before = store.list()[0]
    after = store.correct(number, "/total_score", "97 分", by="小李", version=before.version)
    assert after.result.record.total_score == "97"
    assert "ARI007" not in _rules(store, number)
    [row] = store.list()
    assert (row.total_score, row.errors) == (97, before.errors - 1)
    assert row.version > before.version
    assert store.recheck_all() == 1
    assert store.form(number).result.record.total_score == "97"


def test_a_corrected_value_is_certain_and_no_longer_under_review(store: Store, keep: Keep) -> None:
    number = keep(form()).forms[0].evaluation_id
    after = store.correct(number, "/indicators/0/score", "39", by="小李")
    assert after.result.review == [] and after.row.review_open == 0 and after.row.corrected == 1
    assert after.result.evidence["/indicators/0/score"].confidence == 1
    assert after.result.evidence["/indicators/0/score"].text == "38"


def test_undo_brings_back_what_was_and_stays_in_the_history(store: Store, keep: Keep) -> None:
    number = keep(form()).forms[0].evaluation_id
    store.correct(number, "/indicators/0/score", "39", by="小李")
    store.correct(number, "/indicators/0/score", "40", by="小王")
    first, second = store.history(number)
    assert (second.before, second.after, second.corrected_by) == ("39", "40", "小王")
    assert store.undo(second.id, by="小李").result.record.indicators[0].score == "39"
    assert store.form(number).row.review_open == 0
    back = store.undo(first.id, by="小李")
    assert back.result.record.indicators[0].score == "38"
    assert (back.row.review_open, back.row.corrected) == (1, 0)
    assert back.result.evidence["/indicators/0/score"].confidence == 0.6
    assert [one.undone_by for one in store.history(number)] == ["小李", "小李"]
    with pytest.raises(NotStored, match="撤销"):
        store.undo(first.id, by="小李")


def test_who_saw_an_older_version_does_not_overwrite(store: Store, keep: Keep) -> None:
    number = keep(form()).forms[0].evaluation_id
    seen = store.form(number).row.version
    store.correct(number, "/goals/actual", "都完成了", by="小李", version=seen)
    with pytest.raises(EditConflict, match="刷新"):
        store.correct(number, "/goals/actual", "没完成", by="小王", version=seen)
    assert store.form(number).result.record.goals.actual == "都完成了"


@pytest.mark.parametrize(
    ("pointer", "value"),
    [
        ("/nothing", "1"),
        ("/indicators/99/score", "1"),
        ("/indicators/-/score", "1"),
        ("/indicators", "1"),
        ("/indicators/0", None),
        ("total_score", "1"),
        ("", "1"),
        ("/total_score", "很高"),
        ("/year", "去年"),
        ("/funds_unit", "美元"),
    ],
)
def test_what_does_not_fit_changes_nothing(store: Store, keep: Keep, pointer: str, value: str | None) -> None:
    number = keep(form()).forms[0].evaluation_id
    before = store.form(number)
    with pytest.raises(StoreError):
        store.correct(number, pointer, value, by="小李")
    assert store.form(number).result == before.result and store.form(number).row.version == before.row.version


def test_correcting_the_code_makes_it_a_revision_and_back(store: Store, keep: Keep) -> None:
    old = keep(form(), name="a.pdf").forms[0].evaluation_id
    new = keep(form(project_code="123", total_score="98"), name="b.pdf").forms[0].evaluation_id
    assert store.count() == 2
    store.correct(new, "/project_code", "440303210301500009999", by="小李")
    assert [row.id for row in store.list()] == [new]
    assert store.form(old).row.superseded_by == new
    store.undo(store.history(new)[0].id, by="小李")
    assert {row.id for row in store.list()} == {old, new}


def test_correcting_the_unit_of_funds_corrects_the_amounts(store: Store, keep: Keep) -> None:
    number = keep(form()).forms[0].evaluation_id
    store.correct(number, "/funds_unit", "元", by="小李")
    assert str(store.list()[0].annual_budget) == "100.5"


def test_a_dismissed_finding_stays_dismissed_through_rechecks(store: Store, keep: Keep) -> None:
    number = keep(form(total_score="79")).forms[0].evaluation_id
    finding = next(one for one in store.findings(number) if one.rule == "ARI007")
    errors = store.list()[0].errors
    with pytest.raises(StoreError, match="理由"):
        store.decide_finding(finding.id, "dismissed", reason=" ", by="小李")
    store.decide_finding(finding.id, "dismissed", reason="总分另有附件", by="小李")
    store.correct(number, "/goals/actual", "都完成了", by="小李")
    again = next(one for one in store.findings(number) if one.rule == "ARI007")
    assert (again.state, again.reason, again.decided_by) == ("dismissed", "总分另有附件", "小李")
    assert store.list()[0].errors == errors - 1
    assert "ARI007" not in {one.rule for one in store.form(number).result.findings}
    store.correct(number, "/total_score", "78", by="小李")
    assert next(one for one in store.findings(number) if one.rule == "ARI007").state == "open"


def test_an_accepted_value_is_the_forms_own(store: Store, keep: Keep) -> None:
    number = keep(form()).forms[0].evaluation_id
    accepted = store.accept_values(number, ["/indicators/0/score"], by="小李")
    assert accepted.result.review == [] and accepted.row.review_open == 0
    assert accepted.result.evidence["/indicators/0/score"].confidence == 1
    (item,) = store.accepted(number)
    assert (item.pointer, item.decided_by) == ("/indicators/0/score", "小李")
    reopened = store.reopen_values(number, ["/indicators/0/score"])
    assert len(reopened.result.review) == 1 and store.accepted(number) == []
    with pytest.raises(NotStored):
        store.accept_values(number, ["/indicators/0/score", "/year"], by="小李")
    assert store.form(number).row.review_open == 1, "all or none"


def test_state(store: Store, keep: Keep) -> None:
    number = keep(form()).forms[0].evaluation_id
    store.set_state(number, "done", version=store.form(number).row.version)
    assert store.count(Filters(state="done")) == 1
    with pytest.raises(EditConflict):
        store.set_state(number, "open", version=1)
