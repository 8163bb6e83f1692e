"""Times the store at size: `python -m evals.bench.store_times [--count 100000] [--database postgresql://...]`."""

import os
import random
import statistics
import tempfile
import time
from collections.abc import Callable
from decimal import Decimal
from functools import partial
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console
from rich.progress import Progress
from rich.table import Table
from sqlalchemy import text

from evals.bench.stored_evaluations import fill_store
from evals.bench.subjects import generated_documents
from extractor.app import App, open_app
from extractor.pipeline import read_document
from extractor.store.listing import Filters
from extractor.store.store import Store


def time_store(count: int, repetitions: int, home: Path, console: Console) -> dict[str, float]:
    """Fills the store in `home` and times what the list asks; figures by name (ms, MB, evaluations a second)."""
    app = open_app()
    with tempfile.TemporaryDirectory() as folder:
        paths = generated_documents(Path(folder))
        forms = [form for path in paths for form in read_document(path, app.settings).readings]
        figures = {"documents ingested a second, one process": _ingest_rate(app, paths, Path(folder))}
    store = app.open_store(home)
    started = time.perf_counter()
    with Progress(console=console, transient=True) as progress:
        task = progress.add_task("fill", total=count)
        fill_store(store, app, forms, count, lambda done: progress.advance(task, done))
    figures["evaluations inserted a second, in bulk"] = count / (time.perf_counter() - started)
    with store.database.write() as session:
        session.execute(text("ANALYZE"))
    figures["database, bytes an evaluation"] = _size(store, home) / count
    figures |= _query_times(store, count, repetitions)
    store.close()
    return figures


def _ingest_rate(app: App, paths: list[Path], folder: Path) -> float:
    """Reading, checking and keeping of one-form PDFs, without the evidence index."""
    address = os.environ.pop("JIXIAO_DATABASE_URL", None)
    store = app.open_store(folder / "small")
    started = time.perf_counter()
    added = sum(one.status == "added" for one in app.ingestion(store).run(app.inputs([str(path) for path in paths])))
    spent = time.perf_counter() - started
    store.close()
    if address:
        os.environ["JIXIAO_DATABASE_URL"] = address
    return added / spent


def _size(store: Store, home: Path) -> float:
    if store.database.is_sqlite:
        return sum(path.stat().st_size for path in home.glob("jixiao.db*"))
    with store.reading() as session:
        return float(session.scalar(text("SELECT pg_database_size(current_database())")) or 0)


def _query_times(store: Store, count: int, repetitions: int) -> dict[str, float]:
    chance = random.Random(7)
    questions: dict[str, Callable[[], Filters]] = {
        "first page": Filters,
        "year": lambda: Filters(year=chance.choice((2021, 2022, 2023, 2024))),
        "unit": lambda: Filters(unit=f"第{chance.randrange(400)}街道"),
        "text": lambda: Filters(text=f"维{chance.randrange(10, 99)}"),
        "text, nothing found": lambda: Filters(text="没有的字"),
        "code": lambda: Filters(code=f"4403{chance.randrange(1, count):017d}"),
        "errors": lambda: Filters(severity="error"),
        "rule": lambda: Filters(rule="EXP001", year=2023),
        "rate below half": lambda: Filters(rate_below=Decimal(51)),
        "score and year": lambda: Filters(score_below=Decimal(61), year=2022),
    }
    figures: dict[str, float] = {}
    for name, filters in questions.items():
        chosen = [filters() for _ in range(repetitions)]
        figures[f"list, {name}, p95 ms"] = _p95([_milliseconds(partial(store.list, one, limit=50)) for one in chosen])
        figures[f"count, {name}, p95 ms"] = _p95([_milliseconds(partial(store.count, one)) for one in chosen])
    for name in ("first page", "year", "unit"):
        by_score = [partial(store.list, questions[name](), order="score", limit=50) for _ in range(repetitions)]
        figures[f"list, {name}, by score, p95 ms"] = _p95([_milliseconds(one) for one in by_score])
    deep = [_milliseconds(lambda: store.list(Filters(), limit=50, offset=count - 50)) for _ in range(repetitions)]
    figures["list, last page, p95 ms"] = _p95(deep)
    numbers = [chance.randrange(1, count + 1) for _ in range(repetitions)]
    figures["one form whole, p95 ms"] = _p95([_milliseconds(partial(store.form, one)) for one in numbers])
    return figures


def _milliseconds(call: Callable[[], object]) -> float:
    started = time.perf_counter()
    call()
    return (time.perf_counter() - started) * 1000


def _p95(times: list[float]) -> float:
    return statistics.quantiles(times, n=20, method="inclusive")[-1] if len(times) > 1 else times[0]


app = typer.Typer(add_completion=False)


@app.command()
def store_times(
    count: Annotated[int, typer.Option(min=1, help="evaluations")] = 100_000,
    repetitions: Annotated[int, typer.Option(min=1, help="calls of each query")] = 20,
    database: Annotated[str, typer.Option(help="an empty PostgreSQL database; SQLite when left out")] = "",
    home: Annotated[
        Path | None, typer.Option(help="an empty data folder to keep; a temporary one when left out")
    ] = None,
) -> None:
    """Fills a store and times lists and filters."""
    os.environ["JIXIAO_DATABASE_URL"] = database
    with tempfile.TemporaryDirectory(prefix="jixiao-store-") as folder:
        figures = time_store(count, repetitions, home or Path(folder), Console(stderr=True))
    table = Table("what", "figure")
    for name, figure in figures.items():
        table.add_row(name, f"{figure:,.1f}")
    Console().print(table)


if __name__ == "__main__":
    app()
