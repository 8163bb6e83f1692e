"""A form read from a picture, with the probability of every value and what must be looked at because it is low."""

from extractor.checks.finding import Repair
from extractor.checks.form_facts import FormFacts
from extractor.checks.profile import Profile
from extractor.confidence.calibration import Calibration
from extractor.confidence.closure import likely_misreadings, value_evidence
from extractor.readers.points_at_stake import by_points_at_stake
from extractor.records.reading import Evidence, FormReading, ReviewItem

UNSURE = "识别把握不大"
"""How the reason begins where nothing but the recognition is in doubt."""
_MISREAD = 0.5
"""Highest confidence of a value that one plausible misreading away from itself makes everything close."""
_SHOWN = 30
"""Characters of a text that a reason quotes."""


def assured(reading: FormReading, profile: Profile, calibration: Calibration, *, review_below: float) -> FormReading:
    """The same record with calibrated confidences; recognised values less sure than `review_below` are under review.

    Args:
        reading: of a form; values that were not recognised from a picture stay as they are.
        profile: rules by which the form's arithmetic is tested. A value that one plausible misreading would make close is
            under review with that other reading; it is never changed, even where a second reading says the same.
        calibration: of the recogniser's scores.
        review_below: probability, 0..1.
    """
    evidence = dict(reading.evidence)
    vouched = value_evidence(FormFacts(reading), profile)
    doubted = {item.pointer: item.confidence for item in reversed(reading.review)}
    for pointer, one in reading.recognised.items():
        sure = round(calibration.probability(one.score, vouched.get(pointer, "read")), 4)
        confidence = min(sure, one.placed, doubted.get(pointer, 1.0))
        evidence[pointer] = evidence[pointer].model_copy(update={"confidence": confidence})
    weighed = reading.model_copy(update={"evidence": evidence})
    repairs = likely_misreadings(FormFacts(weighed), profile)
    review = [_with_alternatives(item, evidence) for item in reading.review]
    review += [_repair_item(repair, evidence[pointer]) for pointer, repair in repairs.items()]
    marked = {item.pointer for item in review}
    review += [
        _review_item(pointer, evidence[pointer])
        for pointer in reading.recognised
        if pointer not in marked and evidence[pointer].confidence < review_below
    ]
    return weighed.model_copy(update={"review": by_points_at_stake(review, reading.record)})


def _review_item(pointer: str, one: Evidence) -> ReviewItem:
    other = f"，另读作“{'”“'.join(text[:_SHOWN] for text in one.alternatives)}”" if one.alternatives else ""
    reason = f"{UNSURE}，认作“{one.text[:_SHOWN]}”{other}，请对照原件"
    return ReviewItem(pointer=pointer, reason=reason, confidence=one.confidence, alternatives=one.alternatives or [])


def _repair_item(repair: Repair, one: Evidence) -> ReviewItem:
    """A value that another reading would make close: it stays as it was read, the other reading is put before a person."""
    others = [text for text in one.alternatives or () if text != repair.proposed]
    reason = f"可能认错：{repair.reason}未作改动，请对照原件"
    return ReviewItem(
        pointer=repair.pointer,
        reason=reason,
        confidence=min(one.confidence, _MISREAD),
        alternatives=[repair.proposed, *others],
    )


def _with_alternatives(item: ReviewItem, evidence: dict[str, Evidence]) -> ReviewItem:
    one = evidence.get(item.pointer)
    if one is None or not one.alternatives or item.alternatives:
        return item
    return item.model_copy(update={"alternatives": one.alternatives})
