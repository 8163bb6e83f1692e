"""One document read with an engine and scored; what went wrong with a picture and the stage that lost it."""

import sys
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from time import perf_counter

from evals.blame import SeenTexts, seen_texts
from evals.crops import crop_of, has_crops
from evals.forms.expected import ExpectedForm
from evals.outcomes import Failure, Outcome, Stage
from evals.scorers.reading import Places, ReadingScore, WrongField, score_reading
from evals.scorers.verdicts import verdict_counts
from evals.surroundings import Surroundings
from extractor.pipeline import DocumentReading, read_document
from extractor.problems import Problem

_MOST_FAILURES = 60
"""Failures of one document that are kept."""
_MOST_CROPS = 3


@dataclass(frozen=True, slots=True, kw_only=True)
class Document:
    """A document and what it holds: forms, and for each the places of its values where they are known."""

    path: Path
    forms: Sequence[ExpectedForm]
    places: Sequence[Places] | None = None
    scanned: bool = False


def evaluate_document(document: Document, *, case: str, tags: dict[str, str], around: Surroundings) -> Outcome:
    """Reads and scores; never raises for what the reader does."""
    reading, seconds = _timed(document.path, around)
    score = score_reading(reading, document.forms, document.places)
    usage = reading.usage
    score.add(
        seconds=seconds,
        tokens_in=usage.prompt_tokens if usage else 0,
        tokens_out=usage.completion_tokens if usage else 0,
    )
    if document.scanned:
        score.add(**verdict_counts(reading, score.wrong, around.app.profiles))
    return Outcome(
        case=case,
        sample=case,
        task="reading",
        tags=tags,
        counts=score.counts,
        confidences=tuple(score.confidences),
        failures=tuple(_failures(document, score, case, around)),
        seconds=seconds,
        peak_mb=peak_megabytes(),
        error="；".join(one.message for one in reading.problems if one.severity == "error") or None,
    )


def _timed(path: Path, around: Surroundings) -> tuple[DocumentReading, float]:
    read = around.read  # opened before the clock starts
    start = perf_counter()
    try:
        reading = read(path)
    except Exception as error:  # noqa: BLE001 - one document must not end the measurement of the others
        problem = Problem(stage="readers", category="internal", message=f"{type(error).__name__}: {error}")
        reading = DocumentReading(source=str(path), problems=[problem])
    return reading, perf_counter() - start


def _failures(document: Document, score: ReadingScore, case: str, around: Surroundings) -> list[Failure]:
    """The failures that are kept, silent ones first; lost blank values say nothing."""
    wrong = [one for one in score.wrong if one.pair.expected is not None or one.pair.read is not None]
    wrong = sorted(wrong, key=lambda one: not one.silent)[:_MOST_FAILURES]
    if not wrong:
        return []
    seen = seen_texts(document.path, around.app.settings)
    by_rules = _by_rules(document, around)
    pictures = has_crops(document.path) and around.crops is not None
    found: list[Failure] = []
    for number, one in enumerate(wrong):
        crop = None
        if pictures and around.crops is not None and number < _MOST_CROPS:
            places = _places_of(document, one.form)
            crop = crop_of(document.path, one, places, around.crops, f"{case}-{number}")
        found.append(
            Failure(
                pointer=_pointer(one, len(document.forms)),
                expected=one.pair.expected,
                found=one.pair.read,
                silent=one.silent,
                stage=_stage(one, seen, by_rules),
                page=crop.page if crop else None,
                crop=crop.name if crop else None,
            )
        )
    return found


def _places_of(document: Document, form: int) -> Places:
    """Where the values of a form stand; nothing for a form too many, or where nobody knows."""
    nowhere: Places = {}
    return document.places[form] if document.places and form < len(document.places) else nowhere


def _pointer(one: WrongField, forms: int) -> str:
    """The pointer into the expected record; with several forms the form's number goes before it."""
    pointer = one.pair.pointer or f"{one.pair.read_pointer}（多出）"
    return pointer if forms == 1 else f"{one.form + 1}:{pointer}"


def _by_rules(document: Document, around: Surroundings) -> set[tuple[int, str]]:
    """What the rules alone get wrong, to tell whether the model made it wrong; only where one took part."""
    if around.engine not in ("auto", "llm"):
        return set()
    score = score_reading(read_document(document.path, around.app.settings), document.forms)
    return {(one.form, one.pair.pointer or "") for one in score.wrong}


def _stage(one: WrongField, seen: SeenTexts, by_rules: set[tuple[int, str]]) -> Stage:
    merged = by_rules and one.pair.pointer is not None and (one.form, one.pair.pointer) not in by_rules
    return "merge" if merged else seen.stage(one.pair.expected)


def peak_megabytes() -> float:
    """The highest memory of this process so far in MB; 0 where the system does not tell (Windows)."""
    try:
        import resource
    except ImportError:
        return 0.0
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return round(peak / (1 << 20 if sys.platform == "darwin" else 1024), 1)
