"""The scoring formulas and what they are applied to."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from extractor.checks.assessment import comparisons, rule_score
from extractor.checks.form_facts import IndicatorFacts
from extractor.checks.profile import Formulas
from extractor.checks.scale import same_scale
from extractor.checks.scoring import equal_share, forward_share, range_share, rescaled, reverse_share
from extractor.records.amounts import parse_number
from extractor.records.evaluation import Indicator
from extractor.records.targets import parse_measures

AMOUNTS = st.decimals(min_value=0, max_value=10**6, places=2)


def row(target: str, actual: str, *, weight: str = "10", **levels: str) -> IndicatorFacts:
    printed = Indicator.model_validate(
        {"target": target, "actual": actual, "weight": weight, "score": weight, **levels}
    )
    return IndicatorFacts(
        index=0,
        row=printed,
        weight=parse_number(weight),
        score=parse_number(weight),
        targets=parse_measures(target, year=2023),
        actuals=parse_measures(actual, year=2023),
    )


@pytest.mark.parametrize(
    ("target", "actual", "share"),
    [("4", "3", "0.75"), ("4", "4", "1"), ("4", "9", "1"), ("0", "0", "1"), ("5", "-1", "0")],
)
def test_forward(target: str, actual: str, share: str) -> None:
    assert forward_share(Decimal(target), Decimal(actual)) == Decimal(share)


def test_equal_target_of_zero_allows_nothing() -> None:
    assert equal_share(Decimal(0), Decimal(0)) == 1
    assert equal_share(Decimal(0), Decimal(1)) == 0
    assert equal_share(Decimal(4), Decimal(3)) == Decimal("0.75")


def test_reverse_by_both_traditions() -> None:
    assert reverse_share(Decimal(20), Decimal(25), "linear") == Decimal("0.75")
    assert reverse_share(Decimal(20), Decimal(25), "inverse") == Decimal("0.8")
    assert reverse_share(Decimal(20), Decimal(41), "linear") == 0
    assert reverse_share(Decimal(0), Decimal(1), "inverse") == 0


def test_range_has_no_rule_above_it() -> None:
    assert range_share(Decimal(90), Decimal(95), Decimal(92)) == 1
    assert range_share(Decimal(90), Decimal(95), Decimal(45)) == Decimal("0.5")
    assert range_share(Decimal(90), Decimal(95), Decimal(96)) is None


def test_rescaled_total() -> None:
    assert rescaled(Decimal("89.98"), Decimal(90), Decimal(100)) == Decimal("99.98")
    assert rescaled(Decimal(0), Decimal(0), Decimal(100)) is None


@given(target=AMOUNTS, actual=AMOUNTS)
def test_every_share_lies_between_none_and_all(target: Decimal, actual: Decimal) -> None:
    shares = [forward_share(target, actual), equal_share(target, actual)]
    shares += [reverse_share(target, actual, "linear"), reverse_share(target, actual, "inverse")]
    assert all(0 <= share <= 1 for share in shares)


@pytest.mark.parametrize(
    ("target", "actual", "scaled"),
    [
        ("≥95%", "98%", ("95", "98")),
        ("≥95%", "1", ("95", "100")),
        ("≥95%", "0.98", ("95", "98")),
        ("≥95%", "98", ("95", "98")),
        ("1", "100%", ("100", "100")),
        ("≤5‰", "0.4%", ("5", "4")),
        ("≤2小时", "90分钟", ("2", "1.5")),
        ("≥3公里", "3500米", ("3", "3.5")),
        ("≤5万元", "3657.8元", ("50000", "3657.8")),
        ("≤90万元", "90", ("900000", "900000")),
        ("50", "48万元", ("500000", "480000")),
        ("≥50000", "4.8万", ("50000", "48000")),
        ("≥100人次", "169", ("100", "169")),
        ("≥40000件工单标签", "140436件", ("40000", "140436")),
    ],
)
def test_same_scale(target: str, actual: str, scaled: tuple[str, str]) -> None:
    found = same_scale(parse_measures(target)[0], parse_measures(actual)[0])
    assert found == (Decimal(scaled[0]), Decimal(scaled[1]))


@pytest.mark.parametrize(
    ("target", "actual"),
    [
        ("12份", "100%"),
        ("12", "100%"),
        ("≥3万元", "12人"),
        ("每月1次", "12次"),
        ("≤500万元", "30"),
        ("增长≥5%", "下降5%"),
        ("符合", "符合"),
        ("12月底前", "12月"),
        ("100人", "120人次"),
    ],
)
def test_what_cannot_be_compared(target: str, actual: str) -> None:
    assert same_scale(parse_measures(target, year=2023)[0], parse_measures(actual, year=2023)[0]) is None


@pytest.mark.parametrize(
    ("name", "level2", "target", "better"),
    [
        ("培训人数", "数量指标", "10人", "more"),
        ("离职率", "质量指标", "5%", "less"),
        ("投诉处理率", "质量指标", "95%", "more"),
        ("故障响应时间", "时效指标", "30分钟", "less"),
        ("设备使用年限", "质量指标", "5年", "more"),
        ("项目成本", "成本指标", "5万元", "less"),
        ("支出进度", "成本指标", "90%", "more"),
        ("事故起数", "社会效益指标", "≥5起", "more"),
    ],
)
def test_which_side_is_better(name: str, level2: str, target: str, better: str) -> None:
    (pair,) = comparisons(row(target, target.lstrip("≥"), level2=level2, level3=name))
    assert pair.better == better


def test_a_percentage_under_cost_without_a_sign_is_not_judged() -> None:
    assert comparisons(row("100%", "96%", level2="成本指标", level3="成本控制率")) == []


def test_rule_score_shows_its_arithmetic() -> None:
    formulas = Formulas()
    due = rule_score(row("≥90%", "86.25%", weight="3", level3="进度"), formulas)
    assert due is not None
    assert (due.score, due.arithmetic) == (Decimal("2.88"), "86.25 ÷ 90 × 3 = 2.88 分")
    several = rule_score(row("≥10个; ≥4场", "5个; 4场", weight="4", level3="工作"), formulas)
    assert several is not None
    assert several.score == 3
    assert rule_score(row("≥10个; ≥4场", "5个", weight="4"), formulas) is None
    assert rule_score(row("合格", "合格"), formulas) is None
