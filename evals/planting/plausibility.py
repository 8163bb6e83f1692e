"""Defects of plausibility: targets that measure nothing, results that cannot be, money and work that do not fit."""

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
    with_goals,
    with_row,
)
from extractor.records.amounts import plain, round_half_up
from extractor.records.evaluation import Evaluation


def _gap(record: Evaluation, draw: Random) -> Planted:
    return planted(
        spending(record, Decimal(draw.choice(("0.5", "0.7", "0.85")))), "/funds", "/indicators", "/total_score"
    )


def _nothing_spent(record: Evaluation, draw: Random) -> Planted:
    return planted(spending(record, Decimal(draw.choice(("0.01", "0.06")))), "/funds", "/indicators", "/total_score")


def _on_thresholds(record: Evaluation, draw: Random) -> Planted | None:
    if short_rows(record):
        return None
    for place in rows_with(record, lambda row: (row.target or "").startswith(("≥", "≤"))):
        record = with_row(record, place, actual=(record.indicators[place].target or "").lstrip("≥≤"))
    return planted(record, "/indicators")


def _copied(record: Evaluation, draw: Random) -> Planted | None:
    if short_rows(record):
        return None
    for place, row in enumerate(record.indicators):
        record = with_row(record, place, actual=row.target)
    return planted(record, "/indicators")


def _concentrated(record: Evaluation, draw: Random) -> Planted:
    """All points of the benefits on one of their rows, the others are not there."""
    own = rows_with(record, lambda row: row.level1 == "效益指标")
    kept = draw.choice(own)
    points = plain(sum((number(record.indicators[one].weight) for one in own), Decimal(0)))
    record = with_row(record, kept, weight=points, score=points)
    gone = set(own) - {kept}
    rows = [row for place, row in enumerate(record.indicators) if place not in gone]
    return planted(record.model_copy(update={"indicators": rows}), "/indicators")


def _execution_again(record: Evaluation, draw: Random) -> Planted:
    place = draw.choice(rows_of(record, "质量指标"))
    rate = plain(number(record.funds[0].execution_rate))
    return planted(
        with_row(record, place, level3="项目资金支出进度", target="≥95%", actual=f"{rate}%"), f"/indicators/{place}"
    )


def _not_measurable(record: Evaluation, draw: Random) -> Planted | None:
    place = at(rows_of(record, "可持续影响指标"), draw)
    if place is None:
        return None
    name = record.indicators[place].level3
    return planted(with_row(record, place, target=name, actual="持续改善"), f"/indicators/{place}")


def _other_unit(record: Evaluation, draw: Random) -> Planted | None:
    counted = [
        one for one in rows_of(record, "数量指标") if record.indicators[one].score == record.indicators[one].weight
    ]
    place = at(counted, draw)
    if place is None:
        return None
    _, amount, unit = split_number(record.indicators[place].actual)
    other = "公里" if unit not in ("公里", "米") else "人次"
    return planted(with_row(record, place, actual=f"{plain(amount)}{other}"), f"/indicators/{place}")


def _other_kind(record: Evaluation, draw: Random) -> Planted | None:
    worded = rows_with(record, lambda row: row.level1 == "效益指标" and split_number(row.target)[1] == 0)
    place = at(worded, draw)
    return planted(with_row(record, place, actual="100%"), f"/indicators/{place}") if place is not None else None


def _same_name(record: Evaluation, draw: Random) -> Planted:
    first, second = draw.sample(rows_of(record, "数量指标"), 2)
    return planted(
        with_row(record, second, level3=record.indicators[first].level3),
        f"/indicators/{first}",
        f"/indicators/{second}",
    )


def _wrong_group(record: Evaluation, draw: Random) -> Planted:
    place = draw.choice(rows_of(record, "质量指标"))
    name = draw.choice(("故障修复响应时间", "诉求处理及时率"))
    target, actual = ("≤2小时", "1.6小时") if "时间" in name else ("≥95%", "97.2%")
    return planted(
        with_row(
            record,
            place,
            level3=name,
            target=target,
            actual=actual,
            score=record.indicators[place].weight,
            deviation_reason=None,
        ),
        f"/indicators/{place}",
    )


