"""Draws indicator rows of every kind of target, their points, and what they say where they fall short."""

from collections.abc import Sequence
from decimal import Decimal
from random import Random

from evals.drawing.vocabulary import Countable, Topic, Vocabulary
from extractor.records.amounts import parse_number, plain, round_half_up
from extractor.records.evaluation import Indicator

_OUTPUT, _BENEFIT, _SATISFACTION, _COST = "产出指标", "效益指标", "满意度指标", "成本指标"


def output_rows(draw: Random, topic: Topic, *, with_cost: bool) -> list[Indicator]:
    """Quantity, quality, timeliness and, `with_cost`, cost; two or more rows of quantity."""
    rows = [_counted(draw, one, _OUTPUT, "数量指标") for one in draw.sample(topic.quantity, draw.choice((2, 3, 3, 4)))]
    rows += [_rate(draw, name, _OUTPUT, "质量指标") for name in draw.sample(topic.quality, draw.choice((1, 2)))]
    rows.append(_rate(draw, draw.choice(topic.time), _OUTPUT, "时效指标"))
    if draw.random() < 0.5:
        rows.append(_dated(draw, draw.choice(topic.time_by_date)))
    if with_cost:
        rows += [_capped(draw, one, _OUTPUT, "成本指标") for one in draw.sample(topic.cost, draw.choice((1, 2)))]
    return rows


def cost_rows(draw: Random, topic: Topic) -> list[Indicator]:
    """Cost as a level 1 of its own."""
    return [_capped(draw, one, _COST, "经济成本指标") for one in topic.cost]


def benefit_rows(draw: Random, topic: Topic, words: Vocabulary) -> list[Indicator]:
    """Social effects as shares and in words, lasting ones, and ecological ones where the topic has any."""
    rows = [_rate(draw, name, _BENEFIT, "社会效益指标") for name in draw.sample(topic.social_rate, draw.choice((1, 2)))]
    rows.append(_in_words(draw, draw.choice(topic.social), "社会效益指标", words))
    if topic.ecology:
        rows.append(_in_words(draw, draw.choice(topic.ecology), "生态效益指标", words))
    rows.append(_in_words(draw, draw.choice(topic.lasting), "可持续影响指标", words))
    return rows


def satisfaction_rows(draw: Random, topic: Topic) -> list[Indicator]:
    """One or two surveys."""
    names = draw.sample(topic.satisfaction, draw.choice((1, 1, 2)))
    return [_rate(draw, name, _SATISFACTION, "服务对象满意度指标") for name in names]


def with_weights(
    draw: Random, rows: Sequence[Indicator], points: int, words: Vocabulary, *, missing: int
) -> list[Indicator]:
    """The rows with points that add up to `points`; `missing` of those with a floor fall short, lose points and say why."""
    weights = _weights(draw, len(rows), points)
    timely = "".join(row.level3 or "" for row in rows if row.level2 == "时效指标")
    floors = [at for at, row in enumerate(rows) if _may_fall_short(row, timely)]
    short = set(draw.sample(floors, min(missing, len(floors))))
    return [
        _short(draw, row, weight, words) if at in short else _full(row, weight)
        for at, (row, weight) in enumerate(zip(rows, weights, strict=True))
    ]


def _may_fall_short(row: Indicator, timely: str) -> bool:
    """Whether a shortfall contradicts nothing: no row of timeliness (`timely`: their names) speaks of the same thing."""
    name = row.level3 or ""
    same = any(name[at : at + 2] in timely for at in range(len(name) - 1))
    return (row.target or "").startswith("≥") and row.level2 != "时效指标" and not same


def _weights(draw: Random, count: int, points: int) -> list[Decimal]:
    """Even shares in halves of a point, the rest on one of them."""
    even = Decimal(points) / count
    base = Decimal(int(even * 2)) / 2 if draw.random() < 0.5 else Decimal(int(even))
    weights = [base] * count
    weights[draw.randrange(count)] += points - base * count
    return weights


def _full(row: Indicator, weight: Decimal) -> Indicator:
    return row.model_copy(update={"weight": plain(weight), "score": plain(weight)})


def _short(draw: Random, row: Indicator, weight: Decimal, words: Vocabulary) -> Indicator:
    """90 to 98 % of the target, the score in proportion, a cause and a measure."""
    target = (row.target or "").lstrip("≥")
    number = parse_number(target.rstrip("%")) if target.endswith("%") else _leading_number(target)
    assert number is not None
    unit = target.removeprefix(plain(number))
    share = Decimal(draw.randrange(90, 99)) / 100
    actual = round_half_up(number * share, 1) if unit == "%" else Decimal(int(number * share))
    if actual >= number:
        return _full(row, weight)
    cause = draw.choice(words.causes).format(season=draw.choice(words.seasons), name=row.level3)
    return row.model_copy(
        update={
            "actual": f"{plain(actual)}{unit}",
            "weight": plain(weight),
            "score": plain(round_half_up(actual / number * weight)),
            "deviation_reason": f"{cause}。{draw.choice(words.measures)}。",
        }
    )


def _leading_number(text: str) -> Decimal | None:
    digits = text[: next((at for at, sign in enumerate(text) if not (sign.isdigit() or sign == ".")), len(text))]
    return parse_number(digits)


def _counted(draw: Random, one: Countable, level1: str, level2: str) -> Indicator:
    name, unit, low, high = one
    target = draw.randrange(low, high + 1)
    if target >= 500:
        target = target // 50 * 50
    floor = draw.random() < 0.75
    actual = target + draw.randrange(0, target // 8 + 1) if floor else target
    sign = "≥" if floor else ""
    return Indicator(
        level1=level1, level2=level2, level3=name, target=f"{sign}{target}{unit}", actual=f"{actual}{unit}"
    )


def _rate(draw: Random, name: str, level1: str, level2: str) -> Indicator:
    target = draw.choice((85, 90, 92, 95, 98)) if level2 != "质量指标" or draw.random() < 0.6 else 100
    over = Decimal(draw.randrange(1, 10 * (100 - target) + 1)) / 10 if target < 100 else Decimal(0)
    sign = "≥" if target < 100 else ""
    return Indicator(
        level1=level1, level2=level2, level3=name, target=f"{sign}{target}%", actual=f"{plain(target + over)}%"
    )


def _dated(draw: Random, name: str) -> Indicator:
    from evals.drawing.vocabulary import vocabulary

    target, actual = draw.choice(vocabulary().dates)
    return Indicator(level1=_OUTPUT, level2="时效指标", level3=name, target=target, actual=actual)


def _capped(draw: Random, one: Countable, level1: str, level2: str) -> Indicator:
    name, unit, low, high = one
    cap = draw.randrange(low, high + 1)
    actual = cap - draw.randrange(0, max(2, cap // 12))
    return Indicator(level1=level1, level2=level2, level3=name, target=f"≤{cap}{unit}", actual=f"{actual}{unit}")


def _in_words(draw: Random, name: str, level2: str, words: Vocabulary) -> Indicator:
    target, actual = draw.choice(words.qualitative)
    return Indicator(level1=_BENEFIT, level2=level2, level3=name, target=target, actual=actual)
