"""Data sets: records whose every value is known, each set a folder of JSON files with a card (README.md)."""

import json
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, cast

from extractor.records.evaluation import Evaluation

FOLDER = Path(__file__).parent


@dataclass(frozen=True, slots=True, kw_only=True)
class Sample:
    """A form whose content is known.

    `level2_also_accepted` maps the index of an indicator to further level 2 labels that a reader may give, where the
    print itself leaves the label open.
    """

    name: str
    record: Evaluation
    level2_also_accepted: dict[int, tuple[str, ...]] = field(default_factory=dict[int, tuple[str, ...]])


def dataset_names() -> list[str]:
    """Names of the data sets, sorted."""
    return sorted(folder.name for folder in FOLDER.iterdir() if any(folder.glob("*.json")))


def load_records(name: str) -> list[Sample]:
    """The samples of the data set `name`, in order of their file names. Raises `FileNotFoundError` for an unknown name."""
    folder = FOLDER / name
    paths = sorted(folder.glob("*.json"))
    if not paths:
        raise FileNotFoundError(f"no data set {name!r}; there are: {', '.join(dataset_names())}")
    return [sample_of(path.stem, json.loads(path.read_text(encoding="utf-8"))) for path in paths]


def sample_of(name: str, data: dict[str, Any]) -> Sample:
    """A sample from the JSON of a record, whose indicators may carry `level2_also_accepted`."""
    also: dict[int, tuple[str, ...]] = {}
    rows: list[dict[str, Any]] = []
    for index, row in enumerate(cast("list[dict[str, Any]]", data["indicators"])):
        bare = dict(row)
        accepted = cast("list[str]", bare.pop("level2_also_accepted", []))
        if accepted:
            also[index] = tuple(accepted)
        rows.append(bare)
    record = Evaluation.model_validate({**data, "indicators": rows})
    return Sample(name=name, record=record, level2_also_accepted=also)