def _group_missing(record: Evaluation, draw: Random) -> Planted | None:
    """No row of timeliness; its points go to a row of quality."""
    own = rows_of(record, "时效指标")
    heir = rows_of(record, "质量指标")[0]
    national = record.funds[0].weight == "10" and record.indicators[0].level1 != "成本指标"
    # only the national form of 2020 says which rows there must be
    if record.indicators[heir].score != record.indicators[heir].weight or not national:
        return None
    points = plain(sum((number(record.indicators[one].weight) for one in [heir, *own]), Decimal(0)))
    record = with_row(record, heir, weight=points, score=points)
    rows = [row for place, row in enumerate(record.indicators) if place not in own]
    return planted(record.model_copy(update={"indicators": rows}), "/indicators")


def _earlier_work(record: Evaluation, draw: Random) -> Planted | None:
    counted = rows_of(record, "数量指标")
    if len(counted) < 3:
        return None
    things = draw.sample(
        [("安装监测终端", "台"), ("建设采集站点", "个"), ("敷设通信线缆", "条"), ("配置机柜", "套")], 3
    )
    for place, (name, unit) in zip(counted, things, strict=False):
        amount, weight = draw.randrange(12, 90), record.indicators[place].weight
        values = {"level3": f"{name}数量", "target": f"≥{amount}{unit}", "actual": f"{amount + 1}{unit}"}
        record = with_row(record, place, **values, score=weight, deviation_reason=None)
    goals = {"expected": f"支付{record.project_name}合同尾款。", "actual": f"已支付{record.project_name}合同尾款。"}
    return planted(added_up(with_goals(record, **goals)), "/goals", "/indicators")


def _to_the_cent(record: Evaluation, draw: Random) -> Planted:
    record = spending(record, Decimal(1))
    for place in (0, 1):
        initial = number(record.funds[place].initial_budget) - round_half_up(number(record.funds[0].annual_budget) / 30)
        record = with_fund(record, place, initial_budget=format(initial, ".2f"))
    return planted(record, "/funds")


def _needless(record: Evaluation, draw: Random) -> Planted:
    """Spent less than the initial budget, which was raised."""
    record = spending(record, Decimal("0.955"))
    for place, line in enumerate(record.funds):
        initial = round_half_up(number(line.annual_budget) * Decimal("0.98"))
        record = with_fund(record, place, initial_budget=format(initial, ".2f"))
    total = sum((number(line.initial_budget) for line in record.funds[1:]), Decimal(0))
    return planted(with_fund(record, 0, initial_budget=format(total, ".2f")), "/funds")


def _not_yet(record: Evaluation, draw: Random) -> Planted | None:
    place = at(rows_of(record, "可持续影响指标"), draw)
    if place is None:
        return None
    return planted(
        with_row(record, place, level3="设备正常使用年限", target="≥5年", actual="5年"), f"/indicators/{place}"
    )


def _one_for_all(record: Evaluation, draw: Random) -> Planted:
    place = draw.choice(rows_of(record, "质量指标"))
    values = {"target": "1", "actual": "100%", "score": record.indicators[place].weight, "deviation_reason": None}
    return planted(with_row(record, place, **values), f"/indicators/{place}")


_MONEY = "EXP004 PLA001 PLA002 PLA015 SCO005 TXT003 TXT004"
PLAUSIBILITY = (
    planting("PLA001", _gap, also=_MONEY),
    planting("PLA002", _nothing_spent, also=_MONEY),
    planting("PLA003", _on_thresholds, also="PLA004"),
    planting("PLA004", _copied, also="PLA003 PLA009 EXP006"),
    planting("PLA005", _concentrated, also="PLA012 SCO003"),
    planting("PLA006", _execution_again, also="PLA011 TXT004 PLA012 TXT005"),
    planting("PLA007", _not_measurable, also="PLA009"),
    planting("PLA008", _other_unit, also="TXT001"),
    planting("PLA009", _other_kind),
    planting("PLA010", _same_name, also="TXT001 TXT002 TXT005 PLA008"),
    planting("PLA011", _wrong_group, also="PLA012"),
    planting("PLA012", _group_missing, also="PLA005"),
    planting("PLA013", _earlier_work, also="PLA007 TXT003 TXT002 BAT001"),
    planting("PLA014", _to_the_cent),
    planting("PLA015", _needless, also=_MONEY),
    planting("PLA016", _not_yet, also="PLA003 PLA011"),
    planting("PLA017", _one_for_all, also="PLA008 PLA009"),
)
"""Plantings of the rules PLA."""
