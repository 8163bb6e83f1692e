"""Metrics, their intervals, comparisons of runs, and the gate."""

from dataclasses import replace

from evals.comparison import compare
from evals.gate import judge
from evals.metrics import METRICS, shown
from evals.outcomes import Outcome
from evals.report.plots import Confidence, calibration_error, reliability_bins, risk_coverage
from evals.statistics import change, estimate

RIGHT = next(metric for metric in METRICS if metric.name == "right")
SILENT = next(metric for metric in METRICS if metric.name == "silent")


def outcome(sample: str, right: float, fields: float = 100, **counts: float) -> Outcome:
    every = {"right": right, "fields": fields, "documents": 1.0, **counts}
    return Outcome(case=sample, sample=sample, task="reading", counts=every)


def run_of(*right: float) -> list[Outcome]:
    return [outcome(f"s{at}", one) for at, one in enumerate(right)]


def test_a_metric_is_a_share_of_sums_and_not_a_mean_of_shares() -> None:
    found = estimate(RIGHT, [outcome("a", 10, 10), outcome("b", 0, 90)])
    assert found is not None and found.value == 10
    assert estimate(SILENT, [outcome("a", 10, 10, silent=0)]) is not None
    assert estimate(RIGHT, [Outcome(case="q", sample="q", task="questions", counts={"fields": 5})]) is None


def test_intervals_hold_the_value_and_shrink_with_more_documents() -> None:
    few, many = estimate(RIGHT, run_of(90, 100, 95)), estimate(RIGHT, run_of(*[90, 100, 95] * 40))
    assert few is not None and many is not None
    assert few.low is not None and few.high is not None and many.low is not None and many.high is not None
    assert few.low <= few.value <= few.high
    assert many.high - many.low < (few.high - few.low) / 3
    alone = estimate(RIGHT, run_of(90))
    assert alone is not None and alone.low is None


def test_comparison_is_paired_by_sample() -> None:
    before = run_of(*range(50, 90))
    after = [outcome(one.sample, one.counts["right"] + 1) for one in reversed(before)]
    found = change(RIGHT, before, after)
    assert found is not None
    # the documents differ by much, the runs by one field in each: only pairs show that
    assert (found.difference, found.verdict, found.samples) == (1.0, "better", 40)
    assert found.chance is not None and found.chance < 0.01
    same = change(RIGHT, before, before)
    assert same is not None and (same.verdict, same.chance, same.drop) == ("same", 1.0, 0)


def test_a_handful_of_samples_proves_nothing() -> None:
    found = change(RIGHT, run_of(80, 81, 82), run_of(90, 91, 92))
    assert found is not None and found.low is not None and found.low > 0
    assert found.verdict == "same"


def test_comparison_names_what_changed_and_what_is_missing() -> None:
    found = compare(run_of(90, 90, 90), [*run_of(90, 80), outcome("new", 1)])
    assert (found.shared, found.only_before, found.only_after) == (2, 1, 1)
    assert [(one.sample, one.before, one.after) for one in found.samples] == [("s1", 90, 80)]


def test_the_gate_fails_on_a_drop_that_chance_could_explain_but_is_too_large() -> None:
    before = run_of(*[100] * 60)
    assert judge(before, before).faults == ()
    broken = [*before[:-1], outcome("s59", 60)]
    assert [fault for fault in judge(before, broken).faults if "字段正确" in fault]
    assert judge(before, [*before[:-1], outcome("s59", 99)]).faults == ()


def test_the_gate_fails_on_a_small_drop_everywhere_and_on_missing_samples() -> None:
    before = run_of(*[1000] * 30)
    for one in before:
        one.counts["fields"] = 1000
    after = [outcome(one.sample, 999 if at % 2 else 998, 1000) for at, one in enumerate(before)]
    assert any("区间不含 0" in fault for fault in judge(before, after).faults)
    assert any("没有做" in fault for fault in judge(before, before[:-1]).faults)


def test_calibration_error_and_risk() -> None:
    sure = [Confidence(said=0.9, right=at < 9, marked=False) for at in range(10)]
    assert abs(calibration_error(sure) or 0) < 1e-9
    boasting = [Confidence(said=1.0, right=at % 2 == 0, marked=False) for at in range(10)]
    assert abs((calibration_error(boasting) or 0) - 0.5) < 1e-9
    assert [one.values for one in reliability_bins([*sure, *boasting])] == [10, 10]
    curve = risk_coverage([*(Confidence(said=0.99, right=True, marked=False),) * 5, *sure])
    assert (curve[0].risk, curve[-1].coverage) == (0, 1)
    assert abs(curve[-1].risk - 1 / 15) < 1e-9
    assert calibration_error([]) is None and risk_coverage([]) == []


def test_figures_are_never_rounded_up_to_all() -> None:
    assert (shown(99.999, "percent"), shown(100.0, "percent"), shown(None, "percent")) == ("99.99", "100.00", "—")


def test_times_are_compared_only_where_both_runs_have_them() -> None:
    without = run_of(90, 90)
    timed = [replace(one, counts={**one.counts, "seconds": 1.5, "pages": 1.0}) for one in without]
    untimed = [replace(one, counts={**one.counts, "pages": 1.0}) for one in without]
    assert not [one for one in compare(untimed, timed).changes if one.metric.unit == "seconds"]
    assert [one for one in compare(timed, timed).changes if one.metric.unit == "seconds"]
