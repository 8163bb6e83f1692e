"""Whether evidence lies where the value stands: page, and overlap of boxes."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from evals.forms.pdf import ValuePlace
from extractor.records.reading import Evidence

Box = tuple[float, float, float, float]
_MOST = 0.6
"""Share of a value's text that a box must hold to count as located."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Grounding:
    """Of one value: overlap (intersection over union, 0..1) with its text or its cell, whichever fits better; whether
    the evidence holds most of the text; whether it is on a page where the value stands."""

    overlap: float
    located: bool
    page: bool


NOWHERE = Grounding(overlap=0.0, located=False, page=False)


def grounding(evidence: Evidence | None, places: Sequence[ValuePlace]) -> Grounding:
    """How well the evidence of a value fits the places of its lines."""
    if evidence is None:
        return NOWHERE
    here = [place for place in places if place.page == evidence.page]
    if evidence.box is None or not here:
        return Grounding(overlap=0.0, located=False, page=bool(here))
    text = around([place.box for place in here])
    cell = around([place.cell or place.box for place in here])
    overlap = max(_shared(true, evidence.box) / _union(true, evidence.box) for true in (text, cell))
    return Grounding(overlap=overlap, located=_shared(text, evidence.box) > _MOST * _area(text), page=True)


def groundings(
    evidence: Mapping[str, Evidence],
    places: Mapping[str, Sequence[ValuePlace]],
    right: Mapping[str, str],
) -> list[Grounding]:
    """Of every rightly read value whose place is known; `right`: its pointer in the form, and in the reading."""
    return [grounding(evidence.get(right[pointer]), where) for pointer, where in places.items() if pointer in right]


def around(boxes: Sequence[Box]) -> Box:
    """The smallest box that holds all `boxes`, of which there is at least one."""
    x0, top, x1, bottom = zip(*boxes, strict=True)
    return min(x0), min(top), max(x1), max(bottom)


def _shared(one: Box, other: Box) -> float:
    return _area((max(one[0], other[0]), max(one[1], other[1]), min(one[2], other[2]), min(one[3], other[3])))


def _union(one: Box, other: Box) -> float:
    return max(1e-9, _area(one) + _area(other) - _shared(one, other))


def _area(box: Box) -> float:
    return max(0.0, box[2] - box[0]) * max(0.0, box[3] - box[1])
