"""Defects of wording: goals, reports and reasons that contradict the table, and damaged or misspelt texts."""

from decimal import Decimal
from random import Random

from evals.planting.planting import (
    Planted,
    added_up,
    at,
    planted,
    planting,
    rows_of,
    short_rows,
    spending,
    split_number,
    with_goals,
    with_row,
)
from extractor.records.amounts import plain
from extractor.records.evaluation import Evaluation


def _other_number(record: Evaluation, draw: Random) -> Planted:
    """The goal asks for more than the row's target, which is what was reached."""
    place = draw.choice(rows_of(record, "数量指标"))
    row = record.indicators[place]
    _, target, unit = split_number(row.target)
    before, after = f"{row.level3}{plain(target)}{unit}", f"{row.level3}{plain(target * 2 + 1)}{unit}"
    text = (record.goals.expected or "").replace(before, after)
    return planted(with_goals(record, expected=text), "/goals/expected", f"/indicators/{place}")


def _unreported(record: Evaluation, draw: Random) -> Planted | None:
    expected = record.goals.expected or ""
    if not expected.startswith("1."):
        return None
    number_ = expected.count("；") + 2
    item = draw.choice(("编制保密工作手册", "完成历史档案数字化加工", "建立法律顾问服务机制"))
    text = f"{expected.rstrip('。')}；{number_}.{item}。"
    return planted(with_goals(record, expected=text), "/goals")


def _unfinished(record: Evaluation, draw: Random) -> Planted | None:
    if short_rows(record):
        return None
    said = draw.choice(("部分工作尚未完成，正在推进。", "主要任务基本完成，其余正在实施。"))
    return planted(with_goals(record, actual=f"{record.goals.actual}{said}"), "/goals/actual", "/indicators")


def _spending_claim(record: Evaluation, draw: Random) -> Planted:
    record = spending(record, Decimal(draw.choice(("0.35", "0.62"))))
    place = draw.choice(rows_of(record, "时效指标"))
    return planted(with_row(record, place, level3="资金支出率", target="≥95%", actual="100%"), f"/indicators/{place}")


def _delay(record: Evaluation, draw: Random) -> Planted | None:
    place = at([one for one in short_rows(record) if record.indicators[one].level2 == "数量指标"], draw)
    if place is None:
        return None
    for own in rows_of(record, "时效指标"):
        if (record.indicators[own].target or "").endswith("%"):
            record = with_row(record, own, target="100%", actual="100%")
    reason = f"因设计变更，{record.indicators[place].level3}发生延期。下一步将加强进度管理。"
    return planted(with_row(record, place, deviation_reason=reason), f"/indicators/{place}", "/indicators")


def _paid_unaccepted(record: Evaluation, draw: Random) -> Planted:
    record = spending(record, Decimal("0.99"))
    place = draw.choice(rows_of(record, "质量指标"))
    reason = "验收资料不全，未能通过。下一步将补齐资料，尽快组织验收。"
    values = {"level3": "项目验收", "target": "通过", "actual": "未通过", "score": "0", "deviation_reason": reason}
    return planted(added_up(with_row(record, place, **values)), f"/indicators/{place}", "/funds")


def _garbled(record: Evaluation, draw: Random) -> Planted:
    text = record.goals.actual or ""
    middle = len(text) // 2
    return planted(with_goals(record, actual=f"{text[:middle]}锟斤拷{text[middle:]}"), "/goals/actual")


def _misspelt(record: Evaluation, draw: Random) -> Planted:
    place = draw.choice(rows_of(record, "数量指标"))
    name = record.indicators[place].level3 or ""
    return planted(with_row(record, place, level3=f"按装设备{name}"), f"/indicators/{place}")


def _one_letter(record: Evaluation, draw: Random) -> Planted:
    """The unit is its own supervisor, but for a letter too many."""
    name = record.supervising_unit or ""
    return planted(
        record.model_copy(update={"implementing_unit": f"{name[:-1]}的{name[-1]}"}),
        "/implementing_unit",
        "/supervising_unit",
    )


WORDING = (
    planting("TXT001", _other_number, also="TXT002"),
    planting("TXT002", _unreported),
    planting("TXT003", _unfinished, also="TXT002"),
    planting("TXT004", _spending_claim, also="EXP004 PLA001 PLA002 PLA006 PLA011 PLA012 PLA015 SCO005 TXT003"),
    planting("TXT005", _delay),
    planting("TXT006", _paid_unaccepted, also="PLA005 TXT003 TXT005 PLA009"),
    planting("REA007", _garbled, also="TXT001 TXT002"),
    planting("REA008", _misspelt, also="TXT001 TXT002"),
    planting("REA008", _one_letter, also="BAT004"),
)
"""Plantings of the rules TXT, and of those REA that show in a record."""
