"""Many scanned pages of one file: `python -m evals.bench.scanned_pages --pages 300`.

Tells seconds a page, how many processors were busy, and memory after a tenth of the pages and at its highest, nothing kept.
Run it alone: what else the machine does shows in the seconds.
"""

import tempfile
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context
from pathlib import Path
from time import perf_counter, process_time
from typing import Annotated, Any, cast

import typer

from evals.bench.long_document import peak_megabytes
from evals.datasets import dataset_names, load_records
from evals.degradation.corpus import draw_form, planned_forms
from evals.degradation.presets import preset
from evals.degradation.scanned import scan_document
from extractor.grids.builder import build_grids
from extractor.pages.loader import read_pages
from extractor.problems import Problem
from extractor.settings import load_settings

_FORMS = 8
"""Different forms whose scans follow each other again and again."""


def write_scans(path: Path, folder: Path, pages: int, degradation: str) -> None:
    """Writes a PDF of `pages` scanned pages to `path`."""
    import pymupdf

    fitz = cast(Any, pymupdf)  # it has no types
    samples = [sample for name in dataset_names() for sample in load_records(name)]
    with fitz.open() as target:
        for plan in planned_forms(samples, _FORMS, 0):
            drawn = draw_form(plan, folder / f"{plan.name}.pdf")
            if drawn is not None:
                scan = scan_document(drawn, folder / f"{plan.name}-scan.pdf", preset(degradation), seed=plan.seed)
                with fitz.open(scan.path) as source:
                    target.insert_pdf(source)
        different = target.page_count
        for number in range(different, pages):
            target.fullcopy_page(number % different)
        target.select(range(pages))
        target.save(str(path))


def _main(
    pages: Annotated[int, typer.Option(help="scanned pages of the file", min=10)] = 300,
    degradation: Annotated[str, typer.Option(help="how they were scanned")] = "scan-200",
) -> None:
    """Measures the reading of a long scanned file."""
    settings = load_settings()
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "scans.pdf"
        # in a process of its own, whose memory is not that of reading
        with ProcessPoolExecutor(max_workers=1, mp_context=get_context("spawn")) as drawing:
            drawing.submit(write_scans, path, Path(folder), pages, degradation).result()
        start, busy, early, read, grids = perf_counter(), process_time(), 0.0, 0, 0
        for page in read_pages(path, settings):
            read += 1
            grids += 0 if isinstance(page, Problem) else len(build_grids(page, settings.grids))
            if read == pages // 10:
                early = peak_megabytes()
        seconds, busy = perf_counter() - start, process_time() - busy
    print(f"pages {read}, grids {grids}, {seconds / read:.2f} s a page, {busy / seconds:.2f} processors busy")
    print(f"highest memory after {pages // 10} pages {early:.0f} MB, after all {peak_megabytes():.0f} MB")


if __name__ == "__main__":
    typer.run(_main)
