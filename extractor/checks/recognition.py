"""Recognises by which profile a form was scored, from its weights."""

from collections.abc import Mapping
from decimal import Decimal

from extractor.checks.form_facts import FormFacts
from extractor.checks.profile import Profile
from extractor.errors import SettingsError

FALLBACK = "national-2020"


def level_weights(form: FormFacts) -> dict[str, Decimal]:
    """Points per level 1 group: Σ of the row weights."""
    sums: dict[str, Decimal] = {}
    for row in form.rows:
        if row.row.level1 is not None and row.weight is not None:
            sums[row.row.level1] = sums.get(row.row.level1, Decimal(0)) + row.weight
    return sums


def recognise_profile(form: FormFacts, profiles: Mapping[str, Profile]) -> Profile:
    """The profile whose weights are nearest to the form's; the fallback when none is near.

    Raises:
        SettingsError: `profiles` has no fallback profile.
    """
    if FALLBACK not in profiles:
        raise SettingsError(f"缺少默认评分规则 {FALLBACK}.toml")
    sums = level_weights(form)
    execution = form.total_funds.weight if form.total_funds else None
    for one in profiles.values():
        if execution == one.weights.execution and sums == one.weights.levels:
            return one
    return profiles[FALLBACK]
