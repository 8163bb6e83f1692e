"""Findings beside what was planted: what was caught, at the right place, and what nobody planted."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass

from evals.outcomes import Failure, Outcome
from extractor.checks.finding import Finding, Verdict

FALSE = "false:"
"""Before the code of a rule: how many false alarms it gave on a sample."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Alarm:
    """A finding as far as it is compared: rule, places, what it blames, its message."""

    rule: str
    pointers: tuple[str, ...]
    verdict: Verdict
    message: str


def alarms_of(findings: Sequence[Sequence[Finding]]) -> list[Alarm]:
    """The findings of all forms of a batch."""
    return [
        Alarm(
            rule=one.rule,
            pointers=tuple(one.pointers or [one.pointer]),
            verdict=one.verdict,
            message=one.message,
        )
        for own in findings
        for one in own
    ]


def planted_outcome(
    alarms: Sequence[Alarm],
    before: Sequence[Alarm],
    *,
    case: str,
    sample: str,
    rule: str,
    pointers: Sequence[str],
    also: Collection[str],
    verdict: Verdict = "form",
) -> Outcome:
    """Scores a form with a defect.

    `before`: the alarms without the defect, which are counted where valid records are scored, not here. An alarm of
    another rule that is not in `also` is false, and so is one of the rule itself only at other places.
    """
    known = {(one.rule, one.pointers) for one in before}
    new = [one for one in alarms if (one.rule, one.pointers) not in known]
    caught = [one for one in new if one.rule == rule]
    pointed = [one for one in caught if any(_touch(mine, its) for mine in pointers for its in one.pointers)]
    false = [one for one in new if one.rule != rule and one.rule not in also]
    counts = {
        "planted": 1.0,
        "caught": float(bool(caught)),
        "pointed": float(bool(pointed)),
        "verdicts_right": float(any(one.verdict == verdict for one in caught)),
        "true_alarms": float(bool(caught)),
        "alarms": float(bool(caught)) + len(false),
        "forms": 1.0,
    }
    failures = [] if pointed else [_missed(rule, pointers, caught)]
    return _outcome(case, sample, rule, counts, failures, false)


def clean_outcome(alarms: Sequence[Alarm], *, case: str, sample: str) -> Outcome:
    """Scores a form without a defect: every alarm is false."""
    return _outcome(case, sample, "—", {"forms": 1.0, "alarms": float(len(alarms))}, [], alarms)


def lost_outcome(case: str, rule: str, sample: str, said: str) -> Outcome:
    """Scores a form of which nothing could be found; `said` is why."""
    failure = Failure(pointer="", expected=rule, found=None, stage="check")
    counts = {"planted": 1.0}
    return Outcome(
        case=case, sample=sample, task="checking", tags={"rule": rule}, counts=counts, failures=(failure,), error=said
    )


def _missed(rule: str, pointers: Sequence[str], caught: Sequence[Alarm]) -> Failure:
    elsewhere = caught[0].message if caught else None
    return Failure(pointer="、".join(pointers), expected=rule, found=elsewhere, stage="check")


def _outcome(
    case: str, sample: str, rule: str, counts: dict[str, float], failures: list[Failure], false: Sequence[Alarm]
) -> Outcome:
    counts["false_alarms"] = float(len(false))
    for one in false:
        counts[f"{FALSE}{one.rule}"] = counts.get(f"{FALSE}{one.rule}", 0.0) + 1
        failures.append(
            Failure(pointer=one.pointers[0], expected=None, found=f"{one.rule} {one.message}", stage="check")
        )
    return Outcome(
        case=case, sample=sample, task="checking", tags={"rule": rule}, counts=counts, failures=tuple(failures)
    )


def _touch(one: str, other: str) -> bool:
    """Whether one place is the other or holds it."""
    return one == other or one.startswith(f"{other}/") or other.startswith(f"{one}/")
