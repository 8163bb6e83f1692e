"""Grades of totals, by the scale of a profile."""

from decimal import Decimal

from extractor.checks.profile import Profile


def grade_of(total: Decimal | None, profile: Profile | None) -> str | None:
    """优, 良, 中, 差 by the profile's scale; `None` without a total or below every bound."""
    if total is None or profile is None:
        return None
    ranked = sorted(profile.grades, key=lambda grade: grade.least, reverse=True)
    return next((grade.name for grade in ranked if total >= grade.least), None)
