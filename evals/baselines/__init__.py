"""Committed results that later runs are held against: counts of every sample, without texts."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any, cast

from pydantic import ValidationError

from evals.metrics import METRICS
from evals.outcomes import Confidence, Outcome
from evals.runs import Manifest, Run
from evals.statistics import Estimate, estimate
from extractor.errors import SettingsError

FOLDER = Path(__file__).parent
_SMALL_MACHINE = {"machine", "command", "settings", "endpoint"}
"""What a baseline does not keep of a manifest: it says nothing about accuracy, or something about a person's machine."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Baseline:
    """How a run was made, the counts of its samples, and its metrics (`task.name`) as they were estimated then.

    The estimates are kept, because another release of the library that resamples may draw other samples.
    """

    manifest: Manifest
    outcomes: tuple[Outcome, ...]
    figures: dict[str, Estimate]


def baseline_name(manifest: Manifest) -> str:
    """File name without suffix: suite and engine, and the model where one took part."""
    model = f"-{manifest.model}" if manifest.model else ""
    return f"{manifest.suite}-{manifest.engine}{model}".replace("/", "-").replace(":", "-")


def baselines(folder: Path = FOLDER) -> list[Baseline]:
    """All baselines, in order of their names."""
    return [read_baseline(path) for path in sorted(folder.glob("*.json"))]


def read_baseline(path: Path) -> Baseline:
    """What `write_baseline` wrote.

    Raises:
        SettingsError: there is none, or it cannot be understood.
    """
    try:
        data = cast("dict[str, Any]", json.loads(path.read_text(encoding="utf-8")))
        return Baseline(
            manifest=Manifest.model_validate(data["manifest"]),
            outcomes=tuple(_outcome(name, one) for name, one in data["samples"].items()),
            figures={name: Estimate(**one) for name, one in data["figures"].items()},
        )
    except (OSError, ValueError, KeyError, TypeError, ValidationError) as error:
        raise SettingsError(f"基线“{path}”缺失或有误：{error}") from error


def write_baseline(run: Run, folder: Path = FOLDER) -> Path:
    """Keeps the run as the baseline of its suite and engine; returns the file.

    Raises:
        SettingsError: the run was not done to its end.
    """
    manifest = run.manifest
    if len(run.done()) < manifest.cases:
        raise SettingsError(f"“{run.folder}”没有做完，不能作基线。")
    path = folder / f"{baseline_name(manifest)}.json"
    kept = manifest.model_dump(mode="json", exclude=_SMALL_MACHINE)
    samples = {one.sample: _counts(one) for one in run.outcomes()}
    figures = {name: asdict(one) for name, one in figures_of(run.outcomes()).items()}
    parts = [
        f'"manifest": {_line(kept)}',
        f'"figures": {{\n{_lines(figures)}\n}}',
        f'"samples": {{\n{_lines(samples)}\n}}',
    ]
    text = "{" + ",\n".join(parts) + "}\n"
    path.write_text(text, encoding="utf-8", newline="\n")
    return path


def figures_of(outcomes: Sequence[Outcome]) -> dict[str, Estimate]:
    """Every metric that has something to count, by task and name, but for times."""
    found = {
        f"{metric.task}.{metric.name}": estimate(metric, outcomes) for metric in METRICS if metric.unit != "seconds"
    }
    return {name: one for name, one in found.items() if one is not None}


def _lines(items: Mapping[str, Any]) -> str:
    """One item a line, so that a change shows as the lines that changed."""
    return ",\n".join(f"{_line(name)}: {_line(one)}" for name, one in items.items())


def _line(value: Any) -> str:  # noqa: ANN401 - JSON
    return json.dumps(value, ensure_ascii=False)


def _counts(outcome: Outcome) -> dict[str, Any]:
    """Counts but for times, which are another machine's; confidences as counts of equal ones."""
    grouped: dict[tuple[float, int, int], int] = {}
    for one in outcome.confidences:
        key = (round(one.said, 3), int(one.right), int(one.marked))
        grouped[key] = grouped.get(key, 0) + 1
    counts = {
        name: round(count, 3) if count % 1 else int(count)
        for name, count in outcome.counts.items()
        if name != "seconds" and count
    }
    confidences = [[*key, count] for key, count in sorted(grouped.items())]
    return {"task": outcome.task, "tags": outcome.tags, "counts": counts} | (
        {"said": confidences} if confidences else {}
    )


def _outcome(name: str, data: dict[str, Any]) -> Outcome:
    confidences: list[Confidence] = []
    for said, right, marked, count in cast("Sequence[tuple[float, int, int, int]]", data.get("said", [])):
        confidences += [Confidence(said=said, right=bool(right), marked=bool(marked))] * count
    return Outcome(
        case=name,
        sample=name,
        task=data["task"],
        tags=data["tags"],
        counts={key: float(value) for key, value in data["counts"].items()},
        confidences=tuple(confidences),
    )
