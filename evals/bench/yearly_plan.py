"""What a year's forms of a province need, from what this machine measures: `python -m evals.bench.yearly_plan [--page docs/scale.md]`."""

import os
import tempfile
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console
from rich.table import Table

from evals.bench.batch_throughput import native_forms, scanned_forms, time_batch
from evals.tasks.figures import put_figures
from extractor.app import open_app

_SECONDS_AN_HOUR = 3600


@dataclass(frozen=True, slots=True, kw_only=True)
class Costs:
    """What one form costs: CPU seconds to read it as a digital file, to read one scanned page, to index it by meaning;

    bytes of its original, of its rows in the database, of its passages in the index.
    """

    native_seconds: float
    scan_seconds: float
    index_seconds: float
    original_bytes: float
    scan_bytes: float
    database_bytes: float
    index_bytes: float


def measured(forms: int, scans: int) -> Costs:
    """The costs on this machine, of generated forms."""
    with tempfile.TemporaryDirectory(prefix="jixiao-plan-") as place:
        native, scanned = Path(place) / "native", Path(place) / "scans"
        native.mkdir()
        scanned.mkdir()
        native_forms(native, forms, lambda: None)
        scanned_forms(scanned, scans, lambda: None)
        read, recognised = time_batch(native, os.cpu_count() or 1), time_batch(scanned, 1)
        index_seconds, database, index = _kept(native, Path(place) / "home")
        return Costs(
            native_seconds=read.cpu_seconds / read.documents,
            scan_seconds=recognised.cpu_seconds / recognised.documents,
            index_seconds=index_seconds / forms,
            original_bytes=_bytes(native) / forms,
            scan_bytes=_bytes(scanned) / scans,
            database_bytes=database / forms,
            index_bytes=index / forms,
        )


def _kept(documents: Path, home: Path) -> tuple[float, float, float]:
    """CPU seconds of indexing, bytes of the database and of the index, of all `documents` kept in a store."""
    app = open_app()
    store = app.open_store(home)
    for _ in app.ingestion(store).run(app.inputs([str(documents)])):
        pass
    store.settle()
    index = app.open_index(store)
    used = sum(os.times()[:2])
    for _ in store.settle_index(index):
        pass
    used = sum(os.times()[:2]) - used
    index.close()
    store.close()
    database = sum(path.stat().st_size for path in home.glob("jixiao.db*"))
    return used, database, _bytes(home / "index")


def _bytes(folder: Path) -> int:
    return sum(path.stat().st_size for path in folder.rglob("*") if path.is_file())


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """A year: `forms`, the `scanned` share of them, pages of a scanned form, cores, hours that the cores may take."""

    forms: int = 1_000_000
    scanned: float = 0.5
    pages: float = 2.0
    cores: int = 8


def lines(plan: Plan, costs: Costs) -> list[tuple[str, str, str]]:
    """What it takes: what, how much, how it was worked out."""
    native, scanned = plan.forms * (1 - plan.scanned), plan.forms * plan.scanned
    read = native * costs.native_seconds
    recognised = scanned * plan.pages * costs.scan_seconds
    indexed = plan.forms * costs.index_seconds
    rows = [
        (f"读电子表 {native:,.0f} 份", _hours(read, plan), f"每份 {1000 * costs.native_seconds:.0f} 毫秒 CPU"),
        (
            f"识别扫描件 {scanned:,.0f} 份",
            _hours(recognised, plan),
            f"每页 {costs.scan_seconds:.2f} 秒 CPU，{plan.pages:g} 页",
        ),
        ("建证据索引", _hours(indexed, plan), f"每份 {costs.index_seconds:.2f} 秒 CPU"),
        ("合计", _hours(read + recognised + indexed, plan), ""),
        (
            "原件",
            _gigabytes(native * costs.original_bytes + scanned * plan.pages * costs.scan_bytes),
            f"电子表每份 {costs.original_bytes / 1000:,.0f} kB，扫描件每页 {costs.scan_bytes / 1000:,.0f} kB",
        ),
        ("数据库", _gigabytes(plan.forms * costs.database_bytes), f"每份 {costs.database_bytes / 1000:,.0f} kB"),
        ("索引", _gigabytes(plan.forms * costs.index_bytes), f"每份 {costs.index_bytes / 1000:,.0f} kB"),
    ]
    return rows


def _hours(seconds: float, plan: Plan) -> str:
    hours = seconds / _SECONDS_AN_HOUR
    return f"{hours:,.0f} 核时；{plan.cores} 核 {hours / plan.cores:,.0f} 小时"


def _gigabytes(size: float) -> str:
    return f"{size / 1e9:,.0f} GB"


app = typer.Typer(add_completion=False)


@app.command()
def yearly_plan(
    forms: Annotated[int, typer.Option(min=1, help="forms a year")] = 1_000_000,
    scanned: Annotated[float, typer.Option(min=0, max=1, help="share of them that are scans or photographs")] = 0.5,
    cores: Annotated[int, typer.Option(min=1, help="cores of all machines together")] = 8,
    native: Annotated[int, typer.Option(min=20, help="digital forms to measure")] = 200,
    scans: Annotated[int, typer.Option(min=2, help="scanned pages to measure")] = 10,
    page: Annotated[Path | None, typer.Option(help="put the figures into this page, docs/scale.md")] = None,
) -> None:
    """Measures this machine and works out cores, hours and storage for a year's forms."""
    plan = Plan(forms=forms, scanned=scanned, cores=cores)
    found = lines(plan, measured(native, scans))
    table = Table("项目", "要多少", "每份")
    for row in found:
        table.add_row(*row)
    Console(width=120).print(table)
    if page is not None:
        heading = "| 项目 | 要多少 | 由来 |\n| --- | --- | --- |\n"
        put_figures(page, "year", heading + "\n".join(f"| {' | '.join(row)} |" for row in found))


if __name__ == "__main__":
    app()
