"""The form's total: as printed, or as its parts add up where it cannot be read."""

from decimal import Decimal

from extractor.checks.form_facts import FormFacts
from extractor.checks.profile import Profile
from extractor.records.amounts import parse_number


def total_or_sum(form: FormFacts) -> Decimal | None:
    """The printed total, else Σ indicator scores + execution score; `None` when the execution score is missing too."""
    if form.total_score is not None:
        return form.total_score
    funds = form.total_funds
    return form.score_sum + funds.score if funds is not None and funds.score is not None else None


def full_marks(form: FormFacts, profile: Profile) -> Decimal:
    """The printed full marks, else the profile's."""
    return parse_number(form.record.total_weight) or profile.weights.total


def execution_percent(form: FormFacts) -> Decimal | None:
    """B/A in percent, unrounded; the printed rate where the amounts cannot be read; `None` when A is 0 or nothing is printed."""
    funds = form.total_funds
    if funds is None or funds.annual == 0:
        return None
    return form.execution * 100 if form.execution is not None else funds.rate
