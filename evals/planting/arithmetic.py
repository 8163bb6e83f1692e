"""Defects of arithmetic: sums, rates, scores and totals that do not follow."""

from decimal import Decimal
from random import Random

from evals.planting.planting import (
    Planted,
    added_up,
    at,
    number,
    planted,
    planting,
    rows_with,
    short_rows,
    spending,
    split_number,
    with_fund,
    with_row,
)
from extractor.records.amounts import plain, round_half_up
from extractor.records.evaluation import Evaluation


def _parts(record: Evaluation, draw: Random) -> Planted:
    name = draw.choice(("initial_budget", "annual_budget", "executed"))
    amount = number(getattr(record.funds[1], name)) - round_half_up(number(getattr(record.funds[0], name)) / 7)
    return planted(with_fund(record, 1, **{name: format(amount, ".2f")}), f"/funds/0/{name}", f"/funds/1/{name}")


def _rate(record: Evaluation, draw: Random) -> Planted:
    wrong = number(record.funds[0].execution_rate) - draw.choice((9, 18, 27))
    return planted(with_fund(record, 0, execution_rate=format(wrong, "f")), "/funds/0/execution_rate")


def _execution_score(record: Evaluation, draw: Random) -> Planted:
    wrong = number(record.funds[0].score) - draw.choice((1, 2))
    return planted(added_up(with_fund(record, 0, score=plain(wrong))), "/funds/0/score")


def _no_execution_score(record: Evaluation, draw: Random) -> Planted:
    return planted(with_fund(record, 0, score=None), "/funds/0/score")


def _weights(record: Evaluation, draw: Random) -> Planted | None:
    place = at(rows_with(record, lambda row: row.score == row.weight and number(row.weight) >= 4), draw)
    if place is None:
        return None
    less = plain(number(record.indicators[place].weight) - 3)
    return planted(
        added_up(with_row(record, place, weight=less, score=less)), "/total_weight", "/indicators", "/funds/0/weight"
    )


def _level_weights(record: Evaluation, draw: Random) -> Planted:
    """A row of the output group under the label of the next group, points printed beside the labels as they were."""
    labels = list(dict.fromkeys(row.level1 or "" for row in record.indicators))
    levels = {
        label: plain(sum((number(row.weight) for row in record.indicators if row.level1 == label), Decimal(0)))
        for label in labels
    }
    first, second = labels[0], labels[1]
    place = max(rows_with(record, lambda row: row.level1 == first))
    return planted(with_row(record, place, level1=second), "/indicators", levels=levels)


def _total(record: Evaluation, draw: Random) -> Planted:
    return planted(
        record.model_copy(update={"total_score": plain(number(record.total_score) - draw.choice((1, 2, 3)))}),
        "/total_score",
    )


def _no_total(record: Evaluation, draw: Random) -> Planted:
    return planted(record.model_copy(update={"total_score": None}), "/total_score")


def _score_above_weight(record: Evaluation, draw: Random) -> Planted:
    place = draw.randrange(len(record.indicators))
    more = plain(number(record.indicators[place].weight) + draw.choice((1, 2)))
    return planted(added_up(with_row(record, place, score=more)), f"/indicators/{place}")


def _no_score(record: Evaluation, draw: Random) -> Planted:
    place = draw.randrange(len(record.indicators))
    return planted(with_row(record, place, score=None), f"/indicators/{place}")


def _overspent(record: Evaluation, draw: Random) -> Planted:
    return planted(spending(record, Decimal("1.06")), "/funds")


def _one_decimal(record: Evaluation, draw: Random) -> Planted | None:
    """A score in proportion kept to one decimal."""
    rounded: dict[int, str] = {}
    for place in short_rows(record):
        row = record.indicators[place]
        exact = split_number(row.actual)[1] / split_number(row.target)[1] * number(row.weight)
        if round_half_up(exact, 1) != number(row.score):
            rounded[place] = plain(round_half_up(exact, 1))
    place = at(list(rounded), draw)
    if place is None:
        return None
    score = rounded[place]
    return planted(added_up(with_row(record, place, score=score)), f"/indicators/{place}")


ARITHMETIC = (
    planting("ARI001", _parts, also="ARI010"),
    planting("ARI002", _rate),
    planting("ARI003", _execution_score),
    planting("ARI004", _no_execution_score),
    planting("ARI005", _weights, also="ARI006"),
    planting("ARI006", _level_weights, also="PLA005 PLA012 PLA011", verdict="reading"),
    planting("ARI007", _total, also="SCO005"),
    planting("ARI008", _no_total),
    planting("ARI009", _score_above_weight, also="SCO001 SCO003 EXP006"),
    planting("ARI009", _no_score),
    planting("ARI010", _overspent, also="ARI003"),
    planting("ARI011", _one_decimal, also="SCO001 SCO002"),
)
"""Plantings of the rules ARI."""
