"""How many points of the total hang on a value: by that, what a person should look at is ordered."""

from collections.abc import Sequence
from decimal import Decimal

from extractor.records.evaluation import Evaluation
from extractor.records.reading import ReviewItem


def by_points_at_stake(review: Sequence[ReviewItem], record: Evaluation) -> list[ReviewItem]:
    """Review items with the points that hang on each value, most first, then the least sure."""
    weighed = [item.model_copy(update={"points_at_stake": _points_at_stake(item.pointer, record)}) for item in review]
    return sorted(weighed, key=lambda item: (-Decimal(item.points_at_stake), item.confidence))


def _points_at_stake(pointer: str, record: Evaluation) -> str:
    parts = pointer.split("/")
    if pointer.startswith("/indicators/"):
        return record.indicators[int(parts[2])].weight or "0" if int(parts[2]) < len(record.indicators) else "0"
    if pointer.startswith("/funds"):
        return next((line.weight for line in record.funds if line.source == "total" and line.weight), "0")
    return (record.total_weight or "100") if pointer in ("/total_score", "/indicators") else "0"
