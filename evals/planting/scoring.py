"""Defects of scoring and of explanations: points that the results do not earn, and losses that nothing explains."""

from decimal import Decimal
from random import Random

from evals.planting.planting import (
    Planted,
    added_up,
    at,
    number,
    planted,
    planting,
    rows_of,
    rows_with,
    short_rows,
    spending,
    split_number,
    with_fund,
    with_row,
)
from extractor.records.amounts import plain, round_half_up
from extractor.records.evaluation import Evaluation


def _full_marks_unearned(record: Evaluation, draw: Random) -> Planted | None:
    place = at(short_rows(record), draw)
    if place is None:
        return None
    return planted(added_up(with_row(record, place, score=record.indicators[place].weight)), f"/indicators/{place}")


def _points_lost_for_nothing(record: Evaluation, draw: Random) -> Planted | None:
    reached = rows_with(record, lambda row: row.score == row.weight and (row.target or "").startswith("≥"))
    place = at([one for one in reached if number(record.indicators[one].weight) >= 2], draw)
    if place is None:
        return None
    score = plain(number(record.indicators[place].weight) - 1)
    return planted(added_up(with_row(record, place, score=score)), f"/indicators/{place}")


def _missed_in_words(record: Evaluation, draw: Random) -> Planted | None:
    place = at(rows_of(record, "可持续影响指标"), draw)
    if place is None:
        return None
    return planted(
        with_row(record, place, target="满足", actual=draw.choice(("不满足", "未达到", "未完成"))),
        f"/indicators/{place}",
    )


def _not_applicable(record: Evaluation, draw: Random) -> Planted:
    place = draw.choice(rows_of(record, "服务对象满意度指标"))
    none = {"level3": None, "target": None, "actual": "不适用"}
    return planted(with_row(record, place, **none), f"/indicators/{place}")


def _on_the_edge(record: Evaluation, draw: Random) -> Planted | None:
    """Rows with a floor fall short until the total is within a point above 90."""
    total = number(record.total_score)
    goal = Decimal(90) + Decimal(draw.randrange(0, 60)) / 100
    for place in rows_with(record, lambda row: row.score == row.weight and (row.target or "").startswith("≥")):
        row = record.indicators[place]
        weight, (_, target, unit) = number(row.weight), split_number(row.target)
        lose = min(weight / 2, total - goal)
        if lose <= Decimal("0.05") or row.level2 == "时效指标":
            continue
        share = 1 - lose / weight
        actual = (target * share).quantize(Decimal("0.1") if unit == "%" else Decimal(1))
        score = round_half_up(actual / target * weight)
        reason = f"{row.level3}受客观条件影响未达年初数。下一步将细化任务安排，逐项落实。"
        record = with_row(record, place, actual=f"{plain(actual)}{unit}", score=plain(score), deviation_reason=reason)
        total = number(added_up(record).total_score)
    return planted(added_up(record), "/total_score") if 90 <= total <= 91 else None


def _thrift_punished(record: Evaluation, draw: Random) -> Planted | None:
    below = rows_with(
        record,
        lambda row: (row.target or "").startswith("≤") and split_number(row.target)[1] > split_number(row.actual)[1],
    )
    place = at(below, draw)
    if place is None:
        return None
    row = record.indicators[place]
    share = split_number(row.actual)[1] / split_number(row.target)[1]
    score = plain(round_half_up(share * number(row.weight)))
    if score == row.weight:
        return None
    return planted(added_up(with_row(record, place, score=score)), f"/indicators/{place}")


def _no_reason(record: Evaluation, draw: Random) -> Planted | None:
    place = at(short_rows(record), draw)
    if place is None:
        return None
    said = draw.choice((None, "—", "无"))
    return planted(with_row(record, place, deviation_reason=said), f"/indicators/{place}")


def _no_measure(record: Evaluation, draw: Random) -> Planted | None:
    place = at(short_rows(record), draw)
    if place is None:
        return None
    cause = (record.indicators[place].deviation_reason or "").split("。")[0] + "。"
    return planted(with_row(record, place, deviation_reason=cause), f"/indicators/{place}")


def _far_exceeded(record: Evaluation, draw: Random) -> Planted | None:
    counted = [one for one in rows_of(record, "数量指标") if (record.indicators[one].target or "").startswith("≥")]
    place = at([one for one in counted if record.indicators[one].score == record.indicators[one].weight], draw)
    if place is None:
        return None
    _, target, unit = split_number(record.indicators[place].target)
    actual = int(target * Decimal(draw.choice(("1.4", "2.1", "3"))))
    return planted(with_row(record, place, actual=f"{actual}{unit}"), f"/indicators/{place}")


def _little_spent(record: Evaluation, draw: Random) -> Planted:
    return planted(spending(record, Decimal(draw.choice(("0.45", "0.6", "0.75")))), "/funds/0", "/funds")


def _budget_changed(record: Evaluation, draw: Random) -> Planted:
    """The budget rose in the year, by a fifth or threefold, and nearly all of it was spent."""
    share = Decimal(draw.choice(("0.3", "0.8")))
    record = spending(record, Decimal("0.97"))
    for place, line in enumerate(record.funds):
        initial = round_half_up(number(line.annual_budget) * share)
        record = with_fund(record, place, initial_budget=format(initial, ".2f"))
    first = number(record.funds[0].initial_budget) - sum(number(line.initial_budget) for line in record.funds[2:])
    return planted(with_fund(record, 1, initial_budget=format(first, ".2f")), "/funds/0", "/funds")


def _denied(record: Evaluation, draw: Random) -> Planted | None:
    place = at(short_rows(record), draw)
    if place is None:
        return None
    return planted(with_row(record, place, deviation_reason="无偏差"), f"/indicators/{place}")


_SPENT_LESS = "PLA001 PLA002 PLA015 SCO005 TXT003 TXT004"
SCORING = (
    planting("SCO001", _full_marks_unearned),
    planting("SCO002", _points_lost_for_nothing, also="EXP001"),
    planting("SCO003", _missed_in_words, also="PLA009 EXP001"),
    planting("SCO004", _not_applicable, also="PLA012"),
    planting("SCO005", _on_the_edge, also="PLA001 TXT005 SCO001 SCO002 ARI011"),
    planting("SCO006", _thrift_punished, also="EXP001 SCO002 ARI011"),
    planting("EXP001", _no_reason),
    planting("EXP002", _no_measure),
    planting("EXP003", _far_exceeded, also="TXT001"),
    planting("EXP004", _little_spent, also=_SPENT_LESS),
    planting("EXP005", _budget_changed, also="EXP004 PLA014 PLA015"),
    planting("EXP006", _denied, also="EXP001"),
)
"""Plantings of the rules SCO and EXP."""
