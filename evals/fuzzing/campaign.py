"""Reads broken documents as the product does, in isolated workers within limits, and counts what comes of them."""

import json
import resource
import tempfile
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from concurrent.futures import Future
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from evals.fuzzing.mutations import Mutant, mutant
from evals.fuzzing.outcomes import FAULTS, Outcome, Tally, outcome
from extractor.batch.isolated_readers import IsolatedReaders
from extractor.pipeline import DocumentReading, read_document
from extractor.settings import Settings, load_settings

_AHEAD = 4
"""Documents a worker under way or waiting."""
_GRACE_SECONDS = 60.0
"""For the pool to stop a worker at its limit, to start another, and for those that wait their turn."""
KEPT: frozenset[str] = FAULTS | {"time limit", "memory limit"}
"""Documents with these verdicts are written to the folder, to be replayed."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Subject:
    """A document to read: file name, kind for the table, content, and how it was made."""

    name: str
    kind: str
    content: bytes
    made: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Memory:
    """Highest resident memory in MB: of any worker that has ended, and of this process."""

    worker: float
    parent: float


def fuzzing_settings(seconds: int, memory_mb: int) -> Settings:
    """The product's settings with a time limit that suits documents of a page or two."""
    settings = load_settings()
    workers = settings.workers.model_copy(update={"seconds": seconds, "memory_mb": memory_mb})
    return settings.model_copy(update={"workers": workers})


def mutants(seeds: Mapping[str, Sequence[bytes]], run: int, numbers: Iterable[int]) -> Iterator[Subject]:
    """The mutants of these numbers in the run."""
    for number in numbers:
        yield _subject(mutant(seeds, run, number))


def _subject(one: Mutant) -> Subject:
    return Subject(name=one.file_name, kind=one.kind, content=one.content, made=" ".join(one.done))


def run_campaign(
    subjects: Iterable[Subject],
    settings: Settings,
    *,
    workers: int,
    found: Path,
    on_outcome: Callable[[Subject, Outcome], None],
) -> tuple[Tally, Memory]:
    """Reads all `subjects`; those at fault or at a limit are kept in `found` with what happened beside them."""
    tally = Tally()
    with tempfile.TemporaryDirectory(prefix="jixiao-fuzzing-") as folder:
        readers = IsolatedReaders(settings, workers=workers)
        read = partial(read_document, settings=settings)
        waiting: deque[tuple[Subject, Future[DocumentReading]]] = deque()

        def settle() -> None:
            subject, future = waiting.popleft()
            seen = outcome(future, subject.name, settings.workers, grace=_GRACE_SECONDS)
            tally.add(subject.name, subject.kind, seen)
            if seen.verdict in KEPT:
                _keep(found, subject, seen)
            (Path(folder) / subject.name).unlink(missing_ok=True)
            on_outcome(subject, seen)

        try:
            for subject in subjects:
                path = Path(folder) / subject.name
                path.write_bytes(subject.content)
                waiting.append((subject, readers.run(read, path)))
                if len(waiting) >= _AHEAD * workers:
                    settle()
            while waiting:
                settle()
        except BaseException:
            readers.close(now=True)
            raise
        readers.close()
    return tally, Memory(worker=_peak(resource.RUSAGE_CHILDREN), parent=_peak(resource.RUSAGE_SELF))


def _peak(who: int) -> float:
    return resource.getrusage(who).ru_maxrss / 1024


def _keep(found: Path, subject: Subject, seen: Outcome) -> None:
    found.mkdir(parents=True, exist_ok=True)
    (found / subject.name).write_bytes(subject.content)
    told = {"verdict": seen.verdict, "made": subject.made, "message": seen.message, "error": seen.error}
    text = json.dumps(told, ensure_ascii=False, indent=1) + "\n"
    (found / f"{subject.name}.json").write_text(text, encoding="utf-8")
