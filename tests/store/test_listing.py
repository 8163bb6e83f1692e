"""Filters and orders of the list, and what a user's word stands for."""

import random
from decimal import Decimal

import pytest

from extractor.errors import NotStored, StoreError
from extractor.store.listing import Filters
from extractor.store.selection import find_documents, find_evaluations
from extractor.store.store import Store
from tests.store.conftest import Keep, form


@pytest.fixture
def three(store: Store, keep: Keep) -> Store:
    keep(form(project_code="1" * 21, project_name="甲 项目", year=2022, total_score="60"), name="a.pdf")
    keep(form(project_code="2" * 21, project_name="乙项目", implementing_unit="福田区教育局"), name="b.pdf")
    keep(form(project_code="3" * 21, project_name="丙PROJECT", total_score=None), name="c.pdf")
    return store


@pytest.mark.parametrize(
    ("filters", "names"),
    [
        (Filters(), ["丙PROJECT", "乙项目", "甲 项目"]),
        (Filters(year=2022), ["甲 项目"]),
        (Filters(unit="教育"), ["乙项目"]),
        (Filters(text="甲项目"), ["甲 项目"]),
        (Filters(text="丙project"), ["丙PROJECT"]),
        (Filters(code="2" * 21), ["乙项目"]),
        (Filters(score_below=Decimal(61)), ["甲 项目"]),
        (Filters(severity="error"), ["丙PROJECT", "甲 项目"]),
        (Filters(rule="ARI007"), ["甲 项目"]),
        (Filters(rate_below=Decimal(90)), []),
        (Filters(in_review=True, year=2023), ["丙PROJECT", "乙项目"]),
        (Filters(budget_from=Decimal(1005001)), []),
        (Filters(state="done"), []),
    ],
)
def test_filters(three: Store, filters: Filters, names: list[str]) -> None:
    assert [row.project_name for row in three.list(filters)] == names
    assert three.count(filters) == len(names)


def test_unknown_scores_come_last_and_pages_do_not_overlap(three: Store) -> None:
    assert [row.total_score for row in three.list(order="score")] == [60, 97, None]
    pages = [three.list(order="newest", limit=1, offset=at)[0].id for at in range(3)]
    assert len(set(pages)) == 3


def test_words_for_evaluations(three: Store) -> None:
    with three.reading() as session:
        [by_code] = find_evaluations(session, "2" * 21, year=None, superseded_too=False)
        assert list(find_evaluations(session, str(by_code), year=None, superseded_too=False)) == [by_code]
        assert list(find_evaluations(session, "乙", year=2023, superseded_too=False)) == [by_code]
        with pytest.raises(StoreError, match="不止一个项目"):
            find_evaluations(session, "项目", year=None, superseded_too=False)
        for nothing in ("没有的", "", "9" * 30, "%"):
            with pytest.raises(NotStored):
                find_evaluations(session, nothing, year=None, superseded_too=False)


def test_words_for_documents(three: Store) -> None:
    with three.reading() as session:
        [document] = find_documents(session, "b.pdf")
        for word in (document.sha256, document.sha256[:8], document.source, f"#{document.id}", "2" * 21):
            assert [one.id for one in find_documents(session, word)] == [document.id]
        for nothing in ("", "pdf", "%.pdf", "deadbeef"):
            with pytest.raises(NotStored):
                find_documents(session, nothing)


def test_names_as_long_as_a_page_are_kept_whole_and_listed_by_their_beginning(store: Store, keep: Keep) -> None:
    """PostgreSQL refuses to index a text of more than 2,700 bytes that it cannot compress."""
    chance = random.Random(1)
    long = "".join(chr(chance.randrange(0x4E00, 0x9FA5)) for _ in range(4000))
    keep(form(project_code=None, project_name=long, implementing_unit=long, supervising_unit=long))
    (listed,) = store.list()
    assert listed.project_name == long[:300]
    assert store.form(listed.id).result.record.project_name == long
