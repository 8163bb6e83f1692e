"""Runs the catalogue over forms."""

from collections.abc import Iterator, Mapping, Sequence

from extractor.checks.catalogue import RULES
from extractor.checks.finding import Finding
from extractor.checks.form_facts import FormFacts
from extractor.checks.profile import Profile
from extractor.checks.recognition import recognise_profile
from extractor.records.reading import FormReading

SEVERITY_ORDER = {"error": 0, "warning": 1, "info": 2}


def check_forms(
    readings: Sequence[FormReading], profiles: Mapping[str, Profile], *, profile: Profile | None = None
) -> list[list[Finding]]:
    """The findings of each form, in the order of `readings`; batch rules see all of them together.

    Args:
        readings: forms as read.
        profiles: the profiles to recognise from, by name.
        profile: use this one for every form instead of recognising it from the form's weights.

    Returns:
        One list a form, errors first, then by place.
    """
    forms = [FormFacts(reading) for reading in readings]
    chosen = [profile or recognise_profile(form, profiles) for form in forms]
    findings = [_of_form(form, own) for form, own in zip(forms, chosen, strict=True)]
    for index, finding in _across(forms, chosen):
        findings[index].append(finding)
    return [by_severity(one) for one in findings]


def by_severity(findings: Sequence[Finding]) -> list[Finding]:
    """Errors first; those of one severity stay in their order: a form's own, then those across forms."""
    return sorted(findings, key=lambda finding: SEVERITY_ORDER[finding.severity])


def check_form(reading: FormReading, profile: Profile) -> list[Finding]:
    """The findings of one form by itself, errors first: without the rules that compare forms."""
    return by_severity(_of_form(FormFacts(reading), profile))


def check_across_forms(readings: Sequence[FormReading], profiles: Sequence[Profile]) -> list[list[Finding]]:
    """The findings of only the rules that compare forms: one list a form. `profiles` are the forms' own."""
    findings: list[list[Finding]] = [[] for _ in readings]
    for index, finding in _across([FormFacts(reading) for reading in readings], profiles):
        findings[index].append(finding)
    return findings


def _of_form(form: FormFacts, profile: Profile) -> list[Finding]:
    return [
        finding
        for rule in RULES
        if rule.check is not None and rule.code not in profile.disabled_rules
        for finding in rule.check(form, profile)
    ]


def _across(forms: Sequence[FormFacts], chosen: Sequence[Profile]) -> Iterator[tuple[int, Finding]]:
    """What the rules that compare forms find, with the form's index; limits are those of the first form's profile."""
    for rule in RULES:
        if rule.check_batch is not None and forms:
            for index, finding in rule.check_batch(forms, chosen[0]):
                if rule.code not in chosen[index].disabled_rules:
                    yield index, finding
