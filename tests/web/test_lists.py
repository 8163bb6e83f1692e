"""Lists and figures over many forms: how they are found, what is kept of them, and that it is never out of date."""

import threading
from decimal import Decimal
from types import SimpleNamespace
from typing import get_args

import pytest
from sqlalchemy import event, text, update

from extractor.store.outbox import note_change
from extractor.store.tables import StoredEvaluation
from extractor.web import remembered as module
from extractor.web.api.evaluation_list import SortBy, evaluation_page
from extractor.web.api.evaluations import Filters
from extractor.web.remembered import Remembered
from tests.web.conftest import client_for, hand_in, wait_for

API = "/api/v1"


@pytest.fixture(scope="module")
def few(tmp_path_factory):
    """Three forms, the totals of two of them the same and that of the third unknown."""
    with client_for(tmp_path_factory.mktemp("few")) as client:
        wait_for(client, hand_in(client, "ruled.pdf", "two-sheets.xlsx"))
        with client.app.state.store.database.write() as session:
            session.execute(update(StoredEvaluation).values(total_score=Decimal(90)))
            session.execute(update(StoredEvaluation).where(StoredEvaluation.id == 2).values(total_score=None))
            note_change(session)
        yield client


def listed(client, **parameters):
    page = client.get(f"{API}/evaluations", params=parameters).json()
    return [item["id"] for item in page["items"]], page["total"]


@pytest.mark.parametrize("sort", get_args(SortBy))
@pytest.mark.parametrize("direction", ["asc", "desc"])
def test_every_order_is_read_from_an_index(few, sort, direction):
    """A sort in memory of a hundred thousand forms is what makes a page slow."""
    parts = few.app.state.parts
    asked = []

    def noted(_connection, _cursor, statement, parameters, *_):
        if statement.startswith("SELECT evaluations.id") and "LIMIT" in statement:
            asked.append((statement, parameters))

    event.listen(parts.store.database.engine, "before_cursor_execute", noted)
    try:
        evaluation_page(parts, Filters(), sort=sort, direction=direction, limit=50, offset=0)
    finally:
        event.remove(parts.store.database.engine, "before_cursor_execute", noted)
    ((statement, parameters),) = asked
    with parts.store.database.engine.connect() as connection:
        plan = [row[-1] for row in connection.exec_driver_sql(f"EXPLAIN QUERY PLAN {statement}", parameters)]
    assert [step for step in plan if "TEMP B-TREE" in step] == []
    assert "COVERING INDEX" in plan[0]


@pytest.mark.parametrize("narrowed", [{}, {"unit": "深圳"}, {"text": "罗湖"}])
def test_what_is_unknown_comes_last_either_way(few, narrowed):
    ids, total = listed(few, sort="total_score", direction="asc", **narrowed)
    assert sorted(ids) == sorted(listed(few, **narrowed)[0]) and total == len(ids)
    down, _ = listed(few, sort="total_score", direction="desc", **narrowed)
    known = [one for one in ids if one != 2]
    assert [one for one in down if one != 2] == known[::-1]
    if 2 in ids:
        assert ids[-1] == down[-1] == 2


def test_forms_found_by_words_are_counted_beyond_their_last_page(few):
    ids, total = listed(few, unit="深圳")
    assert 0 < len(ids) == total
    assert listed(few, unit="深圳", offset=100) == ([], total)
    assert listed(few, text="没有这样的项目") == ([], 0)


def test_figures_follow_every_change(tmp_path):
    with client_for(tmp_path) as client:
        assert client.get(f"{API}/overview").json()["totals"]["forms"] == 0
        wait_for(client, hand_in(client, "ruled.pdf"))
        before = client.get(f"{API}/overview").json()["totals"]
        assert before["forms"] == listed(client)[1] == 1
        read = client.get(f"{API}/evaluations/1")
        changed = client.patch(
            f"{API}/evaluations/1",
            json={"pointer": "/total_score", "value": "50"},
            headers={"If-Match": read.headers["etag"]},
        )
        assert client.get(f"{API}/overview").json()["totals"]["average_score"] == "50.00" != before["average_score"]
        assert listed(client, state="done")[1] == 0
        client.patch(f"{API}/evaluations/1", json={"state": "done"}, headers={"If-Match": changed.headers["etag"]})
        assert listed(client, state="done")[1] == 1
        errors = client.get(f"{API}/overview").json()["totals"]["errors"]
        finding = client.get(f"{API}/findings", params={"severity": "error"}).json()["items"][0]
        client.patch(f"{API}/findings/{finding['id']}", json={"state": "dismissed", "reason": "已核实"})
        assert client.get(f"{API}/overview").json()["totals"]["errors"] == errors - 1
        client.delete(f"{API}/documents/1")
        assert client.get(f"{API}/overview").json()["totals"]["forms"] == listed(client)[1] == 0


def test_many_who_ask_at_once_are_given_one_computation(few):
    remembered, computed, begun = Remembered(few.app.state.store), [], threading.Event()

    def compute(session):
        begun.wait(5)
        computed.append(session)
        return 7

    given = []
    asking = [threading.Thread(target=lambda: given.append(remembered.figure("a", compute))) for _ in range(8)]
    for thread in asking:
        thread.start()
    begun.set()
    for thread in asking:
        thread.join()
    assert (given, len(computed)) == ([7] * 8, 1)


def test_a_figure_that_takes_long_rests_and_a_quick_one_does_not(few, monkeypatch):
    clock = iter(range(1000))  # every look at the clock is a second later
    store = few.app.state.store
    remembered = Remembered(store)

    def changed():
        with store.database.write() as session:
            note_change(session)

    def total(session):
        return session.scalar(text("SELECT changes FROM store_state"))

    quick = remembered.figure("quick", total)
    changed()
    assert remembered.figure("quick", total) == quick + 1
    monkeypatch.setattr(module, "time", SimpleNamespace(monotonic=lambda: next(clock)))
    slow = remembered.figure("slow", total)
    changed()
    assert remembered.figure("slow", total) == slow, "it took a second, and rests for ten"
    for _ in range(12):
        found = remembered.figure("slow", total)
    assert found == slow + 1


def test_lists_are_narrowed_to_what_came_of_one_upload(tmp_path):
    with client_for(tmp_path) as client:
        first = wait_for(client, hand_in(client, "ruled.pdf"))
        second = wait_for(client, hand_in(client, "two-sheets.xlsx", "ruled.pdf"))
        of_first, of_second = (listed(client, batch=job["batch"]) for job in (first, second))
        assert (of_first[1], of_second[1]) == (1, 2)
        assert of_first[0] == first["documents"][0]["evaluation_ids"]
        assert of_second[0] == second["documents"][0]["evaluation_ids"][::-1]
        assert client.get(f"{API}/overview", params={"batch": first["batch"]}).json()["totals"]["forms"] == 1
        assert client.get("/projects").text.count(f'<option value="{second["batch"]}">') == 1
