"""Pairs the counted quantities of the goals with the indicator rows about the same thing, and finds those that clash."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Literal

from extractor.checks.completion import counted_rows
from extractor.checks.form_facts import FormFacts, IndicatorFacts
from extractor.checks.overlap import content_pairs, likeness
from extractor.checks.quantities import Quantity, lost_leading_digits, text_to_frequencies, text_to_quantities
from extractor.checks.units import relation
from extractor.records.amounts import plain
from extractor.records.targets import Measure

Side = Literal["expected", "actual"]
_ALIKE = 0.6  # share of the smaller set of words that both must have
_LONGEST_LOST = 6  # digits beyond which a missing head is no misreading


@dataclass(frozen=True, slots=True, kw_only=True)
class Clash:
    """A quantity (or the sum of several) in the goals against a row.

    `field`: the row's side that disagrees. `said` as a message shows it (1＋12＝13篇), `clause` verbatim. With
    `lost_digits` the quantity `short` read as `proposed` would agree, as `closes` shows.
    """

    row: IndicatorFacts
    field: Literal["target", "actual"]
    side: Side
    said: str
    clause: str
    lost_digits: bool = False
    short: str | None = None
    proposed: str | None = None
    closes: str = ""


def number_clashes(form: FormFacts) -> Iterator[Clash]:
    """The clashes of both goal texts, row by row; a row that clashes in both is reported for the expected goal only."""
    sides: list[tuple[Side, list[Quantity]]] = [
        ("expected", list(text_to_quantities(form.record.goals.expected))),
        ("actual", list(text_to_quantities(form.record.goals.actual))),
    ]
    rows = counted_rows(form)
    known = {one.value for row in rows for one in (*row.targets, *row.actuals)}
    for row in rows:
        for target, actual in _metrics(row):
            clash = next(
                (
                    clash
                    for side, quantities in sides
                    if (clash := _clash(row, target, actual, side, quantities, known)) is not None
                ),
                None,
            )
            if clash is not None:
                yield clash


def _metrics(row: IndicatorFacts) -> list[tuple[Measure, Measure]]:
    """Target and actual of each metric of the row, numbers only."""
    if len(row.targets) != len(row.actuals):
        return []
    return [
        (target, actual)
        for target, actual in zip(row.targets, row.actuals, strict=True)
        if target.kind == "number" and actual.kind == "number" and target.comparator != "range"
    ]


def _clash(
    row: IndicatorFacts,
    target: Measure,
    actual: Measure,
    side: Side,
    quantities: Sequence[Quantity],
    known: set[Decimal | None],
) -> Clash | None:
    unit = actual.unit or target.unit
    of_unit = [one for one in quantities if _unit_fits(one.unit, unit)]
    if any(one.value in (target.value, actual.value) for one in of_unit):
        return None
    name = content_pairs(row.row.level3) | content_pairs(unit)
    about = [one for one in of_unit if likeness(content_pairs(one.noun), name) >= _ALIKE]
    about += [
        one
        for one in of_unit
        if unit and one not in about and likeness(content_pairs(one.noun), content_pairs(unit)) >= _ALIKE
    ]
    about = [one for one in about if not one.partial and not one.at_least]
    if not about:
        return None
    if side == "expected":
        return _against_target(row, target, about, known)
    return _against_actual(row, target, actual, about, known)


def _unit_fits(said: str, printed: str | None) -> bool:
    return printed is None or relation(said, printed) == "same"


def _against_target(
    row: IndicatorFacts, target: Measure, about: Sequence[Quantity], known: set[Decimal | None]
) -> Clash | None:
    """The goal asks for more than the target (less, for ≤); a stricter target is no contradiction."""
    if len(about) != 1 or target.value is None or about[0].value in known:
        return None
    asked = about[0].value
    looser = asked < target.value if target.direction == "reverse" else asked > target.value
    if not looser:
        return None
    return Clash(row=row, field="target", side="expected", said=about[0].text, clause=about[0].clause)


def _against_actual(
    row: IndicatorFacts, target: Measure, actual: Measure, about: Sequence[Quantity], known: set[Decimal | None]
) -> Clash | None:
    """The reported result is another than the row's actual: one number, or several that should add up to it."""
    if actual.value is None:
        return None
    total = sum((one.value for one in about), Decimal(0))
    if total in (actual.value, target.value):
        return None
    short = _lost_head(about, actual.value)
    clause = "、".join(dict.fromkeys(one.clause for one in about))
    said = "、".join(one.text for one in about)
    if len(about) > 1:
        said = f"{'＋'.join(plain(one.value) for one in about)}＝{plain(total)}{about[0].unit}"
    if short is not None:
        one, proposed = short
        rest = [plain(proposed) if other is one else plain(other.value) for other in about]
        return Clash(
            row=row,
            field="actual",
            side="actual",
            said=said,
            clause=clause,
            lost_digits=True,
            short=one.text,
            proposed=one.text.replace(plain(one.value), plain(proposed), 1),
            closes=f"{'＋'.join(rest)}＝{plain(actual.value)}" if len(rest) > 1 else plain(proposed),
        )
    if len(about) > 1 or about[0].value in known:
        return None
    return Clash(row=row, field="actual", side="actual", said=said, clause=clause)


def _lost_head(about: Sequence[Quantity], actual: Decimal) -> tuple[Quantity, Decimal] | None:
    """The one quantity that, with digits put before it, makes the sum right; with the repaired value."""
    total = sum((one.value for one in about), Decimal(0))
    found: list[tuple[Quantity, Decimal]] = []
    for one in about:
        proposed = one.value + actual - total
        heads = len(plain(proposed)) - len(plain(one.value))
        single = len(about) == 1
        if proposed > one.value and 0 < heads <= _LONGEST_LOST and plain(proposed).endswith(plain(one.value)):
            if single and not lost_leading_digits(one.value, proposed):
                continue
            found.append((one, proposed))
    return found[0] if len(found) == 1 else None


def frequency_clashes(form: FormFacts) -> Iterator[tuple[str, Quantity, IndicatorFacts]]:
    """Frequencies (每月1次) of goals and indicator names, with the row of the same thing whose target is lower."""
    rows = counted_rows(form)
    texts: list[tuple[str, str | None]] = [("/goals/expected", form.record.goals.expected)]
    texts += [(row.at("level3"), row.row.level3) for row in rows]
    seen: set[int] = set()
    for pointer, text in texts:
        for frequency in text_to_frequencies(text):
            for row in rows:
                if row.index in seen or row.at("level3") == pointer or not _is_lower(row, frequency):
                    continue
                seen.add(row.index)
                yield pointer, frequency, row


def _is_lower(row: IndicatorFacts, frequency: Quantity) -> bool:
    if len(row.targets) != 1 or row.targets[0].value is None or row.targets[0].unit is None:
        return False
    target = row.targets[0]
    if relation(target.unit or "", frequency.unit) != "same" or target.direction == "reverse":
        return False
    alike = likeness(content_pairs(row.row.level3), content_pairs(frequency.noun))
    return alike >= _ALIKE and target.value is not None and target.value < frequency.value
