"""Highest memory while PDFs of 100 to 1,000 pages are read, each by a process of its own."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from evals.bench.processes import run_python
from evals.bench.subjects import many_pages

LENGTHS = (100, 500, 1000)


@dataclass(frozen=True, slots=True, kw_only=True)
class MemoryUse:
    """A PDF of `pages` pages: highest memory in MB when nothing is kept, and when the results of all forms are."""

    pages: int
    file_megabytes: float
    streaming: float
    with_results: float


def memory_use(
    folder: Path, lengths: Sequence[int] = LENGTHS, on_step: Callable[[str], None] | None = None
) -> list[MemoryUse]:
    """Writes a PDF of each length to `folder` and reads it twice; `on_step` is told what comes next."""
    found: list[MemoryUse] = []
    for pages in lengths:
        if on_step is not None:
            on_step(f"{pages} pages")
        path = many_pages(folder, pages)
        found.append(
            MemoryUse(
                pages=pages,
                file_megabytes=path.stat().st_size / (1 << 20),
                streaming=_peak(path, "pages"),
                with_results=_peak(path, "results"),
            )
        )
        path.unlink()
    return found


def _peak(path: Path, kept: str) -> float:
    printed, _ = run_python(["-m", "evals.bench.long_document", str(path), kept])
    return float(printed.split()[-1])


def growth(uses: Sequence[MemoryUse]) -> float | None:
    """By how much the longest document needs more than the shortest, nothing kept: 1.02 is 2 % more."""
    return uses[-1].streaming / uses[0].streaming if len(uses) > 1 else None
