"""Runs the catalogue over forms."""

from collections.abc import Mapping, Sequence

from extractor.checks.catalogue import RULES
from extractor.checks.finding import Finding
from extractor.checks.form_facts import FormFacts
from extractor.checks.profile import Profile
from extractor.checks.recognition import recognise_profile
from extractor.records.reading import FormReading

_SEVERITY_ORDER = {"error": 0, "warning": 1, "info": 2}


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
    findings: list[list[Finding]] = [[] for _ in forms]
    for rule in RULES:
        if rule.check is not None:
            for index, form in enumerate(forms):
                if rule.code not in chosen[index].disabled_rules:
                    findings[index].extend(rule.check(form, chosen[index]))
        if rule.check_batch is not None and forms:
            for index, finding in rule.check_batch(forms, chosen[0]):
                if rule.code not in chosen[index].disabled_rules:
                    findings[index].append(finding)
    for one in findings:
        one.sort(key=lambda finding: _SEVERITY_ORDER[finding.severity])
    return findings
