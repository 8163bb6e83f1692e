"""Recognises by which profile a form was scored, from its weights."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal

from extractor.checks.form_facts import FormFacts
from extractor.checks.levels import BENEFIT, OUTPUT, SATISFACTION, level_weights, printed_weights
from extractor.checks.profile import Profile, Weights
from extractor.errors import SettingsError
from extractor.records.amounts import parse_number, plain

FALLBACK = "local"
NEAR = Decimal(6)
"""Points that may lie in another group than the profile says; beyond, the form follows rules of its own."""
BENT = Decimal(1)
"""What a profile costs that fits only after a missing satisfaction group is accounted for."""


@dataclass(frozen=True, kw_only=True)
class Recognition:
    """A form's profile and how sure that is.

    `distance`: points of weight that lie elsewhere than the profile says (0: exact), `None` when no profile was near.
    `sure`: exact weights. `reason`: Chinese, for the interface.
    """

    profile: Profile
    distance: Decimal | None
    sure: bool
    reason: str


def recognise(form: FormFacts, profiles: Mapping[str, Profile]) -> Recognition:
    """The profile whose weights are nearest to the form's, by its execution weight and level 1 weights.

    Level 1 weights are the sums of the row weights or the points printed with the labels, whichever fits better, so
    that one misread row does not matter. Profiles of equal weights are told apart by how the project code begins.

    Raises:
        SettingsError: `profiles` has no fallback profile.
    """
    if FALLBACK not in profiles:
        raise SettingsError(f"缺少兜底评分规则 {FALLBACK}.toml")
    observed = [sums for sums in (level_weights(form), printed_weights(form)) if sum(sums.values())]
    ranked = sorted(
        (
            (min(_distance(form, sums, one.weights) for sums in observed), not _code_fits(form, one), one.name)
            for one in profiles.values()
            if observed and (one.weights.levels or one.weights.indicators is not None) and _code_allows(form, one)
        ),
    )
    if not ranked or ranked[0][0] > NEAR:
        why = "一级指标权重与已知评分规则都不相近" if observed else "表上没有可用的权重"
        return Recognition(
            profile=profiles[FALLBACK],
            distance=None,
            sure=False,
            reason=f"{why}，按“{profiles[FALLBACK].title}”核查。",
        )
    distance, _, name = ranked[0]
    exact = distance == 0
    fit = "权重与之完全一致" if exact else f"权重与之相近（相差 {plain(distance)} 分）"
    return Recognition(
        profile=profiles[name],
        distance=distance,
        sure=exact,
        reason=f"识别为“{profiles[name].title}”：{fit}。",
    )


def recognise_profile(form: FormFacts, profiles: Mapping[str, Profile]) -> Profile:
    """The profile of `recognise`.

    Raises:
        SettingsError: `profiles` has no fallback profile.
    """
    return recognise(form, profiles).profile


def _code_fits(form: FormFacts, profile: Profile) -> bool:
    code = form.record.project_code or ""
    return any(code.startswith(prefix) for prefix in profile.code_prefixes)


def _code_allows(form: FormFacts, profile: Profile) -> bool:
    return not profile.code_prefixes or _code_fits(form, profile)


def _distance(form: FormFacts, sums: Mapping[str, Decimal], weights: Weights) -> Decimal:
    """Points that lie elsewhere: half of Σ|difference| over the level 1 groups, and the whole of the execution's."""
    execution = _execution_weight(form, sums)
    apart = abs(execution - weights.execution) if execution is not None else BENT
    if weights.levels:
        return apart + min(
            cost
            + sum(
                (abs(levels.get(one, Decimal(0)) - sums.get(one, Decimal(0))) for one in {*levels, *sums}), Decimal(0)
            )
            / 2
            for levels, cost in _readings_of(weights.levels, sums)
        )
    return apart + abs(sum(sums.values(), Decimal(0)) - (weights.indicators or Decimal(0)))


def _readings_of(
    levels: Mapping[str, Decimal], sums: Mapping[str, Decimal]
) -> Iterator[tuple[Mapping[str, Decimal], Decimal]]:
    """The profile's level weights, and where the form has no satisfaction group the ways in which it may be missing."""
    yield levels, Decimal(0)
    points = levels.get(SATISFACTION)
    if points is None or sums.get(SATISFACTION):
        return
    rest = {label: weight for label, weight in levels.items() if label != SATISFACTION}
    yield rest, BENT
    for heir in (BENEFIT, OUTPUT):
        if heir in rest:
            yield {**rest, heir: rest[heir] + points}, BENT


def _execution_weight(form: FormFacts, sums: Mapping[str, Decimal]) -> Decimal | None:
    """The printed weight of the execution rate, or what the indicators leave of the printed full marks."""
    if form.total_funds is not None and form.total_funds.weight is not None:
        return form.total_funds.weight
    full = parse_number(form.record.total_weight)
    rest = full - sum(sums.values(), Decimal(0)) if full is not None else None
    return rest if rest is not None and rest > 0 else None
