"""What goes into the store comes out of it, once, in its newest revision, on SQLite and on PostgreSQL."""

from decimal import Decimal

import pytest
from sqlalchemy import func, select

from extractor.errors import DocumentChanged, NotStored
from extractor.results import DocumentResult
from extractor.store.listing import Filters
from extractor.store.store import Store
from extractor.store.tables import StoredBody, StoredDocument, StoredEvaluation, StoredFund, StoredIndicator
from tests.store.conftest import Keep, form


def test_a_form_comes_back_as_it_was_read(store: Store, keep: Keep) -> None:
    read = form()
    kept = keep(read)
    back = store.form(kept.forms[0].evaluation_id)
    assert back.result.record == read.record
    assert back.result.evidence == read.evidence
    assert back.result.review == read.review
    assert back.document.sha256 and store.blobs.has(back.document.sha256)
    assert [one.kind for one in kept.forms] == ["new"]


def test_amounts_are_in_yuan_and_numbers_exact(store: Store, keep: Keep) -> None:
    keep(form())
    [row] = store.list()
    assert (row.annual_budget, row.executed) == (Decimal("1005000"), Decimal("904500"))
    assert row.execution_rate == Decimal(90)
    with store.reading() as session:
        fund = session.scalars(select(StoredFund)).one()
        first, second = session.scalars(select(StoredIndicator).order_by(StoredIndicator.ordinal)).all()
        lost = session.scalar(select(func.sum(StoredIndicator.lost)))
        evaluation = session.scalars(select(StoredEvaluation)).one()
    assert fund.initial_budget == Decimal(1200000)
    assert (first.target_value, first.actual_value, first.ratio, first.met) == (1000, 950, Decimal("0.95"), False)
    assert (second.ratio, second.met, second.comparator) == (Decimal("1.042105"), True, ">=")
    assert lost == 2
    assert evaluation.score_sum == 97


def test_amounts_without_a_unit_are_unknown_but_the_rate_is_not(store: Store, keep: Keep) -> None:
    keep(form(funds_unit=None))
    [row] = store.list()
    assert (row.annual_budget, row.execution_rate) == (None, Decimal(90))


def test_the_same_bytes_change_nothing(store: Store, keep: Keep) -> None:
    first = keep(form(), content="same")
    again = keep(form(project_name="别的"), name="b.pdf", content="same")
    assert again.unchanged and again.document_id == first.document_id
    assert [one.evaluation_id for one in again.forms] == [one.evaluation_id for one in first.forms]
    assert store.count(Filters(current=False)) == 1


def test_a_new_version_supersedes_and_keeps_the_old(store: Store, keep: Keep) -> None:
    old = keep(form(), name="old.pdf").forms[0]
    new = keep(form(total_score="98"), name="new.pdf").forms[0]
    assert (new.kind, new.revision, new.replaces) == ("revision", 2, old.evaluation_id)
    assert [row.id for row in store.list()] == [new.evaluation_id]
    assert {row.id: row.current for row in store.list(Filters(current=False))} == {
        old.evaluation_id: False,
        new.evaluation_id: True,
    }
    assert store.form(old.evaluation_id).result.record.total_score == "97"


def test_another_year_is_another_form(store: Store, keep: Keep) -> None:
    keep(form(), name="a.pdf")
    assert keep(form(year=2024), name="b.pdf").forms[0].kind == "new"
    assert store.count() == 2


def test_without_a_code_name_and_unit_tell_revisions(store: Store, keep: Keep) -> None:
    keep(form(project_code=None), name="a.pdf")
    same = form(
        project_code=None,
        project_name="政务 热线运行",
        implementing_unit="清河县政务服务中心（本级）",
        total_score="96",
    )
    assert keep(same, name="b.pdf").forms[0].kind == "revision"
    assert keep(form(project_code=None, implementing_unit="别的单位"), name="c.pdf").forms[0].kind == "new"
    assert store.count() == 2


def test_forms_without_year_never_supersede(store: Store, keep: Keep) -> None:
    keep(form(year=None), name="a.pdf")
    assert keep(form(year=None, total_score="1"), name="b.pdf").forms[0].kind == "new"
    assert store.count() == 2


def test_a_copy_leaves_the_first_current(store: Store, keep: Keep) -> None:
    first = keep(form(), name="a.pdf").forms[0]
    copy = keep(form(), name="scan.pdf").forms[0]
    assert (copy.kind, copy.replaces) == ("copy", first.evaluation_id)
    assert [row.id for row in store.list()] == [first.evaluation_id]


def test_deleting_restores_the_revision_before(store: Store, keep: Keep) -> None:
    old = keep(form(), name="a.pdf")
    middle = keep(form(total_score="96"), name="b.pdf")
    new = keep(form(total_score="95"), name="c.pdf")
    store.delete_document(middle.document_id)
    assert [row.id for row in store.list()] == [new.forms[0].evaluation_id]
    store.delete_document(new.document_id)
    [row] = store.list()
    assert (row.id, row.revision) == (old.forms[0].evaluation_id, 1)
    store.settle()
    assert len(list(store.blobs.all())) == 1
    store.delete_document(old.document_id)
    store.settle()
    with store.reading() as session:
        for table in (StoredDocument, StoredEvaluation, StoredBody, StoredFund, StoredIndicator):
            assert session.scalar(select(func.count()).select_from(table)) == 0
    assert list(store.blobs.all()) == []
    with pytest.raises(NotStored):
        store.delete_document(old.document_id)


def test_several_forms_of_a_document_go_with_it(store: Store, keep: Keep) -> None:
    kept = keep(form(), form(project_code="440303210301500008888", project_name="二"))
    assert [store.form(one.evaluation_id).row.ordinal for one in kept.forms] == [0, 1]
    assert store.count() == 2
    store.delete_document(kept.document_id)
    assert store.count() == 0


def test_a_file_that_changed_meanwhile_is_not_kept(store: Store, tmp_path) -> None:
    path = tmp_path / "a.txt"
    path.write_text("other", encoding="utf-8")
    document = DocumentResult(source="a.txt", sha256="0" * 64, pages=1, evaluations=[form()])
    with pytest.raises(DocumentChanged, match=r"a\.txt"):
        store.keep(document, path)
    assert store.count() == 0 and list(store.blobs.all()) == []


def test_hostile_texts_are_kept_as_text(store: Store, keep: Keep) -> None:
    name = "'); DROP TABLE evaluations;-- %_\\ \0[red]=1+1"
    kept = keep(form(project_name=name, project_code="%"))
    assert store.form(kept.forms[0].evaluation_id).result.record.project_name == name
    assert store.count(Filters(text="droptable")) == 1
    assert store.count(Filters(text="a%b")) == 0
    assert store.count(Filters(text="%_\\")) == 1


def test_a_number_too_long_to_count_is_unknown_in_columns_only(store: Store, keep: Keep) -> None:
    long = "9" * 40
    kept = keep(form(total_score=long))
    assert store.list()[0].total_score is None
    assert store.form(kept.forms[0].evaluation_id).result.record.total_score == long


def test_batches_count_what_came_of_them(store: Store, keep: Keep) -> None:
    batch = store.start_batch()
    store.finish_batch(batch, added=2, unchanged=1, unread=0)
    assert store.start_batch() > batch
