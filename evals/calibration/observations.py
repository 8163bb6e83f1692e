"""What was observed of every recognised value of degraded documents: its score, what speaks for it, whether it is right."""

import json
import tempfile
from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any, cast

from evals.degradation.corpus import PlannedForm, draw_form
from evals.degradation.degradation import Degradation
from evals.degradation.scanned import ScannedDocument, scan_document
from evals.forms.read_back import value_differences
from extractor.checks.form_facts import FormFacts
from extractor.checks.profile import load_profiles
from extractor.checks.recognition import recognise_profile
from extractor.confidence.assurance import UNSURE
from extractor.confidence.closure import Evidence, value_evidence
from extractor.pipeline import DocumentReading, read_document
from extractor.records.reading import FormReading
from extractor.settings import Settings, resource_folder


@dataclass(frozen=True, slots=True, kw_only=True)
class Observation:
    """One recognised value: `score` before calibration, `placed` as in `Recognised`, `doubted` by the reader for another
    reason than its score, `right` as the form has it. `preset` and `document` say where it stood."""

    document: str
    preset: str
    pointer: str
    score: float
    placed: float
    evidence: Evidence
    doubted: bool
    right: bool


def observe(
    plans: Sequence[PlannedForm], degradations: Sequence[Degradation], settings: Settings
) -> Iterator[tuple[str, list[Observation]]]:
    """Draws, degrades and reads documents; yields the name of each with the observations on it."""
    with tempfile.TemporaryDirectory() as folder:
        for plan in plans:
            for degradation in degradations:
                drawn = draw_form(plan, Path(folder) / f"{plan.name}.pdf")
                if drawn is None:
                    continue
                path = Path(folder) / f"{plan.name}-{degradation.name}.pdf"
                scan = scan_document(drawn, path, degradation, seed=plan.seed)
                reading = read_document(path, settings)
                yield path.name, observations_on(reading, scan, plan.name, degradation.name)
                path.unlink()


def observations_on(reading: DocumentReading, scan: ScannedDocument, document: str, preset: str) -> list[Observation]:
    """The observations on one document; forms that were not found yield none."""
    found: list[Observation] = []
    for form, own in zip(scan.forms, reading.readings, strict=False):
        wrong = {one.pointer for one in value_differences(form, own.record)}
        evidence = _evidence(own)
        doubted = {item.pointer for item in own.review if not item.reason.startswith(UNSURE)}
        for pointer, one in own.recognised.items():
            found.append(
                Observation(
                    document=document,
                    preset=preset,
                    pointer=pointer,
                    score=one.score,
                    placed=one.placed,
                    evidence=evidence.get(pointer, "read"),
                    doubted=any(pointer == item or pointer.startswith(f"{item}/") for item in doubted),
                    right=pointer not in wrong,
                )
            )
    return found


def _evidence(reading: FormReading) -> dict[str, Evidence]:
    form = FormFacts(reading)
    return value_evidence(form, recognise_profile(form, load_profiles(resource_folder("configs") / "profiles")))


def write_observations(path: Path, observations: Sequence[Observation]) -> None:
    """One JSON object a line."""
    lines = (json.dumps(asdict(one), ensure_ascii=False) for one in observations)
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")


def read_observations(path: Path) -> list[Observation]:
    """What `write_observations` wrote."""
    lines = path.read_text(encoding="utf-8").splitlines()
    return [Observation(**cast("dict[str, Any]", json.loads(line))) for line in lines if line]
