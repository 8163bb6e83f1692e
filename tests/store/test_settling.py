"""After the commit: rules across forms, originals, the index; each may be repeated and nothing is lost."""

from collections.abc import Iterable, Sequence

import pytest

from extractor.errors import EditConflict
from extractor.store.editing import decide_finding
from extractor.store.passage import Passage
from extractor.store.store import Store
from tests.store.conftest import Keep, form

LONG = "由于今年机构改革人员调整较大，部分热线坐席未能及时到岗，后续将尽快补充人员。"


class ListedPassages:
    """An index that remembers what it was given; fails where it is told to."""

    def __init__(self) -> None:
        self.passages: dict[str, Passage] = {}
        self.fail_in_add = False

    def add(self, passages: Iterable[Passage]) -> None:
        if self.fail_in_add:
            raise RuntimeError("crash")
        self.passages |= {one.id: one for one in passages}

    def delete(self, evaluation_ids: Sequence[int]) -> None:
        self.passages = {key: one for key, one in self.passages.items() if one.evaluation_id not in evaluation_ids}

    def rebuild(self, passages: Iterable[Passage]) -> None:
        self.passages = {one.id: one for one in passages}


def _copied(name: str, code: str):
    row = form().record.indicators[0]
    changed = row.model_copy(update={"deviation_reason": LONG})
    return form(project_code=code, project_name=name, indicators=[changed, form().record.indicators[1]])


def _across(store: Store, number: int) -> set[str]:
    return {one.rule for one in store.findings(number) if one.across}


def test_rules_across_forms_follow_what_comes_and_goes(store: Store, keep: Keep) -> None:
    first = keep(_copied("甲", "1" * 21), name="a.pdf")
    assert store.settle() == 0
    second = keep(_copied("乙", "2" * 21), name="b.pdf")
    number = second.forms[0].evaluation_id
    assert _across(store, number) == set()
    store.settle()
    assert "BAT002" in _across(store, number)
    assert store.list()[0].warnings >= 1
    store.delete_document(first.document_id)
    store.settle()
    assert _across(store, number) == set()


def test_rules_across_forms_run_later_are_nobodys_edit(store: Store, keep: Keep) -> None:
    keep(_copied("甲", "1" * 21), name="a.pdf")
    number = keep(_copied("乙", "2" * 21), name="b.pdf").forms[0].evaluation_id
    seen = store.form(number).row.version
    store.settle()
    assert store.form(number).row.version > seen
    store.correct(number, "/goals/actual", "都完成了", by="小李", version=seen)
    with pytest.raises(EditConflict):
        store.correct(number, "/goals/actual", "没完成", by="小王", version=seen)
    with pytest.raises(EditConflict):
        store.correct(number, "/goals/actual", "没完成", by="小王", version=99)


def test_a_decision_on_a_finding_across_forms_stays(store: Store, keep: Keep) -> None:
    keep(_copied("甲", "1" * 21), name="a.pdf")
    number = keep(_copied("乙", "2" * 21), name="b.pdf").forms[0].evaluation_id
    store.settle()
    finding = next(one for one in store.findings(number) if one.rule == "BAT002")
    with store.database.write() as session:
        decide_finding(session, finding.id, "dismissed", reason="同一批次", by="小李", version=None)
    keep(_copied("丙", "3" * 21), name="c.pdf")
    store.settle()
    assert next(one for one in store.findings(number) if one.rule == "BAT002").state == "dismissed"


def test_a_form_twice_in_one_document_is_a_duplicate(store: Store, keep: Keep) -> None:
    kept = keep(form(), form(total_score="96"))
    store.settle()
    current = kept.forms[1].evaluation_id
    assert [row.id for row in store.list()] == [current]
    assert "BAT005" in _across(store, current)


def test_a_new_version_is_no_duplicate(store: Store, keep: Keep) -> None:
    keep(form(), name="a.pdf")
    current = keep(form(total_score="96"), name="b.pdf").forms[0].evaluation_id
    store.settle()
    assert "BAT005" not in _across(store, current)


def test_the_index_follows_and_holds_current_forms_only(store: Store, keep: Keep) -> None:
    index = ListedPassages()
    old = keep(form(), name="a.pdf").forms[0].evaluation_id
    assert list(store.settle_index(index)) == [1] and store.index_due() == 0
    kinds = {one.kind for one in index.passages.values()}
    assert kinds == {"indicator", "deviation"} or kinds == {"indicator", "deviation", "finding"}
    deviation = next(one for one in index.passages.values() if one.kind == "deviation")
    assert "人员不足" in deviation.text and deviation.points_lost == 2 and deviation.level2 == "数量指标"
    new = keep(form(total_score="96"), name="b.pdf")
    list(store.settle_index(index))
    assert {one.evaluation_id for one in index.passages.values()} == {new.forms[0].evaluation_id}
    store.delete_document(new.document_id)
    list(store.settle_index(index))
    assert {one.evaluation_id for one in index.passages.values()} == {old}
    store.correct(old, "/indicators/0/deviation_reason", "设备故障，已更换", by="小李")
    list(store.settle_index(index))
    assert any("设备故障" in one.text for one in index.passages.values())


def test_an_index_that_fails_is_followed_up_next_time(store: Store, keep: Keep) -> None:
    index = ListedPassages()
    index.fail_in_add = True
    keep(form())
    with pytest.raises(RuntimeError):
        list(store.settle_index(index))
    assert store.index_due() == 1
    index.fail_in_add = False
    list(store.settle_index(index))
    assert index.passages and store.index_due() == 0


def test_rebuild_equals_following(store: Store, keep: Keep) -> None:
    followed, rebuilt = ListedPassages(), ListedPassages()
    keep(form(), name="a.pdf")
    keep(form(total_score="96"), form(project_code="5" * 21), name="b.pdf")
    list(store.settle_index(followed))
    store.rebuild_index(rebuilt)
    assert followed.passages == rebuilt.passages and store.index_due() == 0
