"""Times a whole scanned page beside RapidOCR's default call on the same picture: `python -m evals.bench.recognition_times`.

Ours goes from the picture to the grids, which RapidOCR does not find. The two take turns on every page, so that a busy
machine disturbs both alike. RapidOCR runs with its own defaults: detection, direction and recognition on onnxruntime.
"""

import tempfile
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from statistics import median
from time import perf_counter, process_time
from typing import Annotated, Any, cast

import typer
from rich.console import Console
from rich.progress import track
from rich.table import Table

from evals.datasets import dataset_names, load_records
from evals.degradation.corpus import draw_form, planned_forms
from evals.degradation.presets import preset
from evals.degradation.scanned import scan_document
from extractor.grids.builder import build_grids
from extractor.pages.loader import read_pages
from extractor.problems import Problem
from extractor.settings import Settings, load_settings


@dataclass(frozen=True, slots=True, kw_only=True)
class PageTimes:
    """Seconds that pass and seconds of processors, each the median of one page's repetitions."""

    seconds: float
    processors: float


def scanned_pictures(folder: Path, degradation: str, limit: int) -> list[Path]:
    """One-page forms as PNG files, scanned or photographed as the preset `degradation` says."""
    samples = [sample for name in dataset_names() for sample in load_records(name)]
    pictures: list[Path] = []
    for plan in planned_forms(samples, 3 * limit, 0):
        drawn = draw_form(plan, folder / f"{plan.name}.pdf", one_page=True)
        if drawn is not None and len(pictures) < limit:
            target = folder / f"{plan.name}-{degradation}.png"
            pictures.append(scan_document(drawn, target, preset(degradation), seed=plan.seed).path)
    return pictures


def page_to_grids(path: Path, settings: Settings) -> int:
    """How many tables a picture shows, read as jixiao reads it."""
    pages = (page for page in read_pages(path, settings) if not isinstance(page, Problem))
    return sum(len(build_grids(page, settings.grids)) for page in pages)


def _timed(read: Callable[[], object]) -> tuple[float, float]:
    start, busy = perf_counter(), process_time()
    read()
    return perf_counter() - start, process_time() - busy


def times_in_turns(readers: Sequence[Callable[[], object]], repetitions: int) -> list[PageTimes]:
    """The times of each reader; the first round warms up and does not count."""
    taken: list[list[tuple[float, float]]] = [[] for _ in readers]
    for number in range(repetitions + 1):
        for index, read in enumerate(readers):
            times = _timed(read)
            if number:
                taken[index].append(times)
    return [
        PageTimes(seconds=median(one for one, _ in times), processors=median(one for _, one in times))
        for times in taken
    ]


def _main(
    degradation: Annotated[list[str] | None, typer.Option(help="how pages were scanned")] = None,
    limit: Annotated[int, typer.Option(help="pages of each kind", min=1)] = 5,
    repetitions: Annotated[int, typer.Option(help="rounds that count", min=1)] = 3,
) -> None:
    """Measures one page at a time beside RapidOCR."""
    from rapidocr import RapidOCR

    theirs: Any = cast("Any", RapidOCR)(params={"Global.log_level": "error"})
    settings, console = load_settings(), Console()
    table = Table("scan", "pages", "jixiao s", "RapidOCR s", "ratio (median)", "ratio, highest", "ratio of CPU time")
    for name in degradation or ["scan-200", "scan-150", "scan-300", "photo"]:
        with tempfile.TemporaryDirectory() as folder:
            pairs = [
                times_in_turns(
                    [lambda at=path: page_to_grids(at, settings), lambda at=path: theirs(str(at))], repetitions
                )
                for path in track(scanned_pictures(Path(folder), name, limit), name, console=console, transient=True)
            ]
        ratios = [ours.seconds / other.seconds for ours, other in pairs]
        table.add_row(
            name,
            str(len(pairs)),
            f"{median(ours.seconds for ours, _ in pairs):.2f}",
            f"{median(other.seconds for _, other in pairs):.2f}",
            f"{median(ratios):.2f}",
            f"{max(ratios):.2f}",
            f"{median(ours.processors / other.processors for ours, other in pairs):.2f}",
        )
    console.print(table)


if __name__ == "__main__":
    typer.run(_main)
