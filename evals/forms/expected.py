"""What a reader must find in a generated document, in the shape of the extractor's output, kept beside the document."""

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any, cast

from evals.datasets import Sample, sample_of
from extractor.records.evaluation import Evaluation


@dataclass(frozen=True, slots=True, kw_only=True)
class ExpectedForm:
    """The record of one form as printed.

    `level2_also_accepted` as in `Sample`. `unscored`: JSON pointers of values that the print shows only in part, where
    neither the part nor `None` is wrong.
    """

    record: Evaluation
    level2_also_accepted: dict[int, tuple[str, ...]] = field(default_factory=dict[int, tuple[str, ...]])
    unscored: tuple[str, ...] = ()

    def without(self, pointers: Iterable[str]) -> "ExpectedForm":
        """The same form with `None` at each of `pointers` (`/year`, `/funds/0/score`, `/indicators/3/target`)."""
        return replace(self, record=blanked(self.record, pointers))


def blanked(record: Evaluation, pointers: Iterable[str]) -> Evaluation:
    """The record with `None` at each of the JSON pointers. Raises `KeyError` or `IndexError` for a wrong pointer."""
    data: Any = record.model_dump()
    for pointer in pointers:
        *steps, last = pointer.strip("/").split("/")
        place: Any = data
        for step in steps:
            place = cast("Any", place[int(step)] if isinstance(place, list) else place[step])
        if last not in place:
            raise KeyError(pointer)
        place[last] = None
    return Evaluation.model_validate(data)


def value_at(record: Evaluation, pointer: str) -> str | None:
    """The value at a JSON pointer, as text."""
    place: Any = record.model_dump()
    for step in pointer.strip("/").split("/"):
        place = cast("Any", place[int(step)] if isinstance(place, list) else place[step])
    return None if place is None else str(place)


def write_expected(path: Path, documents: Mapping[str, Sequence[ExpectedForm]]) -> None:
    """Writes the expected forms of documents, by file name, as JSON. No forms: the document holds none."""
    content = {
        "documents": [
            {"source": name, "evaluations": [_as_json(form) for form in forms]} for name, forms in documents.items()
        ]
    }
    path.write_text(json.dumps(content, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")


def read_expected(path: Path) -> dict[str, list[ExpectedForm]]:
    """Reads what `write_expected` wrote."""
    content: Any = json.loads(path.read_text(encoding="utf-8"))
    return {
        document["source"]: [_from_json(document["source"], one) for one in document["evaluations"]]
        for document in content["documents"]
    }


def _as_json(form: ExpectedForm) -> dict[str, Any]:
    record = form.record.model_dump()
    for index, accepted in form.level2_also_accepted.items():
        record["indicators"][index]["level2_also_accepted"] = list(accepted)
    return {"record": record, "unscored": list(form.unscored)}


def _from_json(name: str, data: dict[str, Any]) -> ExpectedForm:
    sample: Sample = sample_of(name, data["record"])
    return ExpectedForm(
        record=sample.record, level2_also_accepted=sample.level2_also_accepted, unscored=tuple(data["unscored"])
    )
