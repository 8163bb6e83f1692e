"""CPU times of every contestant on every document, taken in turns so that a busy machine disturbs all alike."""

import gc
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from statistics import median
from typing import Any, cast

import pymupdf

from evals.bench.contestants import BASELINE, OURS, Contestant, file_to_findings, forget

OnStep = Callable[[str], None]


@dataclass(frozen=True, slots=True, kw_only=True)
class DocumentTimes:
    """One document: `milliseconds` is the median CPU time by contestant, opening included."""

    document: str
    pages: int
    forms: int
    milliseconds: dict[str, float]

    def ratio(self, name: str) -> float | None:
        """A contestant's time over the baseline's; `None` when it was not run."""
        own = self.milliseconds.get(name)
        return None if own is None else own / self.milliseconds[BASELINE]


def time_documents(
    paths: Sequence[Path], contestants: Sequence[Contestant], *, repetitions: int, on_step: OnStep | None = None
) -> list[DocumentTimes]:
    """The times of each document; `on_step` is told the document before each of its `repetitions` + 1 rounds.

    The first round warms the libraries up and does not count; jixiao forgets all texts before every reading.
    """
    return [_document_times(path, contestants, repetitions, on_step) for path in paths]


def _document_times(
    path: Path, contestants: Sequence[Contestant], repetitions: int, on_step: OnStep | None
) -> DocumentTimes:
    times: dict[str, list[float]] = {one.name: [] for one in contestants}
    for number in range(repetitions + 1):
        if on_step is not None:
            on_step(path.name)
        for one in contestants:
            if number % one.rounds == 0 or number == 1:
                taken = _cpu_milliseconds(one, path)
                if number:
                    times[one.name].append(taken)
    return DocumentTimes(
        document=path.name,
        pages=_page_count(path),
        forms=file_to_findings(path),
        milliseconds={name: median(taken) for name, taken in times.items()},
    )


def _cpu_milliseconds(one: Contestant, path: Path) -> float:
    if one.name == OURS:
        forget()
    gc.collect()
    start = time.process_time_ns()
    one.run(path)
    return (time.process_time_ns() - start) / 1e6


def _page_count(path: Path) -> int:
    with cast(Any, pymupdf).open(str(path)) as document:
        return int(document.page_count)


def total_ratio(times: Sequence[DocumentTimes], name: str) -> float | None:
    """A contestant's time over the baseline's, all documents together."""
    if not times or any(name not in one.milliseconds for one in times):
        return None
    return sum(one.milliseconds[name] for one in times) / sum(one.milliseconds[BASELINE] for one in times)
