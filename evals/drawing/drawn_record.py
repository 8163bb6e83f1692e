"""Draws a valid form: whatever can be recomputed is right, and what must be explained is."""

from dataclasses import dataclass
from decimal import Decimal
from random import Random

from evals.datasets import Sample
from evals.drawing.drawn_funds import execution_score, funds_table
from evals.drawing.drawn_rows import benefit_rows, cost_rows, output_rows, satisfaction_rows, with_weights
from evals.drawing.vocabulary import Topic, vocabulary
from extractor.records.amounts import parse_number, plain
from extractor.records.evaluation import Evaluation, Goals, Indicator


@dataclass(frozen=True, slots=True, kw_only=True)
class Scheme:
    """How the points are divided: of the execution, and of each level 1 group."""

    execution: int
    output: int
    benefit: int
    satisfaction: int
    cost: int = 0


SCHEMES = (
    Scheme(execution=10, output=50, benefit=30, satisfaction=10),
    Scheme(execution=10, output=50, benefit=30, satisfaction=10),
    Scheme(execution=10, output=40, benefit=20, satisfaction=10, cost=20),
    Scheme(execution=20, output=40, benefit=30, satisfaction=10),
)
"""The national division of 2020 (twice as often as others), the one with costs as a level 1, and one of 20 and 80."""


def drawn_samples(count: int, seed: int = 0) -> list[Sample]:
    """`count` records. Same seed, same records; a longer list begins like a shorter one."""
    return [Sample(name=f"drawn-{seed + at}", record=drawn_record(seed + at)) for at in range(count)]


def drawn_record(seed: int) -> Evaluation:
    """One record; its amounts are in 元 or 万元."""
    draw = Random(f"record {seed}")
    words = vocabulary()
    topic = draw.choice(words.topics)
    place = draw.choice(words.places) + draw.choice(words.kinds)
    year = draw.choice((2021, 2022, 2023, 2024))
    scheme = draw.choice(SCHEMES)
    unit = draw.choice(("元", "万元"))
    short = draw.random() < 0.6
    rows = _rows(draw, topic, scheme, short=short)
    funds = funds_table(draw, unit, scheme.execution)
    total = sum((parse_number(row.score) or Decimal(0) for row in rows), execution_score(funds))
    yy = year - draw.choice((0, 0, 1))
    return Evaluation(
        project_code=f"{draw.choice(words.provinces)}{draw.randrange(1, 99):02d}{yy % 100:02d}{draw.randrange(10**12, 10**13)}",
        project_name=f"{draw.choice(topic.projects)}{draw.choice(('', '项目', '经费', '专项', '补助资金'))}",
        year=year,
        implementing_unit=f"{place}{topic.department}",
        supervising_unit=f"{place}{topic.unit}",
        funds_unit=unit,
        funds=funds,
        goals=_goals(draw, rows),
        indicators=rows,
        total_weight="100",
        total_score=plain(total),
    )


def _rows(draw: Random, topic: Topic, scheme: Scheme, *, short: bool) -> list[Indicator]:
    """The rows of all groups with their points; `short`: some fall short of their targets."""
    words = vocabulary()
    groups = [
        (scheme.cost, cost_rows(draw, topic) if scheme.cost else []),
        (scheme.output, output_rows(draw, topic, with_cost=not scheme.cost)),
        (scheme.benefit, benefit_rows(draw, topic, words)),
        (scheme.satisfaction, satisfaction_rows(draw, topic)),
    ]
    missing = draw.choice((1, 1, 2)) if short else 0
    rows: list[Indicator] = []
    for points, drawn in groups:
        if points:
            rows += with_weights(draw, drawn, points, words, missing=missing if points == scheme.output else 0)
    return rows


def _goals(draw: Random, rows: list[Indicator]) -> Goals:
    """Goals that name what the rows of quantity are about; the report says the same with the actual numbers."""
    counted = [row for row in rows if row.level2 == "数量指标"][:4]
    numbered = draw.random() < 0.7
    expected = [f"{row.level3}{(row.target or '').lstrip('≥')}" for row in counted]
    actual = [f"{row.level3}{row.actual}" for row in counted]
    if not numbered:
        return Goals(expected=f"年内{'，'.join(expected)}。", actual=f"年内{'，'.join(actual)}。")
    return Goals(
        expected="；".join(f"{at}.{text}" for at, text in enumerate(expected, start=1)) + "。",
        actual="；".join(f"{at}.{text}" for at, text in enumerate(actual, start=1)) + "。",
    )
