"""Rows of a picture that may have been lost: told by sums, doubted only where these do not close."""

import pytest

from extractor.readers.lost_rows import lost_rows
from extractor.records.evaluation import Evaluation

ROWS = [{"level3": "甲", "weight": "60", "score": "60"}, {"level3": "乙", "weight": "30", "score": "25"}]
FUNDS = [{"source": "total", "weight": "10", "score": "8"}]


def form(*, rows: list[dict[str, str]] = ROWS, total: str | None = "93", code: str | None = "1") -> Evaluation:
    return Evaluation.model_validate(
        {"project_code": code, "indicators": rows, "funds": FUNDS, "total_weight": "100", "total_score": total}
    )


@pytest.mark.parametrize("worn", [True, False])
def test_sums_that_close_speak_against_lost_rows(worn: bool) -> None:
    assert not list(lost_rows(form(), worn=worn))


def test_weights_that_do_not_add_up_put_all_rows_under_review() -> None:
    assert [pointer for pointer, _ in lost_rows(form(rows=ROWS[:1]), worn=False)] == ["/indicators"]


def test_scores_that_do_not_add_up_do_so_only_where_rulings_are_worn() -> None:
    assert not list(lost_rows(form(total="95"), worn=False))
    assert [pointer for pointer, _ in lost_rows(form(total="95"), worn=True)] == ["/indicators"]


def test_what_worn_pages_did_not_yield_is_under_review() -> None:
    assert [pointer for pointer, _ in lost_rows(form(code=None), worn=True)] == ["/project_code"]
    assert not list(lost_rows(form(code=None), worn=False))


def test_a_row_under_review_explains_weights_that_do_not_add_up() -> None:
    rows = [*({"level3": name, "weight": "25", "score": "25"} for name in "甲乙丙"), {"level3": "丁", "weight": "3"}]
    read = form(rows=rows)
    pointers = [pointer for pointer, _ in lost_rows(read, worn=False, marked=["/indicators/3/weight", "/year"])]
    assert pointers == ["/total_weight"]
    # neither one that is sure, nor one that would need more points than a row has, nor where rulings are worn
    assert [pointer for pointer, _ in lost_rows(read, worn=False, marked=["/year"])] == ["/indicators"]
    assert [pointer for pointer, _ in lost_rows(read, worn=False, marked=["/indicators/0/weight"])] == ["/indicators"]
    assert [pointer for pointer, _ in lost_rows(read, worn=True, marked=["/indicators/3"])] == ["/indicators"]
