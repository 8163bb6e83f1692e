"""The gate: the quick suite against its committed baseline."""

from collections.abc import Sequence
from dataclasses import dataclass

from evals.comparison import Comparison, compare
from evals.outcomes import Outcome
from evals.statistics import Change


@dataclass(frozen=True, slots=True, kw_only=True)
class GateResult:
    """What the gate says. `faults`: sentences, one for each reason to fail; empty: passed."""

    comparison: Comparison
    faults: tuple[str, ...]


def judge(before: Sequence[Outcome], after: Sequence[Outcome]) -> GateResult:
    """Holds a run against a baseline.

    A metric that has a tolerance fails when it dropped by more than that, or when its 95 % interval of change lies wholly
    on the bad side of 0. The first is needed besides, because a bootstrap that may leave out the one broken document
    of its kind never finds its loss significant. Samples of the baseline that are missing now fail too.
    """
    found = compare(before, after)
    faults = [fault for one in found.changes if (fault := _fault(one))]
    if found.only_before:
        faults.append(f"基线里有 {found.only_before} 个样本这次没有做")
    if not found.shared:
        faults.append("与基线没有相同的样本")
    return GateResult(comparison=found, faults=tuple(faults))


def _fault(one: Change) -> str | None:
    tolerance = one.metric.tolerance
    if tolerance is None:
        return None
    if one.drop > tolerance:
        return f"{one.metric.title}变差 {one.drop:.2f}，超过容许的 {tolerance:g}"
    if one.verdict == "worse":
        return f"{one.metric.title}变差 {one.drop:.2f}，95% 区间不含 0"
    return None
