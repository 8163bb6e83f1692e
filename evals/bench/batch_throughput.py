"""How fast a batch reads, and whether memory stays flat: `python -m evals.bench.batch_throughput [--page FILE]`."""

import os
import random
import resource
import tempfile
import threading
import time
from collections.abc import Callable, Generator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console
from rich.progress import Progress
from rich.table import Table

from evals.datasets import load_records
from evals.forms.documents import Recipe, make_document
from evals.forms.named_layouts import LAYOUTS
from extractor.app import open_app
from extractor.batch.delivery import Destination
from extractor.batch.sources import expand_sources

KINDS = ("pdf", "pdf", "pdf", "xlsx", "docx")
"""Of native forms, as departments send them: mostly PDF."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Throughput:
    """A batch of `documents`: seconds from the first document done to the last, so that starting workers is not counted.

    `peak_megabytes` of this process and its workers together, at the end of each tenth of the run.
    """

    documents: int
    workers: int
    seconds: float
    whole_seconds: float
    cpu_seconds: float
    megabytes: tuple[float, ...]

    @property
    def rate(self) -> float:
        """Documents a second once the workers are there."""
        return (self.documents - 1) / self.seconds if self.seconds else 0.0


def native_forms(folder: Path, count: int, progress: Callable[[], object]) -> None:
    """`count` documents of one form each, all different, in many layouts and formats, written to `folder`."""
    samples = [sample for name in ("luohu-2023", "provinces") for sample in load_records(name)]
    layouts = list(LAYOUTS.values())
    for number in range(count):
        sample = samples[number % len(samples)]
        record = sample.record.model_copy(
            update={"project_code": f"4403{number:017d}", "project_name": f"{sample.record.project_name}{number}"}
        )
        kind = KINDS[number % len(KINDS)]
        form = replace(sample, record=record), layouts[number % len(layouts)]
        make_document(folder / f"form-{number:05d}.{kind}", [form], Recipe(format=kind))
        progress()


def scanned_forms(folder: Path, count: int, progress: Callable[[], object]) -> None:
    """`count` pictures of forms at 150 dpi, one page each, written to `folder`."""
    from typing import Any, cast

    import pymupdf

    samples, layouts = load_records("luohu-2023"), list(LAYOUTS.values())
    for number in range(count):
        drawn = folder / "drawn.pdf"
        make_document(drawn, [(samples[number % len(samples)], layouts[number % len(layouts)])])
        with cast(Any, pymupdf).open(str(drawn)) as document:
            document[0].get_pixmap(dpi=150).save(str(folder / f"scan-{number:03d}.png"))
        drawn.unlink()
        progress()


def many_of(paths: Sequence[Path], folder: Path, count: int) -> None:
    """`count` documents of distinct bytes that cost what `paths` cost: copies of them with a different tail each."""
    chance = random.Random(20)
    for number in range(count):
        path = paths[number % len(paths)]
        # bytes after the end of a PDF are no part of it
        tail = f"\n% {chance.random()}\n".encode()
        (folder / f"{number:06d}{path.suffix}").write_bytes(path.read_bytes() + tail)


def time_batch(folder: Path, workers: int) -> Throughput:
    """Reads everything in `folder` into JSON Lines that are thrown away."""
    sources = expand_sources([str(folder)])
    moments: list[float] = []
    memory: list[float] = []

    def on_done(_: str) -> None:
        moments.append(time.perf_counter())
        if len(moments) % max(1, len(sources) // 10) == 0:
            memory.append(_megabytes())

    with tempfile.TemporaryDirectory(prefix="jixiao-batch-") as place:
        before, used = time.perf_counter(), _cpu_seconds()
        outcome = (
            open_app()
            .batch(workers=workers)
            .run(sources, Destination(Path(place) / "out.jsonl", None), on_done=on_done)
        )
        whole, used = time.perf_counter() - before, _cpu_seconds() - used
    if outcome.unread:
        raise RuntimeError(f"{outcome.counts.unread} documents were not read")
    return Throughput(
        documents=len(moments),
        workers=workers,
        seconds=moments[-1] - moments[0],
        whole_seconds=whole,
        cpu_seconds=used,
        megabytes=tuple(memory),
    )


@contextmanager
def on_one_processor() -> Generator[None]:
    """Keeps this process and those that it starts to one processor meanwhile, where the system can (Linux)."""
    if not hasattr(os, "sched_setaffinity"):
        yield
        return
    before = os.sched_getaffinity(0)
    os.sched_setaffinity(0, {min(before)})
    try:
        yield
    finally:
        os.sched_setaffinity(0, before)


def _cpu_seconds() -> float:
    return sum(
        used.ru_utime + used.ru_stime
        for used in (resource.getrusage(resource.RUSAGE_SELF), resource.getrusage(resource.RUSAGE_CHILDREN))
    )


def _megabytes() -> float:
    """Memory of this process and its children that no other process shares, from /proc (0 where there is none)."""
    own = os.getpid()
    children = Path(f"/proc/{own}/task/{threading.get_native_id()}/children")
    found = {own}
    for task in Path(f"/proc/{own}/task").glob("*/children") if children.exists() else ():
        found.update(int(one) for one in task.read_text(encoding="ascii").split())
    return sum(_resident(one) for one in found) / 1024


def _resident(process: int) -> int:
    """kB."""
    try:
        status = Path(f"/proc/{process}/status").read_text(encoding="utf-8")
    except OSError:
        return 0
    return next((int(line.split()[1]) for line in status.splitlines() if line.startswith("VmRSS")), 0)


app = typer.Typer(add_completion=False)


@app.command()
def batch_throughput(
    forms: Annotated[int, typer.Option(min=10, help="native forms")] = 300,
    scans: Annotated[int, typer.Option(min=0, help="scans; 0: none")] = 0,
    flat: Annotated[int, typer.Option(min=0, help="documents of a long run, to see whether memory stays flat")] = 0,
    workers: Annotated[int, typer.Option(min=1, help="processes that read")] = os.cpu_count() or 2,
) -> None:
    """Times batches of native forms and of scans, and watches memory over a long one."""
    table = Table("batch", "workers", "documents", "a second", "with start", "CPU ms each", "MB, by tenths of the run")
    console = Console(stderr=True)

    def add(name: str, made: Throughput) -> None:
        memory = " ".join(f"{one:.0f}" for one in made.megabytes)
        each = 1000 * made.cpu_seconds / made.documents
        whole = made.documents / made.whole_seconds
        table.add_row(
            *(name, str(made.workers), str(made.documents), f"{made.rate:.1f}", f"{whole:.1f}", f"{each:.0f}", memory)
        )

    with tempfile.TemporaryDirectory(prefix="jixiao-forms-") as place, Progress(console=console) as progress:
        folders = {name: Path(place) / name for name in ("native", "scans", "long")}
        for folder in folders.values():
            folder.mkdir()
        task = progress.add_task("native forms", total=forms)
        native_forms(folders["native"], forms, lambda: progress.advance(task))
        add("native forms", time_batch(folders["native"], workers))
        if scans:
            task = progress.add_task("scans", total=scans)
            scanned_forms(folders["scans"], scans, lambda: progress.advance(task))
            with on_one_processor():
                one = time_batch(folders["scans"], 1)
            all_ = time_batch(folders["scans"], workers)
            add("scans, one worker on one processor", one)
            add(f"scans, {all_.rate / one.rate:.2f} times that", all_)
        if flat:
            many_of(sorted(folders["native"].glob("*.pdf")), folders["long"], flat)
            add("long run of native PDFs", time_batch(folders["long"], workers))
    Console(width=160).print(table)


if __name__ == "__main__":
    app()
