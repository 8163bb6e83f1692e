"""Reads broken documents: `python -m evals.fuzzing --count 10000 --seed 1 [--kind pdf,xlsx] [--replay FOLDER]`."""

import json
import os
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console
from rich.table import Table

from evals.fuzzing.campaign import KEPT, Memory, Subject, fuzzing_settings, mutants, run_campaign
from evals.fuzzing.hostile import hostile_documents
from evals.fuzzing.outcomes import Outcome, Tally
from evals.fuzzing.seeds import KINDS, seed_documents

_EVERY = 500
"""Documents between two lines of progress."""
app = typer.Typer(add_completion=False)


@app.command()
def fuzz(
    count: Annotated[int, typer.Option(min=0, help="mutated documents")] = 10_000,
    seed: Annotated[int, typer.Option(help="number of the run: the same number makes the same documents")] = 1,
    kind: Annotated[str, typer.Option(help=f"suffixes with commas between: {', '.join(KINDS)}")] = ",".join(KINDS),
    hostile: Annotated[bool, typer.Option(help="read the named hostile documents too")] = True,
    replay: Annotated[Path | None, typer.Option(help="read the documents of this folder instead")] = None,
    found: Annotated[Path, typer.Option(help="folder for documents at fault or at a limit")] = Path("fuzzing-found"),
    workers: Annotated[int, typer.Option(min=0, help="worker processes, 0 for all cores")] = 0,
    seconds: Annotated[int, typer.Option(min=1, help="time limit of a document")] = 60,
    memory: Annotated[int, typer.Option(min=100, help="memory limit of a worker in MB")] = 3000,
    output: Annotated[Path | None, typer.Option(help="write the counts as JSON to this file")] = None,
) -> None:
    """Reads the documents within limits and prints what came of them; exit 1 when anything came that must not."""
    console, began = Console(), time.monotonic()
    subjects = _replayed(replay) if replay is not None else _made(count, seed, kind.split(","), hostile=hostile)
    done = 0

    def told(subject: Subject, seen: Outcome) -> None:
        nonlocal done
        done += 1
        if seen.verdict in KEPT:
            console.print(f"{subject.name}: {seen.verdict} ({subject.made}) {seen.message}", markup=False)
        if done % _EVERY == 0:
            console.print(f"{done} after {time.monotonic() - began:.0f} s")

    settings = fuzzing_settings(seconds, memory)
    tally, peak = run_campaign(subjects, settings, workers=workers or os.cpu_count() or 1, found=found, on_outcome=told)
    _show(console, tally, peak, time.monotonic() - began)
    if output is not None:
        output.write_text(json.dumps(tally.as_json(), ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
    raise typer.Exit(1 if tally.faults or peak.worker > 2 * memory else 0)


def _made(count: int, seed: int, kinds: list[str], *, hostile: bool) -> Iterator[Subject]:
    if hostile:
        for one in hostile_documents():
            if one.kind in kinds or (one.kind not in KINDS and set(KINDS) <= set(kinds)):
                yield Subject(name=one.file_name, kind="hostile", content=one.content(), made=one.attack)
    if count:
        yield from mutants(seed_documents(kinds), seed, range(count))


def _replayed(folder: Path) -> Iterator[Subject]:
    for path in sorted(folder.iterdir()):
        if path.suffix != ".json":
            yield Subject(name=path.name, kind=path.suffix[1:], content=path.read_bytes(), made="replayed")


def _show(console: Console, tally: Tally, peak: Memory, seconds: float) -> None:
    verdicts = sorted({verdict for _, verdict in tally.verdicts})
    table = Table("kind", "documents", *verdicts)
    kinds = sorted({kind for kind, _ in tally.verdicts})
    for kind in kinds:
        counts = [tally.verdicts[kind, verdict] for verdict in verdicts]
        table.add_row(kind, str(sum(counts)), *(str(one) if one else "" for one in counts))
    sums = [sum(tally.verdicts[kind, verdict] for kind in kinds) for verdict in verdicts]
    table.add_section()
    table.add_row("all", str(tally.documents), *(str(one) for one in sums))
    console.print(table)
    said = Table("problem", *kinds)
    for category in sorted({category for _, category in tally.categories}):
        counts = [tally.categories[kind, category] for kind in kinds]
        said.add_row(category, *(str(one) if one else "" for one in counts))
    console.print(said)
    console.print(
        f"{tally.documents} documents in {seconds:.0f} s; the parent lives; highest memory: "
        f"worker {peak.worker:.0f} MB, parent {peak.parent:.0f} MB; at fault: {len(tally.faults)}"
    )


if __name__ == "__main__":
    app()
