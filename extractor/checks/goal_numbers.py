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

    `field`: the row's side that disagrees. `said` as a message shows it (1＋12＝13篇), `clauses` as `flat` shows them. `reached`: only the ≥ target is lower
    than the goal, the actual is not. With
    `lost_digits` the quantity `short` read as `proposed` would agree, as `closes` shows.
    """

    row: IndicatorFacts
    field: Literal["target", "actual"]
    side: Side
    said: str
    clauses: tuple[str, ...]
    reached: bool = False
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
    metrics = [metric for row in counted_rows(form) for metric in _metrics(row)]
    for metric in metrics:
        for side, quantities in sides:
            clash = _clash(metric, side, quantities, metrics)
            if clash is not None:
                yield clash
                break


@dataclass(frozen=True, slots=True, kw_only=True)
class _Metric:
    """One metric of a row: both values, the unit printed on either side, and the words that say what it counts."""

    row: IndicatorFacts
    target: Measure
    t: Decimal
    a: Decimal
    unit: str | None
    words: frozenset[str]
    unit_words: frozenset[str]

    def is_about(self, one: Quantity) -> bool:
        """Same unit, and most of the words of the quantity's noun are the row's (or of the row's are the noun's)."""
        if self.unit is not None and relation(one.unit, self.unit) != "same":
            return False
        noun = content_pairs(one.noun)
        of_unit = len(noun & self.unit_words) / len(noun) if noun else 0.0
        return max(likeness(noun, self.words), of_unit) >= _ALIKE


def _metrics(row: IndicatorFacts) -> list[_Metric]:
    """The metrics of the row that are numbers; a row whose sides do not pair has none."""
    if len(row.targets) != len(row.actuals):
        return []
    found: list[_Metric] = []
    for target, actual in zip(row.targets, row.actuals, strict=True):
        if target.value is None or actual.value is None or target.comparator == "range":
            continue
        unit = actual.unit or target.unit
        found.append(
            _Metric(
                row=row,
                target=target,
                t=target.value,
                a=actual.value,
                unit=unit,
                words=content_pairs(row.row.level3),
                unit_words=content_pairs(unit),
            )
        )
    return found


def _clash(metric: _Metric, side: Side, quantities: Sequence[Quantity], metrics: Sequence[_Metric]) -> Clash | None:
    """The clash of one metric with one goal text.

    A quantity that fits two rows tells about neither (500 名学生 beside 高中学生 and 初中学生), and one that equals
    another row's value belongs there.
    """
    of_unit = [one for one in quantities if metric.unit is None or relation(one.unit, metric.unit) == "same"]
    settled = (metric.t,) if side == "expected" else (metric.t, metric.a)
    if any(one.value in settled for one in of_unit):
        return None
    about = [
        one
        for one in of_unit
        if not one.partial
        and not one.at_least
        and metric.is_about(one)
        and not any(other is not metric and other.is_about(one) for other in metrics)
    ]
    if not about:
        return None
    if side == "expected":
        taken = {other.t for other in metrics}
        return _against_target(metric, [one for one in about if one.value not in taken])
    return _against_actual(metric, about, {value for other in metrics for value in (other.t, other.a)})


def _against_target(metric: _Metric, about: Sequence[Quantity]) -> Clash | None:
    """The goal asks for more than the target (less, for ≤); a stricter target is no contradiction."""
    if len(about) != 1:
        return None
    asked = about[0].value
    looser = asked < metric.t if metric.target.direction == "reverse" else asked > metric.t
    if not looser:
        return None
    return Clash(
        row=metric.row,
        field="target",
        side="expected",
        said=about[0].text,
        clauses=(about[0].clause,),
        reached=metric.target.direction == "forward" and metric.a >= asked,
    )


def _against_actual(metric: _Metric, about: Sequence[Quantity], taken: set[Decimal]) -> Clash | None:
    """The reported result is another than the row's actual: one number, or several that should add up to it."""
    total = sum((one.value for one in about), Decimal(0))
    if total in (metric.a, metric.t):
        return None
    clauses = tuple(dict.fromkeys(one.clause for one in about))
    said = about[0].text
    if len(about) > 1:
        said = f"{'＋'.join(plain(one.value) for one in about)}＝{plain(total)}{about[0].unit}"
    short = _lost_head(about, metric.a)
    if short is not None:
        one, proposed = short
        parts = [plain(proposed) if other is one else plain(other.value) for other in about]
        return Clash(
            row=metric.row,
            field="actual",
            side="actual",
            said=said,
            clauses=clauses,
            lost_digits=True,
            short=one.text,
            proposed=one.text.replace(plain(one.value), plain(proposed), 1),
            closes=f"{'＋'.join(parts)}＝{plain(metric.a)}" if len(parts) > 1 else plain(proposed),
        )
    if len(about) > 1 or about[0].value in taken:
        return None
    return Clash(row=metric.row, field="actual", side="actual", said=said, clauses=clauses)


def _lost_head(about: Sequence[Quantity], actual: Decimal) -> tuple[Quantity, Decimal] | None:
    """The one quantity that, with digits put before it, makes the sum right; with the repaired value."""
    total = sum((one.value for one in about), Decimal(0))
    found: list[tuple[Quantity, Decimal]] = []
    for one in about:
        proposed = one.value + actual - total
        heads = len(plain(proposed)) - len(plain(one.value))
        ends_alike = proposed > one.value and plain(proposed).endswith(plain(one.value))
        if ends_alike and heads <= _LONGEST_LOST and (len(about) > 1 or lost_leading_digits(one.value, proposed)):
            found.append((one, proposed))
    return found[0] if len(found) == 1 else None


def frequency_clashes(form: FormFacts) -> Iterator[tuple[str, str, Quantity, IndicatorFacts]]:
    """Frequencies (每月1次) of the goal and of indicator names, with the one row of the same thing whose target is lower.

    Yields pointer and text of the place that prints the frequency, the frequency and the row. Silent when another row
    of the same thing reaches the frequency.
    """
    rows = counted_rows(form)
    texts = [("/goals/expected", form.record.goals.expected), *((row.at("level3"), row.row.level3) for row in rows)]
    seen: set[int] = set()
    for pointer, text in texts:
        for frequency in text_to_frequencies(text):
            alike = [row for row in rows if row.at("level3") != pointer and _counts_the_same(row, frequency)]
            if len(alike) == 1 and alike[0].index not in seen and (alike[0].targets[0].value or 0) < frequency.value:
                seen.add(alike[0].index)
                yield pointer, text or "", frequency, alike[0]


def _counts_the_same(row: IndicatorFacts, frequency: Quantity) -> bool:
    if len(row.targets) != 1 or row.targets[0].value is None or row.targets[0].unit is None:
        return False
    if relation(row.targets[0].unit, frequency.unit) != "same" or row.targets[0].direction == "reverse":
        return False
    if "/" in row.targets[0].unit:
        return False  # itself a frequency
    return likeness(content_pairs(row.row.level3), content_pairs(frequency.noun)) >= _ALIKE
