"""Whether one plausible misreading of one printed value would make everything close."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal

from extractor.checks.equations import Values, form_equations, printed_values
from extractor.checks.finding import Repair, Verdict
from extractor.checks.form_facts import FormFacts
from extractor.checks.profile import Profile
from extractor.records.amounts import decimal_string, parse_number, plain

# printed digits that recognition and tired eyes take for each other
_LOOKALIKES = {"0": "869", "8": "0693", "6": "0895", "9": "086", "1": "7", "7": "1", "3": "8", "5": "6"}
_LEADING_ZERO = re.compile(r"[+-]?0\d")  # nobody prints 06.3
_SCALE = Decimal(10000)
_AMOUNT_FIELDS = ("initial_budget", "annual_budget", "executed")
LIKELY, LESS_LIKELY = 1, 2
MOST_VALUES = 300
"""Equations of more values are left alone: no form has them, and a slip somewhere among so many proves nothing."""


@dataclass(frozen=True, kw_only=True)
class Variant:
    """What a printed number may really say, what went wrong (Chinese), and how unlikely that is (1 or 2)."""

    text: str
    slip: str
    cost: int


def _digit_variants(text: str) -> Iterator[Variant]:
    for place, digit in enumerate(text):
        for other in _LOOKALIKES.get(digit, ""):
            changed = text[:place] + other + text[place + 1 :]
            yield Variant(text=changed, slip=f"数字 {other} 认成 {digit}", cost=LIKELY)
    for place in range(len(text) - 1):
        first, second = text[place], text[place + 1]
        if first != second and first.isdigit() and second.isdigit():
            changed = text[:place] + second + first + text[place + 2 :]
            yield Variant(text=changed, slip=f"相邻数字 {second}{first} 颠倒", cost=LESS_LIKELY)


def _length_variants(text: str) -> Iterator[Variant]:
    for place in range(len(text) + 1):
        yield Variant(text=text[:place] + "0" + text[place:], slip="漏了一个 0", cost=LIKELY)
        if place < len(text) and text[place] == "0":
            yield Variant(text=text[:place] + text[place + 1 :], slip="多了一个 0", cost=LIKELY)
    for digit in "123456789":
        yield Variant(text=digit + text, slip=f"丢了首位 {digit}", cost=LESS_LIKELY)
    if text[:1] in "123456789" and text[1:2].isdigit():
        yield Variant(text=text[1:], slip=f"多了首位 {text[0]}", cost=LESS_LIKELY)


def _point_variants(text: str) -> Iterator[Variant]:
    if "." in text:
        yield Variant(text=text.replace(".", ""), slip="多了小数点", cost=LIKELY)
        return
    for place in range(1, len(text)):
        yield Variant(text=f"{text[:place]}.{text[place:]}", slip="丢了小数点", cost=LIKELY)


def variants(text: str, *, amount: bool) -> list[Variant]:
    """Every plausible other reading of the decimal string `text`, the likeliest first; amounts also in 万元 or 元."""
    value = parse_number(text)
    found: list[Variant] = []
    if amount and value:
        found.append(Variant(text=plain(value * _SCALE), slip="按万元填写", cost=LIKELY))
        found.append(Variant(text=plain(value / _SCALE), slip="按元填写", cost=LIKELY))
    found += [*_digit_variants(text), *_length_variants(text), *_point_variants(text)]
    seen: dict[Decimal, Variant] = {}
    for one in sorted(found, key=lambda variant: variant.cost):
        changed = parse_number(one.text)
        if changed is not None and changed != value and not _LEADING_ZERO.match(one.text):
            seen.setdefault(changed, one)
    return list(seen.values())


@dataclass(frozen=True, kw_only=True)
class _Candidate:
    repair: Repair
    exact: bool
    cost: int
    doubtful: bool
    seconded: bool
    confidence: float

    @property
    def rank(self) -> tuple[bool, bool, bool, int]:
        return not self.seconded, not self.doubtful, not self.exact, self.cost


def _confidence(form: FormFacts, pointer: str) -> float:
    if any(item.pointer == pointer for item in form.reading.review):
        return 0.0
    evidence = form.reading.evidence.get(pointer)
    return evidence.confidence if evidence is not None else 1.0


def _second_readings(form: FormFacts, pointer: str) -> list[Variant]:
    """What other readings of the picture make of the value, where that is another number."""
    evidence = form.reading.evidence.get(pointer)
    texts = (decimal_string(text) for text in (evidence.alternatives if evidence is not None else None) or ())
    return [Variant(text=text, slip="另一遍识别正是此数", cost=LIKELY) for text in texts if text is not None]


def _candidates(form: FormFacts, profile: Profile, pointers: Sequence[str]) -> Iterator[_Candidate]:
    values: Values = printed_values(form)
    equations, exact = form_equations(form, profile), form_equations(form, profile, exact=True)
    concerned = set(pointers)
    broken = [one for one in equations if concerned.intersection(one.pointers) and not one.holds(values)]
    for pointer in pointers:
        if pointer not in values or not broken or any(pointer not in one.pointers for one in broken):
            continue
        mine = sorted((one for one in equations if pointer in one.pointers), key=lambda one: len(one.pointers))
        if not any(one.decides(values) for one in mine):
            continue  # a bound alone fits many values
        strict = [one for one in exact if pointer in one.pointers]
        amount = pointer.rsplit("/", 1)[-1] in _AMOUNT_FIELDS
        seconds = _second_readings(form, pointer)
        likely = {parse_number(one.text) for one in seconds}
        others = [one for one in variants(values[pointer], amount=amount) if parse_number(one.text) not in likely]
        for variant in (*seconds, *others):
            changed = {**values, pointer: variant.text}
            if all(one.holds(changed) for one in mine):
                yield _Candidate(
                    repair=_repair(pointer, values[pointer], variant),
                    exact=all(one.holds(changed) for one in strict),
                    cost=variant.cost,
                    doubtful=not form.surely_read(pointer),
                    seconded=variant in seconds,
                    confidence=_confidence(form, pointer),
                )


def _repair(pointer: str, printed: str, variant: Variant) -> Repair:
    reason = f"若“{printed}”应为“{variant.text}”（{variant.slip}），相关各式都成立。"
    return Repair(pointer=pointer, printed=printed, proposed=variant.text, reason=reason)


def closing_repair(form: FormFacts, profile: Profile, pointers: Sequence[str]) -> Repair | None:
    """The one plausible misreading of one of the values at `pointers` after which no equation about them is broken.

    Among several, what a second reading of the picture says wins, then a value that was not read for sure, then one that
    closes without tolerance, then the likelier slip, then the value read with clearly less confidence; `None` when there
    is none or two are equally good.
    """
    if len(pointers) > MOST_VALUES:
        return None
    ranked = sorted(_candidates(form, profile, pointers), key=lambda one: (*one.rank, one.confidence))
    if not ranked:
        return None
    best = ranked[0]
    for other in ranked[1:]:
        if other.rank == best.rank and abs(other.confidence - best.confidence) < 0.05:
            return None
    return best.repair


def judge(form: FormFacts, profile: Profile, pointers: Sequence[str]) -> tuple[Verdict, Repair | None]:
    """Verdict and repair for an equation between the values at `pointers` that does not close.

    "reading" when a repair exists for a value that was not read for sure, or when a value is
    doubtful by itself; else "form": then the repair is a hint at a slip of the pen.
    """
    repair = closing_repair(form, profile, pointers)
    if repair is not None and not form.surely_read(repair.pointer):
        return "reading", repair
    return form.verdict(pointers), repair
