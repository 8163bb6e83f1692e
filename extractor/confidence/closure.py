"""What a form's own arithmetic and vocabulary say about the reading of its values. Evidence only: no value is changed."""

from typing import Literal

from extractor.checks.equations import Equation, form_equations, printed_values
from extractor.checks.finding import Repair
from extractor.checks.form_facts import FormFacts
from extractor.checks.misreading import closing_repair
from extractor.checks.profile import Profile
from extractor.readers.level_labels import LEVEL1, LEVEL2_OF

Evidence = Literal["read", "closed", "broken"]
"""What speaks for a value besides its reading: nothing; an equation that holds or a known label; one that does not hold."""

_ROUNDED = ("rate", "execution_score")
"""Equations that hold within rounding: many amounts give the printed rate, so that they vouch for their result only."""
_KNOWN_LABELS = LEVEL1 | {label for labels in LEVEL2_OF.values() for label in labels}


def value_evidence(form: FormFacts, profile: Profile) -> dict[str, Evidence]:
    """The evidence for values by JSON pointer; values that are not named have none ("read").

    A value of a sum that holds is vouched for: a misread digit would have to be made up for by another. One that stands
    only in sums that do not hold is suspect.
    """
    values = printed_values(form)
    deciding = [one for one in form_equations(form, profile) if one.decides(values)]
    found: dict[str, Evidence] = {}
    for equation in deciding:
        if not equation.holds(values):
            found.update(dict.fromkeys(equation.pointers, "broken"))
    for equation in deciding:
        if equation.holds(values):
            found.update(dict.fromkeys(_vouched_for(equation), "closed"))
    for row in form.rows:
        for level, label in (("level1", row.row.level1), ("level2", row.row.level2)):
            if label in _KNOWN_LABELS:
                found[row.at(level)] = "closed"
    return found


def likely_misreadings(form: FormFacts, profile: Profile) -> dict[str, Repair]:
    """By pointer: recognised values that one plausible misreading keeps from closing, with what they may really say.

    Values that were read for sure are left out: there the form itself is at fault, as its findings say.
    """
    values = printed_values(form)
    found: dict[str, Repair] = {}
    for equation in form_equations(form, profile):
        if equation.decides(values) and not equation.holds(values):
            repair = closing_repair(form, profile, equation.pointers)
            recognised = repair is not None and repair.pointer in form.reading.recognised
            if repair is not None and recognised and not form.surely_read(repair.pointer):
                found.setdefault(repair.pointer, repair)
    return found


def _vouched_for(equation: Equation) -> tuple[str, ...]:
    return equation.pointers[:1] if equation.kind in _ROUNDED else equation.pointers
